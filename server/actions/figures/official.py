"""The official report: every figure of a period in one answer, for one office or for many together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from sqlalchemy import select

from server.actions.figures import keeping_bookings, producing, reporting, telling_figures
from server.actions.figures.telling_devices import device_figures
from server.actions.rating.results import Wish, rating_figures
from server.contract.messages import reports as messages
from server.contract.messages.figures import WaitFigures
from server.domain.office import Office
from server.domain.people import Caller, Role
from server.domain.periods import Period, PeriodInvalid, period_of
from server.storage.happenings import Transaction
from server.storage.tables import office as office_table

ReportedKind = Literal["month", "quarter", "half_year", "nine_months", "year"]
BY_DAY_UP_TO = 31
BY_WEEK_UP_TO = 100
"""Days of a period that are told one by one, or by the week; longer ones are told by month."""
KINDS: tuple[ReportedKind, ...] = get_args(ReportedKind)
"""The periods that official reports are made of."""
_HOUSE = Caller(role=Role.ADMIN, office_id=None, credential="official report")
"""Whoever may read a report has been asked before: it tells the same to everybody."""


def official(tx: Transaction, offices: Sequence[Office], period: Period) -> messages.OfficialReport:
    """The report of some offices' days. Reads only, and the same for the same days and offices."""
    waits = reporting.waits(tx, offices, period, by="service")
    told = telling_figures.told(waits, _HOUSE)
    before = reporting.waits(tx, offices, period.before())
    time_by = _time_by(period)
    many = len(offices) > 1
    by_office = telling_figures.told(reporting.waits(tx, offices, period, by="office"), _HOUSE)
    return messages.OfficialReport(
        definition=told.definition,
        kind=kind_of(period),
        first=period.first,
        last=period.last,
        before_first=before.period.first,
        before_last=before.period.last,
        made_at=tx.now,
        issuer=_issuer(tx, offices),
        offices=[office.code for office in offices],
        goal_s=told.goal_s,
        total=told.total,
        before=telling_figures.told(before, _HOUSE).total,
        by_service=told.rows,
        time_by=time_by,
        by_time=_rows(tx, offices, period, by=time_by),
        by_half_hour=_rows(tx, offices, period, by="hour"),
        by_office=by_office.rows if many else [],
        offices_meeting_goal=by_office.offices_meeting_goal,
        bookings=keeping_bookings.bookings(tx, offices, period, by="office").total,
        productivity=producing.productivities(tx, offices, period).offices,
        satisfaction=rating_figures(tx, _HOUSE, Wish([o.code for o in offices], period, "form")).rows,
        devices=device_figures(tx, offices, period),
        quantiles=told.quantiles,
        pending_events=told.pending_events,
    )


def _rows(tx: Transaction, offices: Sequence[Office], period: Period, *, by: str) -> list[WaitFigures]:
    return telling_figures.told(reporting.waits(tx, offices, period, by=by), _HOUSE).rows


def _time_by(period: Period) -> str:
    if period.days <= BY_DAY_UP_TO:
        return "day"
    return "week" if period.days <= BY_WEEK_UP_TO else "month"


def kind_of(period: Period) -> messages.PeriodName:
    """What a period is called; `range` where it is no month, quarter, half-year, nine months or year."""
    for kind in KINDS:
        try:
            if period_of(kind, period.first) == period:
                return kind
        except PeriodInvalid:
            continue
    return "range"


def _issuer(tx: Transaction, offices: Sequence[Office]) -> messages.Issuer:
    """The office itself; of several the province's own one, else nobody who is known here."""
    of_province = [office for office in offices if office.level == "province"]
    signs = offices[0] if len(offices) == 1 else next(iter(of_province), None)
    if signs is None:
        return messages.Issuer(code="", names={}, superior="", symbol="", place="", signer="")
    rules = signs.figures
    return messages.Issuer(
        code=signs.code,
        names=dict(signs.names),
        superior=rules.report_superior or _parent_of(tx, signs),
        symbol=rules.report_symbol,
        place=rules.report_place,
        signer=rules.report_signer,
    )


def _parent_of(tx: Transaction, office: Office) -> str:
    """The name of the office above, if there is one."""
    query = select(office_table.c.parent_id).where(office_table.c.id == office.id)
    parent_id = tx.connection.execute(query).scalar_one()
    return "" if parent_id is None else tx.offices.by_id(tx.connection, parent_id).names.get("vi", "")
