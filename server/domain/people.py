"""Who asks: roles, and what a caller may do in which office and at which counter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.domain.errors import NotAllowed, ScopeMissing


class Role(StrEnum):
    """What somebody or some device is here for."""

    KIOSK = "kiosk"
    COUNTER = "counter"
    CLERK = "clerk"
    RECEPTIONIST = "receptionist"
    SUPERVISOR = "supervisor"
    INTEGRATION = "integration"
    PROVINCE = "province"
    ADMIN = "admin"


ISSUERS = frozenset({Role.KIOSK, Role.RECEPTIONIST, Role.SUPERVISOR, Role.INTEGRATION})
COUNTER_STAFF = frozenset({Role.COUNTER, Role.CLERK, Role.RECEPTIONIST, Role.SUPERVISOR})
SCOPES = ("bookings:read", "bookings:write", "tickets:write", "line:read", "figures:read", "webhooks")
"""What the key of an integration may be limited to."""
RECEPTION = frozenset({Role.RECEPTIONIST, Role.SUPERVISOR})
BOOKERS = frozenset({Role.RECEPTIONIST, Role.SUPERVISOR, Role.INTEGRATION})
WATCHERS = frozenset({Role.SUPERVISOR, Role.PROVINCE, Role.INTEGRATION})
"""Who sees the live hall."""
DEVICES = frozenset({Role.KIOSK, Role.COUNTER, Role.INTEGRATION})


@dataclass(frozen=True, slots=True)
class Caller:
    """A device or a member of staff who has shown who they are. `office_id` None: every office."""

    role: Role
    office_id: int | None
    credential: str
    """Names the token or account, for the scope of idempotency keys."""
    counter: int | None = None
    staff_id: int | None = None
    device_id: int | None = None
    scopes: frozenset[str] | None = None
    """Of an integration's key; None: everything of its role."""

    def must_be_of(self, office_id: int) -> None:
        """Raises `NotAllowed` when the caller belongs to another office."""
        if self.office_id is not None and self.office_id != office_id:
            raise NotAllowed("This is another office's.")

    def must_have(self, scope: str | None) -> None:
        """Raises `ScopeMissing` when the caller's key is limited to other scopes than this; a limited
        key opens no door that names none."""
        if self.scopes is not None and scope not in self.scopes:
            raise ScopeMissing(scope=scope)

    def must_work_at(self, number: int, *, sits: int | None) -> None:
        """Raises `NotAllowed` unless the caller may do steps at this counter; `sits` is its clerk's id."""
        if self.role is Role.COUNTER and self.counter != number:
            raise NotAllowed("This device belongs to another counter.")
        if self.role is Role.CLERK and sits != self.staff_id:
            raise NotAllowed("Open the counter before you work at it.")
