"""The refusals of the house: every way in which the rules say no, each with its stable code."""

from __future__ import annotations

from datetime import datetime


class Refusal(Exception):
    """The rules say no. `code` is stable; `detail` is for people; `facts` go into the answer."""

    code = "refused"

    def __init__(self, detail: str = "", **facts: object) -> None:
        super().__init__(detail or self.__doc__ or self.code)
        self.detail = detail or (self.__doc__ or self.code)
        self.facts = facts


class UnknownOffice(Refusal):
    """There is no such office."""

    code = "unknown_office"


class UnknownService(Refusal):
    """This office has no such service, or it does not take tickets itself."""

    code = "unknown_service"


class UnknownCategory(Refusal):
    """This office has no such priority category."""

    code = "unknown_category"


class UnknownCounter(Refusal):
    """This office has no such counter."""

    code = "unknown_counter"


class UnknownTicket(Refusal):
    """There is no such ticket here."""

    code = "unknown_ticket"


class UnknownNotice(Refusal):
    """The displays show no such notice."""

    code = "unknown_notice"


class UnknownDevice(Refusal):
    """This office has no such device."""

    code = "unknown_device"


class UnknownStaff(Refusal):
    """There is no such member of staff."""

    code = "unknown_staff"


class Closed(Refusal):
    """The office gives no tickets now."""

    code = "closed"

    def __init__(self, opens_at: datetime | None) -> None:
        super().__init__(opens_at=opens_at)


class ServiceUnavailable(Refusal):
    """The service is paused."""

    code = "service_unavailable"


class CounterNotOpen(Refusal):
    """The counter is not open."""

    code = "counter_not_open"


class CounterTaken(Refusal):
    """A colleague is signed in at this counter."""

    code = "counter_taken"


class NotSkilled(Refusal):
    """This clerk may serve none of these services."""

    code = "not_skilled"


class Busy(Refusal):
    """The counter still has a ticket."""

    code = "busy"


class NotStarted(Refusal):
    """The current ticket was called but not started."""

    code = "not_started"


class NoCurrentTicket(Refusal):
    """The counter has no current ticket."""

    code = "no_current_ticket"


class Stale(Refusal):
    """The ticket has changed since the version you saw."""

    code = "stale"


class ImpossibleStep(Refusal):
    """The ticket's state does not allow this step."""

    code = "impossible_step"


class NotServedHere(Refusal):
    """This counter does not serve that service, or nobody can."""

    code = "not_served_here"


class RestoreTooLate(Refusal):
    """The time within which a no-show may be restored has passed."""

    code = "restore_too_late"


class IdempotencyMismatch(Refusal):
    """This Idempotency-Key came before with another request."""

    code = "idempotency_mismatch"


class NotAllowed(Refusal):
    """You may not do this here."""

    code = "not_allowed"


class WrongCredentials(Refusal):
    """Name or password is wrong."""

    code = "wrong_credentials"


class TooManyTries(Refusal):
    """Too many failed sign-ins; wait before you try again."""

    code = "too_many_tries"


class InUse(Refusal):
    """People are still waiting for, or served at, what would go."""

    code = "in_use"


class AccountExists(Refusal):
    """There is an account of that name already."""

    code = "account_exists"


class SetUpInvalid(Refusal):
    """The set-up does not go with what else is here."""

    code = "set_up_invalid"


class UnknownBooking(Refusal):
    """There is no such appointment here."""

    code = "unknown_booking"


class ImpossibleBookingStep(Refusal):
    """The appointment's state does not allow this step."""

    code = "impossible_step"


class NoBookings(Refusal):
    """This office, or this service, takes no bookings."""

    code = "no_bookings"


class NoSuchSlot(Refusal):
    """There is no slot for this service at that time, or it cannot be booked now."""

    code = "no_such_slot"


class SlotFull(Refusal):
    """Every place of this slot is taken."""

    code = "slot_full"


class HoldExpired(Refusal):
    """The hold has expired; choose a slot again."""

    code = "hold_expired"


class LimitReached(Refusal):
    """This is more than the office's limits allow."""

    code = "limit_reached"


class ChallengeRequired(Refusal):
    """Solve a challenge first, and send its solution."""

    code = "challenge_required"


class ConsentRequired(Refusal):
    """Personal data may be kept only with consent."""

    code = "consent_required"


class AmbiguousCheckIn(Refusal):
    """Say a code, or a phone and the start of the slot, or a citizen ID: one of them."""

    code = "ambiguous"


class TooEarly(Refusal):
    """It is too early to check in."""

    code = "too_early"


class OtherOffice(Refusal):
    """The appointment is at another office."""

    code = "other_office"


class OtherDay(Refusal):
    """The appointment is on another day."""

    code = "other_day"


class Cancelled(Refusal):
    """The appointment was cancelled."""

    code = "cancelled"


class AlreadyCalled(Refusal):
    """The ticket of this appointment was called already, so its check-in cannot be undone."""

    code = "already_called"


class ScopeMissing(Refusal):
    """This key's scopes do not include that."""

    code = "scope_missing"


class UnknownWebhook(Refusal):
    """There is no such webhook."""

    code = "unknown_webhook"


class UnknownDelivery(Refusal):
    """This webhook has no such delivery."""

    code = "unknown_delivery"


class WebhookRefused(Refusal):
    """Webhooks to this machine and to private networks are not allowed here."""

    code = "webhook_refused"
