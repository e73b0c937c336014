"""Results: what ratings come to, by office, service, counter, clerk, day or form, with honest ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.actions.figures import asking
from server.actions.house import auditing
from server.contract import messages
from server.contract.messages.ratings import RatingKey
from server.domain.errors import NotAllowed
from server.domain.office import Office
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.domain.ranking import Rank, ranks
from server.domain.rating_scores import by_key, hidden, interval
from server.domain.satisfaction import POINT, Pool, RatingForm, percent, pooled
from server.storage import ratings
from server.storage.happenings import Transaction
from server.storage.ratings import FormRow

DEFINITION = (
    "One rating per visit. score = sum of points / sum of most points over all ratings of the group, never a"
    " mean of means; satisfied = level 4 or 5 of 5; response rate = ratings / visits that were completed on"
    " the days on which the form was asked; interval 95 %, clustered by day."
)
RANKED = ("office", "service", "counter", "clerk")
"""Days and forms are no rivals of each other."""
SEE_ALL = frozenset({Role.SUPERVISOR, Role.PROVINCE, Role.ADMIN})
MOST_REMARKS = 200


@dataclass(frozen=True)
class Wish:
    """What somebody asks: of which offices, when, by what."""

    offices: Sequence[str]
    period: Period
    by: RatingKey


@dataclass(frozen=True)
class Groups:
    """What was found: the ratings of each form by key and day, and the completed visits of each key and
    day."""

    by_form: dict[int, dict[str, dict[date, Pool]]]
    served: dict[str, dict[date, int]]
    names: dict[str, dict[str, str]]


def rating_figures(tx: Transaction, caller: Caller, wish: Wish) -> messages.RatingFigures:
    """Ratings of a period, grouped; clerks see their own row alone unless their office lets them see more.

    Raises `UnknownOffice`, `NotAllowed`.
    """
    offices = asking.offices_for(tx, caller, wish.offices, period=wish.period)
    own = _own(tx, caller, wish, offices)
    groups = _groups(tx, offices, wish, clerk=own)
    forms = {row.id: row for row in ratings.form_rows(tx, list(groups.by_form))}
    ordered = sorted(forms.values(), key=lambda row: (row.published_at, row.id), reverse=True)
    least = 0 if caller.role in SEE_ALL else max((o.figures.smallest_group for o in offices), default=0)
    rows = [row for form in ordered for row in _rows(form, groups, wish, offices, least=least)]
    if wish.by == "clerk":
        asking.note_reading(tx, caller, offices, found=len(rows), what="ratings of clerks")
    return messages.RatingFigures(
        **{"from": wish.period.first}, to=wish.period.last, by=wish.by, definition=DEFINITION, rows=rows
    )


def _own(tx: Transaction, caller: Caller, wish: Wish, offices: Sequence[Office]) -> str | None:
    """The clerk whose ratings alone may be seen, None for all."""
    if caller.role is not Role.CLERK or all(office.figures.clerks_see_colleagues for office in offices):
        return None
    if wish.by != "clerk":
        raise NotAllowed("Clerks see their own ratings: ask by clerk.")
    return asking.username(tx, caller)


def _groups(tx: Transaction, offices: Sequence[Office], wish: Wish, *, clerk: str | None) -> Groups:
    codes = {office.id: office.code for office in offices}
    many = len(offices) > 1
    found: dict[int, list[tuple[str, date, Pool]]] = {}
    first, last = wish.period.first, wish.period.last
    for form, office, key, day, pool in ratings.sums(tx, list(codes), first, last, by=wish.by, clerk=clerk):
        named = _key(wish.by, codes[office], key, day, many=many)
        found.setdefault(form, []).append((named, day, pool))
    by_form = {form: by_key(rows) for form, rows in found.items()}
    keys = {key for groups in by_form.values() for key in groups}
    return Groups(by_form, _served(tx, codes, wish, many=many), _names(tx, offices, wish.by, keys, many=many))


def _key(by: str, office: str, key: str, day: date, *, many: bool) -> str:
    """How a group is called; numbers of counters mean something in their office only."""
    if by == "office":
        return office
    if by == "day":
        return day.isoformat()
    if by == "counter" and many:
        return f"{office}/{key}"
    return key


def _served(tx: Transaction, codes: dict[int, str], wish: Wish, *, many: bool) -> dict[str, dict[date, int]]:
    """Completed visits that this system measured, by key and day: what was imported was never asked."""
    dimension = wish.by if wish.by in ("service", "counter", "clerk") else "all"
    found: dict[str, dict[date, int]] = {}
    rows = ratings.completed_visits(tx, list(codes), dimension, wish.period.first, wish.period.last)
    for row in rows:
        days = found.setdefault(_key(wish.by, codes[row.office_id], row.key, row.day, many=many), {})
        days[row.day] = days.get(row.day, 0) + row.visits
    return found


def _rows(
    form_row: FormRow, groups: Groups, wish: Wish, offices: Sequence[Office], *, least: int
) -> list[messages.RatingFigure]:
    form = ratings.form_in(form_row)
    by_key_ = groups.by_form[form_row.id]
    intervals = {key: interval(days) for key, days in by_key_.items()}
    places = ranks(intervals, lowest_first=False) if wish.by in RANKED else {}
    pools = {key: pooled(days.values()) for key, days in by_key_.items()}
    small = hidden({key: pool.n for key, pool in pools.items()}, least)
    rows = []
    for key in _ordered(wish.by, pools):
        about = {"key": key, "form": form.code, "version": form.version, "names": groups.names.get(key, {})}
        if wish.by == "form":
            about |= {"key": f"{form.code} {form.version}", "names": dict(form.names)}
        if key in small:
            rows.append(messages.RatingFigure(**about, suppressed=True))
            continue
        days = _asked_days(form_row, by_key_[key], wish.period, offices)
        served = sum(n for day, n in groups.served.get(key, {}).items() if days.first <= day <= days.last)
        told = _told(form, pools[key], served=served, days=len(by_key_[key]))
        rows.append(messages.RatingFigure(**about, **told, **_placed(intervals[key], places.get(key))))
    return rows


def _ordered(by: str, pools: dict[str, Pool]) -> list[str]:
    """Days in their order, everything else from the best score down."""
    if by == "day":
        return sorted(pools)
    return sorted(pools, key=lambda key: (-(pools[key].score or 0.0), key))


def _asked_days(row: FormRow, days: Iterable[date], period: Period, offices: Sequence[Office]) -> Period:
    """The days of the period on which citizens were asked with this form, or answered it."""
    zone = offices[0].hours.time_zone
    answered = list(days)
    first = min(row.published_at.astimezone(zone).date(), *answered)
    ends = period.last if row.retired_at is None else row.retired_at.astimezone(zone).date()
    return Period(max(period.first, first), min(period.last, max(ends, *answered)))


def _told(form: RatingForm, pool: Pool, *, served: int, days: int) -> dict[str, Any]:
    rated = form.class_of(pool.points, pool.most)
    return {
        "n": pool.n,
        "served": served,
        "response_rate": pool.n / served if served else None,
        "mean_level": pool.mean_level,
        "share_satisfied": pool.share_satisfied,
        "points": pool.points / POINT,
        "most_points": pool.most / POINT,
        "score": pool.score,
        "score_percent": float(percent(pool.points, pool.most)) if pool.most else None,
        "class_code": rated.code if rated else None,
        "class_names": dict(rated.names) if rated else None,
        "days": days,
    }


def _placed(around: Any, rank: Rank | None) -> dict[str, Any]:
    bounds = {} if around is None else {"low": around.low, "high": around.high}
    if rank is None:
        return bounds
    return bounds | {"best": rank.best, "worst": rank.worst, "standing": rank.standing}


def _names(
    tx: Transaction, offices: Sequence[Office], by: str, keys: set[str], *, many: bool
) -> dict[str, dict[str, str]]:
    """What the groups are called for people."""
    if by == "clerk":
        return {key: {"vi": name} for key, name in ratings.staff_names(tx, keys).items()}
    if by == "office":
        return {office.code: dict(office.names) for office in offices}
    if by == "service":
        return {code: dict(service.names) for o in offices for code, service in o.services.items()}
    if by == "counter":
        return {
            _key("counter", office.code, str(counter.number), date.min, many=many): dict(counter.names)
            for office in offices
            for counter in office.counters.values()
        }
    return {}


def rating_remarks(
    tx: Transaction, caller: Caller, code: str, *, first: date, last: date
) -> messages.RatingRemarks:
    """What citizens of an office wrote, for those who lead it; raises `UnknownOffice`, `NotAllowed`."""
    office = tx.office(code)
    caller.must_be_of(office.id)
    found = ratings.remarks(tx, office.id, first, last, limit=MOST_REMARKS)
    what = f"remarks of {first.isoformat()} to {last.isoformat()}"
    auditing.record_reading(tx, caller, "remarks.read", what, office_id=office.id, found=len(found))
    return messages.RatingRemarks(
        remarks=[
            messages.RatingRemark(
                day=row.day,
                service=row.service,
                service_names=dict(office.services[row.service].names)
                if row.service in office.services
                else {},
                overall=row.overall,
                remark=row.remark,
            )
            for row in found
        ]
    )
