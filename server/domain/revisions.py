"""Ways by which the set-up of an office is changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.people import Caller


class How(StrEnum):
    """The way a set-up came in; all of them are the same path."""

    COMMAND = "command"
    PAGE = "page"
    TOML = "toml"
    CSV = "csv"
    UNDO = "undo"
    TEMPLATE = "template"
    FIRST_RUN = "first_run"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who has a set-up applied, and how; without a caller it is the command line."""

    caller: Caller | None = None
    how: How = How.COMMAND
    undoes: int | None = None
    """The number of the change that this one takes back."""
