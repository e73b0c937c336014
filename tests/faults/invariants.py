"""A second opinion on the invariants, in plain SQL: it shares no code with the product's own `verify`."""

from __future__ import annotations

import json
from collections import Counter as Count
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

# The life of a ticket, written down again on purpose: event → states it may come from, state it leads to.
_LIFE: dict[str, tuple[set[str], str]] = {
    "ticket_called": ({"waiting"}, "called"),
    "ticket_called_out_of_order": ({"waiting"}, "called"),
    "ticket_recalled": ({"called"}, "called"),
    "ticket_started": ({"called"}, "serving"),
    "ticket_finished": ({"called", "serving", "on_hold"}, "served"),
    "ticket_no_show": ({"called", "on_hold"}, "no_show"),
    "ticket_put_back": ({"called", "serving"}, "waiting"),
    "ticket_held": ({"serving"}, "on_hold"),
    "ticket_resumed": ({"on_hold"}, "serving"),
    "ticket_transferred": ({"called", "serving", "on_hold"}, "transferred"),
    "ticket_left": ({"waiting", "on_hold"}, "left"),
    "ticket_removed": ({"waiting"}, "removed"),
    "ticket_restored": ({"no_show"}, "waiting"),
    "ticket_closed": ({"waiting", "called", "serving", "on_hold"}, "closed_by_system"),
}
_AT_COUNTER = {"called", "serving"}
# Routes whose every answer with a ticket stands for exactly one event of this kind.
_EFFECT = {
    "tickets": "ticket_issued",
    "call-next": "ticket_called",
    "recall": "ticket_recalled",
    "start": "ticket_started",
    "no-show": "ticket_no_show",
    "put-back": "ticket_put_back",
    "hold": "ticket_held",
    "resume": "ticket_resumed",
    "restore": "ticket_restored",
}


def violations(connection: Connection, *, all_keyed: bool = True) -> list[str]:
    """Every broken invariant, in plain words. `all_keyed`: every request of this database had a key."""
    found = [*_sound(connection), *_numbers(connection), *_lives(connection), *_answers(connection)]
    return found + (list(_effects(connection)) if all_keyed else [])


def _sound(connection: Connection) -> Iterator[str]:
    """What SQLite itself says of its file."""
    if connection.dialect.name != "sqlite":
        return
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if said != ["ok"]:
        yield f"the file is corrupt: {said[:3]}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"table {row[0]} row {row[1]} points to nothing in {row[2]}"


def _numbers(connection: Connection) -> Iterator[str]:
    """Invariant 1: every number of a series up to its last, each once."""
    given: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    rows = connection.execute(text("SELECT office_id, day, letter, serial, number FROM visit"))
    for office, day, letter, serial, number in rows:
        given[office, str(day), letter].append(serial)
        if number != f"{letter}{serial:03d}":
            yield f"serial {serial} of {letter} is spelled {number}"
    series = connection.execute(text("SELECT office_id, day, letter, last FROM number_series"))
    last = {(office, str(day), letter): last for office, day, letter, last in series}
    for key in given.keys() | last.keys():
        twice = [serial for serial, times in Count(given[key]).items() if times > 1]
        holes = sorted(set(range(1, last.get(key, 0) + 1)) - set(given[key]))
        beyond = [serial for serial in given[key] if serial > last.get(key, 0)]
        if twice or holes or beyond:
            yield f"series {key}: twice {twice[:5]}, missing {holes[:5]}, beyond the last {beyond[:5]}"


@dataclass
class _Hall:
    """Where the events lead: state and counter of every ticket, ticket of every counter."""

    state: dict[int, str] = field(default_factory=dict)
    steps: Count[int] = field(default_factory=Count)
    at: dict[int, int] = field(default_factory=dict)
    having: dict[int, int] = field(default_factory=dict)


def _lives(connection: Connection) -> Iterator[str]:
    """Invariants 3 and 6: no hole in seq; no counter has two tickets and no ticket two counters."""
    offices = connection.execute(text("SELECT id, seq FROM office")).all()
    for office, seq in offices:
        hall = _Hall()
        told = text("SELECT seq, kind, ticket_id, public FROM event WHERE office_id = :office ORDER BY seq")
        count = 0
        for row in connection.execute(told, {"office": office}):
            count += 1
            if row.seq != count:
                yield f"the {count}th event has seq {row.seq}"
            yield from _take(hall, row.kind, row.ticket_id, _parsed(row.public))
        if seq != count:
            yield f"seq is {seq} after {count} events"
        yield from _stand_as_told(connection, office, hall)


def _parsed(value: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return parsed


def _take(hall: _Hall, kind: str, ticket: int | None, public: dict[str, Any]) -> Iterator[str]:
    if kind == "ticket_issued" and ticket is not None:
        if ticket in hall.state:
            yield f"ticket {ticket} was issued twice"
        hall.state[ticket] = "waiting"
    elif kind in _LIFE and ticket is not None:
        allowed, after = _LIFE[kind]
        before = hall.state.get(ticket, "nowhere")
        if before not in allowed:
            yield f"ticket {ticket} had {kind} while {before}"
        hall.state[ticket] = after
        hall.steps[ticket] += 1
        yield from _move(hall, ticket, public.get("counter") if after in _AT_COUNTER else None)
        if kind == "ticket_transferred":
            hall.state[public["next_ticket"]] = "waiting"


def _move(hall: _Hall, ticket: int, counter: int | None) -> Iterator[str]:
    """The ticket is at this counter now, or at none."""
    left = hall.at.pop(ticket, None)
    if left is not None and hall.having.get(left) == ticket:
        del hall.having[left]
    if counter is None:
        return
    if left not in (None, counter):
        yield f"ticket {ticket} was at counters {left} and {counter} at once"
    if counter in hall.having:
        yield f"counter {counter} had tickets {hall.having[counter]} and {ticket} at once"
    hall.at[ticket], hall.having[counter] = counter, ticket


def _stand_as_told(connection: Connection, office: int, hall: _Hall) -> Iterator[str]:
    rows = connection.execute(
        text("SELECT id, state, version, counter_number FROM ticket WHERE office_id = :office"),
        {"office": office},
    ).all()
    for row in rows:
        if hall.state.pop(row.id, None) != row.state:
            yield f"ticket {row.id} is {row.state}, which its events do not say"
        if row.version != 1 + hall.steps[row.id]:
            yield f"ticket {row.id} has version {row.version} after {hall.steps[row.id]} steps"
        if row.state in _AT_COUNTER and hall.at.get(row.id) != row.counter_number:
            yield f"ticket {row.id} is at {row.counter_number}, its events say {hall.at.get(row.id)}"
    for ticket in hall.state:
        yield f"ticket {ticket} has events but does not exist"


def _answers(connection: Connection) -> Iterator[str]:
    """Invariants 2, 3 and 5: a stored answer is true, and no two keys were given the same thing."""
    tickets = connection.execute(text("SELECT id, number, version FROM ticket"))
    known = {row.id: (row.number, row.version) for row in tickets}
    seen: dict[tuple[str, int, int], str] = {}
    for route, key, ticket in stored_tickets(connection):
        if ticket is None:
            continue
        number, version = known.get(ticket["id"], (None, 0))
        if number != ticket["number"] or version < ticket["version"]:
            yield f"key {key} was answered {ticket['number']} v{ticket['version']}, which is not there"
        same = (route, ticket["id"], ticket["version"])
        if same in seen:
            yield f"keys {key} and {seen[same]} were answered alike: {same}"
        seen[same] = key


def stored_tickets(connection: Connection) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Route, key and ticket of every stored answer about a ticket of its own."""
    for route, key, said in stored_answers(connection):
        if route == "tickets" or ("ticket" in said and "/counters/" in said["scope"]):
            yield route, key, said if route == "tickets" else said["ticket"]


def stored_answers(connection: Connection) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Route, key and body of every stored answer, with the `scope` it was given in."""
    for scope, key, answer in connection.execute(text("SELECT scope, key, answer FROM idempotent_answer")):
        said: dict[str, Any] = json.loads(answer)
        yield scope.rpartition("/")[2], key, {**said, "scope": scope}


def _effects(connection: Connection) -> Iterator[str]:
    """Invariant 5: as many effects as keys."""
    answers = Count(route for route, _, ticket in stored_tickets(connection) if ticket is not None)
    rows = connection.execute(text("SELECT kind, count(*) FROM event GROUP BY kind"))
    happened: dict[str, int] = {kind: times for kind, times in rows}
    scans = {said["visit"] for route, _, said in stored_answers(connection) if route == "check-ins"}
    answers["tickets"] += len(scans)
    for route, kind in _EFFECT.items():
        if answers[route] != happened.get(kind, 0):
            yield f"{answers[route]} keys of {route} had {happened.get(kind, 0)} effects"
