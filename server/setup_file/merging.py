"""An office's set-up with a table of services or of staff put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from server.contract.messages import Request
from server.contract.setup_file import ServiceSetUp, SetUp, StaffSetUp
from server.setup_file import checking
from server.setup_file.draft import Draft
from server.setup_file.explaining import explained
from server.setup_file.locating import Path
from server.setup_file.problems import Finding, Problem, spelled
from server.setup_file.tables import Row, Table, read_table

Entry = TypeVar("Entry", bound=Request)
Values = dict[str, Any]

LANGUAGES = ("vi", "en")
_PLAIN = ("letter", "parent", "paused_reason", "usual_min", "slots_needed", "resources")
_WITH_IT = {"paused_reason": "paused_until"}
"""What goes with a column that is emptied."""
_TEXTS = tuple(f"{name}_{language}" for name in ("name", "papers") for language in LANGUAGES)
SERVICE_COLUMNS = ("code", *_TEXTS, *_PLAIN)
STAFF_COLUMNS = ("username", "name", "role", "services", "password")
SEPARATOR = "|"
"""Between the entries of a list in one cell."""


@dataclass(frozen=True, slots=True)
class Merged:
    """`setup` is there exactly when there are no `problems`; findings come in the order of lines."""

    setup: SetUp | None = None
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    section: str = ""
    lines: Mapping[int, int] = field(default_factory=dict)

    def located(self, problems: Iterable[Problem]) -> tuple[Finding, ...]:
        """Problems of the whole set-up with the lines of this table; what is elsewhere is at its head."""
        return tuple(_found(problem, self.section, self.lines) for problem in problems)


def with_services(stored: SetUp, raw: bytes) -> Merged:
    """The set-up with these services: rows change services or add them, in the order of the file; other
    services, and what has no column, stay as they are. Accounts are left alone."""
    table = read_table(raw, known=SERVICE_COLUMNS, needed=("code",), key="code")
    known = {entry.code: entry.model_dump() for entry in stored.services}
    return merged(stored, table, Section("services", "code", ServiceSetUp, known, _service_values))


def with_staff(stored: SetUp, raw: bytes) -> Merged:
    """The set-up with these members of staff: rows change accounts or add them; others stay. A password
    is the first one of an account that has none; `services` are what a clerk may serve, none: anything."""
    table = read_table(raw, known=STAFF_COLUMNS, needed=("username",), key="username")
    known = {entry.username: entry.model_dump() for entry in stored.staff or ()}
    return merged(stored, table, Section("staff", "username", StaffSetUp, known, _staff_values))


@dataclass(frozen=True, slots=True)
class Section:
    """What a table is put into: the entries that are there by their key, and how a row becomes one."""

    name: str
    key: str
    model: type[Request]
    known: dict[str, Values]
    values: Callable[[Values, Mapping[str, str]], Values]
    spelled: Callable[[str], str] = str.strip
    """A key as `known` spells it."""


def merged(stored: SetUp, table: Table, section: Section) -> Merged:
    """The set-up with the rows of a table in the place of the entries they name, or added behind them."""
    problems = list(table.problems)
    entries, lines = dict(section.known), {}
    for row in table.rows:
        name = section.spelled(row.cells[section.key])
        entry = section.values(entries.get(name, {}), row.cells)
        problems += _row_problems(section, row, entry)
        entries[name] = entry
        lines[list(entries).index(name)] = row.line
    if problems:
        return Merged(problems=_sorted(problems))
    document = _document(stored, section.name, list(entries.values()))
    draft = Draft(document)
    found = [_found(problem, section.name, lines) for problem in checking.problems(draft)]
    odd = [_found(one, section.name, lines) for one in checking.warnings(draft) if _place(one.path) in lines]
    if found:
        return Merged(problems=_sorted(found), warnings=_sorted(odd))
    setup = SetUp.model_validate(document)
    return Merged(setup=setup, warnings=_sorted(odd), section=section.name, lines=lines)


def _row_problems(section: Section, row: Row, entry: Values) -> list[Finding]:
    try:
        section.model.model_validate(entry)
    except ValidationError as error:
        told = [explained(one) for one in error.errors(include_url=False, include_input=False)]
        return [Finding(row.line, _column(problem.path), problem.reason) for problem in told]
    return []


def _document(stored: SetUp, section: str, entries: list[Values]) -> Values:
    """The plain values of the whole set-up; staff is there only where it is what changes."""
    values = stored.model_dump(exclude={"staff"})
    return {**values, section: entries}


def _service_values(known: Values, cells: Mapping[str, str]) -> Values:
    values = {**known, "code": cells["code"]}
    values["names"] = languages_of(known.get("names", {}), cells, "name")
    papers = languages_of(known.get("papers", {}), cells, "papers")
    values["papers"] = {
        language: listed(text) if isinstance(text, str) else text for language, text in papers.items()
    }
    for column in [name for name in _PLAIN if name in cells]:
        cell = cells[column]
        if column == "resources":
            values[column] = listed(cell)
        elif cell:
            values[column] = _number(cell) if column in ("usual_min", "slots_needed") else cell
        else:
            values.pop(column, None)
            values.pop(_WITH_IT.get(column, ""), None)
    return values


def _staff_values(known: Values, cells: Mapping[str, str]) -> Values:
    """An empty cell leaves what there is; but one of services says that they may serve everything."""
    given: Values = {name: cell for name, cell in cells.items() if cell}
    if "services" in cells:
        given["services"] = listed(cells["services"])
    return {**known, **given}


def languages_of(known: Mapping[str, Any], cells: Mapping[str, str], column: str) -> Values:
    """The texts by language; an empty cell leaves a language out."""
    texts: Values = dict(known)
    for language in LANGUAGES:
        cell = cells.get(f"{column}_{language}")
        if cell:
            texts[language] = cell
        elif cell is not None:
            texts.pop(language, None)
    return texts


def listed(cell: str) -> list[str]:
    """The entries of a cell that holds several."""
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def _number(cell: str) -> float | int | str:
    """A number as people write it here, `7,5`; anything else stays as it is, to be told of."""
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return cell
    return int(number) if number.is_integer() else number


def _found(problem: Problem, section: str, lines: Mapping[int, int]) -> Finding:
    place = _place(problem.path)
    if problem.path[:1] == (section,) and place in lines:
        return Finding(lines[place], _column(problem.path[2:]), problem.reason)
    return Finding(1, spelled(problem.path), problem.reason)


def _place(path: Path) -> int:
    return path[1] if len(path) > 1 and isinstance(path[1], int) else -1


def _column(path: Path) -> str:
    """The column that a path of an entry stands in: `("names", "vi")` in `name_vi`."""
    if not path:
        return ""
    name = {"names": "name"}.get(str(path[0]), str(path[0]))
    if name in ("name", "papers") and path[0] != "name":
        return f"{name}_{path[1] if len(path) > 1 else LANGUAGES[0]}"
    return name


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(set(findings), key=lambda one: (one.line, one.key, one.reason)))
