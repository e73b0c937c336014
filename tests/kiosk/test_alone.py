"""What a kiosk says of a booking by itself while the server is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.alone import Judged, Verdict, judged
from kiosk.checking_in import JudgedAlone, is_away, judge_alone
from kiosk.keeping import Kept
from server.contract.client import Refused, Unreachable
from server.contract.messages import BookingKeys, CheckIn, Problem, RevokedBooking
from tests.kiosk.bookings import CODE, booking_keys, booking_text
from tests.kiosk.builders import NOW

ZONE = "Asia/Ho_Chi_Minh"
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 in Viet Nam, the day of `NOW`."""
HALF_AN_HOUR = timedelta(minutes=30)


def verdict(text: str, keys: BookingKeys | None = None, now: datetime = NOW) -> Verdict:
    return judged(text, keys or booking_keys(), now=now, zone=ZONE).verdict


def test_a_booking_of_today_is_valid_and_tells_its_time() -> None:
    told = judged(booking_text(START), booking_keys(), now=NOW, zone=ZONE)
    assert told == Judged(Verdict.VALID, START, START + HALF_AN_HOUR)


def test_a_forged_or_torn_booking_is_refused_and_tells_nothing() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    text = booking_text(START)
    last = "1" if text[-1] == "0" else "0"
    for wrong in (booking_text(START, secret=other), booking_text(START, key=9), text[:-1] + last, "9" * 193):
        assert judged(wrong, booking_keys(), now=NOW, zone=ZONE) == Judged(Verdict.FORGED)


def test_a_booking_of_another_office_is_not_valid_here() -> None:
    assert verdict(booking_text(START, office=2)) is Verdict.OTHER_OFFICE


@pytest.mark.parametrize("days", [-1, 1])
def test_a_booking_of_another_day_is_not_valid_today(days: int) -> None:
    assert verdict(booking_text(START + timedelta(days=days))) is Verdict.OTHER_DAY


def test_the_day_is_the_offices_and_not_greenwichs() -> None:
    night = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # 00:30 on the 23rd in Viet Nam
    assert verdict(booking_text(START), now=night) is Verdict.VALID
    assert verdict(booking_text(START), now=night - timedelta(hours=1)) is Verdict.OTHER_DAY


@pytest.mark.parametrize(
    ("revision", "until", "told"),
    [
        (1, None, Verdict.REVOKED),
        (1, 1, Verdict.REVOKED),
        (2, 1, Verdict.VALID),
    ],
)
def test_a_revoked_booking_does_not_count_but_its_next_revision_does(
    revision: int, until: int | None, told: Verdict
) -> None:
    keys = booking_keys(RevokedBooking(code=f"{CODE[:4]}-{CODE[4:]}", revision=until))
    assert verdict(booking_text(START, revision=revision), keys) is told


def test_of_a_typed_code_or_a_card_a_kiosk_alone_knows_nothing() -> None:
    kept = Kept(keys=booking_keys(), time_zone=ZONE)
    assert judge_alone(CheckIn(code=CODE), kept, NOW) is None
    assert judge_alone(CheckIn(citizen_id="052085001234"), kept, NOW) is None
    assert judge_alone(CheckIn(code=booking_text(START)), None, NOW) is None
    none_yet = Kept(keys=booking_keys().model_copy(update={"keys": []}), time_zone=ZONE)
    assert judge_alone(CheckIn(code=booking_text(START)), none_yet, NOW) is None
    assert isinstance(judge_alone(CheckIn(code=booking_text(START)), kept, NOW), JudgedAlone)


def test_a_proxy_without_its_server_has_decided_nothing() -> None:
    def refused(status: int) -> Refused:
        return Refused(Problem(type="x", title="x", status=status, detail="", code="x"))

    assert is_away(Unreachable())
    assert is_away(refused(502))
    assert not is_away(refused(409))
