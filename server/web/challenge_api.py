"""The door of puzzles: what a stranger solves before booking, where an address books fast."""

from __future__ import annotations

from server.actions.appointments import challenging
from server.contract import messages
from server.domain import errors
from server.settings import Settings
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors
from server.web.visiting import visitor


def doors(settings: Settings) -> Doors:
    """The doors of this module."""
    group = Doors("challenge_api")

    @group.add("GET", "/challenges", answer=messages.Challenge, writes=False, refusals=(errors.LimitReached,))
    def show_challenge(tx: Transaction, ask: Ask) -> messages.Challenge:
        """A proof-of-work puzzle, as hard as the next hold from this address needs it."""
        return challenging.challenge(tx, visitor(settings))

    return group
