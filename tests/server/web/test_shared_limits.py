"""Two serving processes with a Redis count together how often somebody asks, and go on without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.settings import Settings
from server.web.allowance import Allowance
from server.web.shared_allowance import SharedAllowance, counting
from tests.support.redis import Redis
from tests.support.servers import Server

RATE, BURST = 2, 20
STRANGER = {"X-Forwarded-For": "203.0.113.9"}
"""Not the address from which the servers are asked whether they are ready."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with Redis(tmp_path) as running:
        yield running


@pytest.fixture
def two(redis: Redis, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two processes with one Redis; each has a database of its own, for it is the count that is shared."""
    told = {"REDIS": redis.url, "REQUEST_RATE": str(RATE), "PROXIES": "1"}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in told.items():
            environment.setenv(f"DUNGHEN_{name}", value)
        with Server(tmp_path / "one") as first, Server(tmp_path / "two") as second:
            yield first, second


def asked(server: Server, times: int) -> list[int]:
    with httpx.Client(base_url=server.url, headers=STRANGER) as client:
        return [client.get("/health/live").status_code for _ in range(times)]


def test_what_one_process_let_pass_counts_at_the_other_until_redis_is_gone(
    two: tuple[Server, Server], redis: Redis
) -> None:
    first, second = two
    assert asked(first, BURST - 2) == [200] * (BURST - 2)
    assert 429 in asked(second, 12)
    refused = httpx.get(f"{first.url}/health/live", headers=STRANGER)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < refused.json()["retry_after_s"] <= BURST / RATE
    redis.stop()
    assert asked(second, 5) == [200] * 5, "without Redis each counts for itself, from the start"
    assert "redis_away" in second.log()


def test_kinds_of_callers_do_not_share_a_count(redis: Redis) -> None:
    partners = SharedAllowance(redis.url, "partners", per_second=1, burst_s=10)
    others = SharedAllowance(redis.url, "others", per_second=1, burst_s=10)
    waits = [partners.take("device:7") for _ in range(11)]
    assert waits[:10] == [0.0] * 10
    assert 0 < waits[10] <= 10
    assert (others.take("device:7"), partners.take("device:8")) == (0.0, 0.0)


def test_without_redis_each_process_counts_for_itself() -> None:
    assert isinstance(counting(None)("others", per_second=1), Allowance)


@pytest.mark.parametrize("wrong", ["localhost:6379", "http://localhost", "redis://", "memory://"])
def test_a_redis_is_told_by_its_address(wrong: str) -> None:
    with pytest.raises(ValueError, match="redis"):
        Settings.read({}, redis=wrong)
