"""Estimating: how long a wait is likely to be, from what the last days taught."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from server.contract import messages
from server.domain import hours, waiting
from server.domain.office import Office
from server.storage import queries
from server.storage.happenings import Transaction

FREE_COUNTER_S = 60.0
"""A counter that is free calls the only one who waits within this time."""


def expected(
    tx: Transaction,
    office: Office,
    code: str,
    ahead: Mapping[str, int],
    *,
    busy: Collection[int] | None = None,
) -> messages.Expected | None:
    """The likely range for somebody with `ahead` people before them; None until enough was learned.

    `busy` are the numbers of the counters that have somebody; they are looked up when not given.
    """
    serving = office.serving(code)
    if serving and not ahead:
        taken = queries.busy_counters(tx, office) if busy is None else busy
        if any(counter.number not in taken for counter in serving):
            return messages.Expected(low_s=0.0, high_s=FREE_COUNTER_S)
    paces = tx.paces.get(tx.connection, office, hours.office_day(office.hours, tx.now))
    estimate = waiting.expected(office.shared_out(code, ahead), code, paces, counters=len(serving))
    return None if estimate is None else messages.Expected(low_s=estimate[0], high_s=estimate[1])
