"""Productivity of offices, and their time per dossier in the reading that each uses."""

from __future__ import annotations

from collections.abc import Sequence

from server.contract.messages import figures as messages
from server.domain.office import Office
from server.domain.period_figures import Gathered, figures_of, gathered
from server.domain.periods import Period
from server.domain.productivity import Received, forecast_a_year, judged
from server.storage import day_figures
from server.storage.happenings import Transaction


def productivities(tx: Transaction, offices: Sequence[Office], period: Period) -> messages.Productivities:
    """Every office's dossiers per staff-day against its target, by code."""
    received = _received(tx, offices, period)
    return messages.Productivities(
        first=period.first,
        last=period.last,
        offices=[_told(tx, office, received[office.id], period) for office in offices],
    )


_OFFICES: tuple[day_figures.Apart, ...] = ("office_id",)


def _received(tx: Transaction, offices: Sequence[Office], period: Period) -> dict[int, Received]:
    ids = [office.id for office in offices]
    rows = day_figures.between(tx, ids, "all", period=period, apart=_OFFICES)
    sums = gathered(rows, [row.office_id for row in rows])
    duty = day_figures.staff_days(tx, ids, period)
    return {office: _of_sums(sums.get(office, Gathered.nothing()), duty.get(office, 0)) for office in ids}


def _of_sums(found: Gathered, staff_days: int) -> Received:
    told = figures_of("", found, goal_s=0)
    return Received(
        found.totals["dossiers"], staff_days, told.counter_time_per_dossier_s, told.counter_time_mean_s
    )


def _told(tx: Transaction, office: Office, found: Received, period: Period) -> messages.Productivity:
    rules = office.figures
    forecast = forecast_a_year(found.per_staff_day, rules.working_days_a_year)
    target = rules.targets.get(period.last.year)
    return messages.Productivity(
        office=office.code,
        names=dict(office.names),
        dossiers=found.dossiers,
        staff_days=found.staff_days,
        per_staff_day=found.per_staff_day,
        forecast_a_year=forecast,
        target_a_year=target,
        area=rules.area,
        share_of_target=forecast / target if forecast is not None and target else None,
        dossier_time=_dossier_time(tx, office, found),
    )


def _dossier_time(tx: Transaction, office: Office, found: Received) -> messages.DossierTime:
    reading = office.figures.dossier_time
    first, last = reading.baseline or (None, None)
    baseline = None
    if first is not None and last is not None:
        baseline = _received(tx, [office], Period(first, last))[office.id].per_dossier_s
    verdict = judged(reading, found.per_dossier_s, baseline)
    return messages.DossierTime(
        reading=reading.mode,
        minutes=reading.goal_s / 60,
        baseline_from=first,
        baseline_to=last,
        baseline_per_dossier_s=baseline,
        per_dossier_s=found.per_dossier_s,
        per_ticket_s=found.per_ticket_s,
        reduced_by_s=verdict.reduced_by_s,
        reached=verdict.reached,
    )
