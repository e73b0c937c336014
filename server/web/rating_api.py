"""Doors for ratings: a citizen's answers by link, at the counter and at reception, and the figures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from server.actions.figures import projecting
from server.actions.hall.places import Place
from server.actions.rating import answering, at_counter, results
from server.contract import messages
from server.contract.messages import Request
from server.contract.messages.ratings import RatingKey
from server.domain import errors, rating_errors
from server.domain.people import Permission
from server.storage.happenings import Transaction
from server.web.booking_queries import Day
from server.web.doors import Ask, Doors, Key
from server.web.figures_queries import PeriodQuery

_RATE = (
    rating_errors.AlreadyRated,
    rating_errors.NoRatingForm,
    rating_errors.UnknownRatingForm,
    rating_errors.RatingInvalid,
)
_PLACE = (errors.UnknownOffice, errors.UnknownCounter)


class RatingsQuery(PeriodQuery):
    """Ratings of some offices' days, grouped."""

    by: RatingKey = "office"


class RemarksQuery(Request):
    """Some days, both ends included, in office-local dates; none where they end before they begin."""

    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]


def doors() -> Doors:
    """The doors of this module."""
    group = Doors("rating_api")
    _add_links(group)
    _add_counters(group)
    _add_figures(group)
    return group


def _add_links(group: Doors) -> None:
    by_link = "/tickets/<token>/rating"

    @group.add("GET", by_link, answer=messages.TicketRating, writes=False, refusals=(errors.UnknownTicket,))
    def show_ticket_rating(tx: Transaction, ask: Ask) -> messages.TicketRating:
        """Whether a visit can be rated now, and what is asked; for whoever holds its link."""
        return answering.rating_of_ticket(tx, ask.path["token"])

    @group.add(
        "POST",
        by_link,
        answer=messages.Rated,
        body=messages.GiveRating,
        key=Key.HONOURED,
        refusals=(errors.UnknownTicket, rating_errors.NotServedYet, *_RATE),
    )
    def rate_visit(tx: Transaction, ask: Ask) -> messages.Rated:
        """Rate a visit that was served, once; for whoever holds its link, for 7 days."""
        return answering.rate_by_link(tx, ask.path["token"], ask.body)


def _add_counters(group: Doors) -> None:
    place = "/offices/<office>/counters/<int(max=9999):counter>"

    @group.add(
        "GET",
        f"{place}/rating",
        answer=messages.CounterRating,
        permission=Permission.TAKE_RATINGS,
        writes=False,
        refusals=_PLACE,
    )
    def show_counter_rating(tx: Transaction, ask: Ask) -> messages.CounterRating:
        """Whom the tablet of a counter asks now, and what: whoever was served there last, for 2 minutes."""
        return at_counter.rating_at(tx, ask.known, _place(ask))

    @group.add(
        "POST",
        f"{place}/rate",
        answer=messages.Rated,
        permission=Permission.TAKE_RATINGS,
        body=messages.RateAtCounter,
        key=Key.HONOURED,
        refusals=(*_PLACE, rating_errors.NotAskedHere, *_RATE),
    )
    def rate_at_counter(tx: Transaction, ask: Ask) -> messages.Rated:
        """What a citizen answered at the tablet of a counter, for the visit that was served there last."""
        return at_counter.rate_at(tx, ask.known, _place(ask), ask.body)

    @group.add(
        "POST",
        "/offices/<office>/ratings",
        answer=messages.Rated,
        permission=Permission.RECEIVE,
        body=messages.RateAtReception,
        key=Key.HONOURED,
        refusals=(errors.UnknownOffice, errors.UnknownTicket, rating_errors.NotServedYet, *_RATE),
    )
    def rate_at_reception(tx: Transaction, ask: Ask) -> messages.Rated:
        """What a citizen told at reception, for one of today's numbers."""
        return answering.rate_at_reception(tx, ask.known, ask.path["office"], ask.body)


def _add_figures(group: Doors) -> None:
    @group.add(
        "GET",
        "/figures/ratings",
        answer=messages.RatingFigures,
        permission=Permission.READ_RATINGS,
        scope="figures:read",
        query=RatingsQuery,
        writes=False,
        before=projecting.catch_up,
        refusals=(errors.UnknownOffice,),
    )
    def show_rating_figures(tx: Transaction, ask: Ask) -> messages.RatingFigures:
        """Satisfaction by form version: response rate, mean level, share satisfied, score, class, rank."""
        query = ask.query
        wish = results.Wish(query.office, query.period, query.by)
        return results.rating_figures(tx, ask.known, wish)

    @group.add(
        "GET",
        "/offices/<office>/rating-remarks",
        answer=messages.RatingRemarks,
        permission=Permission.READ_REMARKS,
        query=RemarksQuery,
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def show_rating_remarks(tx: Transaction, ask: Ask) -> messages.RatingRemarks:
        """What citizens wrote with their ratings, for those who lead the office; kept for 90 days."""
        return results.rating_remarks(
            tx, ask.known, ask.path["office"], first=ask.query.first, last=ask.query.last
        )


def _place(ask: Ask) -> Place:
    return Place(ask.path["office"], ask.path["counter"])
