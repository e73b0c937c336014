"""Missing devices, as the counters' pages show them: kiosks, displays and tablets that fell silent."""

from __future__ import annotations

from server.contract import messages
from server.domain.alerts import AlertKind
from server.domain.office import Office
from server.domain.people import Role
from server.storage import alerts
from server.storage.happenings import Transaction

SEEN_TO_BY_EVERYBODY = frozenset({Role.KIOSK.value, Role.DISPLAY.value, Role.TABLET.value})
"""Whoever sits at a counter sees to these; a counter's own machine is its clerk's, who may have gone home."""


def missing_devices(tx: Transaction, office: Office) -> list[messages.Alert]:
    """The devices of the hall that are not heard of now."""
    return [
        messages.Alert(
            code=AlertKind.DEVICE_GONE,
            text={
                "vi": f"{row.detail['device']}: mất kết nối",
                "en": f"{row.detail['device']} is not connected",
            },
            since=row.began_at,
        )
        for (kind, _), row in alerts.open_of(tx, office.id).items()
        if kind == AlertKind.DEVICE_GONE and row.detail["role"] in SEEN_TO_BY_EVERYBODY
    ]
