"""A form of rating as a TOML file: read with every fault in its line, and written to be edited further."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import tomlkit
from pydantic import BaseModel, ValidationError

from server.contract.rating_form import RatingFormDocument
from server.domain.rating_errors import RatingFormInvalid
from server.setup_file.explaining import explained
from server.setup_file.locating import Lines, Path
from server.setup_file.problems import Finding, Problem, spelled
from server.setup_file.syntax import decoded, parsed

REASONS = {
    "too_many_questions": "has more than 30 questions",
    "repeated_question": "has two questions of this code",
    "too_few_steps": "needs at least two steps, of its own or of the form",
    "too_many_steps": "has more than ten steps",
    "same_points": "gets the same points whatever is answered",
    "wrong_overall_points": "needs five points that rise from level 1 to 5, or none",
    "no_points": "has nothing that gives points: add questions, or points to the overall level",
    "too_many_classes": "has more than ten classes",
    "repeated_class": "has two classes of this code",
    "class_out_of_reach": "needs more points than the form has",
    "classes_out_of_order": "must need fewer points than the class before it",
}


@dataclass(frozen=True, slots=True)
class FormReading:
    """`document` is there exactly when there are no `problems`."""

    document: RatingFormDocument | None = None
    problems: tuple[Finding, ...] = ()
    lines: Lines = field(default_factory=lambda: Lines(""))

    def refused(self, refusal: RatingFormInvalid) -> Finding:
        """What the rules say of the form, in its line of the file."""
        path = where(self.document, refusal) if self.document else ()
        return Finding(self.lines.of(path), spelled(path), REASONS[refusal.why])


def read_form(raw: bytes) -> FormReading:
    """Read a whole file; it never raises, every fault of the file is in the answer."""
    text, found = decoded(raw)
    if found:
        return FormReading(problems=tuple(found))
    values, found = parsed(text)
    if found:
        return FormReading(problems=tuple(found))
    lines = Lines(text)
    try:
        return FormReading(document=RatingFormDocument.model_validate(values), lines=lines)
    except ValidationError as error:
        problems = [explained(one, RatingFormDocument) for one in error.errors(include_url=False)]
        return FormReading(problems=_located(lines, problems), lines=lines)


def _located(lines: Lines, problems: list[Problem]) -> tuple[Finding, ...]:
    found = {Finding(lines.of(p.path), spelled(p.path), p.reason) for p in problems}
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.key, finding.reason)))


def where(document: RatingFormDocument, refusal: RatingFormInvalid) -> Path:
    """The part of a form that a refusal speaks of; of a code that comes twice, the last one."""
    if refusal.where == "overall":
        return ("overall", "points")
    section = "classes" if "class" in refusal.why else "questions"
    codes = [entry.code for entry in getattr(document, section)]
    places = [place for place, code in enumerate(codes) if code == refusal.where]
    return (section, places[-1]) if places else ()


def written_form(document: RatingFormDocument, version: int) -> str:
    """The form as TOML; what is empty is left out."""
    toml = tomlkit.document()
    toml.add(tomlkit.comment(f"Form of rating {document.code}, version {version}."))
    for name in ("code", "names", "intro", "remark", "overall"):
        if value := getattr(document, name):
            toml.add(name, _plain(value))
    for name in ("steps", "questions", "classes"):
        if entries := getattr(document, name):
            tables = tomlkit.aot()
            for entry in entries:
                tables.append(_table(entry))
            toml.add(tomlkit.nl())
            toml.add(name, tables)
    return tomlkit.dumps(toml)


def _table(entry: BaseModel) -> Any:
    table = tomlkit.table()
    table.update({name: _plain(value) for name, value in entry.model_dump().items() if value not in ([], {})})
    return table


def _plain(value: Any) -> Any:
    """As a person would write it: on one line, and 15 rather than 15.0."""
    if isinstance(value, BaseModel):
        return _plain({name: part for name, part in value.model_dump().items() if part not in ([], {})})
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({name: _plain(part) for name, part in value.items()})
        return table
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
