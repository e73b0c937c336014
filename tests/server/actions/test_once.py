"""One Idempotency-Key, one effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.actions import once
from server.actions.hall import arriving
from server.actions.once import Answered, Once
from server.contract.messages import IssueTicket
from server.domain.errors import IdempotencyMismatch, UnknownService
from server.jobs import Jobs, claim
from server.storage.happenings import Transaction
from server.storage.tables import idempotent_answer, job_run
from tests.builders import OFFICE, Hall


def press(
    hall: Hall, key: str = "k1", *, scope: str = "device:1 /tickets", service: str = "land"
) -> Answered:
    request = Once(scope, key, f"hash of {service}")

    def act(tx: Transaction) -> Answered:
        wish = IssueTicket(service=service)
        ticket = arriving.issue_ticket(tx, hall.kiosk, OFFICE, wish, public_url=None)
        return Answered(201, ticket.model_dump_json())

    return hall.database.write(lambda tx: once.once(tx, request, act))


def test_a_repeated_request_gets_the_first_answer_and_no_second_number(hall: Hall) -> None:
    first = press(hall)
    hall.clock.tick(minutes=3)
    assert press(hall) == first
    assert (first.status, hall.line()) == (201, ["A001"])


def test_the_same_key_with_another_request_is_refused(hall: Hall) -> None:
    press(hall)
    with pytest.raises(IdempotencyMismatch):
        press(hall, service="results")
    assert hall.line() == ["A001"]


def test_another_key_or_another_scope_is_another_request(hall: Hall) -> None:
    for key, scope in (("k1", "device:1 /tickets"), ("k2", "device:1 /tickets"), ("k1", "device:2 /tickets")):
        press(hall, key, scope=scope)
    assert hall.line() == ["A001", "A002", "A003"]


def test_a_refusal_is_not_stored_so_the_key_may_try_again(hall: Hall) -> None:
    with pytest.raises(UnknownService):
        press(hall, service="nothing")
    assert press(hall).status == 201


def test_without_a_key_every_request_is_new(hall: Hall) -> None:
    act: Callable[[Transaction], Answered] = lambda tx: Answered(200, "{}")  # noqa: E731 - shown beside its use
    assert hall.database.write(lambda tx: once.once(tx, None, act)) == Answered(200, "{}")
    assert stored(hall) == []


def stored(hall: Hall) -> list[str]:
    with hall.database.read() as tx:
        return list(tx.connection.execute(select(idempotent_answer.c.key)).scalars())


def test_answers_are_kept_for_seven_days(hall: Hall) -> None:
    press(hall)
    hall.clock.tick(days=7)
    assert hall.database.write(once.forget_old_answers) == 0
    hall.clock.tick(seconds=1)
    assert hall.database.write(once.forget_old_answers) == 1
    assert press(hall).status == 201


def test_the_job_forgets_once_an_hour_and_remembers_its_runs_for_a_month(hall: Hall) -> None:
    jobs = Jobs(hall.database)
    press(hall)
    jobs.forget()
    hall.clock.tick(days=8)
    jobs.forget()
    assert stored(hall) == []
    press(hall, "k2")
    hall.sql("UPDATE idempotent_answer SET at = 0")
    jobs.forget()  # the same hour: already done
    assert stored(hall) == ["k2"]
    hall.clock.tick(days=23)
    jobs.forget()
    assert stored(hall) == []
    with hall.database.read() as tx:
        kept = tx.connection.execute(select(job_run.c.at)).scalars().all()
    assert min(kept) >= hall.clock.now() - timedelta(days=30)


def test_a_period_is_claimed_once(hall: Hall) -> None:
    claims = [hall.database.write(lambda tx: claim(tx, "report", "2026-11")) for _ in range(3)]
    assert claims == [True, False, False]
    assert hall.database.write(lambda tx: claim(tx, "report", "2026-12"))
