"""Doors for machines that want to become devices of an office, and for devices that want a new token."""

from __future__ import annotations

from flask import request

from server.actions.house import device_tokens, pairing
from server.contract import messages
from server.domain.device_errors import TooManyPairings, UnknownPairing
from server.domain.people import Permission
from server.settings import Settings
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors

SCHEME = "pairing"
"""`Authorization: Pairing <secret>`: no bearer token, because it opens this one door only."""


def doors(settings: Settings) -> Doors:
    """The doors of this module."""
    group = Doors("pairing_api")

    @group.add(
        "POST",
        "/pairings",
        answer=messages.Pairing,
        body=messages.BeginPairing,
        refusals=(TooManyPairings,),
    )
    def begin_pairing(tx: Transaction, ask: Ask) -> messages.Pairing:
        """A machine asks for a code to show; the secret that comes with it is told only this once."""
        address = request.remote_addr or ""
        return pairing.begin(tx, ask.body, address=address, key=settings.signing_key())

    @group.add(
        "GET",
        "/pairings/<pairing>",
        answer=messages.PairingState,
        writes=False,
        refusals=(UnknownPairing,),
    )
    def show_pairing(tx: Transaction, ask: Ask) -> messages.PairingState:
        """How a pairing stands, and the token once it is approved; for `Authorization: Pairing <secret>`."""
        return pairing.state(tx, ask.path["pairing"], _secret())

    @group.add(
        "POST",
        "/device/token",
        answer=messages.NewToken,
        permission=Permission.REPORT_DEVICE,
    )
    def renew_device_token(tx: Transaction, ask: Ask) -> messages.NewToken:
        """A new token for the device that asks; the old one counts until the new one is used."""
        return device_tokens.renew(tx, ask.known)

    return group


def _secret() -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else ""
