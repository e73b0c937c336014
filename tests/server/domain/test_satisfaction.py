"""Satisfaction: forms that can be asked, answers in points, and scores that are never means of means."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.rating_errors import RatingFormInvalid, RatingInvalid
from server.domain.satisfaction import (
    POINT,
    Pool,
    Question,
    Rating,
    RatingClass,
    RatingForm,
    Step,
    must_be_askable,
    percent,
    pooled,
    scored,
)

TEXT = {"vi": "Câu hỏi"}


def step(points: float) -> Step:
    return Step(round(points * POINT), TEXT)


def question(code: str = "q1", *points: float, weight: float = 1) -> Question:
    return Question(code, TEXT, tuple(map(step, points or (0, 1, 2))), round(weight * 1000))


def form(*questions: Question, least: tuple[float, ...] = (), **about: object) -> RatingForm:
    classes = tuple(RatingClass(f"c{place}", TEXT, round(bound * POINT)) for place, bound in enumerate(least))
    made = RatingForm("f", 1, TEXT, TEXT, questions=questions or (question(),), classes=classes)
    return replace(made, **about)  # type: ignore[arg-type]  # what a test names


def circular() -> RatingForm:
    """Nine indicators of 0 to 2 points, classes at 15, 12, 9 and 6."""
    return form(*(question(f"q{number}") for number in range(1, 10)), least=(15, 12, 9, 6))


def why(made: RatingForm) -> str:
    with pytest.raises(RatingFormInvalid) as refusal:
        must_be_askable(made)
    return refusal.value.why


def wrong(made: RatingForm, rating: Rating) -> str:
    with pytest.raises(RatingInvalid) as refusal:
        scored(made, rating)
    return refusal.value.why


def test_32_39_of_40_points_are_80_98_percent() -> None:
    """The example of the regulation; a binary fraction would round it to 80.97."""
    pool = Pool(n=1, points=32_390_000, most=40_000_000)
    assert pool.score == 0.80975
    assert percent(pool.points, pool.most) == Decimal("80.98")


def test_one_hundred_people_weigh_more_than_ten() -> None:
    many, few = Pool(100, 400, 100, 100 * 8 * POINT, 100 * 10 * POINT), Pool(10, 20, 0, 0, 10 * 10 * POINT)
    both = pooled([many, few])
    assert both.score == 800 / 1100
    assert (both.mean_level, both.share_satisfied) == (420 / 110, 100 / 110)


def test_an_answer_is_its_steps_by_their_weights() -> None:
    made = form(question("a", 0, 1, 2, weight=1.5), question("b", 0, 0.5, 4))
    assert scored(made, Rating(5, {"a": 1, "b": 2})) == Pool(1, 5, 1, 5_500_000, 7_000_000)
    assert made.most == 7 * POINT


def test_a_question_that_was_passed_over_counts_neither_for_nor_against() -> None:
    assert scored(circular(), Rating(3, {"q1": 2})) == Pool(1, 3, 0, 2 * POINT, 2 * POINT)
    nothing = scored(circular(), Rating(4))
    assert (nothing.satisfied, nothing.most, nothing.score) == (1, 0, None)


def test_the_overall_level_is_in_the_score_only_where_the_form_says_so() -> None:
    made = form(overall_points=tuple(points * POINT for points in (0, 1, 2, 3, 4)))
    assert scored(made, Rating(4, {"q1": 2})) == Pool(1, 4, 1, 5 * POINT, 6 * POINT)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(18, "c0"), (15, "c0"), (14.999, "c1"), (12, "c1"), (9, "c2"), (6, "c3"), (5.999, None), (0, None)],
)
def test_classes_begin_at_their_least_points(points: float, expected: str | None) -> None:
    rated = circular().class_of(round(points * POINT), 18 * POINT)
    assert (rated.code if rated else None) == expected


def test_a_class_is_decided_by_the_share_of_points_without_rounding() -> None:
    # A third of 18 is exactly 6: as a binary fraction it would be a little less or more.
    assert circular().class_of(7 * POINT, 21 * POINT) == circular().classes[3]
    assert circular().class_of(7 * POINT - 1, 21 * POINT) is None
    assert circular().class_of(0, 0) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (form(question("a"), question("a")), "repeated_question"),
        (form(*(question(f"q{number}") for number in range(31))), "too_many_questions"),
        (form(question("a", 1)), "too_few_steps"),
        (form(question("a", *range(11))), "too_many_steps"),
        (form(question("a", 1, 1)), "same_points"),
        (form(overall_points=(0, 1, 2)), "wrong_overall_points"),
        (form(overall_points=(4, 3, 2, 1, 0)), "wrong_overall_points"),
        (form(overall_points=(1, 1, 1, 1, 1)), "wrong_overall_points"),
        (form(questions=()), "no_points"),
        (form(least=tuple(range(11, 0, -1))), "too_many_classes"),
        (form(least=(3,)), "class_out_of_reach"),
        (form(least=(1, 2)), "classes_out_of_order"),
        (form(least=(1, 1)), "classes_out_of_order"),
        (form(classes=(RatingClass("a", TEXT, 2), RatingClass("a", TEXT, 1))), "repeated_class"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_form_that_nobody_could_be_asked_with_is_refused(made: RatingForm, expected: str) -> None:
    assert why(made) == expected


def test_forms_with_questions_or_with_a_scored_level_alone_can_be_asked() -> None:
    must_be_askable(circular())
    must_be_askable(form(questions=(), overall_points=tuple(p * POINT for p in (0, 1, 2, 3, 4))))


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (Rating(0), "unknown_level"),
        (Rating(6), "unknown_level"),
        (Rating(5, {"q9": 0}), "unknown_question"),
        (Rating(5, {"q1": 3}), "unknown_step"),
        (Rating(5, {"q1": -1}), "unknown_step"),
        (Rating(5, remark="cảm ơn"), "no_remark"),
    ],
)
def test_answers_to_something_else_are_refused(rating: Rating, expected: str) -> None:
    assert wrong(form(), rating) == expected


def test_a_remark_has_five_hundred_characters_at_most() -> None:
    made = form(remark=TEXT)
    assert scored(made, Rating(1, remark="ẩ" * 500)).n == 1
    assert wrong(made, Rating(1, remark="ẩ" * 501)) == "remark_too_long"


@given(
    st.lists(st.tuples(st.integers(1, 5), st.lists(st.integers(0, 2), min_size=9, max_size=9)), max_size=40),
    st.randoms(use_true_random=False),
)
def test_pooled_is_the_sum_over_any_split(people: list[tuple[int, list[int]]], chance: Random) -> None:
    pools = [
        scored(circular(), Rating(level, {f"q{place + 1}": step for place, step in enumerate(steps)}))
        for level, steps in people
    ]
    parts: list[list[Pool]] = [[] for _ in range(5)]
    for pool in chance.sample(pools, len(pools)):
        chance.choice(parts).append(pool)
    assert pooled(pooled(part) for part in parts) == pooled(pools)
    assert pooled(pools).points == sum(POINT * step for _, steps in people for step in steps)
