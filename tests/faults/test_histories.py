"""Concurrent answers agree with one office on paper, in some order that respects who came after whom."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from random import Random

import pytest

from server.storage.database import Database
from tests.faults.histories import Hall, Recorder, history_of, record, step
from tests.faults.linearizing import Operation, not_linear
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.mark.parametrize("seed", range(5))
def test_a_history_of_concurrent_work_is_explained_by_an_order(tmp_path: Path, seed: int) -> None:
    history = history_of(f"sqlite:///{tmp_path / 'office.db'}", 400, seed=seed)
    assert len(history) >= 400
    assert _overlaps(history) > 200
    assert not_linear(history, Hall(), step) is None


def test_a_history_on_each_engine_is_explained_by_an_order(database: Database) -> None:
    history = record(Recorder(database), 300, seed=1)
    assert not_linear(history, Hall(), step) is None


class _SameForTwo(Recorder):
    """Planted: now and then a counter is told the person whom another counter has just called."""

    _calls = 0
    _latest: Hashable = None

    def call(self, counter: int) -> Hashable:
        self._calls += 1
        if self._calls % 20 == 0 and self._latest is not None:
            return self._record("call", counter, lambda: self._latest)
        self._latest = super().call(counter)
        return self._latest


class _OldNews(Recorder):
    """Planted: now and then a counter is told that nobody waits, as was true in the morning."""

    _calls = 0

    def call(self, counter: int) -> Hashable:
        self._calls += 1
        if self._calls % 20 == 0:
            return self._record("call", counter, lambda: None)
        return super().call(counter)


class _ForgottenFinish(Recorder):
    """Planted: some finishes are acknowledged and not done."""

    _finishes = 0

    def finish(self, counter: int, number: int) -> None:
        self._finishes += 1
        if self._finishes % 20 == 0:
            self._record("finish", (counter, number), lambda: "served")
        else:
            super().finish(counter, number)


@pytest.mark.parametrize("planted", [_SameForTwo, _OldNews, _ForgottenFinish])
def test_a_planted_fault_is_explained_by_no_order(tmp_path: Path, planted: type[Recorder]) -> None:
    database = database_with_office(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock())
    # Few clerks, so that people do wait.
    history = record(planted(database), 400, seed=3, kiosks=4, people=1)
    database.close()
    assert not_linear(history, Hall(), step) is not None


def _op(name: str, about: Hashable, answer: Hashable, when: tuple[int, int]) -> Operation:
    return Operation(*when, name, about, answer)


def test_overlapping_operations_may_have_happened_in_either_order() -> None:
    called_before_issued = [
        _op("issue", None, 1, (0, 10)),
        _op("call", 3, None, (1, 2)),
        _op("call", 5, 1, (3, 9)),
    ]
    assert not_linear(called_before_issued, Hall(), step) is None


def test_an_operation_answered_before_another_was_asked_happened_before_it() -> None:
    nobody_though_one_waits = [_op("issue", None, 1, (0, 1)), _op("call", 3, None, (2, 3))]
    culprit = not_linear(nobody_though_one_waits, Hall(), step)
    assert culprit is not None
    assert culprit.name == "call"


def test_the_checker_agrees_with_trying_every_order() -> None:
    """Small random histories, right and wrong, against brute force."""
    chance = Random(5)
    verdicts = []
    for _ in range(300):
        history = _random_history(chance)
        verdict = not_linear(history, Hall(), step) is None
        assert verdict == _by_brute_force(history)
        verdicts.append(verdict)
    assert 60 < sum(verdicts) < 290


_KINDS: tuple[tuple[str, Hashable, tuple[Hashable, ...]], ...] = (
    ("issue", None, (1, 2, 3)),
    ("call", 3, (None, 1, 2, "busy")),
    ("call", 5, (None, 1, 2, "busy")),
    ("finish", (3, 1), ("served", "refused")),
    ("leave", 1, ("left", "refused")),
)


def _random_history(chance: Random) -> list[Operation]:
    """Five operations around true moments; now and then an answer is wrong."""
    history, hall = [], Hall()
    for moment in range(0, 50, 10):
        name, about, answers = chance.choice(_KINDS)
        when = (moment - chance.randrange(25), moment + chance.randrange(25))
        true = [answer for answer in answers if step(hall, _op(name, about, answer, when))]
        wrong = chance.random() < 0.2 or not true
        operation = _op(name, about, chance.choice(answers if wrong else true), when)
        hall = step(hall, operation) or hall
        history.append(operation)
    return history


def _by_brute_force(history: list[Operation], hall: Hall | None = None) -> bool:
    hall = hall or Hall()
    if not history:
        return True
    for operation in history:
        rest = [other for other in history if other is not operation]
        may_come_first = all(other.answered_at >= operation.asked_at for other in rest)
        after = step(hall, operation) if may_come_first else None
        if after is not None and _by_brute_force(rest, after):
            return True
    return False


def _overlaps(history: list[Operation]) -> int:
    """How many operations began before an earlier one was answered."""
    ordered = sorted(history, key=lambda operation: operation.asked_at)
    latest, overlapping = 0, 0
    for operation in ordered:
        overlapping += operation.asked_at < latest
        latest = max(latest, operation.answered_at)
    return overlapping
