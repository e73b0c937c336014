"""PostgreSQL: the whole cluster is killed and restarted under load from real clients of a server on it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random

import click

from tests.faults.load import Load
from tests.faults.server_kills import Outcome, make_busy, outcome_of, report
from tests.support.postgres import Cluster
from tests.support.servers import Server


def kill_clusters(folder: Path, cluster: Cluster, kills: int, *, seed: int) -> Outcome:
    """Kill a running cluster so many times; the server goes on and finds it again by itself."""
    chance = Random(seed)
    began = time.monotonic()
    with Server(folder, database=cluster.create_database()) as server:
        make_busy(server.database)
        load = Load(lambda role, counter: server.client(role, counter=counter), seed=seed)
        with load:
            for _ in range(kills):
                time.sleep(chance.uniform(0.3, 1.0))
                cluster.kill()
                cluster.start()
    return outcome_of("PostgreSQL", load, server.database, kills=kills, began=began)


@click.command()
@click.option("--kills", default=200, show_default=True, help="How many times to kill the cluster.")
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill a PostgreSQL cluster of our own under load, and check the invariants at the end.

    Example: python -m tests.faults.postgres_kills --kills 5
    """
    with (
        tempfile.TemporaryDirectory(prefix="dunghen-pg-kills-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryDirectory(prefix="dunghen-pg-server-") as own,
    ):
        cluster = Cluster(Path(folder))
        cluster.start()
        try:
            outcome = kill_clusters(Path(own), cluster, kills, seed=seed)
        finally:
            cluster.stop()
    report(outcome)


if __name__ == "__main__":
    main()
