"""What the addresses of the figures' doors may ask: of whom, when, and grouped by what."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from server.contract.messages import Code, Request
from server.contract.messages.base import NO_CONTROLS
from server.contract.messages.figures import By
from server.domain.periods import Period, PeriodInvalid
from server.web.booking_queries import Day

Key = Annotated[str, StringConstraints(max_length=80, pattern=NO_CONTROLS)]
"""Empty: those without one, e.g. called at no counter."""
_Offices = Annotated[
    tuple[Code, ...],
    BeforeValidator(lambda said: (said,) if isinstance(said, str) else said),
    Field(max_length=500, description="Codes; may be given several times. Without it: all you may see."),
]
FILTERS = ("service", "counter", "clerk", "category", "channel")


class PeriodQuery(Request):
    """Some offices' days, both ends included, in office-local dates."""

    office: _Offices = ()
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        try:
            Period(self.first, self.last)
        except PeriodInvalid as wrong:
            raise PydanticCustomError("period", "{reason}", {"reason": wrong.reason}) from wrong
        return self

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)


class FilteredQuery(PeriodQuery):
    """The tickets of one service, counter, clerk, category or channel; of one of these at most."""

    level: Annotated[str, StringConstraints(pattern="^(province|commune|district)$")] | None = None
    service: Key | None = None
    counter: Key | None = None
    clerk: Key | None = None
    category: Key | None = None
    channel: Key | None = None

    @property
    def only(self) -> tuple[str, str] | None:
        """The dimension and key of the filter."""
        return self.filters[0] if self.filters else None

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Every filter that was said."""
        said = ((name, getattr(self, name)) for name in FILTERS)
        return tuple((name, key) for name, key in said if key is not None)

    @model_validator(mode="after")
    def _filters_by_one(self) -> Self:
        if len(self.filters) > 1:
            raise PydanticCustomError("one_filter", "figures are kept by one of these at a time: name one")
        return self


class TicketsQuery(FilteredQuery):
    """The tickets behind a figure; several filters narrow them together."""

    half_hour: Annotated[str, StringConstraints(pattern="^([01][0-9]|2[0-3]):(00|30)$")] | None = None
    weekday: Annotated[int, Field(ge=1, le=7, description="ISO: 1 is Monday.")] | None = None
    outcome: Literal["served", "transferred", "no_show", "left", "removed", "closed_by_system"] | None = None
    over_s: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None
    upto_s: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)] | None = None
    booked: Annotated[bool, Field(description="Only who came with a booking.")] = False
    order: Literal["time", "longest"] = "time"
    skip: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @model_validator(mode="after")
    def _filters_by_one(self) -> Self:
        """Tickets are read one by one: they may be of a service and a counter together."""
        return self


class CounterDayQuery(Request):
    """One day of an office's counters."""

    office: Code
    day: Day


class BookingFiguresQuery(PeriodQuery):
    """Bookings of a period, grouped."""

    by: Literal["day", "office"] = "day"


class WaitsQuery(FilteredQuery):
    """Waits of a period, grouped."""

    by: By = "day"
