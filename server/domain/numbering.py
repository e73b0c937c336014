"""How a number is spelled: the letter of its series and at least three digits."""

from __future__ import annotations


def number(letter: str, serial: int) -> str:
    """`A012` for the twelfth number of series A; the day's thousandth is `A1000`.

    `serial` counts from 1 and restarts each office day, which is a date in the office's own time zone.
    """
    return f"{letter}{serial:03d}"
