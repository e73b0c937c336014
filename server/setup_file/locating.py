"""In which line of a TOML document every key and every element of an array stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
"""Keys and places of a value: `("counters", 2, "services", 0)`; places count from 0."""

_TOML = Language(tree_sitter_toml.language())


class Lines:
    """The lines, counted from 1, of a document that `tomllib` takes."""

    def __init__(self, document: str) -> None:
        self._found: dict[Path, int] = {(): 1}
        self._entries: dict[Path, int] = {}  # of every array of tables, so far
        self._read(Parser(_TOML).parse(document.encode()).root_node)

    def of(self, path: Path) -> int:
        """The line of a value; of something that is not there, the line of what it should be in."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def paths(self) -> set[Path]:
        """Every path that has a line."""
        return set(self._found)

    def _read(self, root: Node) -> None:
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                table = self._header(node)
                for child in node.named_children:
                    if child.type == "pair":
                        self._pair(child, table)

    def _header(self, node: Node) -> Path:
        """The path of the table whose header this is."""
        *parents, name = _key(_first(node))
        path: Path = ()
        for part in parents:
            path = self._innermost(self._note((*path, part), node))
        path = self._note((*path, name), node)
        if node.type == "table_array_element":
            self._entries[path] = self._entries.get(path, 0) + 1
            path = self._note(self._innermost(path), node)
        self._found[path] = _line(node)
        return path

    def _innermost(self, path: Path) -> Path:
        """The last entry of an array of tables; anything else is itself."""
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _pair(self, node: Node, table: Path) -> None:
        path = table
        for part in _key(_first(node)):
            path = self._note((*path, part), node)
        self._value(node.named_children[-1], path)

    def _value(self, node: Node, path: Path) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                self._pair(child, path)
        elif node.type == "array":
            elements = [child for child in node.named_children if child.type != "comment"]
            for place, element in enumerate(elements):
                self._value(element, self._note((*path, place), element))

    def _note(self, path: Path, node: Node) -> Path:
        """The first mention of a key is its line."""
        self._found.setdefault(path, _line(node))
        return path


def first_break(document: str) -> int | None:
    """The line where something begins that is not TOML, as an array that is never closed; else None."""
    node = Parser(_TOML).parse(document.encode()).root_node
    while not node.is_error and not node.is_missing:
        broken = next((child for child in node.children if child.has_error or child.is_missing), None)
        if broken is None:
            return None
        node = broken
    return _line(node)


def _line(node: Node) -> int:
    return node.start_point.row + 1


def _first(node: Node) -> Node:
    return next(child for child in node.named_children if child.type != "comment")


def _key(node: Node) -> Iterator[str]:
    """The parts of a key, without quotes and escapes."""
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _key(child)
    else:
        text = (node.text or b"").decode()
        yield from tomllib.loads(f"{text} = 0")
