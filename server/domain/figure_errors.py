"""The refusals of figures: questions that they do not answer."""

from __future__ import annotations

from server.domain.errors import Refusal


class TooManyTickets(Refusal):
    """Figures of two dimensions at once are made of single tickets: ask for a shorter period."""

    code = "too_many_tickets"


class OneOffice(Refusal):
    """Counters and clerks are told apart within one office: name it."""

    code = "one_office"
