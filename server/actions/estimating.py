"""Estimating: how long a wait is likely to be, from what the last days taught."""

from __future__ import annotations

from collections.abc import Mapping

from server.contract import messages
from server.domain import hours, waiting
from server.domain.office import Office
from server.storage.happenings import Transaction


def expected(
    tx: Transaction, office: Office, code: str, ahead: Mapping[str, int]
) -> messages.Expected | None:
    """The likely range for somebody with `ahead` people before them; None until enough was learned."""
    paces = tx.paces.get(tx.connection, office, hours.office_day(office.hours, tx.now))
    estimate = waiting.expected(ahead, code, paces, counters=len(office.serving(code)))
    return None if estimate is None else messages.Expected(low_s=estimate[0], high_s=estimate[1])
