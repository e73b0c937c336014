"""One Idempotency-Key has one effect: its answer is stored in the transaction that had it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, select

from server.domain import privacy
from server.domain.errors import IdempotencyMismatch
from server.storage.happenings import Transaction
from server.storage.tables import idempotent_answer

KEPT = privacy.period("answers")


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must have one effect: who says it where (`scope`), its key, and what it says."""

    scope: str
    key: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A successful answer: status, and the body as JSON text."""

    status: int
    body: str


def once(tx: Transaction, request: Once | None, act: Callable[[Transaction], Answered]) -> Answered:
    """The stored answer of this request, or the answer of `act`, which is then stored.

    Only successes are stored; a refusal rolls everything back, so that the same key may try again.
    Raises `IdempotencyMismatch` when the key came before with another request.
    """
    if request is None:
        return act(tx)
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_ONE_AT_A_TIME, {"scope": request.scope, "key": request.key})
    earlier = tx.connection.execute(_EARLIER, {"scope": request.scope, "key": request.key}).first()
    if earlier is not None:
        if earlier.request_hash != request.request_hash:
            raise IdempotencyMismatch()
        return Answered(earlier.status, earlier.answer)
    answer = act(tx)
    tx.connection.execute(
        _STORE,
        {
            "scope": request.scope,
            "key": request.key,
            "request_hash": request.request_hash,
            "status": answer.status,
            "answer": answer.body,
            "at": tx.now,
        },
    )
    return answer


def forget_old_answers(tx: Transaction) -> int:
    """Delete answers older than they are promised to be kept; how many went."""
    return tx.connection.execute(_FORGET, {"before": tx.now - KEPT}).rowcount


# A repetition waits for the first until it has ended, and then finds its answer. Without this it would
# see what the first has done before it sees the answer, and be refused. SQLite has one writer anyway.
_ONE_AT_A_TIME = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("scope") + " " + bindparam("key"), 0))
)
_EARLIER = select(
    idempotent_answer.c.request_hash, idempotent_answer.c.status, idempotent_answer.c.answer
).where(idempotent_answer.c.scope == bindparam("scope"), idempotent_answer.c.key == bindparam("key"))
_STORE = insert(idempotent_answer)
_FORGET = delete(idempotent_answer).where(idempotent_answer.c.at < bindparam("before"))
