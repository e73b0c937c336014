"""Every row of the table of guards that changes something says what the audit holds of it, or why nothing."""

from __future__ import annotations

import re

from server.web import guards
from server.web.admin.audit_actions import ACTIONS
from tests.server.web.admin.test_audit_words import recorded
from tests.server.web.house import House

_HOOK = "/api/v1/offices/<office>/webhooks"
_FORM = "/rating-forms/<code>/<version>"
AUDITED = {
    r"(POST|DELETE) /api/v1/session"
    r"|POST (/figures|/integrations/<office>|/rating-forms|/sign-in|/admin/sign-in)"
    r"|POST /(figures|rating-forms|admin)/sign-out": ("session.begun", "session.ended", "session.refused"),
    "POST /account/password": ("account.password_changed",),
    "POST /account/sessions/<handle>/end": ("account.session_ended",),
    "POST /account/sessions/end": ("account.signed_out_everywhere",),
    "POST /account/totp/confirm": ("account.totp_set_up",),
    "POST /account/totp/<step>": ("account.totp_removed", "account.recovery_codes_renewed"),
    "POST /set-up": ("account.created",),
    "POST /admin(/<office>)?/staff": ("account.created",),
    "POST /admin(/<office>)?/staff/<username>": ("account.changed",),
    "POST /admin(/<office>)?/staff/<username>/<step>": (
        *("account.password_given", "account.signed_out_everywhere", "account.totp_removed"),
        "account.ended",
    ),
    "POST /admin/persons/<step>": ("person.found", "person.exported", "person.erased"),
    "POST /set-up/office(/file)?|POST /admin/tree|POST /admin/<office>/(apply|skills)": ("setup.changed",),
    "POST /admin/<office>/pauses(/<service>/end)?": ("setup.changed",),
    "POST /admin/<office>/devices": ("device.paired",),
    "POST /admin/<office>/access-keys": ("device.made",),
    "POST /admin/<office>/devices/<device>/change": ("device.changed",),
    "POST /admin/<office>/devices/<device>/revoke": ("device.revoked",),
    "POST /api/v1/device/token": ("device.token_renewed",),
    "POST /admin/<office>/notices": ("notice.put_up",),
    "POST /admin/<office>/notices/<number>/end": ("notice.taken_down",),
    "POST /rating-forms/new": ("rating_form.drafted",),
    f"POST {_FORM}": ("rating_form.changed",),
    f"POST {_FORM}/new-version": ("rating_form.drafted",),
    f"POST {_FORM}/<step>": ("rating_form.published", "rating_form.retired", "rating_form.deleted"),
    f"POST {_HOOK}": ("webhook.made",),
    f"DELETE {_HOOK}/<webhook>": ("webhook.removed",),
    "POST /api/v1/offices/<office>/appointments/search": ("bookings.searched",),
}
"""What entries a row leaves when it succeeds, by a pattern of the row without the kinds of its parts."""
NOT_AUDITED = {
    r"\w+ /(t/<token>|book/|a/<token>|api/v1/(appointments|tickets|holds)\b).*": "citizens' steps: events",
    r"POST /api/v1/offices/<office>/(tickets|check-ins|ratings|holds)": "of tickets and bookings: events",
    r"POST /api/v1/offices/<office>/appointments(/from-ticket|/<appointment>/.*)?": "the same",
    r"POST /api/v1/offices/<office>/counters/<counter>/[\w-]+": "the same",
    "POST /api/v1/offices/<office>/hall/wanted": "a wish that the hall shows: an event",
    "POST /api/v1/offices/<office>/device-reports": "a machine says how it is; a change of that is an event",
    "POST /api/v1/pairings": "a machine asks; who lets it in is told",
    "POST /account/totp/begin": "shows a secret that counts only when it is confirmed",
    "POST /admin/<office>/(set-up/<section>|review|files)": "shows differences; what applies them is told",
    f"POST ({_HOOK}|/integrations/<office>)/<webhook>/(deliveries/)?(<delivery>/retry|test)": (
        "sends once more, or a test, to an address whose making is told; the delivery is kept"
    ),
}


def rows(house: House) -> set[str]:
    """The writing rows, without the kinds of what stands in their paths."""
    names = {re.sub(r"<[^<>]*:(\w+)>", r"<\1>", name) for name in guards.whole(house.doors())}
    return {name for name in names if not name.startswith("GET ")}


def fitting(row: str) -> list[str]:
    return [pattern for pattern in (*AUDITED, *NOT_AUDITED) if re.fullmatch(pattern, row)]


def test_every_row_that_changes_something_is_audited_or_says_why_not(house: House) -> None:
    found = {row: fitting(row) for row in rows(house)}
    assert {row for row, patterns in found.items() if len(patterns) != 1} == set()
    unused = {*AUDITED, *NOT_AUDITED} - {pattern for patterns in found.values() for pattern in patterns}
    assert unused == set()


def test_what_rows_say_is_written_somewhere_and_has_words() -> None:
    said = {action for actions in AUDITED.values() for action in actions}
    put_together = {action for action in said if action.startswith("rating_form.")}
    assert said - put_together - recorded() == set()
    assert said - set(ACTIONS) == set()
