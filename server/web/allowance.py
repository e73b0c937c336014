"""How often somebody may ask: a bucket that refills steadily."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable

_MOST_KEPT = 10_000


class Allowance:
    """So many requests a second for each key, and after a pause as many at once as `burst_s` seconds give.

    Kept in each serving process: it protects the process from one busy partner, and needs neither
    a store of its own nor a write in the database for a read. Several processes that should count together
    have `server.web.shared_allowance`.
    """

    def __init__(
        self, per_second: float, *, burst_s: float = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._most = per_second * burst_s
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """0 when this request may pass, else the seconds after which the next one may."""
        with self._lock:
            now = self._clock()
            if len(self._left) > _MOST_KEPT:
                self._forget(now)
            left = self._refilled(*self._left.get(key, (self._most, now)), now=now)
            passes = left >= 1
            self._left[key] = (left - 1 if passes else left, now)
            return 0.0 if passes else (1 - left) / self._per_second

    def _refilled(self, left: float, at: float, *, now: float) -> float:
        return min(self._most, left + (now - at) * self._per_second)

    def _forget(self, now: float) -> None:
        """Those whose bucket is full again; whoever still owes is kept, unless there are far too many."""
        owing = {
            key: (left, at)
            for key, (left, at) in self._left.items()
            if self._refilled(left, at, now=now) < self._most
        }
        self._left = owing if len(owing) <= _MOST_KEPT else {}


def network_of(address: str) -> str:
    """By what a stranger is told apart: an IPv4 address, or the /64 that one line has of IPv6.

    >>> network_of("203.0.113.9"), network_of("2001:db8::1"), network_of("")
    ('203.0.113.9', '2001:db8::/64', '')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
