"""Turns presses and check-ins into tickets: one key, one ticket, however often a finger, a scanner or a
bad line repeats it."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from server.contract.client import Client, Unreachable
from server.contract.messages import CheckIn, IssueTicket, Ticket

REMEMBERED = 500

Wish = IssueTicket | CheckIn
"""What a citizen asks for: a number for a service, or one for a booking."""


class AnotherPress(Exception):
    """This key came before with another wish."""


@dataclass
class Press:
    """What was asked under one key, as a seal that tells nobody's ID, and the ticket once there is one."""

    seal: bytes
    ticket: Ticket | None = None
    lock: Lock = field(default_factory=Lock)


class Presses:
    """The presses of this kiosk, the latest `REMEMBERED` of them."""

    def __init__(self, client: Client, office: str) -> None:
        self._client, self._office = client, office
        self._lock = Lock()
        self._presses: OrderedDict[str, Press] = OrderedDict()
        self._secret = secrets.token_bytes(32)

    def ticket(self, key: str, wish: Wish) -> tuple[Ticket, bool]:
        """The ticket of this press, and whether it is new.

        Raises `AnotherPress`, and the client's `Refused` and `Unreachable`; after those the same key may
        be tried again: if the lost answer was a ticket, it is the one that comes back.
        """
        press = self._press(key, wish)
        with press.lock:
            if press.ticket is not None:
                return press.ticket, False
            press.ticket = self._issued(key, wish)
            return press.ticket, True

    def given(self, key: str) -> Press | None:
        """The press under this key if it brought a ticket."""
        with self._lock:
            press = self._presses.get(key)
        return press if press is not None and press.ticket is not None else None

    def _press(self, key: str, wish: Wish) -> Press:
        seal = hmac.digest(self._secret, f"{type(wish).__name__} {wish.model_dump_json()}".encode(), "sha256")
        with self._lock:
            press = self._presses.setdefault(key, Press(seal))
            if press.seal != seal:
                raise AnotherPress
            while len(self._presses) > REMEMBERED:
                self._presses.popitem(last=False)
            return press

    def _issued(self, key: str, wish: Wish) -> Ticket:
        try:
            return self._asked(key, wish)
        except Unreachable:
            return self._asked(key, wish)

    def _asked(self, key: str, wish: Wish) -> Ticket:
        if isinstance(wish, CheckIn):
            return self._client.check_in(self._office, wish, key=key)
        return self._client.issue_ticket(self._office, wish, key=key)
