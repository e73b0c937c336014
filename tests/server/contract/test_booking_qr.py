"""The QR of a booking: digits that only our key can have written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from server.contract.booking_qr import (
    ALPHABET,
    DIGITS,
    BookingPass,
    NotABooking,
    looks_signed,
    signed,
    spelled,
    typed,
    verified,
)

SECRET = Ed25519PrivateKey.from_private_bytes(b"only for tests, thirty-two bytes")
KEYS = {1: SECRET.public_key()}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
codes = st.text(ALPHABET, min_size=8, max_size=8)
passes = st.builds(
    BookingPass,
    key=st.just(1),
    revision=st.integers(0, 255),
    office=st.integers(1, 65_535),
    code=codes,
    start=st.integers(0, 4_000_000_000).map(lambda m: EPOCH + timedelta(minutes=m)),
    length=st.integers(5, 480).map(lambda m: timedelta(minutes=m)),
)
BOOKING = BookingPass(1, 0, 1, "7K3M92QX", datetime(2026, 11, 23, 1, 30, tzinfo=UTC), timedelta(minutes=30))


@given(booking=passes)
def test_what_was_signed_is_read_back(booking: BookingPass) -> None:
    text = signed(booking, SECRET)
    assert looks_signed(text)
    assert len(text) == DIGITS
    assert verified(text, KEYS) == booking


@given(place=st.integers(0, DIGITS - 1), other=st.integers(1, 9))
def test_any_changed_digit_is_found(place: int, other: int) -> None:
    text = signed(BOOKING, SECRET)
    changed = text[:place] + str((int(text[place]) + other) % 10) + text[place + 1 :]
    with pytest.raises(NotABooking):
        verified(changed, KEYS)


@given(text=st.text(max_size=300) | st.text("0123456789", min_size=DIGITS, max_size=DIGITS))
def test_no_other_text_is_a_booking(text: str) -> None:
    with pytest.raises(NotABooking):
        verified(text, KEYS)


def test_a_signature_of_another_key_counts_for_nothing() -> None:
    foreign = signed(BOOKING, Ed25519PrivateKey.generate())
    with pytest.raises(NotABooking):
        verified(foreign, KEYS)
    with pytest.raises(NotABooking):
        verified(signed(BOOKING, SECRET), {2: SECRET.public_key()})


@given(code=codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    for text in (code, spelled(code), code.lower(), f"  {spelled(code).lower()} ", " ".join(code)):
        assert typed(text) == code


@given(code=codes)
def test_letters_that_look_like_digits_are_read_as_those(code: str) -> None:
    assert typed(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-92QX-1", "đất-đai1", "7K3M 92Q*", "٠٠٠٠٠٠٠٠"])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert typed(text) is None


def test_numbers_without_room_in_the_qr_are_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        signed(BookingPass(1, 0, 70_000, "7K3M92QX", BOOKING.start, BOOKING.length), SECRET)
