"""A simulated year of one office as raw rows of visits, tickets and events: the same at every run.

An office open 07:00–11:30 and 13:00–17:00 on weekdays but holidays; its zone is seven hours ahead of UTC.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.office import Office
from server.storage.happenings import Transaction
from server.storage.tables import event, staff, ticket, visit
from server.storage.tables import office as offices

AHEAD = timedelta(hours=7)
OPEN = ((time(7), time(11, 30)), (time(13), time(17)))
HOLIDAYS = tuple(date(2026, 4, 27) + timedelta(days=n) for n in range(5))
_SERVICES = ("land", "land", "civil_status", "business", "results")
_CATEGORIES = (None,) * 12 + ("elderly", "disabled")
_CLERKS = {3: "hoa", 4: "minh", 6: "lan", 7: None}


def office_of_the_year() -> SetUp:
    """The demo office with these hours and holidays."""
    whole = demo_office().model_dump()
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    hours = [{"days": weekdays, "opens": opens, "closes": closes} for opens, closes in OPEN]
    holidays = [{"date": day, "names": {"vi": "Nghỉ lễ", "en": "Holiday"}} for day in HOLIDAYS]
    office = whole["office"] | {"always_open": False}
    return SetUp.model_validate(whole | {"office": office, "hours": hours, "holidays": holidays})


def is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def moment(day: date, wall: time) -> datetime:
    """A time on the office's wall."""
    return datetime.combine(day, wall, UTC) - AHEAD


@dataclass
class Year:
    """Rows that grow day by day."""

    office: Office
    staff: dict[str, int]
    chance: random.Random
    visits: list[dict[str, Any]] = field(default_factory=list)
    tickets: list[dict[str, Any]] = field(default_factory=list)

    def day(self, day: date, people: int) -> None:
        """Everybody who came on a day."""
        slow = self.chance.lognormvariate(0, 0.4)
        for serial in range(1, people + 1):
            self._visit(day, serial, slow)

    def _visit(self, day: date, serial: int, slow: float) -> None:
        chance = self.chance
        opens, closes = chance.choice(OPEN)
        length = (moment(day, closes) - moment(day, opens)).total_seconds() - 1800
        came = moment(day, opens) + timedelta(seconds=chance.uniform(0, length), microseconds=serial)
        slot = None
        if chance.random() < 0.25:
            half_hours = int((came - moment(day, opens)).total_seconds() // 1800)
            slot = moment(day, opens) + timedelta(minutes=30 * half_hours)
            came = slot + timedelta(seconds=chance.uniform(-1500, 900), microseconds=serial)
        number = f"A{serial:03d}"
        place = {"office_id": self.office.id, "day": day, "number": number}
        id_ = len(self.visits) + 1
        self.visits.append(
            {**place, "id": id_, "letter": "A", "serial": serial, "token": f"year-{id_:08d}",
             "persons": 1, "language": "vi", "issued_at": came}
        )  # fmt: skip
        about = {**place, "visit_id": id_, "category": chance.choice(_CATEGORIES)}
        about["channel"] = "appointment" if slot else chance.choice(["kiosk", "kiosk", "reception"])
        self._legs(about, came, slot, slow)

    def _legs(self, about: dict[str, Any], came: datetime, slot: datetime | None, slow: float) -> None:
        chance = self.chance
        start = max(came, slot or came, moment(about["day"], OPEN[0][0]))
        gone = chance.random()
        if gone < 0.04:
            outcome = "left" if gone < 0.03 else "removed"
            ended = came + timedelta(seconds=chance.uniform(1, 3000))
            self._ticket(about, came, outcome, leg=1, slot=slot, waits_from=start, ended_at=ended)
        elif gone < 0.05:
            night = moment(about["day"] + timedelta(days=1), time(0, 4))
            self._ticket(about, came, "closed_by_system", leg=1, slot=slot, waits_from=start, ended_at=night)
        elif gone < 0.09:
            called = start + timedelta(seconds=chance.expovariate(1 / 600) * slow)
            over = called + timedelta(seconds=180)
            self._called(about, came, "no_show", leg=1, slot=slot, start=start, called=called, ended=over)
        else:
            early = -300 if slot and chance.random() < 0.1 else 0
            called = start + timedelta(seconds=early or chance.expovariate(1 / 800) * slow)
            on = chance.random() < 0.06
            ended = self._served(about, came, "transferred" if on else "served", 1, slot, start, called)
            if on:
                again = ended + timedelta(seconds=chance.expovariate(1 / 200))
                self._served(about, ended, "served", 2, None, ended, again)

    def _served(  # a leg is what it is
        self, about: dict[str, Any], came: datetime, outcome: str, leg: int, slot: datetime | None,
        start: datetime, called: datetime,
    ) -> datetime:  # fmt: skip
        chance = self.chance
        inferred = chance.random() < 0.04
        begun = called if inferred else called + timedelta(seconds=chance.uniform(3, 60))
        held = chance.choice([0] * 9 + [chance.randint(30, 900)])
        ended = begun + timedelta(seconds=held + chance.gammavariate(2, 200))
        self._called(
            about, came, outcome, leg=leg, slot=slot, start=start, called=called, ended=ended,
            started_at=begun, start_inferred=inferred, held_s=held,
            dossiers=["H21"] * chance.choice([0, 1, 1, 2]),
        )  # fmt: skip
        return ended

    def _called(
        self, about: dict[str, Any], came: datetime, outcome: str, *, leg: int, slot: datetime | None,
        start: datetime, called: datetime, ended: datetime, **more: Any,
    ) -> None:  # fmt: skip
        counter = self.chance.choice(list(_CLERKS))
        clerk = _CLERKS[counter]
        self._ticket(
            about, came, outcome, leg=leg, slot=slot, waits_from=start, ended_at=ended, called_at=called,
            counter_number=counter, staff_id=None if clerk is None else self.staff[clerk],
            calls=self.chance.choice([1, 1, 1, 2, 3]), out_of_order=self.chance.random() < 0.02, **more,
        )  # fmt: skip

    def _ticket(self, about: dict[str, Any], came: datetime, outcome: str, **more: Any) -> None:
        service = self.office.services[self.chance.choice(_SERVICES)].id
        usual: dict[str, Any] = {"counter_number": None, "staff_id": None, "calls": 0, "out_of_order": False,
                 "called_at": None, "started_at": None, "start_inferred": False, "held_s": 0, "dossiers": [],
                 "services_done": [], "note": "", "version": 4}  # fmt: skip
        row = {"id": len(self.tickets) + 1, "service_id": service, "state": outcome, "issued_at": came}
        self.tickets.append({**usual, **about, **row, "arrived_at": came, "due": more["waits_from"], **more})


def write_year(tx: Transaction, code: str, first: date, *, days: int, people: int, seed: int = 4) -> int:
    """Write so many open days of about so many people each, with an event for every ticket; how many
    tickets there were."""
    usernames = tx.connection.execute(select(staff.c.username, staff.c.id))
    year = Year(tx.office(code), {name: id_ for name, id_ in usernames}, random.Random(seed))
    day = first
    while days:
        if is_open(day):
            year.day(day, round(people * year.chance.uniform(0.7, 1.3)))
            days -= 1
        day += timedelta(days=1)
    for table, rows in ((visit, year.visits), (ticket, year.tickets)):
        tx.connection.execute(insert(table), rows)
    mine = offices.c.id == year.office.id
    seq = tx.connection.execute(select(offices.c.seq).where(mine)).scalar_one()
    tx.connection.execute(insert(event), list(_events(year.office.id, year.tickets, after=seq)))
    tx.connection.execute(update(offices).where(mine).values(seq=seq + len(year.tickets)))
    return len(year.tickets)


def _events(office_id: int, tickets: Sequence[dict[str, Any]], *, after: int) -> Iterator[dict[str, Any]]:
    """The end of every ticket, in the order of the ends."""
    for seq, row in enumerate(sorted(tickets, key=lambda row: (row["ended_at"], row["id"])), after + 1):
        yield {"office_id": office_id, "seq": seq, "kind": "ticket_finished", "at": row["ended_at"],
               "ticket_id": row["id"], "public": {}, "detail": {}}  # fmt: skip
