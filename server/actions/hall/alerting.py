"""Alerting: a look at every office for what needs a supervisor, told once at its beginning and its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.actions.hall import alert_letters, places
from server.contract.events import Kind
from server.domain import hours
from server.domain.alerts import AlertKind, Changes, DeviceNow, Found, Key, Look, ServiceNow, changes
from server.domain.office import Office
from server.domain.people import Caller
from server.storage import alerts, hall
from server.storage.happenings import NOBODY, Actor, Happening, Transaction

NEAR_GOAL = 0.6
"""A day is worth foreseeing, even where nobody watches, once its mean or its longest wait is up to this
share of the goal."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A look at one office, and what is open there."""

    office: Office
    look: Look
    known: frozenset[Key]

    @property
    def worth_foreseeing(self) -> bool:
        """Whether the mean may break today."""
        look = self.look
        if look.open_since is None or not look.answered or look.mean_s is None:
            return False
        waits = [(look.now - service.oldest_since).total_seconds() for service in look.services]
        return max([look.mean_s, *waits]) >= NEAR_GOAL * look.goal_s


def look_around(tx: Transaction, *, means: bool, rate: float = 1.0, only: Office | None = None) -> list[Seen]:
    """A look at every office in force, or at one; with `means` at its day's mean as well.

    `rate` is how fast the clock runs: devices live by the world's time, whatever the demo's clock says.
    """
    offices = [only] if only else tx.offices.all(tx.connection)
    lines = _lines(tx, offices)
    devices = _devices(tx)
    known = alerts.open_by_office(tx)
    since = hall.counters_since(tx, [office.id for office in offices])
    found = []
    for office in offices:
        day = hours.office_day(office.hours, tx.now)
        mine = frozenset(known.get(office.id, {}))
        if not office.in_force(day) and not mine:
            continue
        look = _look(tx, office, means=means, rate=rate)
        services = tuple(_services(office, lines.get(office.id, ()), since))
        found.append(Seen(office, replace(look, services=services, devices=devices.get(office.id, ())), mine))
    return found


def _look(tx: Transaction, office: Office, *, means: bool, rate: float) -> Look:
    day = hours.office_day(office.hours, tx.now)
    answered, mean = hall.day_mean(tx, office, day) if means else (None, None)
    warnings = office.figures.warnings
    return Look(
        now=tx.now,
        goal_s=office.goal_s,
        longest_wait_s=warnings.longest_wait_s,
        device_gone_s=warnings.device_gone_s * rate,
        open_since=_open_since(office, tx.now),
        open_counters=frozenset(c.number for c in office.counters.values() if c.open),
        answered=answered,
        mean_s=mean,
    )


def _open_since(office: Office, now: datetime) -> datetime | None:
    day = hours.office_day(office.hours, now)
    if not office.in_force(day):
        return None
    spans = hours.open_spans(office.hours, day)
    return next((span.start for span in spans if span.start <= now < span.end), None)


def _lines(tx: Transaction, offices: Iterable[Office]) -> dict[int, list[hall.HallRow]]:
    """Who waits on the day of today, by office."""
    today = {office.id: hours.office_day(office.hours, tx.now) for office in offices}
    found: defaultdict[int, list[hall.HallRow]] = defaultdict(list)
    for row in hall.waiting_everywhere(tx):
        if today.get(row.office_id) == row.day:
            found[row.office_id].append(row)
    return found


def _services(
    office: Office, line: Iterable[hall.HallRow], since: Mapping[tuple[int, int], datetime | None]
) -> Iterable[ServiceNow]:
    waiting: dict[str, list[hall.HallRow]] = {}
    for row in line:
        waiting.setdefault(office.service_by_id(row.service_id).code, []).append(row)
    for code, rows in waiting.items():
        could = [counter for counter in office.counters.values() if code in counter.configured]
        changed = [moment for counter in could if (moment := since.get((office.id, counter.number)))]
        yield ServiceNow(
            code=code,
            waiting=len(rows),
            oldest_since=rows[0].waits_from,
            oldest_number=rows[0].number,
            served=bool(office.serving(code)),
            unserved_since=max(changed, default=None),
        )


def _devices(tx: Transaction) -> dict[int, tuple[DeviceNow, ...]]:
    found: defaultdict[int, tuple[DeviceNow, ...]] = defaultdict(tuple)
    for row in hall.guarded_devices(tx):
        about = DeviceNow(row.id, row.name, row.role, row.seen_at, row.printer, row.reported_at)
        found[row.office_id] += (about,)
    return found


def changes_with(seen: Seen, chance: float | None, foreseen_s: float | None) -> Changes:
    """What a look changes, with what was foreseen."""
    return changes(replace(seen.look, chance=chance, foreseen_s=foreseen_s), seen.known)


# --- telling --------------------------------------------------------------------------------------


def settle(
    tx: Transaction,
    office_code: str,
    *,
    means: bool,
    chance: float | None,
    foreseen_s: float | None,
    rate: float = 1.0,
) -> Changes:
    """Look again at one office and write down what begins and ends there; what was changed.

    Two processes may both have seen it: the database lets one of them write, and only that one tells.
    """
    office = tx.office(office_code)
    known = alerts.open_of(tx, office.id)
    begun: list[Found] = []
    ended: list[Key] = []
    for seen in look_around(tx, means=means, rate=rate, only=office):
        changed = changes_with(replace(seen, known=frozenset(known)), chance, foreseen_s)
        begun += [found for found in changed.begin if _begin(tx, office, found)]
        ended += [key for key in changed.end if _end(tx, office, known[key])]
    return Changes(tuple(begun), tuple(ended))


def _begin(tx: Transaction, office: Office, found: Found, actor: Actor = NOBODY) -> bool:
    made = alerts.begin(tx, office.id, found)
    if made is None:
        return False
    _tell(tx, office, Kind.ALERT_RAISED, (made, *found.key), actor=actor)
    alert_letters.write(tx, office, (*found.key, found.detail), began_at=tx.now)
    return True


def _end(tx: Transaction, office: Office, row: alerts.AlertRow, actor: Actor = NOBODY) -> bool:
    if not alerts.end(tx, row.id):
        return False
    _tell(tx, office, Kind.ALERT_ENDED, (row.id, row.kind, row.subject), actor=actor)
    about = (row.kind, row.subject, row.detail)
    alert_letters.write(tx, office, about, began_at=row.began_at, ended=True)
    return True


def _tell(tx: Transaction, office: Office, kind: Kind, about: tuple[int, str, str], *, actor: Actor) -> None:
    """Ids and codes only: whoever may know more asks for the hall."""
    alert_id, what, subject = about
    public: dict[str, Any] = {"alert": alert_id, "about": what, "subject": subject}
    tx.tell(Happening(office.id, kind, actor=actor, public=public))


def want_counter(
    tx: Transaction, caller: Caller, place: places.Place, *, service: str | None, wanted: bool
) -> None:
    """A supervisor asks the staff for a counter, or takes that back; asking twice is asking once.

    The counters' own pages show it until the counter is open. Raises `UnknownOffice`, `NotAllowed`,
    `UnknownCounter`, `UnknownService`.
    """
    office = tx.office(place.office)
    caller.must_be_of(office.id)
    counter = office.counter(place.counter)
    if service is not None:
        office.leaf(service)
    key = (AlertKind.COUNTER_WANTED.value, str(counter.number))
    row = alerts.open_of(tx, office.id).get(key)
    if not wanted and row is not None:
        _end(tx, office, row, places.actor(caller))
    if wanted and row is None and not counter.open:
        _begin(tx, office, Found(*key, {"service": service}), places.actor(caller))
