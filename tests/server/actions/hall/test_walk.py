"""Random days in the hall: whatever people do, in whatever order, the invariants hold."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from server.actions.hall import closing
from server.contract.messages import Ticket
from server.domain import ordering
from server.domain.errors import Refusal
from server.domain.tickets import LIFE, Step, TicketState, after
from server.storage import queries
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster

SERVICES = ("land", "land", "results", "civil_status", "farming")
COUNTERS = (3, 4, 6, 7)
SEEDS = st.integers(0, 2**32)
# The step of the table that each step at a counter is.
STEP_OF = {
    "recall": Step.RECALL,
    "start": Step.START,
    "finish": Step.FINISH,
    "no-show": Step.NO_SHOW,
    "put-back": Step.PUT_BACK,
    "hold": Step.HOLD,
    "resume": Step.RESUME,
    "restore": Step.RESTORE,
    "transfer": Step.TRANSFER,
}


class Day(RuleBasedStateMachine):
    """People press, counters work, citizens leave, midnight comes; every step is the real action."""

    make_url: Callable[[], str]

    @initialize()
    def open_the_hall(self) -> None:
        self.clock = StoppedClock()
        self.database = database_with_office(self.make_url(), self.clock)
        self.hall = Hall(self.database, self.clock)
        self.hall.open(*COUNTERS)
        self.dues: dict[int, datetime] = {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()

    @rule(seed=SEEDS)
    def the_hall_is_busy(self, seed: int) -> None:
        """People press, counters call and work; now and then somebody does something odd."""
        chance = random.Random(seed)
        doings = (self.press, self.call_next, self.work, self.do_something_odd)
        for _ in range(20):
            chance.choices(doings, (20, 25, 40, 15))[0](chance)
            self.clock.tick(seconds=chance.choice([0, 20, 200]))

    def press(self, chance: random.Random) -> None:
        self.hall.press(chance.choice(SERVICES), category=chance.choice([None, None, "elderly"]))

    def work(self, chance: random.Random) -> None:
        """A step that is possible, and now and then one that is not."""
        if (going_on := self.going_on()) and chance.random() < 0.9:
            step = chance.choice(sorted(going_on))
            self.take(chance.choice(going_on[step]), step, chance)
        elif rows := self.hall.rows():
            self.take(chance.choice(rows), chance.choice(sorted(STEP_OF)), chance)

    def do_something_odd(self, chance: random.Random) -> None:
        """A counter opens, pauses or closes; somebody leaves, is removed or called out of order."""
        what = chance.choice(["open", "pause", "close", "leave", "leave", "leave", "call", "remove"])
        rows = self.hall.rows()
        counter = chance.choice(COUNTERS)
        if what in ("open", "close", "pause"):
            wish = {"reason": "nghỉ"} if what == "pause" else {}
            self.trying(lambda: self.hall.do(what, counter, **wish))
        elif rows:
            row = chance.choice([row for row in rows if row.state == TicketState.ON_HOLD] or rows)
            wish = {"version": row.version} if what == "remove" else {}
            if what == "leave":
                self.trying(lambda: self.hall.leave(row.id))
            else:
                self.trying(lambda: self.hall.do(what, counter, ticket=row.id, reason="nhầm số", **wish))

    @rule(by_the_job=st.booleans())
    def midnight_comes(self, by_the_job: bool) -> None:
        """It is another day; the job that closes days may be late."""
        self.clock.tick(hours=9)
        if by_the_job:
            self.database.write(closing.close_all_days)

    def call_next(self, chance: random.Random) -> None:
        counter = chance.choice(COUNTERS)
        first = self.first_of(counter)
        called = self.trying(lambda: self.hall.call(counter, finish_current=chance.random() < 0.5))
        if isinstance(called, Ticket):
            # A finish may have sent somebody back to this very counter.
            assert called.id == first or called.leg > 1

    def take(self, row: Any, step: str, chance: random.Random) -> None:
        wish = chance.choice(_WISHES[step]) if step in _WISHES else {}
        counter = row.counter_number or chance.choice(COUNTERS)
        done = self.trying(lambda: self.hall.do(step, counter, ticket=row.id, version=row.version, **wish))
        if not isinstance(done, Ticket):
            return
        returned = step == "finish" and row.return_to is not None
        expected = after(TicketState(row.state), STEP_OF[step])
        assert done.state == (TicketState.TRANSFERRED if returned else expected)
        assert done.version == row.version + 1
        if step == "restore":
            self.dues.pop(row.id, None)

    def going_on(self) -> dict[str, list[Any]]:
        """Every step that the table allows somebody now, and whom."""
        possible: dict[str, list[Any]] = {}
        for row in self.hall.rows():
            for name, step in STEP_OF.items():
                if (TicketState(row.state), step) in LIFE:
                    possible.setdefault(name, []).append(row)
        return possible

    def trying(self, act: Callable[[], Ticket | None]) -> Ticket | Refusal | None:
        """Whoever is refused has changed nothing; whatever was done, the invariants hold."""
        before = self.hall.everything()
        try:
            return act()
        except Refusal as refusal:
            assert self.hall.everything() == before
            return refusal

    def first_of(self, counter: int) -> int | None:
        """Whom the pure rule would call next at a counter today."""
        with self.database.read() as tx:
            office = tx.office(self.hall.code)
            line = queries.candidates(tx, office, office.counter(counter), day=self.today(), limit=1000)
        ordered = [person.ticket for person in ordering.in_order(line, self.clock.now())]
        assert ordered == [person.ticket for person in line], "SQL and the rule disagree"
        return ordered[0] if ordered else None

    def today(self) -> date:
        return self.clock.now().astimezone(self.hall.office().hours.time_zone).date()

    @invariant()
    def the_invariants_hold(self) -> None:
        if hasattr(self, "hall"):
            assert self.hall.violations() == []

    @invariant()
    def the_board_is_the_fold_of_the_events(self) -> None:
        if hasattr(self, "hall"):
            assert self.hall.line() == [place.number for place in self.hall.folded().waiting]

    @invariant()
    def a_due_never_changes_while_waiting(self) -> None:
        if hasattr(self, "hall"):
            for row in self.hall.rows():
                assert self.dues.setdefault(row.id, row.due) == row.due


_WISHES: dict[str, list[dict[str, Any]]] = {
    "finish": [{}, {"dossiers": ["H21.65-220914-0011"], "note": "đủ hồ sơ"}],
    "put-back": [{}, {"after_s": 0}, {"after_s": 60}],
    "transfer": [
        {"service": "civil_status"},
        {"service": "farming", "return": True},
        {"counter": 4},
        {"counter": 7, "return": True},
    ],
}


def walk(url: Callable[[], str], *, days: int, steps: int) -> None:
    machine = type("Day", (Day,), {"make_url": staticmethod(url)})
    checked = settings(
        max_examples=days,
        stateful_step_count=steps,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],  # a walk is short; shrinking one takes minutes
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=checked)  # type: ignore[no-untyped-call]  # it has no types


def test_no_day_on_sqlite_breaks_an_invariant() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = iter(range(1_000_000))
        walk(lambda: f"sqlite:///{Path(folder) / f'{next(made)}.db'}", days=10, steps=14)


def test_no_day_on_postgresql_breaks_an_invariant(cluster: Cluster) -> None:
    walk(cluster.create_database, days=3, steps=12)
