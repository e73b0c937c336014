"""How long a text message may be, and how many messages a text becomes (3GPP TS 23.038 and 23.040)."""

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
_GSM_OF_SEVERAL = 153
_UCS2_OF_SEVERAL = 67
"""Places in each message where a text needs several: the rest says which one it is."""
MOST_PARTS = 2
"""As many messages as the own words of an office may become."""

ROOM = {
    "code": 9,
    "number": 5,
    "start": 5,
    "end": 5,
    "from": 5,
    "until": 5,
    "short_date": 5,
    "date": 20,
    "service": 40,
    "office": 40,
    "place": 60,
    "hotline": 15,
}
"""Letters that each thing has in a text message; longer names are cut there. So a text that is short
enough stays so, however an office names its services."""


def fits(text: str) -> bool:
    """Whether a text is one message: 160 letters of the GSM alphabet, or 70 once any letter is another."""
    return parts(text) == 1


def parts(text: str) -> int:
    """How many messages a text is sent as: 153 or 67 letters in each, where one does not hold it."""
    if all(letter in _GSM or letter in _GSM_TWICE for letter in text):
        places = [2 if letter in _GSM_TWICE else 1 for letter in text]
        return _packed(places, GSM_PLACES, _GSM_OF_SEVERAL)
    places = [len(letter.encode("utf-16-be")) // 2 for letter in text]
    return _packed(places, UCS2_PLACES, _UCS2_OF_SEVERAL)


def _packed(places: list[int], whole: int, each: int) -> int:
    """A letter of two places is never torn apart."""
    if sum(places) <= whole:
        return 1
    count, left = 1, each
    for wide in places:
        if wide > left:
            count, left = count + 1, each
        left -= wide
    return count


def shortened(text: str, room: int) -> str:
    """A name that has so much room, cut at the end of a word where it is too long.

    >>> shortened("Đăng ký biến động đất đai", 15)
    'Đăng ký biến…'
    """
    if len(text) <= room:
        return text
    words = text[:room].rpartition(" ")[0]
    return f"{words or text[: room - 1]}…"


def unaccented(text: str) -> str:
    """Vietnamese without its accents, as text messages are often written: `Đất đai` → `Dat dai`."""
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare.replace("–", "-").replace("…", "..."))
