"""How long somebody rests after failures, and which codes of the moment count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.signing import ACCOUNT, ADDRESS, STEP_S, step_at, steps_taken

NOW = datetime(2026, 11, 23, 1, 0, 10, tzinfo=UTC)


def test_the_first_failures_are_free_and_then_each_doubles_the_rest() -> None:
    rests = [ACCOUNT.rest(failures).total_seconds() for failures in range(14)]
    assert rests == [0] * 8 + [60, 120, 240, 480, 900, 900]


@given(st.integers(0, 10_000))
def test_a_rest_never_shrinks_and_never_outgrows_its_most(failures: int) -> None:
    for patience in (ACCOUNT, ADDRESS):
        assert patience.rest(failures) <= patience.rest(failures + 1) <= patience.most


@given(st.integers(-120, 120), st.one_of(st.none(), st.integers(-3, 3)))
def test_no_step_is_taken_twice_or_from_afar(late_s: int, used: int | None) -> None:
    last = None if used is None else step_at(NOW) + used
    for step in steps_taken(NOW, last):
        assert abs(step - step_at(NOW)) <= 1
        assert last is None or step > last
    shown = step_at(NOW + timedelta(seconds=late_s))
    near = abs(shown - step_at(NOW)) <= 1
    assert (shown in steps_taken(NOW, last)) == (near and (last is None or shown > last))


def test_a_step_is_thirty_seconds() -> None:
    assert step_at(NOW + timedelta(seconds=STEP_S)) == step_at(NOW) + 1
