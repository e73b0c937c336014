"""Who asks: roles as sets of permissions, and what a caller may do in which office and at which counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from server.domain.errors import NotAllowed, ScopeMissing


class Role(StrEnum):
    """What somebody or some device is here for."""

    KIOSK = "kiosk"
    COUNTER = "counter"
    DISPLAY = "display"
    TABLET = "tablet"
    CLERK = "clerk"
    RECEPTIONIST = "receptionist"
    SUPERVISOR = "supervisor"
    INTEGRATION = "integration"
    PROVINCE = "province"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that somebody may do. A role is a set of these, and doors and pages ask for one."""

    ISSUE_TICKETS = "issue_tickets"
    SERVE = "serve"
    RECEIVE = "receive"
    CHECK_IN = "check_in"
    READ_BOOKINGS = "read_bookings"
    BOOK_FOR_OTHERS = "book_for_others"
    READ_BOOKING_KEYS = "read_booking_keys"
    REPORT_DEVICE = "report_device"
    """Be a machine of the office: say how it is, and ask for a new token."""
    WATCH_HALL = "watch_hall"
    WANT_COUNTERS = "want_counters"
    MANAGE_WEBHOOKS = "manage_webhooks"
    READ_FIGURES = "read_figures"
    READ_ANSWERABLE_FIGURES = "read_answerable_figures"
    READ_PROVINCE = "read_province"
    TAKE_RATINGS = "take_ratings"
    READ_RATINGS = "read_ratings"
    READ_REMARKS = "read_remarks"
    DESIGN_RATING_FORMS = "design_rating_forms"
    SEE_ADMINISTRATION = "see_administration"
    """Open the pages of administration and read what an office is set up to be."""
    CHANGE_EXCEPTIONS = "change_exceptions"
    """Hours that differ on some days, and closures."""
    PAUSE_SERVICES = "pause_services"
    CHANGE_COUNTERS = "change_counters"
    CHANGE_SKILLS = "change_skills"
    CHANGE_TEXTS = "change_texts"
    CHANGE_NOTICES = "change_notices"
    MANAGE_ACCOUNTS = "manage_accounts"
    """Of the roles that `MANAGED` names for one's own."""
    MANAGE_DEVICES = "manage_devices"
    MAKE_ACCESS_KEYS = "make_access_keys"
    """For programs of partners; taking them back is `MANAGE_DEVICES`."""
    CHANGE_SETUP = "change_setup"
    """Any part of an office's set-up; files and templates."""
    CHANGE_OFFICES = "change_offices"
    """The tree of offices: who belongs to whom, and from when until when."""
    READ_AUDIT = "read_audit"
    ANSWER_PERSONS = "answer_persons"
    """Export or erase what is kept of a person who asks for it."""


_P = Permission
_AT_COUNTERS = frozenset({_P.SERVE, _P.READ_BOOKINGS})
_AT_RECEPTION = _AT_COUNTERS | {_P.ISSUE_TICKETS, _P.RECEIVE, _P.CHECK_IN, _P.BOOK_FOR_OTHERS}
_TO_LEAD = frozenset(
    {
        *(_P.READ_FIGURES, _P.READ_ANSWERABLE_FIGURES, _P.READ_RATINGS, _P.READ_REMARKS),
        _P.SEE_ADMINISTRATION,
    }
)
_TO_RUN_AN_OFFICE = frozenset(
    {
        *(_P.CHANGE_EXCEPTIONS, _P.PAUSE_SERVICES, _P.CHANGE_COUNTERS, _P.CHANGE_SKILLS, _P.CHANGE_TEXTS),
        *(_P.CHANGE_NOTICES, _P.MANAGE_ACCOUNTS, _P.MANAGE_DEVICES, _P.READ_AUDIT),
    }
)
_OF_A_PROVINCE = frozenset({_P.READ_PROVINCE, _P.DESIGN_RATING_FORMS})

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.KIOSK: frozenset({_P.ISSUE_TICKETS, _P.CHECK_IN, _P.READ_BOOKING_KEYS, _P.REPORT_DEVICE}),
        Role.COUNTER: _AT_COUNTERS | {_P.TAKE_RATINGS, _P.REPORT_DEVICE},
        Role.DISPLAY: frozenset({_P.REPORT_DEVICE}),
        Role.TABLET: frozenset({_P.TAKE_RATINGS, _P.REPORT_DEVICE}),
        Role.CLERK: _AT_COUNTERS | {_P.TAKE_RATINGS, _P.READ_FIGURES, _P.READ_RATINGS},
        Role.RECEPTIONIST: _AT_RECEPTION,
        Role.SUPERVISOR: _AT_RECEPTION
        | _TO_LEAD
        | _TO_RUN_AN_OFFICE
        | {_P.TAKE_RATINGS, _P.WATCH_HALL, _P.WANT_COUNTERS, _P.MANAGE_WEBHOOKS},
        Role.INTEGRATION: frozenset(
            {
                *(_P.ISSUE_TICKETS, _P.READ_BOOKINGS, _P.BOOK_FOR_OTHERS, _P.WATCH_HALL, _P.MANAGE_WEBHOOKS),
                *(_P.READ_FIGURES, _P.READ_ANSWERABLE_FIGURES, _P.READ_RATINGS),
            }
        ),
        Role.PROVINCE: _TO_LEAD | _OF_A_PROVINCE | {_P.WATCH_HALL, _P.WANT_COUNTERS},
        Role.ADMIN: _TO_LEAD
        | _OF_A_PROVINCE
        | _TO_RUN_AN_OFFICE
        | {_P.CHANGE_SETUP, _P.CHANGE_OFFICES, _P.ANSWER_PERSONS, _P.MANAGE_WEBHOOKS, _P.MAKE_ACCESS_KEYS},
    }
)
"""What each role may do; in which office, the caller's `office_id` says."""

OF_EVERY_OFFICE = frozenset({_P.READ_PROVINCE, _P.DESIGN_RATING_FORMS, _P.CHANGE_OFFICES, _P.ANSWER_PERSONS})
"""What nobody does for one office: whoever belongs to one has these permissions in vain."""

STAFF_ROLES = frozenset({Role.CLERK, Role.RECEPTIONIST, Role.SUPERVISOR, Role.PROVINCE, Role.ADMIN})
"""Roles that accounts have; devices have the others."""
MANAGED: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {Role.SUPERVISOR: frozenset({Role.CLERK, Role.RECEPTIONIST}), Role.ADMIN: STAFF_ROLES}
)
"""Whose accounts a role may make, change and end: never a role above one's own."""


def holders(permission: Permission) -> frozenset[Role]:
    """The roles that may do this."""
    return frozenset(role for role, may in PERMISSIONS.items() if permission in may)


ISSUERS = holders(Permission.ISSUE_TICKETS)
COUNTER_STAFF = holders(Permission.SERVE)
SCOPES = ("bookings:read", "bookings:write", "tickets:write", "line:read", "figures:read", "webhooks")
"""What the key of an integration may be limited to."""
RECEPTION = holders(Permission.RECEIVE)
BOOKERS = holders(Permission.BOOK_FOR_OTHERS)
WATCHERS = holders(Permission.WATCH_HALL)
"""Who sees the live hall."""


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

    def may(self, permission: Permission) -> bool:
        """Whether the caller's role has this permission; what concerns every office is for those who belong
        to none of them alone."""
        bound = self.office_id is not None and permission in OF_EVERY_OFFICE
        return permission in PERMISSIONS[self.role] and not bound

    def must_be_allowed(self, permission: Permission) -> None:
        """Raises `NotAllowed` when the caller's role lacks this permission."""
        if not self.may(permission):
            raise NotAllowed()

    def may_manage(self, role: Role) -> bool:
        """Whether the caller may make, change and end accounts of this role."""
        return role in MANAGED.get(self.role, frozenset())

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
        if self.role in (Role.COUNTER, Role.TABLET) and self.counter != number:
            raise NotAllowed("This device belongs to another counter.")
        if self.role is Role.CLERK and sits != self.staff_id:
            raise NotAllowed("Open the counter before you work at it.")
