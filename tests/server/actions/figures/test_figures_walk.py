"""Random days in the hall: figures that grew by and by equal those made anew, and a plain computation."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from server.actions.figures import projecting
from server.contract.messages import Ticket
from server.domain.errors import Refusal
from server.storage import cursors
from tests.server.actions.figures.standing import (
    assert_as_plain_computation_tells,
    forget_all,
    standing,
    wrong_sums,
)
from tests.server.actions.hall.test_walk import COUNTERS, SEEDS, Day
from tests.support.postgres import Cluster


class FiguredDay(Day):
    """The same people as on any random day; figures follow them now and then, as far as they please."""

    @initialize()
    def nobody_has_come_yet(self) -> None:
        self.followed = 0

    @rule(seed=SEEDS, slices=st.lists(st.integers(1, 12), min_size=1, max_size=5))
    def figures_follow_a_little(self, seed: int, slices: list[int]) -> None:
        """Everybody works on while the figures follow in slices."""
        chance = random.Random(seed)
        for events in slices:
            self.database.write(partial(projecting.follow, code=self.hall.code, most=events))
            self.press(chance)
            self.call_next(chance)

    @rule()
    def figures_catch_up(self) -> None:
        projecting.follow_all(self.database)
        with self.database.read() as tx:
            assert cursors.behind(tx) == {}

    @rule(seed=SEEDS)
    def clerks_sit_down(self, seed: int) -> None:
        """Counters have clerks by name, who take each other's places."""
        chance = random.Random(seed)
        who = self.hall.staff(chance.choice(["hoa", "minh", "lan"]))
        counter = chance.choice(COUNTERS)
        self.trying(lambda: self.hall.do("open", counter, who, take_over=True))
        self.trying(lambda: self.hall.do("call-next", counter, who))

    @rule(minutes=st.sampled_from([-60, -7, 60]), seed=SEEDS)
    def the_clock_is_put_right(self, minutes: int, seed: int) -> None:
        """While people are served and set aside."""
        self.clock.tick(minutes=minutes)
        self.the_hall_is_busy(seed)

    @rule(by_the_job=st.booleans())
    def midnight_comes(self, by_the_job: bool) -> None:
        """And the next morning, on which counters open again."""
        super().midnight_comes(by_the_job)
        for counter in COUNTERS:
            self.trying(partial(self.hall.do, "open", counter))

    @rule(seed=SEEDS)
    def the_hall_is_busy(self, seed: int) -> None:
        super().the_hall_is_busy(seed + 1)

    def call_next(self, chance: random.Random) -> None:
        self.trying(lambda: self.hall.call(chance.choice(COUNTERS), finish_current=chance.random() < 0.5))

    def trying(self, act: Callable[[], Ticket | None]) -> Ticket | Refusal | None:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    def a_due_never_changes_while_waiting(self) -> None:
        """Of the hall's own test."""

    def the_board_is_the_fold_of_the_events(self) -> None:
        """Of the hall's own test."""

    def the_invariants_hold(self) -> None:
        """Of the hall's own test."""

    def teardown(self) -> None:
        if hasattr(self, "database"):
            projecting.follow_all(self.database)
            grown = standing(self.database)
            assert_as_plain_computation_tells(self.database)
            assert wrong_sums(self.database) == 0
            self.database.write(lambda tx: projecting.rebuild_spans(tx, self.hall.code))
            assert standing(self.database) == grown
            forget_all(self.database)
            projecting.follow_all(self.database)
            assert standing(self.database) == grown
        super().teardown()


def walk(url: Callable[[], str], *, days: int, steps: int) -> None:
    machine = type("FiguredDay", (FiguredDay,), {"make_url": staticmethod(url)})
    checked = settings(
        max_examples=days,
        stateful_step_count=steps,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=checked)  # type: ignore[no-untyped-call]  # it has no types


def test_figures_that_grew_equal_those_made_anew_on_sqlite() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = iter(range(1_000_000))
        walk(lambda: f"sqlite:///{Path(folder) / f'{next(made)}.db'}", days=15, steps=16)


def test_figures_that_grew_equal_those_made_anew_on_postgresql(cluster: Cluster) -> None:
    walk(cluster.create_database, days=3, steps=12)
