"""How often somebody may try to sign in, how they may show who they are, how long a session lasts, and when a
code of the moment is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Way(StrEnum):
    """How whoever has a session showed who they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a way; with a code, where the account has a second factor
    ELSEWHERE = "oidc"
    """At the single sign-on, which said nothing of a second factor that we may rely on."""
    ELSEWHERE_STRONG = "oidc_mfa"
    """At the single sign-on, strongly, in the operator's own terms."""
    ELSEWHERE_AND_CODE = "oidc_totp"
    """At the single sign-on, and with a code of our own second factor."""

    def with_code(self) -> Way:
        """The way of whoever then shows a code of our second factor, too."""
        return Way.ELSEWHERE_AND_CODE if self is Way.ELSEWHERE else self


@dataclass(frozen=True, slots=True)
class Patience:
    """So many failures are free; each one more doubles the rest that follows, up to a most. Failures older
    than `memory` are forgotten."""

    free: int
    first: timedelta
    most: timedelta
    memory: timedelta

    def rest(self, failures: int) -> timedelta:
        """How long nobody may try after so many failures, counted from the last of them.

        >>> ACCOUNT.rest(7), ACCOUNT.rest(8), ACCOUNT.rest(10)
        (datetime.timedelta(0), datetime.timedelta(seconds=60), datetime.timedelta(seconds=240))
        """
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        return min(self.first * (1 << min(beyond, 20)), self.most)


ACCOUNT = Patience(8, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=12))
ADDRESS = Patience(40, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))
"""A whole office may come from one address."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a session lives: unused, and at all."""

    idle: timedelta = timedelta(hours=4)
    absolute: timedelta = timedelta(hours=12)


STEP_S = 30
"""Codes of the moment change every 30 s (RFC 6238)."""


def step_at(moment: datetime) -> int:
    """The time step of RFC 6238 at a moment."""
    return int(moment.timestamp()) // STEP_S


def steps_taken(moment: datetime, last_used: int | None) -> range:
    """The steps whose code may be used now: one early and one late for clocks that drift, but never one
    that was used already, or an earlier one."""
    now = step_at(moment)
    first = now - 1 if last_used is None else max(now - 1, last_used + 1)
    return range(first, now + 2)
