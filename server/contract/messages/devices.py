"""Pairing of machines, and their tokens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.contract.messages.base import NO_CONTROLS, WHOLE, Answer, Code, Instant, Request

PairedRole = Literal["kiosk", "counter", "display", "tablet"]
Software = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_CONTROLS)]


class BeginPairing(Request):
    """A machine without a token asks for a code to show: what it wants to be, and where it stands."""

    role: PairedRole
    version: Software = ""
    office: Code | None = Field(
        default=None, description="Where the machine's own settings say it stands; it is paired nowhere else."
    )
    counter: Annotated[int, Field(ge=1, le=9999), WHOLE] | None = None


class Pairing(Answer):
    """The code to show, and the secret with which the machine asks how the pairing stands."""

    id: str
    secret: str
    code: str
    expires_at: Instant
    valid_s: float


class PairedDevice(Answer):
    """What a machine has become."""

    name: str
    role: str
    office: str
    counter: int | None = None


class PairingState(Answer):
    """How a pairing stands; with the token from when it was approved until the token is used."""

    state: str = Field(examples=["waiting", "approved", "expired", "used"])
    token: str | None = None
    device: PairedDevice | None = None


class NewToken(Answer):
    """A device's new token. The old one counts until the new one is used, and until `old_until` at most."""

    token: str
    old_until: Instant
