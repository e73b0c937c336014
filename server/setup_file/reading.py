"""Reading a set-up file: the office it describes, or everything that is wrong, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from server.contract.setup_file import SetUp
from server.setup_file import checking
from server.setup_file.draft import Draft
from server.setup_file.explaining import explained
from server.setup_file.locating import Lines
from server.setup_file.problems import Finding, Problem, spelled
from server.setup_file.syntax import decoded, parsed


@dataclass(frozen=True, slots=True)
class Reading:
    """`setup` is there exactly when there are no `problems`; findings come in the order of lines."""

    setup: SetUp | None = None
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    lines: Lines = field(default_factory=lambda: Lines(""))

    def located(self, problems: Iterable[Problem]) -> tuple[Finding, ...]:
        """Problems with the lines of this file."""
        return _located(self.lines, problems)


def read(raw: bytes) -> Reading:
    """Read a whole set-up file; it never raises, every fault of the file is in the answer."""
    text, found = decoded(raw)
    if found:
        return Reading(problems=tuple(found))
    values, found = parsed(text)
    if found:
        return Reading(problems=tuple(found))
    lines = Lines(text)
    draft = Draft(values)
    setup, problems = _validated(values)
    problems += checking.problems(draft)
    return Reading(
        setup=None if problems else setup,
        problems=_located(lines, problems),
        warnings=_located(lines, checking.warnings(draft)),
        lines=lines,
    )


def _validated(values: dict[str, Any]) -> tuple[SetUp | None, list[Problem]]:
    """TOML has real times, dates and numbers, so nothing is guessed from texts: `strict`."""
    try:
        return SetUp.model_validate(values, strict=True), []
    except ValidationError as error:
        return None, [explained(one) for one in error.errors(include_url=False)]


def _located(lines: Lines, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    found = {Finding(lines.of(p.path), spelled(p.path), p.reason) for p in problems}
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.key, finding.reason)))
