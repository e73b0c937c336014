"""A stranger with a script: what it can hold, and what its puzzles cost it, with real calls."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import altcha
import pytest

from server.actions.appointments import booking, challenging, crowding, slotting
from server.actions.appointments.challenging import Visitor
from server.actions.appointments.recognising import Desk
from server.contract.messages import BookSlot, Challenge, FreeSlot, HoldSlot, MoveAppointment, SlotHold
from server.domain import abuse, errors
from tests.builders import OFFICE, Hall
from tests.support.clocks import StoppedClock
from tests.support.person_keys import PERSON_KEYS

SECRET = "only for tests"
DESK = Desk(SECRET, PERSON_KEYS)
SCRIPT = "203.0.113.7"


def visitor(address: str = SCRIPT) -> Visitor:
    return Visitor(address, SECRET)


def hold(hall: Hall, start: FreeSlot, solution: str | None = None, *, address: str = SCRIPT) -> SlotHold:
    wish = HoldSlot(service="land", start=start.start, solution=solution)
    return hall.database.write(lambda tx: booking.hold(tx, None, OFFICE, wish, visitor=visitor(address)))


def confirm(hall: Hall, held: SlotHold) -> str:
    return hall.database.write(lambda tx: booking.book(tx, None, BookSlot(hold=held.hold), desk=DESK)).token


def release(hall: Hall, held: SlotHold) -> None:
    hall.database.write(lambda tx: booking.release(tx, held.hold))


def free(hall: Hall, service: str = "land") -> list[FreeSlot]:
    with hall.database.read() as tx:
        return slotting.free_slots(tx, None, OFFICE, service).slots


def public_places(hall: Hall) -> int:
    """Places that the public is offered now, in both pools of the demo office."""
    return sum(slot.free for service in ("land", "business") for slot in free(hall, service))


def solved(challenge: Challenge) -> str:
    """The solution, as any solver of the format finds it; much faster than a phone."""
    about = challenge.parameters
    start = bytes.fromhex(about["salt"] + about["nonce"])
    for counter in range(about["data"]["below"]):
        found = hashlib.sha256(start + counter.to_bytes(4, "big")).hexdigest()
        if found.startswith(about["keyPrefix"]):
            solution = {"counter": counter, "derivedKey": found}
            said = {"challenge": challenge.model_dump(), "solution": solution}
            return base64.b64encode(json.dumps(said).encode()).decode()
    raise AssertionError("the puzzle has no solution")


def puzzle_of(act: Callable[..., object], *arguments: Any, **more: Any) -> Challenge:
    with pytest.raises(errors.ChallengeRequired) as required:
        act(*arguments, **more)
    challenge = required.value.facts["challenge"]
    assert isinstance(challenge, Challenge)
    return challenge


def refused(act: Callable[..., object], *arguments: Any, **more: Any) -> dict[str, object]:
    with pytest.raises(errors.LimitReached) as refusal:
        act(*arguments, **more)
    return refusal.value.facts


@pytest.fixture
def met(hall: Hall) -> Challenge:
    """The puzzle after three holds of the script, which it has given back."""
    for slot in free(hall)[:3]:
        release(hall, hold(hall, slot))
    return puzzle_of(hold, hall, free(hall)[0])


def all_are_of(hall: Hall, address: str) -> None:
    """Let one address have made every hold so far, as if it had worked for each."""
    key = challenging.address_key(visitor(address))
    hall.sql(f"UPDATE appointment SET address_key = '{key}'")


def test_three_holds_are_free_the_fourth_costs_work_and_twelve_are_all(
    hall: Hall, clock: StoppedClock
) -> None:
    slots = free(hall)
    first = hold(hall, slots[0])
    clock.tick(minutes=1)
    for slot in slots[1:3]:
        hold(hall, slot)
    hold(hall, slots[3], solved(puzzle_of(hold, hall, slots[3])))
    for number in range(4, 12):
        hold(hall, slots[number], address=f"192.0.2.{number}")
    all_are_of(hall, SCRIPT)
    told = refused(hold, hall, slots[12])
    assert told == {"limit": "holds_at_once", "again_at": first.expires_at}
    clock.tick(minutes=9)
    assert puzzle_of(hold, hall, slots[12])


def test_a_solved_puzzle_lets_one_hold_pass(hall: Hall, met: Challenge) -> None:
    solution = solved(met)
    held = hold(hall, free(hall)[0], solution)
    release(hall, held)
    again = puzzle_of(hold, hall, free(hall)[0], solution)
    assert again.parameters["data"]["below"] == 2 * met.parameters["data"]["below"]


def test_the_library_s_own_solver_understands_the_puzzle(hall: Hall, met: Challenge) -> None:
    challenge = altcha.Challenge.from_dict(met.model_dump())
    found = altcha.solve_challenge(challenge)
    assert found is not None
    hold(hall, free(hall)[0], altcha.Payload(challenge, found).to_base64())


def test_a_solution_counts_for_the_address_it_was_made_for(hall: Hall, met: Challenge) -> None:
    elsewhere = "198.51.100.9"
    for slot in free(hall)[:3]:
        release(hall, hold(hall, slot, address=elsewhere))
    puzzle_of(hold, hall, free(hall)[0], solved(met), address=elsewhere)


def test_an_old_solution_counts_no_more(hall: Hall, clock: StoppedClock, met: Challenge) -> None:
    solution = solved(met)
    clock.tick(seconds=challenging.LASTS.total_seconds() + 1)
    for slot in free(hall)[:3]:
        release(hall, hold(hall, slot))
    puzzle_of(hold, hall, free(hall)[0], solution)


def test_an_easy_puzzle_kept_for_later_does_not_pass_when_a_hard_one_is_due(
    hall: Hall, met: Challenge
) -> None:
    with hall.database.read() as tx:
        kept = solved(challenging.challenge(tx, visitor()))
    release(hall, hold(hall, free(hall)[0], solved(met)))
    assert puzzle_of(hold, hall, free(hall)[0], kept)


def test_a_puzzle_that_was_made_easier_is_not_ours(hall: Hall, met: Challenge) -> None:
    about = {**met.parameters, "keyPrefix": "00"}
    puzzle_of(hold, hall, free(hall)[0], solved(Challenge(parameters=about, signature=met.signature)))


@pytest.mark.parametrize(
    "garbage",
    ["", "x", "e30=", "bnVsbA==", "[]" * 500, base64.b64encode(b'{"challenge":[],"solution":{}}').decode()],
)
def test_garbage_is_no_solution(hall: Hall, met: Challenge, garbage: str) -> None:
    puzzle_of(hold, hall, free(hall)[0], garbage)


def test_a_solution_is_not_spent_on_a_slot_that_is_full(hall: Hall, met: Challenge) -> None:
    last = free(hall)[0]
    for number in range(last.free):
        hold(hall, last, address=f"192.0.2.{number}")
    solution = solved(met)
    with pytest.raises(errors.SlotFull):
        hold(hall, last, solution)
    hold(hall, free(hall)[0], solution)


def test_one_ipv6_line_is_one_address_and_so_is_ipv4_written_as_ipv6() -> None:
    key = challenging.address_key
    assert key(visitor("2001:db8:1:2::1")) == key(visitor("2001:db8:1:2:ffff::9"))
    assert key(visitor("2001:db8:1:2::1")) != key(visitor("2001:db8:1:3::1"))
    assert key(visitor("::ffff:203.0.113.7")) == key(visitor("203.0.113.7"))
    assert "203.0.113.7" not in key(visitor("203.0.113.7"))


def test_the_addresses_of_one_ipv6_customer_are_one_network() -> None:
    def network(address: str) -> str:
        return challenging.address_key(visitor(address))[: crowding.NETWORK_LETTERS]

    assert network("2001:db8:1:2::1") == network("2001:db8:1:ffff::1")
    assert network("2001:db8:1:2::1") != network("2001:db8:2:2::1")
    assert network("203.0.113.7") != network("203.0.113.8")


def test_eight_holds_at_the_same_moment_are_three(hall: Hall) -> None:
    slots = free(hall)

    def attempt(number: int) -> bool:
        try:
            hold(hall, slots[number])
        except (errors.LimitReached, errors.ChallengeRequired):
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 3


def test_an_address_and_its_solutions_are_forgotten_after_a_day(
    hall: Hall, clock: StoppedClock, met: Challenge
) -> None:
    hold(hall, free(hall)[0], solved(met))
    clock.tick(hours=23)
    hall.database.write(challenging.forget_visitors)
    assert len(hall.sql("SELECT id FROM appointment WHERE address_key IS NOT NULL")) == 4
    assert hall.sql("SELECT id FROM spent_challenge") == []
    clock.tick(hours=2)
    assert hall.database.write(challenging.forget_visitors) == 4


def test_twenty_appointments_a_day_are_free_and_sixty_are_all_until_the_day_is_over(
    hall: Hall, clock: StoppedClock
) -> None:
    slots = free(hall)
    for number in range(20):
        confirm(hall, hold(hall, slots[number + 40]))
        clock.tick(minutes=11)
    assert puzzle_of(hold, hall, slots[100])
    for number in range(40):
        confirm(hall, hold(hall, slots[number + 110], address=f"198.51.100.{number}"))
        clock.tick(minutes=1)
    all_are_of(hall, SCRIPT)
    assert refused(hold, hall, slots[100])["limit"] == "address_per_day"
    clock.tick(hours=24)
    hold(hall, free(hall)[100])


def test_a_citizen_moves_an_appointment_only_so_often(hall: Hall) -> None:
    slots = free(hall)
    token = confirm(hall, hold(hall, slots[50]))

    def move(number: int) -> None:
        wish = MoveAppointment(start=slots[60 + number].start)
        hall.database.write(lambda tx: booking.move(tx, token, wish, desk=DESK))

    for number in range(abuse.MOST_MOVES):
        move(number)
    assert refused(move, abuse.MOST_MOVES)["limit"] == "moves"
