"""Everything people do with bookings, in any order, against a model that only counts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from server.actions.verifying import verify
from server.contract import messages
from server.domain.errors import Refusal
from tests.builders import at
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster

PUBLIC, INTERNAL = 2, 1
TIMES = (0, 30, 60, 90, 120, 150)
minutes = st.sampled_from(TIMES)


@dataclass
class Model:
    """What we know of one appointment: its time, its state, and of what kind its place is."""

    minute: float
    state: str
    staff: bool
    expires: float = 0
    number: str | None = None


class Bookings(RuleBasedStateMachine):
    """Land, two public places and one internal in each half hour; the model follows every step."""

    holds = Bundle("holds")
    booked = Bundle("booked")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.clock = StoppedClock()
        everybody = office_with(plan(public=PUBLIC, internal=INTERNAL), bookings_per_person=20)
        self.database = database_with_office(self.empty_database(), self.clock, everybody)
        self.hall = BookingHall(self.database, self.clock)
        self.models: dict[str, Model] = {}
        self.freed: list[tuple[float, float]] = []
        self.numbers: set[str] = set()

    def empty_database(self) -> str:
        return f"sqlite:///{Path(self._folder.name) / 'office.db'}"

    def teardown(self) -> None:
        self.database.close()
        self._folder.cleanup()

    @property
    def now(self) -> float:
        return (self.clock.now() - at(0)) / timedelta(minutes=1)

    def tried(self, act: Any, *arguments: Any, **said: Any) -> Any:
        """What the action brings, or the code of its refusal."""
        try:
            return act(*arguments, **said)
        except Refusal as refusal:
            return refusal.code

    def standing(self, minute: float) -> int:
        """How many places of a time are certainly taken."""
        return sum(
            m.minute == minute
            and (m.state in ("booked", "arrived", "missed") or (m.state == "held" and m.expires > self.now))
            for m in self.models.values()
        )

    @initialize()
    def begin(self) -> None:
        self.hall.open(3)

    @rule(target=holds, minute=minutes)
    def hold(self, minute: float) -> Any:
        before = self.standing(minute)
        held = self.tried(self.hall.hold, minute)
        if isinstance(held, str):
            assert held in ("slot_full", "no_such_slot"), held
            assert held == "no_such_slot" or before + len(self._freed(minute)) >= PUBLIC
            return None
        assert before < PUBLIC + INTERNAL
        self.models[held.hold] = Model(minute, "held", staff=False, expires=self.now + 10)
        return held

    @rule(target=booked, held=consumes(holds))
    def confirm(self, held: messages.SlotHold | None) -> Any:
        if held is None:
            return None
        model = self.models[held.hold]
        made = self.tried(self.hall.confirm, held)
        if model.expires <= self.now:
            assert made == "hold_expired"
            model.state = "expired"
            return None
        assert not isinstance(made, str), made
        model.state = "booked"
        return made

    @rule(booking=booked, minute=minutes)
    def move(self, booking: messages.Appointment | None, minute: float) -> None:
        if booking is None:
            return
        model = self.models[booking.token]
        moved = self.tried(self.hall.move, booking, minute)
        if isinstance(moved, str):
            assert moved in ("slot_full", "no_such_slot", "impossible_step"), moved
            assert (moved == "impossible_step") == (model.state != "booked")
            return
        assert model.state == "booked"
        if model.minute != minute:
            self.freed.append((model.minute, self.now + 15))
        model.minute = minute

    @rule(booking=booked)
    def cancel(self, booking: messages.Appointment | None) -> None:
        if booking is None:
            return
        model = self.models[booking.token]
        done = self.tried(self.hall.cancel, booking)
        if model.state in ("booked", "cancelled"):
            assert not isinstance(done, str), done
            if model.state == "booked":
                self.freed.append((model.minute, self.now + 15))
            model.state = "cancelled"
        else:
            assert done == "impossible_step"

    @rule(booking=booked)
    def check_in(self, booking: messages.Appointment | None) -> None:
        if booking is None:
            return
        model = self.models[booking.token]
        came = self.tried(self.hall.checked_in, booking)
        if model.state == "cancelled":
            assert came == "cancelled"
        elif model.state == "arrived":
            assert (came.again, came.ticket.number) == (True, model.number)
        elif self.now < model.minute - 30:
            assert came == "too_early"
        else:
            assert (came.again, bool(came.ticket.late)) == (False, self.now > model.minute + 30)
            assert came.ticket.number not in self.numbers
            model.state, model.number = "arrived", came.ticket.number
            self.numbers.add(came.ticket.number)

    @rule(booking=booked)
    def undo(self, booking: messages.Appointment | None) -> None:
        if booking is None:
            return
        model = self.models[booking.token]
        done = self.tried(self.hall.undo, booking)
        if isinstance(done, str):
            assert done in ("impossible_step", "already_called")
            assert (done == "impossible_step") == (model.state != "arrived")
            return
        model.state, model.number = "booked", None

    @rule()
    def press_and_call(self) -> None:
        self.numbers.add(self.hall.press().number)
        called = self.tried(self.hall.called)
        if not isinstance(called, str):
            self.hall.step("no-show", called)

    @rule(span=st.integers(1, 20))
    def time_passes(self, span: int) -> None:
        self.clock.tick(minutes=span)

    @rule()
    def jobs_run(self) -> None:
        self.hall.time_passes()
        for model in self.models.values():
            if model.state == "booked" and self.now > model.minute + 30:
                model.state = "missed"
            if model.state == "held" and model.expires <= self.now:
                model.state = "expired"

    def _freed(self, minute: float) -> list[tuple[float, float]]:
        """Places that may still be kept for staff."""
        return [(m, until) for m, until in self.freed if m == minute and until > self.now]

    @invariant()
    def free_is_what_is_not_taken(self) -> None:
        free = self.hall.free()
        for minute in TIMES:
            if minute < self.now:
                continue
            left = PUBLIC - self.standing(minute)
            assert left - len(self._freed(minute)) <= free.get(at(minute), 0) <= left

    @invariant()
    def everything_holds(self) -> None:
        with self.database.read() as tx:
            assert verify(tx) == []


EVERYTHING = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBookings = Bookings.TestCase
TestBookings.settings = EVERYTHING


def test_bookings_on_postgresql(cluster: Cluster) -> None:
    """The same, on fewer walks: each has a database of its own."""

    class OnPostgresql(Bookings):
        def empty_database(self) -> str:
            return cluster.create_database()

    fewer = settings(EVERYTHING, max_examples=5, stateful_step_count=30)
    run_state_machine_as_test(OnPostgresql, settings=fewer)
