"""Periods of reports: whole days, months, quarters and the longer ones that the province asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Kind = Literal["day", "week", "month", "quarter", "half_year", "nine_months", "year"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half_year": 6, "nine_months": 9, "year": 12}
LONGEST_DAYS = 366 * 30
"""No report covers more: what asks for it is a slip of the pen."""


class PeriodInvalid(Exception):
    """This is no period; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Period:
    """Office-local dates from `first` to `last`, both included; raises `PeriodInvalid`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodInvalid("it ends before it begins")
        if (self.last - self.first).days >= LONGEST_DAYS:
            raise PeriodInvalid("it is longer than 30 years")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> Period:
        """The period to compare with: as many whole months before where these are whole months, else as
        many days before."""
        last = self.first - timedelta(days=1)
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            return Period(_first_of_month(self.first, -months), last)
        return Period(last - timedelta(days=self.days - 1), last)


def period_of(kind: Kind, day: date) -> Period:
    """The period of a kind that a day is in; half a year and nine months are counted from January or July,
    and from January. Of nine months, days after September have none: raises `PeriodInvalid`, as for a period
    that reaches beyond what dates can say."""
    try:
        return _period_of(kind, day)
    except (OverflowError, ValueError):
        raise PeriodInvalid("it reaches beyond the calendar") from None


def _period_of(kind: Kind, day: date) -> Period:
    if kind == "day":
        return Period(day, day)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    if kind == "nine_months":
        if day.month > 9:
            raise PeriodInvalid("nine months end in September")
        return Period(date(day.year, 1, 1), date(day.year, 9, 30))
    months = _MONTHS[kind]
    begin = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(begin, _first_of_month(begin, months) - timedelta(days=1))


def whole_months(period: Period) -> list[Period]:
    """The calendar months that lie in a period with all their days, in order."""
    begin = period.first if period.first.day == 1 else _first_of_month(period.first, 1)
    found = []
    while (end := _first_of_month(begin, 1) - timedelta(days=1)) <= period.last:
        found.append(Period(begin, end))
        begin = end + timedelta(days=1)
    return found


def last_ended(kind: Kind, today: date) -> Period:
    """The latest period of a kind that is over on a day."""
    if kind == "nine_months":
        year = today.year if today.month > 9 else today.year - 1
        return Period(date(year, 1, 1), date(year, 9, 30))
    return period_of(kind, period_of(kind, today).first - timedelta(days=1))


def _first_of_month(day: date, months: int) -> date:
    """The first of the month that is so many months away."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)
