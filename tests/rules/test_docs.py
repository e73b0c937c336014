"""The README and the guides name everything that exists, and nothing that does not."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kiosk.__main__ import main as dunghen_kiosk
from kiosk.printing.spec import PrinterKind, read_spec
from server.__main__ import dunghen
from server.settings import PREFIX, Settings
from tests import pictures

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
POSTERS = sorted((ROOT / "docs").rglob("*.html"))
TEXT = {page: page.read_text("utf-8") for page in [*PAGES, *POSTERS]}
EVERYTHING = "\n".join(TEXT.values())
LARGEST_PICTURE = 150_000

Command = tuple[str, click.Command]


def commands(name: str, command: click.Command) -> Iterator[Command]:
    """A command and all below it, by the words that one types."""
    yield name, command
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from commands(f"{name} {word}", below)


COMMANDS = [*commands("dunghen", dunghen), ("dunghen-kiosk", dunghen_kiosk)]
LEAVES = [(name, command) for name, command in COMMANDS if not isinstance(command, click.Group)]


def kiosk_variables() -> set[str]:
    return {f"DUNGHEN_KIOSK_{option.name.upper()}" for option in dunghen_kiosk.params if option.name}


def test_every_setting_is_in_the_docs() -> None:
    wanted = {PREFIX + name.upper() for name in Settings.model_fields} | kiosk_variables()
    assert {name for name in wanted if f"`{name}`" not in EVERYTHING} == set()


def test_the_docs_name_no_setting_that_does_not_exist() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | kiosk_variables()
    for script in (ROOT / "deploy").iterdir():
        known |= set(re.findall(r"\bDUNGHEN_[A-Z_]+", script.read_text("utf-8")))
    assert set(re.findall(r"\bDUNGHEN_[A-Z_]*[A-Z]", EVERYTHING)) <= known


def test_the_table_of_settings_tells_the_defaults_as_they_are() -> None:
    operator = TEXT[ROOT / "docs" / "operator.md"]
    told = dict(re.findall(r"(?m)^\| `DUNGHEN_([A-Z_]+)` \| `([^`]+)`", operator))
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert told[name.upper()] == str(field.default).replace("False", "false")


@pytest.mark.parametrize(
    ("name", "command"), LEAVES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_is_in_the_docs_and_its_help_shows_an_example(
    name: str, command: click.Command
) -> None:
    assert re.search(rf"{re.escape(name)}\b(?!-)", EVERYTHING), f"{name} is in no guide"
    help_text = command.get_help(click.Context(command, info_name=name))
    assert f"Example: {name}" in re.sub(r"\s+", " ", help_text)


def typed(text: str) -> Iterator[list[str]]:
    """The command lines of ours in the shell blocks of a page, as words."""
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            found = re.match(r"(?:export \w+=\$\()?(?:\.venv/bin/)?(dunghen(?:-kiosk)? .*?)\)?$", line)
            if found:
                yield shlex.split(found[1], comments=True)


def examples() -> list[list[str]]:
    written = [words for text in TEXT.values() for words in typed(text)]
    shown = [
        re.sub(r"\s+", " ", command.get_help(click.Context(command, info_name=name)))
        for name, command in LEAVES
    ]
    return written + [
        shlex.split(found[1])
        for text in shown
        if (found := re.search(r"Example: (dunghen.*?)(?: Options:| \(with|$)", text))
    ]


@pytest.mark.parametrize("words", examples(), ids=" ".join)
def test_every_command_line_in_the_docs_is_one_that_works(words: list[str]) -> None:
    program, rest = words[0], words[1:]
    command: click.Command = dunghen_kiosk if program == "dunghen-kiosk" else dunghen
    name = program
    while isinstance(command, click.Group) and not _works_alone(command, rest):
        assert rest, f"{name} alone does nothing"
        name, command, rest = f"{name} {rest[0]}", command.commands[rest[0]], rest[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def _works_alone(group: click.Group, rest: list[str]) -> bool:
    """Whether it is the group itself that is meant, and not one of its commands."""
    return group.invoke_without_command and (not rest or rest[0].startswith("--"))


def test_make_has_every_target_that_the_docs_name() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?m)(?:^|`|sudo )make ([a-z-]+)", EVERYTHING))
    assert named <= targets
    assert {"run", "demo", "test"} <= named


def test_every_kind_of_printer_is_told_to_newcomers_and_operators() -> None:
    for page in (ROOT / "README.md", ROOT / "docs" / "operator.md"):
        forms = re.findall(rf"`((?:{'|'.join(PrinterKind)})(?::[^`]+)?)`", TEXT[page])
        assert {read_spec(form).kind for form in forms} == set(PrinterKind)


def anchors(text: str) -> set[str]:
    """What a page can be entered at, by the rule of common Markdown viewers."""
    titles = re.findall(r"(?m)^#+ (.*)$", text)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", TEXT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    text = TEXT[page]
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    for target in targets:
        path, _, anchor = target.partition("#")
        assert "://" not in target, f"{target}: guides are read without internet"
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text("utf-8")), target


@pytest.mark.parametrize("page", TEXT, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_letter_is_written_as_one(page: Path) -> None:
    assert unicodedata.is_normalized("NFC", TEXT[page])


def test_the_guides_show_every_key_of_the_counter() -> None:
    rules = (ROOT / "counter" / "page" / "state.js").read_text("utf-8")
    keys = set(re.findall(r"action\(\"\w+\", \"([^\"]+)\"", rules))
    assert len(keys) > 8
    for guide in ("clerk.md", "vi/can-bo.md"):
        told = set(re.findall(r"(?m)^\|[^|]*\| \**([^|*]+?)\** \|", TEXT[ROOT / "docs" / guide]))
        assert keys <= told


def test_pictures_are_those_that_the_tests_take_and_small() -> None:
    kept = {file.stem: file.stat().st_size for file in pictures.TO.glob("*.png")}
    assert set(kept) == set(pictures.WIDTHS)
    assert max(kept.values()) <= LARGEST_PICTURE
    assert {name for name in kept if f"{name}.png" not in EVERYTHING} == set()
