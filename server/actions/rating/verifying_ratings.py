"""What must be true of ratings: given to visits that were served, and worth what their form says."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from server.domain.office import Office
from server.domain.rating_errors import RatingInvalid
from server.domain.satisfaction import Rating, RatingForm, scored
from server.domain.tickets import TicketState
from server.storage import ratings
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import rating, ticket


def problems(tx: Transaction, office: Office) -> Iterator[str]:
    """Every violation among an office's ratings; no answer is repeated."""
    forms = {row.id: ratings.form_in(row) for row in ratings.forms(tx) if row.published_at is not None}
    for row in tx.connection.execute(select(rating).where(rating.c.office_id == office.id)):
        if row.rating_form_id not in forms:
            yield f"rating {row.id} is of a form that was never published"
        elif not _is_worth(forms[row.rating_form_id], row):
            yield f"rating {row.id} is not worth what its form says"
    served = select(ticket.c.visit_id).where(ticket.c.state == TicketState.SERVED.value)
    stray = select(rating.c.id).where(rating.c.office_id == office.id, rating.c.visit_id.not_in(served))
    for rating_id in tx.connection.execute(stray.order_by(rating.c.id)).scalars():
        yield f"rating {rating_id} is of a visit that was not served"


def _is_worth(form: RatingForm, row: TicketRow) -> bool:
    try:
        pool = scored(form, Rating(row.overall, row.answers, row.remark or ""))
    except RatingInvalid:
        return False
    return (pool.points, pool.most, pool.satisfied) == (row.points, row.most_points, int(row.satisfied))
