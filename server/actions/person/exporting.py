"""Telling a person what is kept of them."""

from __future__ import annotations

from typing import Any

from server.actions.house import auditing
from server.actions.person import finding
from server.actions.person.finding import Wanted
from server.contract import booking_qr
from server.contract.messages import as_rfc3339
from server.domain.people import Caller
from server.storage import persons, written
from server.storage.happenings import Transaction
from server.storage.persons import PersonRow


def found(tx: Transaction, caller: Caller | None, wanted: Wanted) -> list[PersonRow]:
    """The bookings of a person of which something personal is kept; the audit is told that it was asked."""
    rows = finding.bookings_of(tx, wanted)
    _note(tx, caller, "person.found", len(rows), kind=wanted.kind)
    return rows


def export(tx: Transaction, caller: Caller | None, wanted: Wanted) -> dict[str, Any]:
    """Everything that is kept of a person, as JSON that a machine can read. The hashes that recognise them
    are told as there or not: they are of no use to anybody else."""
    rows = finding.bookings_of(tx, wanted)
    _note(tx, caller, "person.exported", len(rows), kind=wanted.kind)
    return {"at": as_rfc3339(tx.now), "bookings": [_booking(tx, row) for row in rows]}


def _booking(tx: Transaction, row: PersonRow) -> dict[str, Any]:
    visits = [] if row.visit_id is None else [row.visit_id]
    return {
        "code": booking_qr.spelled(row.code),
        "office": row.office_code,
        "service": row.service_code,
        "state": row.state,
        "start": as_rfc3339(row.start),
        "made_at": as_rfc3339(row.made_at),
        "channel": row.channel,
        "priority_category": row.category,
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "dossier": row.dossier,
        "note": row.note,
        "recognised_by": [
            said for said, key in (("phone", row.phone_key), ("citizen_id", row.citizen_key)) if key
        ],
        "consent_at": as_rfc3339(row.consent_at),
        "messages": [_message(one) for one in persons.messages_to(tx, [row.id])],
        "tickets": _tickets(tx, visits),
        "ratings": [
            {"at": as_rfc3339(one.at), "overall": one.overall, "answers": one.answers, "remark": one.remark}
            for one in persons.ratings_of(tx, visits)
        ],
    }


def _message(row: PersonRow) -> dict[str, Any]:
    sent = None if row.sent_at is None else as_rfc3339(row.sent_at)
    return {"kind": row.kind, "channel": row.channel, "to": row.recipient, "sent_at": sent}


def _tickets(tx: Transaction, visits: list[int]) -> list[dict[str, Any]]:
    legs = persons.legs_of(tx, visits)
    reasons = written.reasons_of(tx, [leg.id for leg in legs])
    return [{**_ticket(leg), "reasons": reasons.get(leg.id, [])} for leg in legs]


def _ticket(row: PersonRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "issued_at": as_rfc3339(row.issued_at),
        "counter": row.counter_number,
        "category": row.category,
        "dossiers": row.dossiers,
        "note": row.note,
    }


def _note(tx: Transaction, caller: Caller | None, action: str, count: int, *, kind: str) -> None:
    told = {"by": kind, "found": count}
    auditing.record(tx, caller, action, "a person's request", new=told, by="command")
