"""Sums of days: they add up over any split, and their histograms tell quantiles to within half a bin."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.day_figures import DIMENSIONS, TOTALS, DayRow, DaySums, Histogram, day_sums
from server.domain.figures import quantile
from server.domain.period_figures import Gathered, Times, figures_of, gathered
from server.storage.log_imports import StagedFact

SECOND = 1_000_000
HOUR = 3600 * SECOND
WAITS = st.lists(st.integers(0, 5 * HOUR), min_size=1, max_size=80)
SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.9, 0.95, 1.0])


def half_a_bin(wait_us: float) -> float:
    """Half the width of the bin of a wait: 2.5 s up to an hour, 15 s up to four, then 150 s."""
    return (2.5 if wait_us <= HOUR else 15 if wait_us <= 4 * HOUR else 150) * SECOND


# --- histograms -----------------------------------------------------------------------------------


@given(WAITS, SHARES)
def test_a_quantile_from_the_histogram_is_off_by_half_a_bin_at_most(waits: list[int], share: float) -> None:
    exact = quantile(sorted(waits), share)
    told = Histogram.of(waits).quantile_us(share, max(waits))
    above = sorted(waits)[min(len(waits) - 1, int(share * (len(waits) - 1)) + 1)]
    assert abs(told - exact) <= half_a_bin(above) + 1


@given(WAITS)
def test_quantiles_from_the_histogram_never_cross_and_end_with_the_longest_wait(waits: list[int]) -> None:
    histogram, longest = Histogram.of(waits), max(waits)
    told = [histogram.quantile_us(share, longest) for share in (0.0, 0.5, 0.9, 0.95, 1.0)]
    assert told == sorted(told)
    assert told[-1] == longest


def test_all_waits_at_the_edge_of_a_bin_are_still_told_within_half_of_it() -> None:
    waits = [905 * SECOND] * 100
    assert Histogram.of(waits).quantile_us(0.5, 905 * SECOND) == 902.5 * SECOND


@given(WAITS, st.integers(0, 720).map(lambda fives: fives * 5 * SECOND))
def test_how_many_waited_at_most_so_long_is_exact_at_every_fifth_second(waits: list[int], limit: int) -> None:
    assert Histogram.of(waits).at_most(limit) == sum(wait <= limit for wait in waits)


@given(WAITS, st.integers(0, 40 * HOUR))
def test_how_many_waited_at_most_so_long_is_between_the_edges_around_it(waits: list[int], limit: int) -> None:
    told = Histogram.of(waits).at_most(limit)
    assert (
        sum(w <= limit - 300 * SECOND for w in waits) <= told <= sum(w <= limit + 300 * SECOND for w in waits)
    )


def test_nobody_who_waited_a_moment_is_counted_with_those_who_waited_none() -> None:
    histogram = Histogram.of([0, 0, 1, 5 * SECOND, 5 * SECOND + 1])
    assert (histogram.at_most(0), histogram.at_most(5 * SECOND)) == (2, 4)


def test_more_of_one_length_than_a_packed_count_holds_are_all_there() -> None:
    many = Histogram.of([7 * SECOND] * 200_000 + [901 * SECOND] * 65_535 + [3601 * SECOND] * 65_536)
    again = Histogram.unpacked([many.packed()])
    assert np.array_equal(again.counts, many.counts)
    assert (again.n, again.at_most(10 * SECOND)) == (331_071, 200_000)


@given(st.lists(st.lists(st.integers(0, 60 * HOUR), max_size=30), max_size=6))
def test_packed_histograms_add_up_whatever_was_packed_together(groups: list[list[int]]) -> None:
    whole = Histogram.of([wait for group in groups for wait in group])
    packed = [Histogram.of(group).packed() for group in groups]
    assert np.array_equal(Histogram.unpacked(packed).counts, whole.counts)
    assert np.array_equal(Histogram.unpacked([b"".join(packed)]).counts, whole.counts)


def test_nothing_packed_is_nothing() -> None:
    nothing = Histogram.unpacked([])
    assert (nothing.n, nothing.packed()) == (0, b"")


def test_waits_of_days_are_kept_in_the_last_bin() -> None:
    waits = [50 * HOUR, 60 * HOUR, 100 * HOUR]
    histogram = Histogram.of(waits)
    assert (histogram.n, histogram.quantile_us(1, max(waits))) == (3, 100 * HOUR)
    assert histogram.at_most(200 * HOUR) == 3


# --- sums -----------------------------------------------------------------------------------------


def ranges(seconds: st.SearchStrategy[int]) -> st.SearchStrategy[Any]:
    """A range that was told, or none."""
    return st.one_of(st.just((None, None)), st.tuples(seconds, seconds).map(sorted))


@st.composite
def facts(draw: st.DrawFn) -> StagedFact:
    answered = draw(st.booleans())
    seconds = st.integers(0, 20_000).map(lambda s: s * SECOND + 7)
    common: dict[str, Any] = {
        "half_hour": draw(st.integers(0, 47)),
        "service": draw(st.sampled_from(["land", "results", "civil_status"])),
        "counter": draw(st.sampled_from([None, 3, 10])),
        "clerk": draw(st.sampled_from([None, "hoa", "minh"])),
        "category": draw(st.sampled_from([None, "elderly"])),
        "channel": draw(st.sampled_from(["kiosk", "appointment"])),
        "dossiers": draw(st.integers(0, 3)),
        "calls": draw(st.integers(0, 3)),
        "out_of_order": draw(st.booleans()),
        "punctual": draw(st.sampled_from([None, True, False])),
        "held_us": draw(seconds),
    } | dict(zip(("told_low_us", "told_high_us"), draw(ranges(seconds)), strict=True))
    if not answered:
        empty = dict.fromkeys(("wait_us", "raw_us", "in_hours_us", "visit_us", "way_us", "counter_us"), None)
        outcome = draw(st.sampled_from(["no_show", "left", "removed", "closed_by_system"]))
        return StagedFact(**common, **empty, outcome=outcome, lost_us=draw(seconds), inferred=False)
    served = draw(st.booleans())
    return StagedFact(
        **common,
        outcome="served" if served else "transferred",
        wait_us=draw(seconds),
        raw_us=draw(seconds),
        in_hours_us=draw(seconds),
        visit_us=draw(seconds) if served else None,
        way_us=draw(seconds),
        counter_us=draw(seconds),
        lost_us=None,
        inferred=draw(st.booleans()),
    )


DAY = date(2026, 11, 23)
SOME = st.lists(facts(), min_size=1, max_size=25)


def rows(sums: list[DaySums], dimension: str, *, day: date = DAY, office: int = 1) -> list[DayRow]:
    return [
        DayRow(office, day, s.key, s.longest_us, s.waits, s.losses, s.totals)
        for s in sums
        if s.dimension == dimension
    ]


def pooled(parts: list[DayRow]) -> Gathered:
    return gathered(parts, [""] * len(parts)).get("", Gathered.nothing())


def told(found: Gathered) -> Any:
    waits, losses = found.waits.counts.tolist(), found.losses.counts.tolist()
    return dict(found.totals), found.longest_us, waits, losses, dict(found.days)


@given(SOME, st.randoms(use_true_random=False))
def test_sums_do_not_depend_on_the_order_of_the_facts(some: list[StagedFact], chance: random.Random) -> None:
    mixed = list(some)
    chance.shuffle(mixed)
    assert day_sums(mixed) == day_sums(some)


@given(SOME)
def test_every_dimension_adds_up_to_the_whole(some: list[StagedFact]) -> None:
    sums = day_sums(some)
    whole = told(pooled(rows(sums, "all")))
    assert whole[0]["n"] == sum(fact.wait_us is not None for fact in some)
    for dimension in DIMENSIONS:
        assert told(pooled(rows(sums, dimension))) == whole


@given(SOME, st.integers(2, 4), st.randoms(use_true_random=False))
def test_the_pooled_figures_are_the_sum_over_any_split(
    some: list[StagedFact], parts: int, chance: random.Random
) -> None:
    split: dict[int, list[StagedFact]] = {}
    for fact in some:
        split.setdefault(chance.randrange(parts), []).append(fact)
    whole = pooled(rows(day_sums(some), "all"))
    # Parts are sources or slices of one day, then offices.
    of_parts = [row for part in split.values() for row in rows(day_sums(part), "all")]
    assert told(pooled(of_parts)) == told(whole)
    of_offices = [row._replace(office_id=number) for number, row in enumerate(of_parts)]
    assert told(pooled(of_offices)) == told(whole)


@given(st.lists(SOME, min_size=1, max_size=4))
def test_days_add_up_and_each_is_known_for_the_verdict(days: list[list[StagedFact]]) -> None:
    parts = [
        row
        for number, some in enumerate(days, 1)
        for row in rows(day_sums(some), "all", day=date(2026, 5, number))
    ]
    found = pooled(parts)
    expected = Counter({"n": 0, "wait_us": 0})
    for number, some in enumerate(days, 1):
        waits = [fact.wait_us for fact in some if fact.wait_us is not None]
        expected.update(n=len(waits), wait_us=sum(waits))
        if waits:
            of_day = found.days[date(2026, 5, number)]
            assert (of_day.n, of_day.total_s) == (len(waits), sum(waits) / SECOND)
        else:
            assert date(2026, 5, number) not in found.days
    assert (found.totals["n"], found.totals["wait_us"]) == (expected["n"], expected["wait_us"])


def test_a_day_without_facts_has_no_sums() -> None:
    assert day_sums([]) == []
    assert set(Gathered.nothing().totals) == set(TOTALS)


# --- figures of a period --------------------------------------------------------------------------


@given(SOME)
def test_exact_figures_and_those_of_histograms_agree_to_within_half_a_bin(some: list[StagedFact]) -> None:
    found = pooled(rows(day_sums(some), "all"))
    times = Times(
        [fact.wait_us for fact in some if fact.wait_us is not None],
        [fact.lost_us for fact in some if fact.lost_us is not None],
    )
    exact, estimated = figures_of("", found, 900, times), figures_of("", found, 900)
    if exact.waits is None or estimated.waits is None:
        assert exact.waits == estimated.waits
        return
    for name in ("median_s", "p90_s", "p95_s"):
        near = getattr(exact.waits, name)
        assert abs(getattr(estimated.waits, name) - near) <= half_a_bin(found.longest_us) / SECOND + 1e-6
    same = ("n", "mean_s", "max_s", "share_within_goal", "raw_mean_s", "in_hours_mean_s")
    assert [getattr(exact.waits, name) for name in same] == [getattr(estimated.waits, name) for name in same]
    assert exact.waits.share_over_30min == pytest.approx(estimated.waits.share_over_30min)


def test_nobody_has_no_figures_and_no_nan() -> None:
    for times in (None, Times((), ())):
        nothing = figures_of("", Gathered.nothing(), 900, times)
        assert nothing.waits is None
        assert nothing.verdict is None
        shown = (
            nothing.all_median_s,
            nothing.no_show_share,
            nothing.visit_mean_s,
            nothing.out_of_order_share,
        )
        assert shown == (None, None, None, None)


def test_those_who_gave_up_count_as_waiting_longer() -> None:
    # Freireich's remission times (6-MP arm), the textbook example of Kaplan and Meier: median 23.
    called = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    left = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    times = Times([s * SECOND for s in called], [s * SECOND for s in left])
    found = figures_of("", Gathered.nothing(), 900, times)
    assert (found.all_median_s, found.all_p90_s) == (23, None)


def test_when_nobody_was_answered_there_is_no_median_of_all() -> None:
    found = figures_of("", Gathered.nothing(), 900, Times((), [5 * SECOND] * 3))
    assert (found.all_median_s, found.all_p90_s) == (None, None)


def test_a_hundred_short_legs_and_ten_long_ones_have_the_mean_of_all_and_not_that_of_two_means() -> None:
    short = [one(600)] * 100
    long = [one(2400)] * 10
    parts = rows(day_sums(short), "all") + rows(day_sums(long), "all", office=2)
    found = figures_of("", pooled(parts), 900)
    assert found.waits is not None
    assert round(found.waits.mean_s / 60, 1) == 12.7


def test_what_was_told_is_compared_with_what_was_felt() -> None:
    # Told 5-9 minutes, the middle is 7: called at 12, 9, 5 and 4 minutes; one was told nothing.
    told = (300.0, 540.0)
    felt = [one(720, told), one(540, told), one(300, told), one(240, told), one(6000)]
    found = figures_of("", pooled(rows(day_sums(felt), "all")), 900).estimates
    assert (found.n, found.mae_s, found.bias_s) == (4, (5 + 2 + 2 + 3) * 15.0, (5 + 2 - 2 - 3) * 15.0)
    assert (found.share_inside, found.share_later) == (0.5, 0.25)


def test_early_birds_are_compared_by_what_they_felt_and_not_by_the_wait_that_counts() -> None:
    early = one(0, (300.0, 540.0))._replace(raw_us=1500 * SECOND)
    found = figures_of("", pooled(rows(day_sums([early]), "all")), 900).estimates
    assert (found.mae_s, found.share_later) == (1080, 1)


def test_whoever_was_told_and_never_answered_is_in_no_comparison() -> None:
    gone = one(0, (300.0, 540.0))._replace(outcome="left", wait_us=None, raw_us=None, lost_us=7 * SECOND)
    found = figures_of("", pooled(rows(day_sums([gone]), "all")), 900).estimates
    assert (found.n, found.mae_s, found.bias_s, found.share_inside, found.share_later) == (0, *[None] * 4)


def one(wait_s: int, told_s: tuple[float, float] | None = None) -> StagedFact:
    """One served walk-in, told so or nothing."""
    us = wait_s * SECOND
    none: dict[str, Any] = {"counter": 3, "clerk": None, "category": None, "lost_us": None, "punctual": None}
    told: dict[str, Any] = {
        "wait_us": us,
        "raw_us": us,
        "in_hours_us": us,
        "visit_us": us,
        "way_us": 0,
        "counter_us": us,
    }
    usual: dict[str, Any] = {"half_hour": 16, "service": "land", "channel": "kiosk", "outcome": "served"}
    counts: dict[str, Any] = {
        "held_us": 0,
        "dossiers": 1,
        "calls": 1,
        "out_of_order": False,
        "inferred": False,
        "told_low_us": None if told_s is None else round(told_s[0] * SECOND),
        "told_high_us": None if told_s is None else round(told_s[1] * SECOND),
    }
    return StagedFact(**usual, **told, **counts, **none)
