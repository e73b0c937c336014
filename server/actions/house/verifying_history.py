"""Verifying the history of set-ups: every change stands as the chained audit says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from server.domain.office import Office
from server.storage import audit, revisions
from server.storage.happenings import Transaction


def problems(tx: Transaction, office: Office) -> Iterator[str]:
    """Changes that were rewritten, taken out or put in. Those from before the audit held hashes have none,
    and are not complained about."""
    told, kept = _told(tx, office.id), revisions.digests(tx, office.id)
    for number, said in told.items():
        if number not in kept:
            yield f"change {number} of the set-up is in the audit but not in the history"
            continue
        stands = asdict(kept[number])
        if wrong := [part for part in stands if stands[part] != said.get(part)]:
            parts = ", ".join(part.removesuffix("_sha256") for part in wrong)
            yield f"change {number} of the set-up is not what the audit says ({parts})"
    for number in sorted(kept):
        if told and number > min(told) and number not in told:
            yield f"change {number} of the set-up is in the history but not in the audit"


def _told(tx: Transaction, office_id: int) -> dict[int, dict[str, Any]]:
    """What the audit says of the changes of an office whose hashes it holds, by number."""
    entries = (json.loads(text) for text in audit.news(tx, "setup.changed", office_id=office_id))
    return {said["change"]: said for said in entries if "after_sha256" in said}
