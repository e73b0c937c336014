"""Devices and staff: what they say of themselves, and how they sign in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from server.contract.messages.base import NO_CONTROLS, Answer, Instant, Line, PrinterState, Request


class DeviceReport(Request):
    """What a device says of itself; staff see an alert when a kiosk's printer needs somebody."""

    printer: PrinterState | None = Field(default=None, description="Of a kiosk; others have none.")
    speaks: bool | None = Field(default=None, description="Whether a kiosk can say names aloud.")
    version: Line = ""
    at: Instant | None = Field(
        default=None, description="What the machine's own clock says: how far it is off is kept."
    )
    begun: bool = Field(
        default=True,
        description="False from a page that has run for a while: it may be older than the server by now.",
    )


class SignIn(Request):
    """Name and password of a member of staff, and a code where the account has a second factor."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=NO_CONTROLS)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROLS)]
    totp: Annotated[str, StringConstraints(max_length=40, pattern=NO_CONTROLS)] = ""


class StaffSession(Answer):
    """Who is signed in, and the token that state-changing calls must repeat in `X-CSRFToken`."""

    name: str
    username: str
    role: str
    office: str | None
    csrf_token: str
