"""A PostgreSQL cluster that a test may kill without harm to the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import Cluster


@pytest.fixture
def private_cluster(cluster: Cluster) -> Iterator[Cluster]:
    """A second cluster; the shared one only tells that PostgreSQL is installed."""
    with tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as folder:
        private = Cluster(Path(folder))
        private.start()
        yield private
        private.stop()
