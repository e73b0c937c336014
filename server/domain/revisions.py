"""Ways by which the set-up of an office is changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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


def digest(document: Any) -> str:
    """SHA-256 of the canonical JSON of a document, in hexadecimal, in groups of eight: so that no row of
    digits is taken for a citizen ID or a phone number and masked by the audit."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = hashlib.sha256(canonical.encode()).hexdigest()
    return " ".join(found[start : start + 8] for start in range(0, len(found), 8))
