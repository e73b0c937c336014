"""Visits that were served and ratings of them, for the tests of satisfaction."""

from __future__ import annotations

from typing import Any

from server.actions.rating import answering, forms
from server.contract.messages import GiveRating, Rated, Ticket
from server.contract.rating_form import RatingFormDocument
from server.demo.rating_forms import demo_form
from server.domain.people import Caller, Role
from tests.builders import Hall

PROVINCE = Caller(Role.PROVINCE, None, "staff:0", staff_id=0)
SUPERVISOR = Caller(Role.SUPERVISOR, None, "staff:1")


def published(hall: Hall, document: RatingFormDocument | None = None, *, publish: bool = True) -> int:
    """A new version of the demo's form, or of another; citizens are asked with it unless told otherwise."""
    wish = document or demo_form()

    def act(tx: Any) -> int:
        version = forms.draft(tx, wish)
        if publish:
            forms.publish(tx, wish.code, version)
        return version

    return hall.database.write(act)


def served(hall: Hall, counter: int = 3, service: str = "land", caller: Caller | None = None) -> Ticket:
    """A visit from press to finish at a counter, by its device or by somebody who is given."""
    pressed = hall.press(service)  # the first of a day closes the day before, and its counters
    if not hall.office().counter(counter).open:
        hall.do("open", counter, caller)
    called = hall.do("call", counter, caller, ticket=pressed.id, reason="thử")
    assert called is not None
    done = hall.do("finish", counter, caller, ticket=called.id, version=called.version)
    assert done is not None
    return done


def answer(
    overall: int = 5, version: int = 1, *, form: str = "hai-long", remark: str = "", **steps: int
) -> GiveRating:
    """An answer to a version of the demo's form."""
    return GiveRating(form=form, version=version, overall=overall, answers=steps, remark=remark)


def rated(hall: Hall, ticket: Ticket, wish: GiveRating | None = None) -> Rated:
    """Rate a visit by its link."""
    token = hall.token_of(ticket)
    return hall.database.write(lambda tx: answering.rate_by_link(tx, token, wish or answer()))
