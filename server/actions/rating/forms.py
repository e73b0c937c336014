"""Forms of rating: drafted, published, retired; a version that was published never changes."""

from __future__ import annotations

import hashlib
from typing import Literal

from server.actions.house import auditing
from server.contract.rating_form import RatingFormDocument
from server.domain.errors import Stale
from server.domain.people import Caller
from server.domain.rating_errors import RatingFormExists, RatingFormFixed, UnknownRatingForm
from server.domain.satisfaction import must_be_askable
from server.storage import ratings
from server.storage.happenings import Transaction
from server.storage.ratings import FormRow

FormState = Literal["draft", "published", "retired"]


def listed(tx: Transaction) -> list[FormRow]:
    """Every version of every form, the newest of each first."""
    return ratings.forms(tx)


def found(tx: Transaction, code: str, version: int | None = None) -> FormRow:
    """A version of a form, the newest unless told otherwise; raises `UnknownRatingForm`."""
    row = ratings.form_row(tx, code, ratings.last_version(tx, code) if version is None else version)
    if row is None:
        raise UnknownRatingForm(form=code)
    return row


def state_of(row: FormRow) -> FormState:
    if row.published_at is None:
        return "draft"
    return "published" if row.retired_at is None else "retired"


def stamp(document: RatingFormDocument) -> str:
    """Tells whether a draft is still as somebody saw it."""
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()[:16]


def start(tx: Transaction, document: RatingFormDocument, *, caller: Caller | None = None) -> int:
    """The first draft of a new form; its version. Raises `RatingFormExists`, `RatingFormInvalid`."""
    ratings.lock_forms(tx)
    if ratings.last_version(tx, document.code):
        raise RatingFormExists(form=document.code)
    return _drafted(tx, document, caller)


def draft(tx: Transaction, document: RatingFormDocument, *, caller: Caller | None = None) -> int:
    """A new version of a form, or the first; raises `RatingFormInvalid`."""
    ratings.lock_forms(tx)
    return _drafted(tx, document, caller)


def draft_from(tx: Transaction, code: str, version: int, *, caller: Caller | None = None) -> int:
    """A draft that begins as an old version; raises `UnknownRatingForm`."""
    ratings.lock_forms(tx)
    return _drafted(tx, ratings.document_of(found(tx, code, version)), caller)


def _drafted(tx: Transaction, document: RatingFormDocument, caller: Caller | None) -> int:
    version = ratings.last_version(tx, document.code) + 1
    must_be_askable(ratings.form_of(document, version))
    ratings.insert_draft(tx, document, version)
    _note(tx, caller, "drafted", document.code, version=version)
    return version


def save(
    tx: Transaction,
    code: str,
    version: int,
    document: RatingFormDocument,
    *,
    seen: str | None = None,
    caller: Caller | None = None,
) -> None:
    """Write a draft; `seen` is the `stamp` of what its editor began from.

    Raises `UnknownRatingForm`, `RatingFormFixed`, `RatingFormInvalid`, and `Stale` when somebody else
    has written it meanwhile.
    """
    ratings.lock_forms(tx)
    row = found(tx, code, version)
    if row.published_at is not None:
        raise RatingFormFixed(form=code, version=version)
    if seen is not None and seen != stamp(ratings.document_of(row)):
        raise Stale("Somebody else has changed this draft.")
    must_be_askable(ratings.form_of(document, version))
    if not ratings.write_draft(tx, row, document):
        raise RatingFormFixed(form=code, version=version)
    _note(tx, caller, "changed", code, version=version)


def publish(tx: Transaction, code: str, version: int, *, caller: Caller | None = None) -> None:
    """Ask citizens with a draft from now on; what was asked with until now is retired.

    Raises `UnknownRatingForm`, `RatingFormFixed` for a version that was published before.
    """
    ratings.lock_forms(tx)
    row = found(tx, code, version)
    if row.published_at is not None:
        raise RatingFormFixed(form=code, version=version)
    ratings.publish(tx, row)
    _note(tx, caller, "published", code, version=version)


def retire(tx: Transaction, code: str, version: int, *, caller: Caller | None = None) -> None:
    """Ask nobody with this version any more; raises `UnknownRatingForm`, `RatingFormFixed` when nobody
    is asked with it."""
    ratings.lock_forms(tx)
    if not ratings.retire_version(tx, found(tx, code, version)):
        raise RatingFormFixed(form=code, version=version)
    _note(tx, caller, "retired", code, version=version)


def delete(tx: Transaction, code: str, version: int, *, caller: Caller | None = None) -> None:
    """Throw a draft away; raises `UnknownRatingForm`, `RatingFormFixed`."""
    if not ratings.delete_draft(tx, found(tx, code, version)):
        raise RatingFormFixed(form=code, version=version)
    _note(tx, caller, "deleted", code, version=version)


def _note(tx: Transaction, caller: Caller | None, done: str, code: str, *, version: int) -> None:
    what = f"rating form {code} version {version}"
    auditing.record(tx, caller, f"rating_form.{done}", what, by="command")
