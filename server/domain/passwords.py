"""Which passwords are good enough: by their length, and by not being what everybody tries first.

No rules of composition: NIST SP 800-63B-4, 3.1.1.2, and OWASP ASVS 5.0, 6.2 advise against them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

LEAST = 8
LEAST_OF_ADMINS = 12
MOST = 200
_LEAST_OWN = 4
"""So many letters and digits of its own a password has besides the words that anybody would guess."""
HOUSE_WORDS = ("dunghen", "motcua", "ttpvhcc", "gialai", "binhdinh", "quynhon", "pleiku", "vietnam")


class Weakness(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WELL_KNOWN = "well_known"
    ABOUT_YOU = "about_you"


def weakness(password: str, *, least: int, about: Collection[str] = ()) -> Weakness | None:
    """What is wrong with a password, None when nothing is. `least`: how many characters it needs at least;
    `about`: names that belong to the account or the office, which anybody would try.

    >>> weakness("ma65t kha63u 123", least=8)
    <Weakness.WELL_KNOWN: 'well_known'>
    >>> weakness("bò vàng gặm cỏ", least=12)
    """
    told = unicodedata.normalize("NFKC", password)
    if len(told) < least:
        return Weakness.TOO_SHORT
    if len(told) > MOST:
        return Weakness.TOO_LONG
    if _is_a_pattern(_plain(told)) or any(said in known() for said in _readings(told)):
        return Weakness.WELL_KNOWN
    if _is_about(told, [*HOUSE_WORDS, *about]):
        return Weakness.ABOUT_YOU
    return None


def spelled(found: Weakness, least: int) -> str:
    """What is wrong, as it is told behind the name of a field.

    >>> spelled(Weakness.TOO_SHORT, 8)
    'has fewer than 8 characters'
    """
    return {
        Weakness.TOO_SHORT: f"has fewer than {least} characters",
        Weakness.TOO_LONG: f"has more than {MOST} characters",
        Weakness.WELL_KNOWN: "is one of those that everybody tries first",
        Weakness.ABOUT_YOU: "is little more than a name of the person, the office or the product",
    }[found]


def _is_about(password: str, names: Collection[str]) -> bool:
    """Whether hardly anything is left without these names, whole or in their parts."""
    words = {_plain(word) for name in names for word in (name, *re.split(r"[\W_]+", name))}
    for reading in (_plain(password), _plain(_unmasked(password))):
        left = reading
        for word in sorted(words - {""}, key=len, reverse=True):
            if len(word) > 2 or word == left:
                left = left.replace(word, "")
        if left != reading and len(set(re.sub(r"\d", "", left))) < _LEAST_OWN:
            return True
    return False


def _readings(password: str) -> Iterator[str]:
    """What somebody may have meant: with digits for letters or at the ends, in VNI, in Telex."""
    for plain in (_plain(password), _plain(_unmasked(password))):
        letters = re.sub(r"\d", "", plain)
        yield from (plain, plain.strip("0123456789"), letters, _without_telex(letters))


def _plain(text: str) -> str:
    """Letters and digits only, small and without accents."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if letter.isalnum() and not unicodedata.combining(letter))


_MASKS = str.maketrans("0134578@$!", "oieastbasi")


def _unmasked(text: str) -> str:
    """Digits and signs that stand for letters, where a letter is beside them: `p4ssw0rd`."""
    core = text.rstrip("0123456789!@#$%^&*.?-_ ")
    return core.casefold().translate(_MASKS)


def _without_telex(letters: str) -> str:
    """As if typed with Telex off: `maatjkhaaur` meant mật khẩu. Marks stand behind a syllable's vowel."""
    doubled = re.sub(r"([aeod])\1", r"\1", letters)
    horned = re.sub(r"([aou])w", r"\1", doubled)
    return re.sub(r"(?<=[aeiouy])([a-z]{0,2}?)[sfrxj](?=[bcdđghklmnpqrstvx]|$)", r"\1", horned)


_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)


def _is_a_pattern(plain: str) -> bool:
    """A few characters over and over, or keys in a row."""
    if len(set(plain)) < _LEAST_OWN or re.fullmatch(r"(.{1,4})\1+.{0,3}", plain):
        return True
    return any(plain in row * 3 or plain in row[::-1] * 3 for row in _ROWS)


@cache
def known() -> frozenset[str]:
    """The commonest passwords of the world and of this country, as `_plain` spells them; read when first
    asked for."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 0.1 s and 10 MB, which only this needs

    here = Path(__file__).with_name("known_passwords.txt").read_text("utf-8").splitlines()
    own = {line for line in here if line and not line.startswith("#")}
    world = {_plain(word) for word in FREQUENCY_LISTS["passwords"]}
    return frozenset(own | {word for word in world if len(word) >= _LEAST_OWN})
