"""Ratings as they are kept: the versions of forms, what citizens answered, and their sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from server.contract.rating_form import RatingFormDocument, StepEntry
from server.domain.satisfaction import POINT, Pool, Question, RatingClass, RatingForm, Step
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, day_figures, rating, rating_form, staff

FormRow = Row[*tuple[Any, ...]]
"""A row of `rating_form`."""


def form_of(document: RatingFormDocument, version: int) -> RatingForm:
    """A form as its file writes it becomes what the rules know."""
    common = _steps(document.steps)
    return RatingForm(
        code=document.code,
        version=version,
        names=document.names,
        overall=document.overall.texts,
        overall_points=tuple(_millionths(points) for points in document.overall.points),
        intro=document.intro,
        questions=tuple(
            Question(one.code, one.texts, _steps(one.steps) or common, round(one.weight * 1000))
            for one in document.questions
        ),
        classes=tuple(
            RatingClass(one.code, one.names, _millionths(one.least_points)) for one in document.classes
        ),
        remark=document.remark,
    )


def _steps(entries: list[StepEntry]) -> tuple[Step, ...]:
    return tuple(Step(_millionths(entry.points), entry.texts) for entry in entries)


def _millionths(points: float) -> int:
    """Files have thousandths at the finest."""
    return round(points * 1000) * (POINT // 1000)


def document_of(row: FormRow) -> RatingFormDocument:
    return RatingFormDocument.model_validate(row.document)


def form_in(row: FormRow) -> RatingForm:
    return form_of(document_of(row), row.version)


# --- forms ------------------------------------------------------------------------------------------


def forms(tx: Transaction) -> list[FormRow]:
    """Every version of every form, the newest of each first."""
    query = select(rating_form).order_by(rating_form.c.code, rating_form.c.version.desc())
    return list(tx.connection.execute(query).all())


def form_row(tx: Transaction, code: str, version: int) -> FormRow | None:
    query = select(rating_form).where(rating_form.c.code == code, rating_form.c.version == version)
    return tx.connection.execute(query).first()


def form_rows(tx: Transaction, ids: Collection[int]) -> list[FormRow]:
    return list(tx.connection.execute(select(rating_form).where(rating_form.c.id.in_(ids))).all())


def asked_form(tx: Transaction) -> FormRow | None:
    """The one version that citizens are asked with now."""
    query = select(rating_form).where(_asked()).order_by(rating_form.c.published_at.desc())
    return tx.connection.execute(query.limit(1)).first()


def _asked() -> ColumnElement[bool]:
    return rating_form.c.published_at.is_not(None) & rating_form.c.retired_at.is_(None)


def lock_forms(tx: Transaction) -> None:
    """Nobody else makes or publishes versions until the transaction ends; SQLite has one writer anyway."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(text("LOCK TABLE rating_form IN SHARE ROW EXCLUSIVE MODE"))


def last_version(tx: Transaction, code: str) -> int:
    query = select(func.max(rating_form.c.version)).where(rating_form.c.code == code)
    return tx.connection.execute(query).scalar() or 0


def insert_draft(tx: Transaction, document: RatingFormDocument, version: int) -> None:
    values = {"code": document.code, "version": version, "made_at": tx.now}
    tx.connection.execute(insert(rating_form).values(document=document.model_dump(mode="json"), **values))


def write_draft(tx: Transaction, row: FormRow, document: RatingFormDocument) -> bool:
    """Whether the version was still a draft; one that was published is never written."""
    draft = update(rating_form).where(rating_form.c.id == row.id, rating_form.c.published_at.is_(None))
    return tx.connection.execute(draft.values(document=document.model_dump(mode="json"))).rowcount == 1


def delete_draft(tx: Transaction, row: FormRow) -> bool:
    """Whether there was a draft to delete."""
    draft = delete(rating_form).where(rating_form.c.id == row.id, rating_form.c.published_at.is_(None))
    return tx.connection.execute(draft).rowcount == 1


def publish(tx: Transaction, row: FormRow) -> None:
    """Ask with this version from now on, and with no other."""
    retire(tx, _asked())
    tx.connection.execute(
        update(rating_form).where(rating_form.c.id == row.id).values(published_at=tx.now, retired_at=None)
    )


def retire(tx: Transaction, which: ColumnElement[bool]) -> int:
    return tx.connection.execute(
        update(rating_form).where(which, _asked()).values(retired_at=tx.now)
    ).rowcount


def retire_version(tx: Transaction, row: FormRow) -> bool:
    """Whether citizens had been asked with it until now."""
    return retire(tx, rating_form.c.id == row.id) == 1


# --- what citizens answered -------------------------------------------------------------------------


def add(tx: Transaction, values: dict[str, Any]) -> bool:
    """Keep a rating; False when its visit has one already: the database settles who was first."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[tx.connection.dialect.name]
    statement = dialect.insert(rating).values(**values).on_conflict_do_nothing(index_elements=["visit_id"])
    return tx.connection.execute(statement.returning(rating.c.id)).first() is not None


def is_rated(tx: Transaction, visit_id: int) -> bool:
    query = select(rating.c.id).where(rating.c.visit_id == visit_id)
    return tx.connection.execute(query).first() is not None


def forget_remarks(tx: Transaction, *, before: datetime) -> int:
    """Delete the remarks of ratings older than this; how many there were."""
    old = update(rating).where(rating.c.remark.is_not(None), rating.c.at < before)
    return tx.connection.execute(old.values(remark=None)).rowcount


def remarks(tx: Transaction, office_id: int, first: date, last: date, *, limit: int) -> list[FormRow]:
    """What was written of these days and is still kept, the newest first."""
    query = (
        select(rating.c.day, rating.c.service, rating.c.overall, rating.c.remark)
        .where(rating.c.office_id == office_id, rating.c.day.between(first, last))
        .where(rating.c.remark.is_not(None))
        .order_by(rating.c.day.desc(), rating.c.id.desc())
    )
    return list(tx.connection.execute(query.limit(limit)).all())


def username(tx: Transaction, staff_id: int | None) -> str | None:
    name: str | None = tx.connection.execute(select(staff.c.username).where(staff.c.id == staff_id)).scalar()
    return name


def staff_names(tx: Transaction, usernames: Collection[str]) -> dict[str, str]:
    query = select(staff.c.username, staff.c.name).where(staff.c.username.in_(usernames))
    return {row.username: row.name for row in tx.connection.execute(query)}


def completed_visits(
    tx: Transaction, office_ids: Collection[int], dimension: str, first: date, last: date
) -> list[FormRow]:
    """The visits that were completed here, by office, key and day of a dimension of the daily sums."""
    query = select(day_figures.c.office_id, day_figures.c.key, day_figures.c.day, day_figures.c.visits).where(
        day_figures.c.office_id.in_(office_ids),
        day_figures.c.dimension == dimension,
        day_figures.c.day.between(first, last),
        day_figures.c.source == MEASURED_HERE,
    )
    return list(tx.connection.execute(query).all())


def sums(
    tx: Transaction, office_ids: Collection[int], first: date, last: date, *, by: str, clerk: str | None
) -> Iterator[tuple[int, int, str, date, Pool]]:
    """Form, office, key (empty for the whole office), day and the sum of that day's ratings; of one clerk
    or of all."""
    key = {"service": rating.c.service, "counter": rating.c.counter, "clerk": rating.c.clerk}.get(by)
    parts = [rating.c.rating_form_id, rating.c.office_id, rating.c.day, *([] if key is None else [key])]
    query = (
        select(
            *parts,
            func.count().label("n"),
            func.sum(rating.c.overall).label("levels"),
            func.count().filter(rating.c.satisfied).label("satisfied"),
            func.sum(rating.c.points).label("points"),
            func.sum(rating.c.most_points).label("most"),
        )
        .where(rating.c.office_id.in_(office_ids), rating.c.day.between(first, last))
        .group_by(*parts)
    )
    if clerk is not None:
        query = query.where(rating.c.clerk == clerk)
    for row in tx.connection.execute(query):
        own = "" if key is None or row[3] is None else str(row[3])
        values = (row.n, row.levels, row.satisfied, row.points, row.most)
        yield row.rating_form_id, row.office_id, own, row.day, Pool(*(int(value) for value in values))
