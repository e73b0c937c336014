"""What the addresses of booking's doors may ask: which free times, and which appointments."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from server.contract.messages import Code, Line, Request


def _written_as_a_date(value: object) -> object:
    """`2026-11-23` alone: a bare number would be taken for seconds since 1970."""
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise PydanticCustomError("date", "is no date like 2026-11-23")
    return value


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
Day = Annotated[date, BeforeValidator(_written_as_a_date)]


class SlotsQuery(Request):
    """Which free times."""

    service: Code
    first: Annotated[Day | None, Field(alias="from", description="Office-local, included.")] = None
    last: Annotated[Day | None, Field(alias="to", description="Office-local, included.")] = None


class DayQuery(Request):
    """Which appointments."""

    day: Annotated[Day | None, Field(description="Office-local; today when it is left out.")] = None
    q: Annotated[
        Line,
        Field(
            description="Code or number; phones and names belong in a search, because addresses end in logs."
        ),
    ] = ""
