"""Notices: texts that staff put on the displays, for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from server.actions.house import auditing
from server.contract import messages
from server.contract.events import Kind
from server.domain.errors import UnknownNotice
from server.domain.notices import MOST_SHOWN, NoticeInvalid, NoticeKind, ends
from server.domain.office import Office
from server.domain.people import Caller
from server.domain.traces import Traces
from server.storage import queries, written
from server.storage.happenings import Happening, Transaction
from server.storage.queries import TicketRow
from server.storage.tables import notice


def put_up(
    tx: Transaction,
    office_code: str,
    texts: Mapping[str, str],
    *,
    until: datetime | None,
    kind: NoticeKind = NoticeKind.NOTICE,
    caller: Caller | None = None,
) -> int:
    """Show a notice from now on, until a moment or until it is taken down; its id. An apology ends after
    30 days by itself. Raises `NoticeInvalid` when it would be over already, or there are too many.
    """
    office = tx.office(office_code)
    until = ends(kind, tx.now, until)
    if until is not None and until <= tx.now:
        raise NoticeInvalid("The notice would be over before it is put up.", wrong="over")
    if len(queries.current_notices(tx, office)) >= MOST_SHOWN:
        raise NoticeInvalid(f"The displays show {MOST_SHOWN} notices already.", wrong="many", most=MOST_SHOWN)
    row = {"office_id": office.id, "kind": kind.value, "texts": dict(texts), "since": tx.now, "until": until}
    notice_id: int = tx.connection.execute(insert(notice).values(row).returning(notice.c.id)).scalar_one()
    said = {"kind": kind.value, "until": _spelled(until), "letters": _letters(texts)}
    _audit(tx, caller, office, "notice.put_up", notice_id, new=said)
    tell(tx, office)
    return notice_id


def take_down(tx: Transaction, office_code: str, notice_id: int, *, caller: Caller | None = None) -> None:
    """End a notice; raises `UnknownNotice`."""
    office = tx.office(office_code)
    known = {row.id: row for row in queries.current_notices(tx, office)}
    if notice_id not in known:
        raise UnknownNotice(notice=notice_id)
    tx.connection.execute(update(notice).where(notice.c.id == notice_id).values(until=tx.now))
    row = known[notice_id]
    _audit(
        tx,
        caller,
        office,
        "notice.taken_down",
        notice_id,
        old={"kind": row.kind, "letters": _letters(row.texts)},
    )
    tell(tx, office)


def shown(tx: Transaction, office: Office) -> list[messages.Notice]:
    """The notices that displays show now."""
    return [messages.Notice(id=row.id, texts=row.texts) for row in queries.current_notices(tx, office)]


def hanging(tx: Transaction, office: Office) -> list[TicketRow]:
    """The notices that hang now, with their kind and when they end."""
    return queries.current_notices(tx, office)


def past(tx: Transaction, office: Office, *, limit: int = 20) -> list[TicketRow]:
    """The last notices that are over, the latest first."""
    query = select(notice).where(notice.c.office_id == office.id, notice.c.until <= tx.now)
    return list(tx.connection.execute(query.order_by(notice.c.until.desc(), notice.c.id).limit(limit)).all())


def one(tx: Transaction, office: Office, notice_id: int) -> TicketRow:
    """A notice of this office, hanging or over; raises `UnknownNotice`."""
    here = (notice.c.id == notice_id, notice.c.office_id == office.id)
    row = tx.connection.execute(select(notice).where(*here)).first()
    if row is None:
        raise UnknownNotice(notice=notice_id)
    return row


def tell(tx: Transaction, office: Office) -> None:
    """Tell the displays which notices hang now. The event keeps their ids alone, because nothing is ever
    taken out of the log; `worded` adds the words for whoever hears of it."""
    notices = [{"id": row.id} for row in queries.current_notices(tx, office)]
    tx.tell(Happening(office.id, Kind.NOTICE_CHANGED, public={"notices": notices}))


def worded(tx: Transaction, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Public events, with the words of the notices that they name, as far as these are kept."""
    ids = {one["id"] for event in told if event["kind"] == Kind.NOTICE_CHANGED for one in event["notices"]}
    if not ids:
        return told
    rows = tx.connection.execute(select(notice.c.id, notice.c.texts).where(notice.c.id.in_(ids)))
    words = {row.id: messages.Notice(id=row.id, texts=row.texts).model_dump(mode="json") for row in rows}
    return [_with_words(event, words) if event["kind"] == Kind.NOTICE_CHANGED else event for event in told]


def erase(tx: Transaction, traces: Traces) -> int:
    """Delete the notices that name somebody, and tell the displays; in how many offices that was."""
    offices = written.delete_notices(tx, traces)
    for code in sorted(offices):
        tell(tx, tx.office(code))
    return len(offices)


def _with_words(event: dict[str, Any], words: Mapping[int, object]) -> dict[str, Any]:
    return {**event, "notices": [words[one["id"]] for one in event["notices"] if one["id"] in words]}


def _letters(texts: Mapping[str, str]) -> dict[str, int]:
    """How long the texts are: what they say may name a citizen, and the audit is never deleted."""
    return {language: len(text) for language, text in texts.items()}


def _audit(
    tx: Transaction,
    caller: Caller | None,
    office: Office,
    action: str,
    notice_id: int,
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    by = "command" if caller is None else None
    auditing.record(tx, caller, action, f"notice {notice_id}", office_id=office.id, old=old, new=new, by=by)


def _spelled(moment: datetime | None) -> str | None:
    return None if moment is None else messages.as_rfc3339(moment)
