"""Every way in which a document can be wrong: what its models can raise, and what its checks say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails, ValidationError

from server.setup_file.explaining import explained

ROOT = Path(__file__).resolve().parents[4]
CHECKS = (
    *sorted((ROOT / "server" / "setup_file").glob("*.py")),
    ROOT / "server" / "actions" / "house" / "setting_up.py",
    ROOT / "server" / "actions" / "house" / "revising.py",
    ROOT / "server" / "actions" / "house" / "in_use.py",
)
MODELS = (
    *sorted((ROOT / "server" / "contract").glob("*setup*.py")),
    ROOT / "server" / "contract" / "messages" / "base.py",
)
# What pydantic's validators of each kind raise (pydantic_core, `src/errors/types.rs` and the validators).
_BY_KIND: dict[str, tuple[str, ...]] = {
    "str": ("string_type", "string_unicode"),
    "int": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "float": ("float_type", "float_parsing", "finite_number"),
    "bool": ("bool_type", "bool_parsing"),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "time": ("time_type", "time_parsing"),
    "datetime": (
        "datetime_type",
        "datetime_parsing",
        "datetime_from_date_parsing",
        "datetime_object_invalid",
    ),
    "list": ("list_type",),
    "dict": ("dict_type",),
    "model": ("model_type",),
    "model-fields": ("missing", "extra_forbidden"),
}
_BY_LIMIT = {
    "gt": "greater_than",
    "ge": "greater_than_equal",
    "lt": "less_than",
    "le": "less_than_equal",
    "multiple_of": "multiple_of",
}
_BY_LENGTH = {
    "str": {"min_length": "string_too_short", "max_length": "string_too_long"},
    "list": {"min_length": "too_short", "max_length": "too_long"},
    "dict": {"min_length": "too_short", "max_length": "too_long"},
}
_FILLED = {"model_type": {"class_name": "Entry"}}
_SILENT = {
    *("any", "none", "nullable", "default", "definitions", "definition-ref", "model-field", "function-after"),
    *("function-before", "function-wrap", "function-plain", "lax-or-strict", "json-or-python", "chain"),
    *("is-instance", "union", "tagged-union"),
}
"""Kinds that raise nothing of their own; functions raise errors of ours, which `told` finds."""


def raised(model: type[BaseModel]) -> dict[str, tuple[str, str]]:
    """Every error that the shapes of a document can raise, by type and constraint: pydantic's own words,
    and what a reader is told in English."""
    found: dict[str, tuple[str, str]] = {}
    for kind, context in _kinds(model.__pydantic_core_schema__):
        error: dict[str, Any] = {
            "type": kind,
            "loc": (next(iter(model.model_fields)),),
            "input": None,
            "ctx": context,
        }
        (details,) = ValidationError.from_exception_data("a document", [error]).errors(  # type: ignore[list-item]  # as its documentation shows
            include_url=False
        )
        found[f"{kind} {context or ''}".strip()] = details["msg"], _explained(details, model)
    return found


def _explained(details: ErrorDetails, model: type[BaseModel]) -> str:
    return explained(details, model).reason


def _kinds(schema: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The error types of a core schema and of all that is in it, with what their messages are filled with."""
    if isinstance(schema, list | tuple):
        for inner in schema:
            yield from _kinds(inner)
    elif isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield from _of_one(schema)
        for name, inner in schema.items():
            if name not in ("metadata", "serialization", "default", "expected", "function"):
                yield from _kinds(inner)


def _of_one(schema: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    kind = schema["type"]
    if kind == "literal":
        yield "literal_error", {"expected": " or ".join(map(repr, schema["expected"]))}
        return
    assert kind in _BY_KIND or kind in _SILENT, f"say what a {kind} of pydantic can raise"
    for name in _BY_KIND.get(kind, ()):
        yield name, _FILLED.get(name, {"error": "why"} if name.endswith(("_parsing", "_invalid")) else {})
    for limit, name in _BY_LIMIT.items():
        if limit in schema:
            yield name, {limit: schema[limit]}
    for length, name in _BY_LENGTH.get(kind, {}).items():
        if length in schema:
            more = {"field_type": "List", "actual_length": 0} if name.startswith("too") else {}
            yield name, {length: schema[length], **more}
    if "pattern" in schema:
        yield "string_pattern_mismatch", {"pattern": schema["pattern"]}


def told() -> Iterator[tuple[str, str]]:
    """What our own checks say: where the words stand, and the words, their holes filled with a sample."""
    for path in (*CHECKS, *MODELS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words = _words(_saying(node))
            if words:
                yield f"{path.name}:{node.lineno}", words  # type: ignore[attr-defined]  # calls and statements have lines


def _saying(node: ast.AST) -> ast.expr | None:
    """Where words for a reader stand: in a problem, a finding, an error of ours, or as a `reason`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        at = {"Problem": 1, "PydanticCustomError": 1, "Finding": 2}.get(node.func.id)
        return node.args[at] if at is not None and len(node.args) > at else None
    if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "reason" for one in node.targets):
        return node.value
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
        return node.value
    return None


def _words(node: ast.expr | None) -> str:
    """A text of the source with 7 in its holes; nothing where it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return re.sub(r"(?<!\{)\{\w+\}", "7", str(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values]
        return "".join(parts)
    return _words(node.left) if isinstance(node, ast.BinOp) else ""
