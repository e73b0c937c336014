"""Turns presses into tickets: one key, one ticket, however often a finger or a bad line repeats it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from server.contract.client import Client, Unreachable
from server.contract.messages import IssueTicket, Ticket

REMEMBERED = 500


class AnotherPress(Exception):
    """This key came before with another service, category or language."""


@dataclass
class Press:
    """What was pressed under one key, and the ticket once there is one."""

    wish: IssueTicket
    ticket: Ticket | None = None
    lock: Lock = field(default_factory=Lock)


class Presses:
    """The presses of this kiosk, the latest `REMEMBERED` of them."""

    def __init__(self, client: Client, office: str) -> None:
        self._client, self._office = client, office
        self._lock = Lock()
        self._presses: OrderedDict[str, Press] = OrderedDict()

    def ticket(self, key: str, wish: IssueTicket) -> tuple[Ticket, bool]:
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

    def _press(self, key: str, wish: IssueTicket) -> Press:
        with self._lock:
            press = self._presses.setdefault(key, Press(wish))
            if press.wish != wish:
                raise AnotherPress
            while len(self._presses) > REMEMBERED:
                self._presses.popitem(last=False)
            return press

    def _issued(self, key: str, wish: IssueTicket) -> Ticket:
        try:
            return self._client.issue_ticket(self._office, wish, key=key)
        except Unreachable:
            return self._client.issue_ticket(self._office, wish, key=key)
