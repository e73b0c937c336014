"""Processes that keep figures: killed in the middle, and several at once beside counters that work."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.actions.figures import projecting
from server.domain.errors import NotStarted
from server.storage.database import Database
from tests.builders import Hall
from tests.server.actions.figures.standing import (
    assert_as_plain_computation_tells,
    forget_all,
    standing,
    wrong_sums,
)
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster

ROOT = Path(__file__).resolve().parents[4]
Follower = subprocess.Popen[bytes]


@contextmanager
def followers(database: Database, what: str, count: int = 1) -> Iterator[list[Follower]]:
    """So many processes at work; those that live are told to stop, and must not have failed."""
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "error", "-m", "tests.server.actions.figures.follower", url, what]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(count)
    ]
    try:
        yield running
        for process in running:
            process.communicate(timeout=30)
    finally:
        for process in running:
            process.kill()
            process.communicate()
    assert {process.returncode for process in running} <= {0, -9}


def transactions(process: Follower, count: int) -> None:
    """Wait until it has begun so many."""
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline() == b"x\n"


def work(hall: Hall, people: int, *, seed: int) -> None:
    """People come, are called, served, sent on, or go; every few minutes of a morning."""
    chance = random.Random(seed)
    hall.open(3, 4, 6)
    for _ in range(people):
        hall.press(chance.choice(["land", "results", "civil_status"]))
        hall.clock.tick(seconds=chance.randint(5, 300))
        number = chance.choice([3, 4, 6])
        try:
            called = hall.call(number, finish_current=True)
            if called is not None and chance.random() < 0.2:
                hall.step("no-show", called, number)
            elif called is not None:
                begun = hall.step("start", called, number)
                if chance.random() < 0.2:
                    hall.step("transfer", begun, number, service="results")
        except NotStarted:
            continue  # who was called has not come yet


# Every kill: how many transactions were begun before it, and how far into the last one, in seconds.
KILLS = {"follow": ((1, 0.002), (4, 0.007)), "reconcile": ((2, 0.005),), "rebuild": ((2, 0.003),)}


@pytest.mark.parametrize("what", list(KILLS))
def test_a_process_that_is_killed_in_the_middle_leaves_figures_that_go_on_as_if_it_had_not_been(
    database: Database, clock: StoppedClock, what: str
) -> None:
    hall = Hall(database, clock)
    work(hall, 60, seed=7)
    projecting.follow_all(database)
    right = standing(database)
    if what == "follow":
        forget_all(database)
    else:
        hall.sql("UPDATE ticket_fact SET wait_us = 5 WHERE wait_us IS NOT NULL")
        hall.sql("DELETE FROM day_figures WHERE dimension = 'hour'")
        hall.sql("UPDATE counter_span SET counter = counter + 20")
    for begun, pause in KILLS[what]:
        with followers(database, what) as (process,):
            transactions(process, begun)
            time.sleep(pause)  # into the transaction that has just begun
            process.kill()
    projecting.follow_all(database)
    database.write(lambda tx: projecting.rebuild_spans(tx, hall.code))
    wrong_sums(database)
    assert standing(database) == right
    assert_as_plain_computation_tells(database)


def test_followers_of_four_processes_take_every_event_once_while_counters_work(cluster: Cluster) -> None:
    clock = StoppedClock()
    database = database_with_office(cluster.create_database(), clock)
    hall = Hall(database, clock)
    with followers(database, "follow", 4) as processes:
        for process in processes:
            transactions(process, 1)
        work(hall, 120, seed=8)
    projecting.follow_all(database)
    grown = standing(database)
    assert_as_plain_computation_tells(database)
    assert wrong_sums(database) == 0
    forget_all(database)
    projecting.follow_all(database)
    assert standing(database) == grown
    database.close()
