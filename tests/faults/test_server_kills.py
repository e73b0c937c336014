"""Crash (b): a killed server comes back by itself, and so does a server whose PostgreSQL was killed."""

from __future__ import annotations

from pathlib import Path

import click

from tests.faults.postgres_kills import kill_clusters
from tests.faults.server_kills import kill_servers
from tests.support.postgres import Cluster

ROOM_FOR_WORK = 100
"""A run with fewer answers than this did not happen under load."""


def test_twenty_killed_servers_lose_nothing_they_acknowledged(tmp_path: Path) -> None:
    outcome = kill_servers(tmp_path, 20, seed=1)
    click.echo(outcome.line())
    assert outcome.violations == []
    assert outcome.acknowledged > ROOM_FOR_WORK
    assert outcome.repeated > 20


def test_five_killed_postgresql_clusters_lose_nothing_that_was_acknowledged(
    tmp_path: Path, private_cluster: Cluster
) -> None:
    outcome = kill_clusters(tmp_path, private_cluster, 5, seed=1)
    click.echo(outcome.line())
    assert outcome.violations == []
    assert outcome.acknowledged > ROOM_FOR_WORK
    assert outcome.repeated > 5
