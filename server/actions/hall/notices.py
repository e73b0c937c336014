"""Notices: texts that staff put on the displays, for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update

from server.contract import messages
from server.contract.events import Kind
from server.domain.errors import UnknownNotice
from server.domain.office import Office
from server.storage import queries
from server.storage.happenings import Happening, Transaction
from server.storage.tables import notice


def put_up(tx: Transaction, office_code: str, texts: Mapping[str, str], *, until: datetime | None) -> int:
    """Show a notice from now on, until a moment or until it is taken down; its id."""
    office = tx.office(office_code)
    row = {"office_id": office.id, "texts": dict(texts), "since": tx.now, "until": until}
    notice_id: int = tx.connection.execute(insert(notice).values(row).returning(notice.c.id)).scalar_one()
    _tell(tx, office)
    return notice_id


def take_down(tx: Transaction, office_code: str, notice_id: int) -> None:
    """End a notice; raises `UnknownNotice`."""
    office = tx.office(office_code)
    shown = {row.id for row in queries.current_notices(tx, office)}
    if notice_id not in shown:
        raise UnknownNotice(notice=notice_id)
    tx.connection.execute(update(notice).where(notice.c.id == notice_id).values(until=tx.now))
    _tell(tx, office)


def shown(tx: Transaction, office: Office) -> list[messages.Notice]:
    """The notices that displays show now."""
    return [messages.Notice(id=row.id, texts=row.texts) for row in queries.current_notices(tx, office)]


def _tell(tx: Transaction, office: Office) -> None:
    notices = [one.model_dump(mode="json") for one in shown(tx, office)]
    tx.tell(Happening(office.id, Kind.NOTICE_CHANGED, public={"notices": notices}))
