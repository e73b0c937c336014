"""A mapping file: how the log of another machine reads in our words. TOML, read with exact errors."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from server.contract.messages import Request
from server.contract.setup_words import distinct
from server.setup_file.explaining import explained, suggestion
from server.setup_file.locating import Lines
from server.setup_file.problems import Finding, Problem, spelled
from server.setup_file.syntax import decoded, parsed
from server.ticket_log.code_pages import ENCODINGS
from server.ticket_log.logged import COLUMNS, OUTCOMES, TIMES
from server.ticket_log.zones import is_zone


def _column(name: str) -> str:
    if name not in COLUMNS:
        raise PydanticCustomError("no_column", "{name}", {"name": f"is no column{suggestion(name, COLUMNS)}"})
    return name


Column = Annotated[str, AfterValidator(_column)]


def _one_spelling(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_Spelled = AfterValidator(_one_spelling)
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), _Spelled]
Value = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), _Spelled]
TimeFormat = Annotated[str, StringConstraints(min_length=2, max_length=60, pattern="%"), _Spelled]


class FileForm(Request):
    """How the file is made; what is left out is found out."""

    encoding: str | None = None
    separator: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    skip_lines: Annotated[int, Field(ge=0, le=1000)] = 0
    # The titles of the columns, where the file has no line that names them.
    titles: Annotated[list[Title], Field(max_length=200), AfterValidator(distinct)] | None = None
    sheet: Title | None = None


class TimeForm(Request):
    """How times are written; without formats as RFC 3339, and without a zone each says its own."""

    zone: str | None = None
    formats: Annotated[list[TimeFormat], Field(max_length=10)] = Field(default_factory=list)


class Mapping(Request):
    """Where our columns come from: a column of theirs (or a date and a time), or a constant."""

    file: FileForm = FileForm()
    times: TimeForm = TimeForm()
    columns: dict[Column, Title | Annotated[list[Title], Field(min_length=2, max_length=2)]] = Field(
        default_factory=dict
    )
    constants: dict[Column, Value] = Field(default_factory=dict)
    values: dict[Column, dict[Value, Value]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        for name in self.columns.keys() & self.constants.keys():
            raise PydanticCustomError("twice", "{name} is both a column and a constant", {"name": name})
        return self


@dataclass(frozen=True, slots=True)
class MappingRead:
    """`mapping` is there exactly when there are no `problems`."""

    mapping: Mapping | None = None
    problems: tuple[Finding, ...] = field(default=())


def read_mapping(raw: bytes) -> MappingRead:
    """Read a mapping file; it never raises, every fault of the file is in the answer."""
    text, found = decoded(raw)
    if found:
        return MappingRead(problems=tuple(found))
    values, found = parsed(text)
    if found:
        return MappingRead(problems=tuple(found))
    lines = Lines(text)
    try:
        mapping = Mapping.model_validate(values, strict=True)
    except ValidationError as error:
        problems = [explained(one, Mapping) for one in error.errors(include_url=False)]
        return MappingRead(problems=_located(lines, problems))
    problems = _wrong(mapping)
    return MappingRead(None if problems else mapping, _located(lines, problems))


def _located(lines: Lines, problems: list[Problem]) -> tuple[Finding, ...]:
    found = {Finding(lines.of(p.path), spelled(p.path), p.reason) for p in problems}
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.key, finding.reason)))


def _wrong(mapping: Mapping) -> list[Problem]:
    """What the shape of the file cannot say."""
    zone, encoding = mapping.times.zone, mapping.file.encoding
    problems: list[Problem] = []
    if zone is not None and not is_zone(zone):
        problems.append(Problem(("times", "zone"), f"there is no time zone “{zone}”"))
    if encoding is not None and encoding not in ENCODINGS:
        problems.append(Problem(("file", "encoding"), f"must be one of {', '.join(ENCODINGS)}"))
    return [*problems, *_wrong_columns(mapping), *_wrong_outcomes(mapping)]


def _wrong_columns(mapping: Mapping) -> Iterator[Problem]:
    for name, titles in mapping.columns.items():
        if isinstance(titles, list) and name not in TIMES:
            yield Problem(("columns", name), "only a time has two columns: a date and a time")
    for section in ("constants", "values"):
        for name in getattr(mapping, section):
            if name in TIMES:
                yield Problem((section, name), "is a time: it has a column of its own")


def _wrong_outcomes(mapping: Mapping) -> Iterator[Problem]:
    for theirs, ours in mapping.values.get("outcome", {}).items():
        if ours not in OUTCOMES:
            reason = f"there is no outcome “{ours}”{suggestion(ours, OUTCOMES)}; {', '.join(OUTCOMES)}"
            yield Problem(("values", "outcome", theirs), reason)
