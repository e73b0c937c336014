"""Notices on the displays: their kinds, and how long each may hang."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from server.domain.errors import Refusal

APOLOGY_LASTS = timedelta(days=30)
"""A letter of apology ("thư xin lỗi") hangs no longer than this; the letter itself is a dossier's."""
MOST_SHOWN = 20
"""More notices than this at a time nobody reads."""


class NoticeInvalid(Refusal):
    """This notice cannot be put up."""

    code = "notice_invalid"


class NoticeKind(StrEnum):
    """What a notice is."""

    NOTICE = "notice"
    APOLOGY = "apology"


def ends(kind: NoticeKind, since: datetime, until: datetime | None) -> datetime | None:
    """When a notice ends: as said, an apology after 30 days at the latest; None: when it is taken down."""
    if kind is NoticeKind.NOTICE:
        return until
    last = since + APOLOGY_LASTS
    return last if until is None else min(until, last)
