"""What is told of a report: every figure of every row, as a caller may see it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.actions.figures.asking import SEES_FEW
from server.actions.figures.grouping import names_of
from server.actions.figures.reporting import Report
from server.contract.messages import figures as messages
from server.contract.messages.figure_quality import EstimateFigures
from server.domain.office import Office
from server.domain.people import Caller
from server.domain.period_figures import Figures
from server.domain.ranking import Interval, ranks

DEFINITION = (
    "Waits of answered tickets (served or transferred), from issue, check-in or slot (whichever is last, not"
    " before tickets open) to the last call, on the office-local date of that call; mean = sum of waits /"
    " number of tickets; intervals of 95 % cluster by day."
)
_US = 1_000_000


def told(report: Report, caller: Caller) -> messages.Waits:
    """The report as an answer; groups too small for this caller have no figures."""
    met, of = report.meeting_goal
    hidden = _hidden(report, caller)
    standing = _standing(report)
    return messages.Waits(
        definition=DEFINITION,
        offices=[office.code for office in report.offices],
        first=report.period.first,
        last=report.period.last,
        by=report.by,
        only={} if report.only is None else dict([report.only]),
        goal_s=report.goal_s,
        total=_SUPPRESSED
        if report.total.key in hidden and report.only is not None
        else row(report.total, "all", report.offices),
        rows=[
            messages.WaitFigures(key=found.key, n=0, suppressed=True)
            if found.key in hidden
            else row(found, report.by, report.offices).model_copy(update=standing[found.key])
            for found in report.rows
        ],
        offices_meeting_goal=messages.OfficesMeetingGoal(met=met, of=of),
        quantiles="exact" if report.exact else "histogram",
        pending_events=report.pending_events,
    )


def _standing(report: Report) -> dict[str, dict[str, Any]]:
    """The places of what can be ranked, as fields of a row."""
    if report.by not in _RANKED:
        return {found.key: {} for found in report.rows}
    found = ranks({row.key: _interval(row) for row in report.rows if row.verdict}, lowest_first=True)
    return {
        row.key: {
            "rank_best": found[row.key].best,
            "rank_worst": found[row.key].worst,
            "standing": found[row.key].standing,
        }
        if row.key in found
        else {}
        for row in report.rows
    }


_RANKED = ("office", "service", "counter", "clerk")


def _interval(found: Figures[str]) -> Interval | None:
    verdict = found.verdict
    if verdict is None or verdict.low_s is None or verdict.high_s is None:
        return None
    return Interval(verdict.low_s, verdict.high_s)


_SUPPRESSED = messages.WaitFigures(key="", n=0, suppressed=True)


def _hidden(report: Report, caller: Caller) -> set[str]:
    """The keys of so few people of a category that one could be recognised, for whoever does not answer for
    the office; and of so many more that the total does not tell of them. The total's own key is empty."""
    of_categories = report.by == "category" or (report.only is not None and report.only[0] == "category")
    if not of_categories or caller.role in SEES_FEW:
        return set()
    least = max((office.figures.smallest_group for office in report.offices), default=1)
    if report.only is not None and _people(report.total) < least:
        return {report.total.key, *(found.key for found in report.rows)}
    hidden: set[str] = set()
    people = 0
    for found in sorted(report.rows, key=_people):
        if _people(found) >= least and (people == 0 or people >= least):
            break
        hidden.add(found.key)
        people += _people(found)
    return hidden


def _people(found: Figures[str]) -> int:
    return sum(found.totals[name] for name in ("n", "no_show", "left", "removed", "closed_by_system"))


def row(found: Figures[str], by: str, offices: tuple[Office, ...]) -> messages.WaitFigures:
    """Every figure of one row."""
    t, w, v = found.totals, found.waits, found.verdict
    names = names_of(by, found.key, offices)
    lost = {
        name: value
        for outcome in ("no_show", "left", "removed", "closed_by_system")
        for name, value in ((outcome, t[outcome]), (f"{outcome}_waited_s", t[f"{outcome}_us"] / _US))
    }
    return messages.WaitFigures(
        key=found.key,
        names=None if names is None else dict(names),
        n=t["n"],
        days=found.days,
        **({} if w is None else {name: getattr(w, name) for name in _OF_WAITS}),
        **{name: getattr(found, name) for name in _OF_FIGURES},
        **lost,
        visits=t["visits"],
        dossiers=t["dossiers"],
        booked=t["booked"],
        calls=t["calls"],
        inferred_starts=t["inferred"],
        service_too_short=t["too_short"],
        service_too_long=t["too_long"],
        estimates=EstimateFigures(**asdict(found.estimates)),
        **(
            {}
            if v is None
            else {"reached": v.reached, "low_s": v.low_s, "high_s": v.high_s, "verdict": v.verdict}
        ),
    )


_OF_WAITS = (
    *("mean_s", "median_s", "p90_s", "p95_s", "max_s", "share_within_goal", "share_over_30min"),
    *("raw_mean_s", "in_hours_mean_s"),
)
_OF_FIGURES = (
    *("visit_mean_s", "way_mean_s", "counter_time_mean_s", "counter_time_per_dossier_s", "held_mean_s"),
    *("all_median_s", "all_p90_s", "no_show_share", "punctual_share", "out_of_order_share"),
)
