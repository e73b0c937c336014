"""Who comes without any credential: a stranger, known by the network address alone."""

from __future__ import annotations

from flask import request

from server.actions.appointments.challenging import Visitor
from server.domain.abuse import AddressLimits
from server.settings import Settings


def visitor(settings: Settings) -> Visitor:
    """The stranger who asks now. Behind `settings.proxies` the address is the one they vouch for."""
    limits = AddressLimits(live=settings.holds_per_address, daily=settings.bookings_per_address)
    return Visitor(request.remote_addr or "", settings.signing_key(), limits)
