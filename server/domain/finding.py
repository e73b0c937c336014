"""Finding a person by what was typed: names without regard to marks and case, phones by their last digits."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """`text` as it is compared: no tone and vowel marks, `đ` as `d`, lower case, single blanks.

    Reception types `nguyen van` as often as `Nguyễn Văn`, and a scanner breaks the letters of a name.
    """
    apart = unicodedata.normalize("NFD", text)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.replace("đ", "d").replace("Đ", "d").casefold().split())


def begins_a_word(name: str, typed: str) -> bool:
    """Whether `name` has a word at which `typed` begins: people are called by their last word."""
    wanted = folded(typed)
    return bool(wanted) and f" {wanted}" in f" {folded(name)}"


def ends_a_phone(phone: str, typed: str) -> bool:
    """Whether these three to six digits are the last of the phone; one or two would fit many."""
    return 3 <= len(typed) <= 6 and typed.isdecimal() and phone.endswith(typed)
