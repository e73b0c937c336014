"""The history of devices: the watch writes down when one falls silent and when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.contract.events import Kind
from server.domain.device_times import OFFLINE
from server.storage import device_spans, pairings
from server.storage.claims import claim
from server.storage.device_spans import ONLINE
from server.storage.happenings import Actor, Happening, Transaction
from server.storage.queries import TicketRow


@dataclass(frozen=True, slots=True)
class Turn:
    """A device is from `moment` on what it was not before."""

    device_id: int
    office_id: int
    name: str
    state: str
    moment: datetime
    first: bool
    """Nothing was known of it before, so nothing is told."""


def turns(tx: Transaction, *, listening_since: datetime | None = None, rate: float = 1.0) -> list[Turn]:
    """What has changed since it was last written down; empty most of the time.

    A device is offline when it was not heard of for its office's `device_gone_s`, times the clock's `rate`.
    Nobody is held to have been silent while nobody listened: that time counts only from
    `listening_since`, when this process began. Silence begins when the device was last heard of.
    """
    limits = {
        office.id: timedelta(seconds=office.figures.warnings.device_gone_s * rate)
        for office in tx.offices.all(tx.connection)
    }
    return [
        found
        for row in device_spans.standing(tx)
        for found in _turn(row, tx.now, limit=limits[row.office_id], since=listening_since)
    ]


def _turn(row: TicketRow, now: datetime, *, limit: timedelta, since: datetime | None) -> Iterator[Turn]:
    heard = row.seen_at if since is None else max(row.seen_at, min(since, now))
    if now - heard > limit:
        state, moment = OFFLINE, row.seen_at
    elif now - row.seen_at <= limit:
        state, moment = ONLINE, row.seen_at if row.state is None else now
    else:
        return  # silent, but nobody has listened for long enough to say so
    if state != row.state:
        yield Turn(row.id, row.office_id, row.name, state, moment, first=row.state is None)


def keep(tx: Transaction, *, listening_since: datetime | None = None, rate: float = 1.0) -> list[Turn]:
    """Write down what has changed; a change is an event, so that pages show it at once."""
    told = []
    for found in turns(tx, listening_since=listening_since, rate=rate):
        if not device_spans.turn(tx, found.device_id, found.state, found.moment):
            continue
        told.append(found)
        if not found.first:
            public = {"device": found.name, "online": found.state == ONLINE}
            actor = Actor(device_id=found.device_id)
            tx.tell(Happening(found.office_id, Kind.DEVICE_CONNECTION, actor=actor, public=public))
    return told


def forget(tx: Transaction) -> bool:
    """Once an hour: old spans, codes of machines that were never paired, and wrong codes that count no more;
    whether it was this process's turn."""
    if not claim(tx, "forget_devices", tx.now.strftime("%Y-%m-%dT%H")):
        return False
    device_spans.close_revoked(tx)
    device_spans.forget(tx)
    pairings.forget(tx, tx.now - pairings.KEPT)
    return True
