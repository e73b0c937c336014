"""Phone numbers as people write them, as they are compared, and as gateways dial them.

A number without a country is one of Viet Nam, where `0912 345 678`, `+84 912 345 678`, `84912345678` and
`+84 (0)912 345 678` are the same phone.
"""

from __future__ import annotations

_VIETNAM = "84"
_LONGEST_AT_HOME = 10
"""Digits of a Vietnamese number with its first zero; what begins with 84 and is longer names the country."""


def plain(phone: str) -> str:
    """One spelling of every phone: `0912345678` at home, `+4930123456` abroad."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    abroad = phone.strip().startswith("+")
    if digits.startswith("00"):
        digits, abroad = digits[2:], True
    if digits.startswith(_VIETNAM) and (abroad or len(digits) > _LONGEST_AT_HOME):
        digits, abroad = digits.removeprefix(_VIETNAM), False
    return f"+{digits}" if abroad else f"0{digits.lstrip('0')}"


def dialled(phone: str) -> str:
    """As gateways want it: `+84912345678`."""
    known = plain(phone)
    return known if known.startswith("+") else f"+{_VIETNAM}{known.removeprefix('0')}"
