"""The details form of a booking: what somebody typed, and what is wrong with it, field by field."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from server.contract.messages import BookSlot
from server.contract.unseen import shown

LONGEST = {"name": 120, "phone": 24, "email": 254, "dossier": 60, "citizen_id": 20, "note": 500}
"""Characters that a field takes; also what its input says."""
_ASKED = ("key", "start", "day", "consent", *LONGEST)
"""Every field of the forms of booking; the solution of a puzzle is not one that people fill in."""
_KEY_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_SPACED = {"citizen_id": " .-", "dossier": " "}


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed, cleaned of what nobody can see, and the words of the message at each wrong field."""

    values: Mapping[str, str]
    consent: bool
    errors: Mapping[str, str]
    booking: BookSlot | None


def new_key() -> str:
    """The hidden key of one shown form: sent twice, it has one effect."""
    return secrets.token_urlsafe(18)


def key_of(form: Mapping[str, str]) -> str:
    """The key that the form carried; a new one where it came without a proper one."""
    key = form.get("key", "")
    return key if _KEY_SHAPE.fullmatch(key) else new_key()


def carried(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed so far, to be sent along while another time is chosen: nobody types anything twice."""
    typed = {name: shown(form.get(name, ""))[: LONGEST[name]].strip() for name in LONGEST}
    consent = {"consent": "yes"} if form.get("consent") == "yes" else {}
    return {name: text for name, text in typed.items() if text} | consent


def sent(form: Mapping[str, str]) -> dict[str, str]:
    """Every field of a form as it came, to be sent once more with its key."""
    return {name: form[name] for name in _ASKED if name in form}


def prefilled(said: Mapping[str, str]) -> Filled:
    """A form with what somebody typed before, which nobody has sent yet."""
    values = {name: said.get(name, "") for name in LONGEST}
    return Filled(values, consent="consent" in said, errors={}, booking=None)


def filled(form: Mapping[str, str], hold: str, texts: Mapping[str, str]) -> Filled:
    """Read the form; `booking` is there when nothing is wrong with it."""
    errors: dict[str, str] = {}
    values = {name: _cleaned(name, form.get(name, ""), errors, texts=texts) for name in LONGEST}
    consent = form.get("consent") == "yes"
    said = {name: _plain(name, value) for name, value in values.items() if value}
    booking = None
    try:
        booking = BookSlot.model_validate({"hold": hold, "consent": consent, **said})
    except ValidationError as error:
        for wrong in error.errors(include_input=False, include_url=False):
            name = str(wrong["loc"][0]) if wrong["loc"] else ""
            errors.setdefault(name, texts.get(f"wrong_{name}", texts["wrong"]))
    if booking is not None and booking.personal and not consent:
        errors["consent"] = texts["consent_needed"]
    return Filled(values, consent, errors, None if errors else booking)


def _cleaned(name: str, typed: str, errors: dict[str, str], *, texts: Mapping[str, str]) -> str:
    """The typed text as one line; what was taken out of it or cut off is told, so that people look again."""
    seen = shown(typed)
    if seen != " ".join(unicodedata.normalize("NFC", typed).split()):
        errors[name] = texts["hidden"]
    if len(seen) > LONGEST[name]:
        errors[name] = texts["long"].format(LONGEST[name])
        seen = seen[: LONGEST[name]].strip()
    return seen


def _plain(name: str, value: str) -> str:
    return value.translate({ord(blank): None for blank in _SPACED.get(name, "")})
