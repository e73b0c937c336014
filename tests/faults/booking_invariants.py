"""A second opinion on bookings, in plain SQL: it shares no code with the product's own `verify`."""

from __future__ import annotations

import json
from collections import Counter as Count
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from tests.faults.invariants import stored_answers

# The life of an appointment, written down again on purpose: event → states it may come from, where it leads.
_LIFE: dict[str, tuple[set[str], str]] = {
    "appointment_booked": ({"nowhere"}, "booked"),
    "appointment_moved": ({"booked"}, "booked"),
    "appointment_cancelled": ({"booked"}, "cancelled"),
    "appointment_checked_in": ({"booked", "missed"}, "arrived"),
    "appointment_missed": ({"booked"}, "missed"),
    "check_in_undone": ({"arrived"}, "booked"),
}
_HAS_PLACES = {"held", "booked", "arrived", "missed"}


def violations(connection: Connection, *, all_keyed: bool = True) -> list[str]:
    """Every broken invariant of bookings, in plain words. `all_keyed`: every request had a key."""
    found = [*_room(connection), *_places(connection), *_tickets(connection), *_lives(connection)]
    return found + (list(_effects(connection)) if all_keyed else [])


def _room(connection: Connection) -> Iterator[str]:
    """Invariant 7: no slot has more people than places, and the count is the number of people."""
    given: Count[tuple[Any, ...]] = Count()
    for row in connection.execute(text("SELECT office_id, pool, start, kind FROM slot_place")):
        given[row.office_id, row.pool, row.start, row.kind] += 1
    for row in connection.execute(text("SELECT * FROM slot")):
        for kind, room, counted in (
            ("public", row.public, row.public_taken),
            ("internal", row.internal, row.internal_taken),
        ):
            has = given.pop((row.office_id, row.pool, row.start, kind), 0)
            if not has == counted <= room:
                yield f"slot {row.pool} {row.start} gave {has} {kind} places of {room} and counts {counted}"
    for key in given:
        yield f"places were given in a slot that is not there: {key}"


def _places(connection: Connection) -> Iterator[str]:
    """Whoever stands has every slot of the time booked, and nobody else has one."""
    has: Count[int] = Count()
    for (appointment,) in connection.execute(text("SELECT appointment_id FROM slot_place")):
        has[appointment] += 1
    wanted = "SELECT a.id, a.state, s.slots_needed FROM appointment a JOIN service s ON s.id = a.service_id"
    for row in connection.execute(text(wanted)):
        needs = row.slots_needed if row.state in _HAS_PLACES else 0
        if has[row.id] != needs:
            yield f"appointment {row.id} is {row.state} and has {has[row.id]} places instead of {needs}"


def _tickets(connection: Connection) -> Iterator[str]:
    """Invariant 4: every ticket of a booking has its one booking, for the time it was booked at."""
    query = (
        "SELECT t.id, t.slot, t.reason, a.start FROM ticket t"
        " LEFT JOIN appointment a ON a.visit_id = t.visit_id WHERE t.leg = 1 AND t.channel = 'appointment'"
    )
    for row in connection.execute(text(query)):
        if row.start != row.slot and row.reason != "check_in_undone":
            yield f"ticket {row.id} for {row.slot} is of a booking for {row.start}"
    twice = "SELECT visit_id FROM appointment GROUP BY visit_id HAVING count(visit_id) > 1"
    for (visit,) in connection.execute(text(twice)):
        yield f"visit {visit} is of several bookings"


def _lives(connection: Connection) -> Iterator[str]:
    """Invariant 6: every appointment is where its events have led it, at the time they told."""
    stands: dict[int, str] = {}
    for kind, told in connection.execute(text("SELECT kind, public FROM event ORDER BY office_id, seq")):
        if kind not in _LIFE:
            continue
        about = (json.loads(told) if isinstance(told, str) else told)["appointment"]
        allowed, after = _LIFE[kind]
        before = stands.get(about, "nowhere")
        if before not in allowed:
            yield f"appointment {about} had {kind} while {before}"
        stands[about] = after
    for row in connection.execute(text("SELECT id, state FROM appointment WHERE booked_at IS NOT NULL")):
        told = stands.pop(row.id, "nowhere")
        if told != row.state:
            yield f"appointment {row.id} is {row.state}, its events say {told}"
    for about in stands:
        yield f"appointment {about} has events but does not exist"


def _effects(connection: Connection) -> Iterator[str]:
    """Invariant 5: as many effects as keys, of holds, bookings, moves and cancels."""
    keys = Count(filter(None, (_effect(route, said) for route, _, said in stored_answers(connection))))
    happened: Count[str] = Count(connection.execute(text("SELECT kind FROM event")).scalars())
    happened["hold"] = connection.execute(text("SELECT count(*) FROM appointment")).scalar_one()
    for kind in ("hold", "appointment_booked", "appointment_moved", "appointment_cancelled"):
        if keys[kind] != happened[kind]:
            yield f"{keys[kind]} keys had {happened[kind]} effects of {kind}"


def _effect(route: str, said: dict[str, Any]) -> str | None:
    """What an answer stands for; those of a link are of a move or of a cancel."""
    if route == "holds":
        return "hold"
    if "qr" not in said:
        return None
    if route == "appointments":
        return "appointment_booked"
    return "appointment_cancelled" if said["state"] == "cancelled" else "appointment_moved"
