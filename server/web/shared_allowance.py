"""How often somebody may ask, counted by all serving processes together, in Redis."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import structlog
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from server.web.allowance import Allowance

log = structlog.get_logger()

_WAIT_S = 0.25
"""Nobody waits longer for the count than a press may take."""
_REST_S = 5.0
"""So long Redis is not asked after it failed to answer."""


class Counting(Protocol):
    """Lets a request pass, or says how long its sender has to wait."""

    def take(self, key: str) -> float:
        """0 when this request may pass, else the seconds after which the next one may."""


class SharedAllowance:
    """As many requests in the last `burst_s` seconds as come to so many a second, whichever process they
    reach. While Redis does not answer, each process counts for itself: a count is worth no refusal."""

    def __init__(self, redis: str, name: str, *, per_second: int, burst_s: int = 1) -> None:
        waits = {"socket_timeout": _WAIT_S, "socket_connect_timeout": _WAIT_S}
        storage = storage_from_string(redis, wrap_exceptions=True, **waits)
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._item = RateLimitItemPerSecond(per_second * burst_s, burst_s, namespace=f"dunghen/{name}")
        self._own = Allowance(per_second, burst_s=burst_s)
        self._most_wait_s = float(burst_s)
        self._away_until = 0.0

    def take(self, key: str) -> float:
        """0 when this request may pass, else the seconds after which the next one may."""
        if time.monotonic() < self._away_until:
            return self._own.take(key)
        try:
            if self._limiter.hit(self._item, key):
                return 0.0
            frees_at = self._limiter.get_window_stats(self._item, key).reset_time
        except StorageError as error:
            self._away_until = time.monotonic() + _REST_S
            log.warning("redis_away_each_process_counts_for_itself", reason=str(error)[:200])
            return self._own.take(key)
        return min(max(frees_at - time.time(), 0.001), self._most_wait_s)


def counting(redis: str | None) -> Callable[..., Counting]:
    """What counts, by its name, `per_second` and `burst_s`: in Redis where there is one, else here."""

    def made(name: str, *, per_second: int, burst_s: int = 1) -> Counting:
        if redis is None:
            return Allowance(per_second, burst_s=burst_s)
        return SharedAllowance(redis, name, per_second=per_second, burst_s=burst_s)

    return made
