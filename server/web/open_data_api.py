"""Doors of open data: anonymous daily aggregates for anybody, who cannot make the house work hard."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from server.actions.figures import opening_data, projecting
from server.contract.messages import Code, Request
from server.contract.messages.open_data import DataPackage, OpenData
from server.domain import errors, hours
from server.domain.office import Office
from server.domain.open_data_errors import OpenDataBusy
from server.domain.periods import Period, PeriodInvalid, last_ended
from server.reports import open_data
from server.reports.files import File
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.booking_queries import Day
from server.web.doors import Ask, Doors

MOST_DAYS = 31
KEPT_S = 3600
"""How long an answer is kept here, and may be by whoever asked."""
_MOST_KEPT = 32
_REST = 4.0
"""After making an answer the house rests so many times as long as it took."""


class OpenDataQuery(Request):
    """Days that are over, at most 31 at once; the last whole month when none are named."""

    office: Annotated[Code | None, Field(description="One office; all without it.")] = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if (self.first is None) != (self.last is None):
            raise PydanticCustomError("half_a_period", "name both ends of the period, or none")
        if self.first is not None and self.last is not None:
            try:
                days = Period(self.first, self.last).days
            except PeriodInvalid as wrong:
                raise PydanticCustomError("period", "{reason}", {"reason": wrong.reason}) from wrong
            if days > MOST_DAYS:
                raise PydanticCustomError("long_period", "at most {most} days at once", {"most": MOST_DAYS})
        return self

    def period(self, today: date) -> Period:
        if self.first is None or self.last is None:
            return last_ended("month", today)
        return Period(self.first, self.last)


@dataclass(eq=False)
class _Answer:
    """An answer and, once somebody has asked for it, its file."""

    said: OpenData
    file: File | None = None


@dataclass
class _Kept:
    """The latest answers. One is made at a time, and then none for a while: for the rest there is
    `OpenDataBusy`, which says when to come again."""

    answers: OrderedDict[tuple[object, ...], _Answer] = field(default_factory=OrderedDict)
    free_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, tx: Transaction, offices: list[Office], period: Period) -> OpenData:
        """What was made in the last hour, or is made now; raises `OpenDataBusy`."""
        hour = int(tx.now.timestamp()) // KEPT_S
        key = (tuple(office.code for office in offices), period, hour)
        known = self.answers.get(key)
        if known is not None:
            return known.said
        if not self.lock.acquire(blocking=False):
            raise OpenDataBusy
        try:
            return self._made(tx, offices, period, key)
        finally:
            self.lock.release()

    def _made(
        self, tx: Transaction, offices: list[Office], period: Period, key: tuple[object, ...]
    ) -> OpenData:
        began = time.monotonic()
        if began < self.free_at:
            raise OpenDataBusy
        said = opening_data.open_data(tx, offices, period)
        ended = time.monotonic()
        self.free_at = ended + _REST * (ended - began)
        self.answers[key] = _Answer(said)
        while len(self.answers) > _MOST_KEPT:
            self.answers.popitem(last=False)
        return said

    def file(self, said: OpenData) -> File:
        """The table of an answer, drawn once."""
        known = next((kept for kept in list(self.answers.values()) if kept.said is said), _Answer(said))
        if known.file is None:
            known.file = replace(open_data.open_table(said), kept_s=KEPT_S)
        return known.file


def doors(database: Database) -> Doors:
    """The doors of this module."""
    group, kept = Doors("open_data_api"), _Kept()

    def draw(said: OpenData, ask: Ask, at: datetime) -> File:
        return kept.file(said)

    @group.add(
        "GET",
        "/open-data/waits.csv",
        answer=OpenData,
        query=OpenDataQuery,
        writes=False,
        before=projecting.catch_up,
        refusals=(errors.UnknownOffice, OpenDataBusy),
        draw=draw,
        media_type=open_data.MEDIA_TYPE,
    )
    def show_open_data(tx: Transaction, ask: Ask) -> OpenData:
        """Daily waits by office and service, for anybody; cells of few people are empty."""
        wish: OpenDataQuery = ask.query
        offices = [tx.office(wish.office)] if wish.office else tx.offices.all(tx.connection)
        today = hours.office_day(offices[0].hours, tx.now) if offices else tx.now.date()
        return kept.answer(tx, offices, wish.period(today))

    @group.add("GET", "/open-data/datapackage.json", answer=DataPackage, writes=False)
    def show_data_package(tx: Transaction, ask: Ask) -> DataPackage:
        """What the open data is, column by column, as a Frictionless Data Package."""
        return open_data.data_package()

    return group
