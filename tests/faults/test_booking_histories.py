"""Concurrent answers about one slot's places agree with one book on paper, in an order that respects time."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.actions.appointments import booking
from server.domain.errors import Refusal
from server.storage import slots
from server.storage.database import Database
from tests.faults.asking import Asked, ask
from tests.faults.booked import BOOK, CANCEL, CHECK_IN, HOLD
from tests.faults.bookers import busy_office
from tests.faults.booking_histories import LAPSE, RELEASE, Book, Recorder, history_of, record, step
from tests.faults.linearizing import Operation, not_linear
from tests.faults.server_kills import make_busy
from tests.faults.together import ANYBODY
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.servers import Server

START = "2026-11-23T01:30:00Z"
ALL = {HOLD, RELEASE, LAPSE, BOOK, CANCEL, CHECK_IN}


def test_a_slot_over_http_is_explained_by_an_order(tmp_path: Path, database_url: str) -> None:
    with Server(tmp_path, database=database_url) as server:
        make_busy(server.database)
        history = history_of(server, 250, seed=1)
    assert {operation.name for operation in history} == ALL
    assert sum(operation.answer == "slot_full" for operation in history) > 5
    assert not_linear(history, Book(), step) is None


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = database_with_office(f"sqlite:///{tmp_path / 'o.db'}", StoppedClock(), busy_office())
    yield database
    database.close()


def in_process(database: Database, kind: type[Recorder] = Recorder) -> Recorder:
    """The same without a network between, so that the product can be bent."""

    def tell(asked: Asked) -> dict[str, Any] | str:
        bodies: list[str] = []
        try:
            if asked.route == RELEASE:
                database.write(lambda tx: booking.release(tx, asked.body["token"]))
                return {}
            ask(database, ANYBODY, asked, bodies.append)
        except Refusal as refusal:
            return refusal.code
        said: dict[str, Any] = json.loads(bodies[0])
        return said

    return kind(START, tell, database)


def test_a_slot_in_one_process_is_explained_by_an_order(database: Database) -> None:
    assert not_linear(record(in_process(database), 300, seed=2), Book(), step) is None


class _ForgottenCancel(Recorder):
    """Planted: the cancels of every second booking are acknowledged and not done."""

    def cancel(self, token: str) -> None:
        if sum(token.encode()) % 2 == 0:
            self.record(CANCEL, token, lambda: "cancelled")
        else:
            super().cancel(token)


class _OldNews(Recorder):
    """Planted: every other one is told that the slot is full, as it was before."""

    _holds = 0

    def hold(self) -> None:
        self._holds += 1
        if self._holds % 2 == 0:
            self.record(HOLD, None, lambda: "slot_full")
        else:
            super().hold()


class _LateConfirm(Recorder):
    """Planted: a confirmation that was refused is told as done."""

    def confirm(self, token: str) -> None:
        super().confirm(token)
        last = self.operations[-1]
        if (last.about, last.answer) == (token, "hold_expired"):
            self.operations[-1] = replace(last, answer="booked")


@pytest.mark.parametrize("planted", [_ForgottenCancel, _OldNews, _LateConfirm])
def test_a_planted_fault_is_explained_by_no_order(database: Database, planted: type[Recorder]) -> None:
    assert not_linear(record(in_process(database, planted), 300, seed=3), Book(), step) is not None


def test_a_place_that_is_not_counted_is_explained_by_no_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted in the product: whoever asks gets a place, and nobody counts."""
    monkeypatch.setattr(slots, "_count", lambda *_: True)
    monkeypatch.setattr(slots, "free", lambda *_, **__: None)
    culprit = not_linear(record(in_process(database), 300, seed=4), Book(), step)
    assert culprit is not None
    assert culprit.name == HOLD


def _op(name: str, about: Hashable, answer: Hashable, when: tuple[int, int]) -> Operation:
    return Operation(*when, name, about, answer)


def test_a_hold_that_lapses_while_it_is_confirmed_may_be_either_but_not_both() -> None:
    held, lapsed = _op(HOLD, None, "h", (0, 1)), _op(LAPSE, "h", "lapsed", (2, 9))
    others = [_op(HOLD, None, name, (10, 11)) for name in "abc"]
    late, booked = _op(BOOK, "h", "hold_expired", (3, 8)), _op(BOOK, "h", "booked", (3, 8))
    nothing = _op(LAPSE, "h", "nothing", (2, 9))
    assert not_linear([held, lapsed, late, *others], Book(), step) is None
    assert not_linear([held, nothing, booked, *others[:2]], Book(), step) is None
    assert not_linear([held, nothing, booked, *others], Book(), step) is not None
    assert not_linear([held, lapsed, booked], Book(), step) is not None
