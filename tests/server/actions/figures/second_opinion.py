"""The figures a second way: with polars, over raw ticket rows, written from the definition alone."""

from __future__ import annotations

from datetime import date
from functools import cache
from math import gamma, pi, sqrt
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import select

from server.storage.happenings import Transaction
from server.storage.tables import service, staff, ticket
from tests.support.raw_year import HOLIDAYS, OPEN

MINUTE = 60 * 10**6
DAY = 24 * 60 * MINUTE
AHEAD = 7 * 60 * MINUTE
LOST = ("no_show", "left", "removed", "closed_by_system")
_TIMES = ("arrived_at", "slot", "called_at", "started_at", "ended_at")
_HOLIDAYS = [(day - date(1970, 1, 1)).days for day in HOLIDAYS]


def tickets(tx: Transaction, office_id: int) -> pl.DataFrame:
    """Every ended ticket with what the definition makes of it; times in microseconds on the office's wall."""
    query = (
        select(ticket, service.c.code.label("service"), staff.c.username)
        .join(service, service.c.id == ticket.c.service_id)
        .outerjoin(staff, staff.c.id == ticket.c.staff_id)
        .where(ticket.c.office_id == office_id)
    )
    raw = [dict(row._mapping) for row in tx.connection.execute(query)]
    for row in raw:
        row["dossiers"] = len(row["dossiers"])
        for name in _TIMES:
            row[name] = None if row[name] is None else round(row[name].timestamp() * 1e6) + AHEAD
    names = ("visit_id", "leg", "state", "service", "channel", "category", "username", "counter_number",
             "calls", "out_of_order", "start_inferred", "held_s", "dossiers", "day", *_TIMES)  # fmt: skip
    frame = pl.DataFrame([{name: row[name] for name in names} for row in raw], infer_schema_length=None)
    return _with_waits(frame)


def _with_waits(frame: pl.DataFrame) -> pl.DataFrame:
    c = pl.col
    midnight = c("arrived_at") // DAY * DAY
    opens = midnight + 7 * 60 * MINUTE
    answered = c("state").is_in(["served", "transferred"])
    frame = frame.with_columns(start=pl.max_horizontal("arrived_at", "slot", opens), answered=answered)
    closes = c("arrived_at") // DAY * DAY + 17 * 60 * MINUTE
    until: pl.Expr = (
        pl.when(c("state") == "closed_by_system")
        .then(pl.min_horizontal("ended_at", closes))
        .otherwise(c("ended_at"))
    )
    frame = frame.with_columns(until=pl.coalesce("called_at", until))
    nothing = pl.lit(0, pl.Int64)
    waited = pl.max_horizontal(c("until") - c("start"), nothing)
    way = pl.max_horizontal(c("started_at") - c("called_at"), nothing)
    spent = pl.max_horizontal(c("ended_at") - c("started_at") - c("held_s") * 10**6, nothing)
    in_time = c("called_at") <= pl.max_horizontal("slot", "arrived_at") + 10 * MINUTE
    frame = frame.with_columns(
        wait=pl.when("answered").then(waited),
        lost=pl.when(~c("answered")).then(waited),
        raw=pl.when("answered").then(pl.max_horizontal(c("called_at") - c("arrived_at"), nothing)),
        in_hours=pl.when("answered").then(_within_hours()),
        way=pl.when("answered").then(way),
        spent=pl.when("answered").then(spent),
        on=pl.when("answered").then(c("until") // DAY).otherwise(c("day").cast(pl.Int32)),
        minute=c("until") % DAY // MINUTE,
        punctual=pl.when(c("slot").is_not_null()).then(in_time),
    )
    whole = c("wait").sum().over("visit_id")
    return _with_keys(frame.with_columns(visit=pl.when(c("state") == "served").then(whole)))


def _within_hours() -> pl.Expr:
    """The part of a wait in which the office was open; no wait here is longer than two days."""
    inside = pl.lit(0, pl.Int64)
    for ahead in (0, 1):
        midnight = (pl.col("start") // DAY + ahead) * DAY
        weekday = (midnight // DAY + 3) % 7  # 1970 began on a Thursday
        works = (weekday < 5) & ~(midnight // DAY).is_in(_HOLIDAYS)
        for opens, closes in OPEN:
            begin = midnight + (opens.hour * 60 + opens.minute) * MINUTE
            end = midnight + (closes.hour * 60 + closes.minute) * MINUTE
            overlap = pl.min_horizontal("until", end) - pl.max_horizontal("start", begin)
            inside += pl.when(works).then(pl.max_horizontal(overlap, pl.lit(0, pl.Int64))).otherwise(0)
    return inside


def _with_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """Under which key of every grouping a ticket stands."""
    c = pl.col
    when = (c("on") * DAY).cast(pl.Datetime("us"))
    hour = (c("minute") // 60).cast(pl.String).str.zfill(2) + pl.when(c("minute") % 60 >= 30).then(
        pl.lit(":30")
    ).otherwise(pl.lit(":00"))
    weekday = when.dt.weekday().cast(pl.String)
    return frame.with_columns(
        by_all=pl.lit(""),
        by_office=pl.lit("ttpvhcc"),
        by_day=when.dt.strftime("%Y-%m-%d"),
        by_week=when.dt.truncate("1w").dt.strftime("%Y-%m-%d"),
        by_month=when.dt.strftime("%Y-%m"),
        by_hour=hour,
        by_weekday=weekday,
        by_weekday_hour=weekday + " " + hour,
        by_service=c("service"),
        by_counter=c("counter_number").cast(pl.String).fill_null(""),
        by_clerk=c("username").fill_null(""),
        by_category=c("category").fill_null(""),
        by_channel=c("channel"),
    )


# --- figures --------------------------------------------------------------------------------------


def figures(some: pl.DataFrame, goal_s: float = 900) -> dict[str, Any]:
    """Every figure of these tickets; seconds, shares from 0 to 1, None where there is nothing to tell."""
    c = pl.col
    answered = some.filter("answered")
    spent: Any = answered.filter(c("dossiers") > 0)["spent"].sum()
    longest: Any = answered["wait"].max()
    told: dict[str, Any] = {
        "n": answered.height,
        "mean_s": _mean_s(answered["wait"]),
        "max_s": _ratio(longest, 10**6 if answered.height else 0),
        "raw_mean_s": _mean_s(answered["raw"]),
        "in_hours_mean_s": _mean_s(answered["in_hours"]),
        "visit_mean_s": _mean_s(some["visit"].drop_nulls()),
        "visits": some["visit"].drop_nulls().len(),
        "way_mean_s": _mean_s(answered["way"]),
        "counter_time_mean_s": _mean_s(answered["spent"]),
        "counter_time_per_dossier_s": _ratio(spent / 1e6, answered["dossiers"].sum()),
        "held_mean_s": _ratio(answered["held_s"].sum(), answered.height),
        "dossiers": answered["dossiers"].sum(),
        "share_within_goal": _ratio((answered["wait"] <= goal_s * 1e6).sum(), answered.height),
        "share_over_30min": _ratio((answered["wait"] > 30 * MINUTE).sum(), answered.height),
        "no_show_share": _ratio((some["state"] == "no_show").sum(), some.height),
        "booked": some["punctual"].drop_nulls().len(),
        "punctual_share": _ratio(some["punctual"].sum(), some["punctual"].drop_nulls().len()),
        "calls": some["calls"].sum(),
        "out_of_order_share": _ratio(some["out_of_order"].sum(), some["calls"].sum()),
        "inferred_starts": answered["start_inferred"].sum(),
        "service_too_short": (answered["spent"] < MINUTE // 2).sum(),
        "service_too_long": (answered["spent"] > 180 * MINUTE).sum(),
    }
    for share, name in ((0.5, "median_s"), (0.9, "p90_s"), (0.95, "p95_s")):
        found = answered["wait"].quantile(share, "linear")
        told[name] = None if found is None else found / 1e6
    for outcome in LOST:
        of_it = some.filter(c("state") == outcome)
        told[outcome] = of_it.height
        waited: Any = of_it["lost"].sum()
        told[f"{outcome}_waited_s"] = waited / 1e6
    return told | _verdict(answered, goal_s) | _survival(some)


def _mean_s(column: pl.Series) -> float | None:
    total: Any = column.sum()
    return _ratio(total / 1e6, column.len())


def _ratio(part: Any, whole: Any) -> float | None:
    return float(part / whole) if whole else None


def _verdict(answered: pl.DataFrame, goal_s: float) -> dict[str, Any]:
    """The interval that clusters by day."""
    days = answered.group_by("on").agg(t=pl.col("wait").sum() / 1e6, n=pl.len())
    told: dict[str, Any] = {
        "days": days.height,
        "reached": None,
        "low_s": None,
        "high_s": None,
        "verdict": None,
    }
    if not days.height:
        return told
    t, n = days["t"].to_numpy(), days["n"].to_numpy()
    mean = float(t.sum() / n.sum())
    told |= {"reached": mean <= goal_s, "verdict": "too_few_days"}
    if days.height < 5:
        return told
    squares = float(((t - mean * n) ** 2).sum())
    error = sqrt(days.height / (days.height - 1) * squares) / float(n.sum())
    low, high = mean - t_975(days.height - 1) * error, mean + t_975(days.height - 1) * error
    name = "met" if high <= goal_s else "not_met" if low > goal_s else "cannot_tell"
    return told | {"low_s": low, "high_s": high, "verdict": name}


@cache
def t_975(degrees: int) -> float:
    """The 97.5 % point of Student's t, from its density integrated by Simpson's rule."""
    points = np.linspace(0, 15, 150_001)
    log = np.log1p(points**2 / degrees) * (-(degrees + 1) / 2)
    density = np.exp(log) * (_ratio_of_gammas(degrees) / sqrt(degrees * pi))
    step = points[1] - points[0]
    pieces = (density[:-2:2] + 4 * density[1:-1:2] + density[2::2]) * step / 3
    reached = np.concatenate([[0.0], np.cumsum(pieces)])
    return float(np.interp(0.475, reached, points[::2]))


def _ratio_of_gammas(degrees: int) -> float:
    """Γ((d+1)/2) ÷ Γ(d/2), by its recursion where the gammas themselves are too large."""
    ratio, d = 1.0, degrees
    while d > 100:
        ratio *= (d - 1) / (d - 2)
        d -= 2
    return ratio * gamma((d + 1) / 2) / gamma(d / 2)


def _survival(some: pl.DataFrame) -> dict[str, float | None]:
    """Kaplan and Meier: who gave up is known to have waited at least so long."""
    c = pl.col
    times = some.with_columns(time=pl.coalesce("wait", "lost"))
    table = times.group_by("time").agg(called=c("answered").sum(), gone=pl.len()).sort("time")
    table = table.with_columns(at_risk=table["gone"].sum() - c("gone").cum_sum() + c("gone"))
    table = table.with_columns(left=(1 - c("called") / c("at_risk")).cum_prod())
    found: dict[str, float | None] = {}
    for share, name in ((0.5, "all_median_s"), (0.9, "all_p90_s")):
        reached = table.filter(c("left") <= 1 - share + 1e-12)
        found[name] = reached["time"][0] / 1e6 if reached.height else None
    return found
