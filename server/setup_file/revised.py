"""A set-up with some of its sections written anew, as a page or a file sends them: checked as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from server.contract.setup_file import SetUp
from server.setup_file import checking
from server.setup_file.comparing import Change
from server.setup_file.draft import Draft
from server.setup_file.explaining import explained
from server.setup_file.problems import Problem

Sections = Mapping[str, Any]
"""Sections of a set-up by name, in plain values: texts, numbers, lists, tables; None leaves one out."""


@dataclass(frozen=True, slots=True)
class Revised:
    """`setup` is there exactly when there are no `problems`."""

    setup: SetUp | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def revised(stored: SetUp | None, sections: Sections) -> Revised:
    """The set-up with these sections in the place of its own. Staff is left alone unless it is among them."""
    values = {**(stored.model_dump(exclude={"staff"}) if stored else {}), **sections}
    try:
        setup = SetUp.model_validate(values)
    except ValidationError as error:
        return Revised(None, _once(explained(one) for one in error.errors(include_url=False)))
    draft = Draft(setup.model_dump())
    problems = tuple(checking.problems(draft))
    return Revised(None if problems else setup, problems, tuple(checking.warnings(draft)))


def _once(problems: Any) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(problems))


def plain(setup: SetUp) -> dict[str, Any]:
    """A set-up as sections, as JSON takes them."""
    return setup.model_dump(mode="json", exclude_none=False)


def stamp(changes: Sequence[Change]) -> str:
    """Names a list of changes, so that what is applied is what was shown."""
    return hashlib.sha256(to_json([asdict(change) for change in changes])).hexdigest()[:32]
