"""How long a text message may be: what fits into one (3GPP TS 23.038)."""

from __future__ import annotations

import unicodedata

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
"""Each takes two places."""
GSM_PLACES = 160
UCS2_PLACES = 70


def fits(text: str) -> bool:
    """Whether a text is one message: 160 letters of the GSM alphabet, or 70 once any letter is another."""
    if all(letter in _GSM or letter in _GSM_TWICE for letter in text):
        return sum(2 if letter in _GSM_TWICE else 1 for letter in text) <= GSM_PLACES
    return len(text.encode("utf-16-be")) <= 2 * UCS2_PLACES


def unaccented(text: str) -> str:
    """Vietnamese without its accents, as text messages are often written: `Đất đai` → `Dat dai`."""
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare.replace("–", "-").replace("…", "..."))
