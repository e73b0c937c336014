"""`dunghen booking-key`: the keys that sign the QR of bookings."""

from __future__ import annotations

import click

from server.actions.appointments import booking_keys
from server.commands.common import DATABASE, working_database


@click.group("booking-key")
def booking_key() -> None:
    """The keys that sign the QR of bookings."""


@booking_key.command()
@DATABASE
def rotate(database: str | None) -> None:
    """Sign new bookings with a new key; what was signed before counts for another 120 days.

    Kiosks learn the new key by themselves. Where somebody may have seen the server's secret, set another
    DUNGHEN_SECRET_KEY instead: QRs signed before are then refused, the codes under them still count.

    Example: dunghen booking-key rotate
    """
    with working_database(database) as db:
        key = db.write(booking_keys.rotate)
    click.echo(f"key {key} signs from now on")
