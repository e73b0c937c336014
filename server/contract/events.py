"""The kinds of events an office writes; `server.domain.board` says what each does to the board."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One kind per thing that can happen. Clients must accept kinds they do not know."""

    TICKET_ISSUED = "ticket_issued"
    TICKET_CALLED = "ticket_called"
    TICKET_CALLED_OUT_OF_ORDER = "ticket_called_out_of_order"
    TICKET_RECALLED = "ticket_recalled"
    TICKET_STARTED = "ticket_started"
    TICKET_FINISHED = "ticket_finished"
    TICKET_NO_SHOW = "ticket_no_show"
    TICKET_PUT_BACK = "ticket_put_back"
    TICKET_HELD = "ticket_held"
    TICKET_RESUMED = "ticket_resumed"
    TICKET_TRANSFERRED = "ticket_transferred"
    TICKET_LEFT = "ticket_left"
    TICKET_REMOVED = "ticket_removed"
    TICKET_RESTORED = "ticket_restored"
    TICKET_CLOSED = "ticket_closed"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_CHECKED_IN = "appointment_checked_in"
    APPOINTMENT_MISSED = "appointment_missed"
    CHECK_IN_UNDONE = "check_in_undone"
    COUNTER_OPENED = "counter_opened"
    COUNTER_PAUSED = "counter_paused"
    COUNTER_CLOSED = "counter_closed"
    NOTICE_CHANGED = "notice_changed"
    OFFICE_CHANGED = "office_changed"
    DEVICE_REPORTED = "device_reported"
    DEVICE_PAIRED = "device_paired"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_CONNECTION = "device_connection"
    ALERT_RAISED = "alert_raised"
    ALERT_ENDED = "alert_ended"
    DAY_CLOSED = "day_closed"


# What an event carries beside seq, kind and at. `before` is the number that the ticket now stands
# in front of in the order of call (null: at the end), so that a display can keep the order without
# ever learning anybody's due.
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.TICKET_ISSUED: ("ticket", "number", "service", "before"),
    Kind.TICKET_CALLED: ("ticket", "number", "counter", "call_id", "voice"),
    Kind.TICKET_CALLED_OUT_OF_ORDER: ("ticket", "number", "counter", "call_id", "voice"),
    Kind.TICKET_RECALLED: ("ticket", "number", "counter", "call_id", "voice", "recalls"),
    Kind.TICKET_STARTED: ("ticket", "number", "counter"),
    Kind.TICKET_FINISHED: ("ticket", "number", "counter"),
    Kind.TICKET_NO_SHOW: ("ticket", "number", "counter"),
    Kind.TICKET_PUT_BACK: ("ticket", "number", "counter", "service", "before"),
    Kind.TICKET_HELD: ("ticket", "number", "counter"),
    Kind.TICKET_RESUMED: ("ticket", "number", "counter"),
    Kind.TICKET_TRANSFERRED: ("ticket", "number", "counter", "next_ticket", "service", "before"),
    Kind.TICKET_LEFT: ("ticket", "number"),
    Kind.TICKET_REMOVED: ("ticket", "number", "counter"),
    Kind.TICKET_RESTORED: ("ticket", "number", "counter", "service", "before"),
    Kind.TICKET_CLOSED: ("ticket", "number"),
    Kind.APPOINTMENT_BOOKED: ("appointment", "service", "start"),
    Kind.APPOINTMENT_MOVED: ("appointment", "service", "start"),
    Kind.APPOINTMENT_CANCELLED: ("appointment", "service", "start"),
    Kind.APPOINTMENT_CHECKED_IN: ("appointment", "service", "start", "ticket", "number", "late"),
    Kind.APPOINTMENT_MISSED: ("appointment", "service", "start"),
    Kind.CHECK_IN_UNDONE: ("appointment", "service", "start"),
    Kind.COUNTER_OPENED: ("counter",),
    Kind.COUNTER_PAUSED: ("counter",),
    Kind.COUNTER_CLOSED: ("counter",),
    Kind.NOTICE_CHANGED: ("notices",),
    Kind.OFFICE_CHANGED: (),
    Kind.DEVICE_REPORTED: ("device", "printer"),
    Kind.DEVICE_PAIRED: ("device", "role"),
    Kind.DEVICE_REVOKED: ("device",),
    Kind.DEVICE_CONNECTION: ("device", "online"),
    Kind.ALERT_RAISED: ("alert", "about", "subject"),
    Kind.ALERT_ENDED: ("alert", "about", "subject"),
    Kind.DAY_CLOSED: ("day",),
}
