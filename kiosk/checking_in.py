"""Check-ins of this kiosk: by the server, and by the kiosk's own judgement while that is away."""

from __future__ import annotations

from datetime import datetime

from kiosk.alone import Judged, judged
from kiosk.keeping import Kept
from server.contract.booking_qr import looks_signed
from server.contract.client import Refused, Unreachable
from server.contract.messages import CheckIn

AWAY = 500
"""From this status on the server, or a proxy before it, has not decided anything."""


class JudgedAlone(Exception):
    """The server is away; this is what the kiosk knows of the booking by itself."""

    def __init__(self, verdict: Judged, time_zone: str) -> None:
        super().__init__(verdict.verdict)
        self.judged, self.time_zone = verdict, time_zone


def is_away(error: Refused | Unreachable) -> bool:
    """Whether nobody has decided about a check-in."""
    return isinstance(error, Unreachable) or error.problem.status >= AWAY


def judge_alone(person: CheckIn, kept: Kept | None, now: datetime) -> JudgedAlone | None:
    """The kiosk's own verdict, None where it can have none: a typed code and an ID card have no
    signature, and without keys none can be checked."""
    if kept is None or not kept.keys.keys or person.code is None or not looks_signed(person.code):
        return None
    verdict = judged(person.code, kept.keys, now=now, zone=kept.time_zone)
    return JudgedAlone(verdict, kept.time_zone)
