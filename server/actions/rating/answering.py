"""Answering: a citizen rates a visit that was served, once, by link, at the counter or at reception."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from server.actions.hall import arriving
from server.contract import messages
from server.domain import hours, privacy
from server.domain.errors import UnknownTicket
from server.domain.office import Office
from server.domain.people import Caller
from server.domain.rating_errors import AlreadyRated, NoRatingForm, NotServedYet, UnknownRatingForm
from server.domain.satisfaction import Rating, RatingForm, scored
from server.domain.tickets import TicketState
from server.storage import ratings
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import ticket
from server.storage.ticket_rows import WITH_VISIT

KEPT_REMARKS = privacy.period("remarks")
"""For how long a remark is kept: people write what is nobody's business."""
STILL_TAKEN = timedelta(days=1)
"""For how long after another version came answers to the old one are taken: its page may be open."""

LEVELS: tuple[dict[str, str], ...] = (
    {"vi": "Rất không hài lòng", "en": "Very dissatisfied"},
    {"vi": "Không hài lòng", "en": "Dissatisfied"},
    {"vi": "Bình thường", "en": "Neutral"},
    {"vi": "Hài lòng", "en": "Satisfied"},
    {"vi": "Rất hài lòng", "en": "Very satisfied"},
)
"""The levels 1 to 5, as the regulation names them."""


def rating_of_ticket(tx: Transaction, token: str) -> messages.TicketRating:
    """Whether the visit behind a link can be rated now, and the form; raises `UnknownTicket`."""
    row = arriving.ticket_behind(tx, token)
    if ratings.is_rated(tx, row.visit_id):
        return messages.TicketRating(state="rated")
    if row.state != TicketState.SERVED.value:
        return messages.TicketRating(state="not_served_yet")
    form = asked_form(tx)
    return messages.TicketRating(state="open" if form else "no_form", form=form)


def rate_by_link(tx: Transaction, token: str, wish: messages.GiveRating) -> messages.Rated:
    """Rate the visit behind a link; raises `UnknownTicket` and as `rate`."""
    row = arriving.ticket_behind(tx, token)
    office = tx.offices.by_id(tx.connection, row.office_id)
    return rate(tx, office, row, wish, channel="link")


def rate_at_reception(
    tx: Transaction, caller: Caller, office_code: str, wish: messages.RateAtReception
) -> messages.Rated:
    """Rate today's number as its citizen told it; raises `UnknownOffice`, `UnknownTicket`, as `rate`."""
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    today = hours.office_day(office.hours, tx.now)
    of_number = WITH_VISIT.where(
        ticket.c.office_id == office.id, ticket.c.day == today, ticket.c.number == wish.number
    )
    row = tx.connection.execute(of_number.order_by(ticket.c.leg.desc()).limit(1)).first()
    if row is None:
        raise UnknownTicket(number=wish.number)
    return rate(tx, office, row, wish, channel="reception")


def rate(
    tx: Transaction, office: Office, row: TicketRow, wish: messages.GiveRating, *, channel: str
) -> messages.Rated:
    """Keep the rating of a served visit; `row` is its last leg, whose service, counter and clerk it counts
    for, on the day of the call that began it.

    Raises `NotServedYet`, `NoRatingForm`, `UnknownRatingForm`, `RatingInvalid`, `AlreadyRated`.
    """
    if row.state != TicketState.SERVED.value:
        raise NotServedYet(state=row.state)
    if ratings.is_rated(tx, row.visit_id):
        raise AlreadyRated()
    form_id, form = _form_of(tx, wish)
    rating = Rating(wish.overall, dict(wish.answers), wish.remark)
    pool = scored(form, rating)
    values = {
        **_about(tx, office, row),
        "rating_form_id": form_id,
        "channel": channel,
        "answers": dict(wish.answers),
        "points": pool.points,
        "most_points": pool.most,
        "overall": wish.overall,
        "satisfied": rating.satisfied,
        "remark": wish.remark or None,
        "at": tx.now,
    }
    if not ratings.add(tx, values):
        raise AlreadyRated()
    return messages.Rated(rated_at=tx.now, overall=wish.overall)


def _about(tx: Transaction, office: Office, row: TicketRow) -> dict[str, object]:
    """What a rating counts for."""
    return {
        "office_id": office.id,
        "visit_id": row.visit_id,
        "day": row.called_at.astimezone(office.hours.time_zone).date(),
        "service": office.service_by_id(row.service_id).code,
        "counter": row.counter_number,
        "clerk": ratings.username(tx, row.staff_id),
    }


def _form_of(tx: Transaction, wish: messages.GiveRating) -> tuple[int, RatingForm]:
    """The form that was answered: the one citizens are asked with, or were until a day ago."""
    row = ratings.form_row(tx, wish.form, wish.version)
    if row is not None and row.published_at is not None:
        if row.retired_at is None or row.retired_at > tx.now - STILL_TAKEN:
            return row.id, ratings.form_in(row)
    elif ratings.asked_form(tx) is None:
        raise NoRatingForm()
    raise UnknownRatingForm(form=wish.form, version=wish.version)


def asked_form(tx: Transaction) -> messages.RatingFormView | None:
    """What citizens are asked now, None when nothing is."""
    row = ratings.asked_form(tx)
    return None if row is None else form_view(ratings.form_in(row))


def form_view(form: RatingForm) -> messages.RatingFormView:
    """A form as a citizen sees it."""
    return messages.RatingFormView(
        code=form.code,
        version=form.version,
        names=dict(form.names),
        intro=dict(form.intro),
        overall=dict(form.overall),
        levels=list(LEVELS),
        questions=[
            messages.RatingQuestion(
                code=question.code,
                texts=dict(question.texts),
                steps=[messages.RatingStep(texts=dict(step.texts)) for step in question.steps],
            )
            for question in form.questions
        ],
        remark=dict(form.remark),
    )


def can_be_rated(tx: Transaction, row: TicketRow) -> str | None:
    """What the page of a ticket says of rating: `open`, `rated`, or None for nothing."""
    if row.state != TicketState.SERVED.value:
        return None
    if ratings.is_rated(tx, row.visit_id):
        return "rated"
    return "open" if ratings.asked_form(tx) is not None else None


def forget_remarks(tx: Transaction) -> int:
    """Delete remarks that are older than they are kept; how many there were."""
    return ratings.forget_remarks(tx, before=tx.now - KEPT_REMARKS)


def last_served(tx: Transaction, office: Office, counter: int) -> TicketRow | None:
    """Who was served last at a counter today."""
    today = hours.office_day(office.hours, tx.now)
    query = WITH_VISIT.where(
        ticket.c.office_id == office.id,
        ticket.c.day == today,
        ticket.c.called_at.is_not(None),
        ticket.c.counter_number == counter,
        ticket.c.state == TicketState.SERVED.value,
    )
    return tx.connection.execute(
        query.order_by(ticket.c.ended_at.desc(), ticket.c.id.desc()).limit(1)
    ).first()


def next_has_sat_down(tx: Transaction, office: Office, counter: int) -> bool:
    """Whether a counter serves somebody now, which nobody does who was only called."""
    query = select(ticket.c.id).where(
        ticket.c.office_id == office.id,
        ticket.c.counter_number == counter,
        ticket.c.state == TicketState.SERVING.value,
    )
    return tx.connection.execute(query).first() is not None
