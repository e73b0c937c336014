"""Which columns of the database hold something of people, by the keys of `privacy.TABLE`."""

from __future__ import annotations

from collections.abc import Mapping

PERSONAL: Mapping[str, Mapping[str, str]] = {
    "contacts": {
        "booking_contact": "name phone email dossier note phone_key citizen_key consent_at",
    },
    "messages": {
        "outbox": "recipient",
    },
    "visitors": {
        "appointment": "address_key",
        "spent_challenge": "id",
    },
    "answers": {
        "idempotent_answer": "scope key request_hash answer",
    },
    "remarks": {
        "rating": "remark",
    },
    "notes": {
        "ticket": "note reason",
        "event": "detail",
        "counter": "reason",
        "counter_span": "reason",
    },
    "notices": {
        "notice": "texts",
    },
    "visits": {
        "visit": "number token",
        "ticket": "number category dossiers",
        "appointment": "code token category",
        "rating": "answers overall",
        "ticket_fact": "number category",
        "event": "public",
    },
    "deliveries": {
        "webhook_delivery": "body error",
    },
    "accounts": {
        "staff": (
            "username name role password_hash services email oidc_issuer oidc_subject totp_secret "
            "totp_since signed_in_at"
        ),
        "recovery_code": "code_hash used_at",
    },
    "sessions": {
        "staff_session": "id staff_id began_at seen_at ended_at address agent way",
    },
    "tries": {
        "sign_in_failure": "username address at",
        "pairing": "address",
        "pairing_failure": "staff_id at",
    },
    "work": {
        "counter": "staff_id",
        "ticket": "staff_id",
        "appointment": "staff_id",
        "event": "staff_id",
        "counter_span": "clerk",
        "ticket_fact": "clerk",
        "rating": "clerk",
        "day_figures": "key",
        "month_figures": "key",
    },
    "setup": {
        "office": "setup",
        "setup_revision": "staff_id changes before document",
    },
    "audit": {
        "audit_entry": "actor staff_id object old new",
    },
}
"""By the key of what is kept: tables, and their columns as words."""

IMPERSONAL: Mapping[str, str] = {
    "alert": "*",
    "appointment": (
        "id office_id service_id state version pool day start ends revision channel language persons "
        "made_at expires_at booked_at ended_at visit_id arrived_at late from_ticket device_id"
    ),
    "audit_entry": "seq at role device_id action office_id previous hash",
    "audit_head": "*",
    "booking_contact": "appointment_id",
    "booking_key": "*",
    "counter": (
        "id office_id number names services timed active state open_services changed_at call_id "
        "call_number call_at call_recalls call_voice"
    ),
    "counter_span": "id office_id day counter state began_at ended_at",
    "day_figures": "*",
    "device": "*",
    "device_clock": "*",
    "device_span": "*",
    "event": "office_id seq kind at ticket_id device_id",
    "figures_cursor": "*",
    "first_run": "*",
    "idempotent_answer": "status at",
    "job_run": "*",
    "log_import": "*",
    "month_figures": "*",
    "notice": "id office_id kind since until",
    "number_series": "*",
    "office": (
        "id code level parent_id successor_id time_zone valid_from valid_to setup_stamp hall_stamp seq "
        "closed_through"
    ),
    "outbox": (
        "id office_id message_id channel kind appointment_id visit_id staff_letter_id made_at due_at "
        "next_at tries claimed_until sent_at given_up_at error"
    ),
    "pairing": (
        "id role version office_code counter_number code_hash secret_hash token_hash created_at "
        "approved_at device_id"
    ),
    "pairing_failure": "id",
    "rating": (
        "id office_id visit_id rating_form_id day service counter channel points most_points satisfied at"
    ),
    "rating_form": "*",
    "recovery_code": "id staff_id",
    "service": "*",
    "setup_revision": "id office_id number at how undoes",
    "sign_in_failure": "id",
    "slot": "*",
    "slot_place": "*",
    "spent_challenge": "at",
    "staff": "id office_id active must_change_password totp_step",
    "staff_letter": "*",
    "staff_session": "idle_s ends_at",
    "ticket": (
        "id visit_id office_id service_id leg day channel state version issued_at arrived_at slot "
        "waits_from due told_low_us told_high_us callable_from for_counter return_to counter_number calls "
        "out_of_order called_at started_at start_inferred held_at held_s ended_at services_done"
    ),
    "ticket_fact": (
        "id office_id source ticket_id office_day issued_at leg day half_hour service counter channel "
        "outcome arrived_at slot waits_from called_at started_at ended_at wait_us raw_us in_hours_us "
        "visit_us way_us counter_us held_us lost_us dossiers calls out_of_order inferred punctual "
        "told_low_us told_high_us"
    ),
    "visit": "id office_id day letter serial persons language issued_at",
    "webhook": "*",
    "webhook_delivery": (
        "id webhook_id event_id seq kind state made_at tries next_at claimed_until status ended_at"
    ),
}
"""Columns that tell of nobody; `*`: all of the table but those that are named above."""


def unknown_columns(tables: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Columns of which nobody has said whether they hold something personal, as `table.column`."""
    return [
        f"{table}.{column}"
        for table, columns in tables.items()
        for column in columns
        if not _is_known(table, column)
    ]


def _is_known(table: str, column: str) -> bool:
    impersonal = IMPERSONAL.get(table, "").split()
    personal = any(column in columns.get(table, "").split() for columns in PERSONAL.values())
    return personal or "*" in impersonal or column in impersonal
