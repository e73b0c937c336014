"""Results: pooled scores by group, response rates, ranks, and who may see which."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.actions.figures import projecting
from server.actions.house import setting_up
from server.actions.rating import results
from server.actions.rating.results import Wish
from server.contract.messages import RatingFigure, RatingRemarks
from server.contract.messages.ratings import RatingKey
from server.demo.office import demo_office
from server.domain.people import Caller, Role
from server.domain.periods import Period
from tests.builders import OFFICE, Hall
from tests.support.rating import PROVINCE, SUPERVISOR, answer, published, rated, served

WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))
PARTNER = Caller(Role.INTEGRATION, 1, "device:7", device_id=7)
SUPERVISOR_HERE = Caller(Role.SUPERVISOR, 1, "staff:1")
QUESTIONS = ("wait", "attitude", "guidance", "premises")


def figures(
    hall: Hall, by: RatingKey = "office", caller: Caller = SUPERVISOR, period: Period = WEEK
) -> dict[str, RatingFigure]:
    """The rows by their keys."""
    projecting.catch_up(hall.database)
    with hall.database.read() as tx:
        told = results.rating_figures(tx, caller, Wish((OFFICE,), period, by))
    assert len({row.key for row in told.rows}) == len(told.rows)
    return {row.key: row for row in told.rows}


def rate(hall: Hall, times: int, *, counter: int = 3, step: int = 0, level: int = 5, **how: Any) -> None:
    """So many visits, each rated alike."""
    for _ in range(times):
        ticket = served(hall, counter, **how)
        rated(hall, ticket, answer(level, **dict.fromkeys(QUESTIONS, step)))


def test_without_ratings_there_are_no_rows(hall: Hall) -> None:
    published(hall)
    served(hall)
    assert figures(hall) == {}


def test_a_group_is_told_with_everything_that_belongs_to_it(hall: Hall) -> None:
    published(hall)
    rate(hall, 3, level=5)
    rate(hall, 1, level=2, step=4)
    served(hall)
    row = figures(hall)[OFFICE]
    assert (row.n, row.served, row.response_rate) == (4, 5, 0.8)
    assert (row.mean_level, row.share_satisfied) == (17 / 4, 0.75)
    assert (row.points, row.most_points, row.score, row.score_percent) == (120, 160, 0.75, 75.0)
    assert (row.class_code, row.form, row.version, row.days) == ("fair", "hai-long", 1, 1)
    assert (row.standing, row.best, row.low) == ("too_few_days", None, None)
    assert row.names["vi"]


@pytest.mark.parametrize("by", ["service", "counter", "clerk", "day", "form"])
def test_pooled_is_the_sum_over_every_split(hall: Hall, by: RatingKey) -> None:
    published(hall)
    rate(hall, 2, caller=hall.staff("hoa"))
    rate(hall, 1, counter=5, step=2, level=3)
    hall.clock.tick(days=1)
    rate(hall, 1, step=1, level=4, service="results")
    whole, parts = figures(hall)[OFFICE], figures(hall, by).values()
    assert sum(row.n or 0 for row in parts) == whole.n == 4
    assert sum(row.points or 0 for row in parts) == whole.points
    assert sum(row.most_points or 0 for row in parts) == whole.most_points
    assert sum(row.served or 0 for row in parts) == whole.served == 4


def test_counters_are_ranked_where_their_days_agree(hall: Hall) -> None:
    published(hall)
    rate(hall, 1, counter=6, step=2)
    for _ in range(6):
        rate(hall, 4, counter=3, step=0)
        rate(hall, 4, counter=5, step=4, level=1)
        hall.clock.tick(days=1)
    rows = figures(hall, "counter")
    assert [(key, row.best, row.worst, row.standing) for key, row in rows.items()] == [
        ("3", 1, 1, "ranked"),
        ("6", None, None, "too_few_days"),
        ("5", 2, 2, "ranked"),
    ]
    assert (rows["3"].low, rows["5"].high) == (1 - 3 / 24, 3 / 24)


def test_counters_that_are_alike_cannot_tell(hall: Hall) -> None:
    published(hall)
    for step in (0, 1, 2, 1, 0):
        rate(hall, 2, counter=3, step=step)
        rate(hall, 2, counter=5, step=2 - step)
        hall.clock.tick(days=1)
    rows = figures(hall, "counter")
    assert {(row.best, row.worst, row.standing) for row in rows.values()} == {(1, 2, "cannot_tell")}


def test_a_version_has_rows_of_its_own_and_the_visits_of_its_days(hall: Hall) -> None:
    published(hall)
    rate(hall, 2)
    hall.clock.tick(days=1)
    served(hall)
    hall.clock.tick(days=1)
    published(hall)
    rated(hall, served(hall), answer(version=2))
    rows = figures(hall, "form")
    assert {key: (row.n, row.served) for key, row in rows.items()} == {
        "hai-long 2": (1, 1),
        "hai-long 1": (2, 4),
    }


def test_days_outside_the_period_do_not_count(hall: Hall) -> None:
    published(hall)
    rate(hall, 1)
    hall.clock.tick(days=7)
    rate(hall, 1)
    assert figures(hall)[OFFICE].n == 1
    assert set(figures(hall, "day")) == {"2026-11-23"}


def test_partners_do_not_see_groups_that_are_too_small(hall: Hall) -> None:
    published(hall)
    rate(hall, 5, counter=3)
    rate(hall, 6, counter=5)
    rate(hall, 4, counter=6)
    rows = figures(hall, "counter", PARTNER)
    assert {key: (row.suppressed, row.n, row.score) for key, row in rows.items()} == {
        "3": (True, None, None),  # else the whole would tell of counter 6
        "5": (False, 6, 1.0),
        "6": (True, None, None),
    }
    for caller in (SUPERVISOR, PROVINCE):
        assert not any(row.suppressed for row in figures(hall, "counter", caller).values())


def test_clerks_see_themselves_alone_and_only_by_name(hall: Hall) -> None:
    published(hall)
    hoa, minh = hall.staff("hoa"), hall.staff("minh")
    rate(hall, 5, caller=hoa)
    rate(hall, 5, counter=5, caller=minh)
    rows = figures(hall, "clerk", hoa)
    assert {key: row.n for key, row in rows.items()} == {"hoa": 5}
    assert hall.refused(figures, hall, "service", hoa) == "not_allowed"


def test_all_offices_are_ranked_together_and_their_counters_keep_their_office(hall: Hall) -> None:
    published(hall)
    ward = next_door(hall)
    for _ in range(5):
        rate(hall, 4, counter=3, step=0)
        rate(ward, 4, counter=3, step=4, level=1)
        hall.clock.tick(days=1)
    rows = of_all(hall, "office")
    assert [(row.key, row.n, row.best, row.standing) for row in rows] == [
        (OFFICE, 20, 1, "ranked"),
        ("ward", 20, 2, "ranked"),
    ]
    (whole,) = of_all(hall, "form")
    assert (whole.n, whole.score, whole.served) == (40, 0.5, 40)
    assert {row.key for row in of_all(hall, "counter")} == {f"{OFFICE}/3", "ward/3"}
    assert [row.key for row in of_all(hall, "office", SUPERVISOR_HERE)] == [OFFICE]


def next_door(hall: Hall) -> Hall:
    """The ward's office, which is set up as the demo's."""
    setup = demo_office()
    about = setup.office.model_copy(update={"code": "ward"})
    hall.database.write(
        lambda tx: setting_up.apply(tx, setup.model_copy(update={"office": about, "staff": []}))
    )
    return Hall(hall.database, hall.clock, "ward")


def of_all(hall: Hall, by: RatingKey, caller: Caller = PROVINCE) -> list[RatingFigure]:
    """The rows of every office that somebody may see."""
    projecting.catch_up(hall.database)
    with hall.database.read() as tx:
        return results.rating_figures(tx, caller, Wish((), WEEK, by)).rows


def test_another_offices_supervisor_sees_nothing(hall: Hall) -> None:
    stranger = Caller(Role.SUPERVISOR, 99, "staff:9")
    assert hall.refused(figures, hall, "office", stranger) == "not_allowed"


def test_remarks_are_told_without_number_or_clerk(hall: Hall) -> None:
    published(hall)
    rated(hall, served(hall), answer(remark="Rất tốt"))
    rated(hall, served(hall))
    with hall.database.read() as tx:
        told: RatingRemarks = results.rating_remarks(tx, SUPERVISOR, OFFICE, first=WEEK.first, last=WEEK.last)
    (row,) = told.remarks
    assert row.model_dump(exclude={"service_names"}) == {
        "day": date(2026, 11, 23), "service": "land", "overall": 5, "remark": "Rất tốt",
    }  # fmt: skip
