"""The hall of the month: people press for a number, counters call whoever is due first, and serve."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.server.web.house import URL
from tests.server.web.month import bookers
from tests.server.web.month.almanac import COUNTERS
from tests.server.web.month.booked import enter
from tests.server.web.month.line import ALLOWANCE, PUT_BACK, TRANSFER, Person, due_of_walk_in, takes_tickets
from tests.server.web.month.world import Month

WALK_IN_FOR = {"land": 5, "civil_status": 3, "construction": 2, "results": 2, "farming": 1}


# --- walk-ins ----------------------------------------------------------------------------------------


def press(month: Month) -> None:
    """Somebody presses at the kiosk; outside ticket hours it says so."""
    (service,) = month.random.choices(list(WALK_IN_FOR), weights=list(WALK_IN_FOR.values()))
    category = "elderly" if month.random.random() < 0.15 else None
    wish = {"service": service} | ({"category": category} if category else {})
    answer = month.ask("kiosk", "POST", f"{URL}/tickets", wish)
    if not takes_tickets(month.now, changed=month.changed):
        month.refused(answer, "closed")
        return
    due = due_of_walk_in(month.now, category, changed=month.changed)
    person = enter(month, month.told(answer, 201), due=due, category=category, booked=False)
    month.count("walked in")
    change_of_mind(month, person)


def change_of_mind(month: Month, person: Person) -> None:
    draw = month.random.random()
    if draw < 0.08:
        month.after(month.minutes(1, 12), lambda: leave(month, person))
    elif draw < 0.2:
        month.after(month.minutes(1, 3), lambda: bookers.put_off(month, person))
    elif draw < 0.26:
        month.after(month.minutes(1, 4), lambda: remove(month, person))


def leave(month: Month, person: Person) -> None:
    answer = month.ask("", "POST", f"/api/v1/tickets/{person.token}/leave", {})
    if person.state in ("waiting", "on_hold"):
        month.told(answer)
        person.state = "left"
        month.count("left")
    else:
        month.refused(answer, "impossible_step")


def remove(month: Month, person: Person) -> None:
    if person.state == "waiting" and 3 in month.line.open_counters:
        wish = {"ticket": person.ticket, "version": person.version, "reason": "Lấy nhầm số"}
        month.told(counter(month, 3, "remove", wish))
        person.state = "removed"
        month.count("removed")


# --- counters ----------------------------------------------------------------------------------------


def open_all(month: Month) -> None:
    for number in COUNTERS:
        month.told(counter(month, number, "open", {}))
        month.line.open_counters.add(number)


def counter(month: Month, number: int, step: str, wish: dict[str, Any]) -> Any:
    token = month.house.token("counter", counter=number)
    return month.house.ask("POST", f"{URL}/counters/{number}/{step}", wish, token=token)


def work(month: Month, number: int) -> None:
    """The next thing that a clerk does."""
    person = month.line.at(number)
    if person is not None:
        choices = AFTER_A_CALL if person.state == "called" else AT_THE_COUNTER
        (act,) = month.random.choices(list(choices), weights=list(choices.values()))
        act(month, number, person)
        return
    held = month.line.on_hold(number)
    if held and month.random.random() < 0.6:
        step(month, number, "resume", held[0])
        held[0].state = "serving"
    elif month.line.next_for(number, month.now) or month.random.random() < 0.003:
        call_next(month, number)


def call_next(month: Month, number: int) -> None:
    """The server calls the one with the smallest due; we have worked out who that is."""
    expected = month.line.next_for(number, month.now)
    ticket = month.told(counter(month, number, "call-next", {}))["ticket"]
    if expected is None:
        assert ticket is None, (month.now, ticket)
        month.count("nobody to call")
        return
    assert ticket is not None, (month.now, expected)
    assert (ticket["visit"], ticket["leg"]) == (expected.visit, expected.leg), (month.now, expected)
    assert (ticket["number"], datetime.fromisoformat(ticket["due"])) == (expected.number, expected.due), (
        month.now,
        ticket,
        expected,
    )
    overtaken = [one for one in month.line.people.values() if waits_since_before(one, expected)]
    month.count("overtook a walk-in" if overtaken else "called")
    expected.state, expected.counter, expected.callable_from = "called", number, None
    expected.ticket, expected.version = ticket["id"], ticket["version"]
    was_called(month, expected)


def waits_since_before(one: Person, other: Person) -> bool:
    same = (one.day, one.service, one.state) == (other.day, other.service, "waiting")
    return same and one.came < other.came


def was_called(month: Month, person: Person) -> None:
    """Punctuality is of the last call of the first ticket."""
    if person.leg == 1:
        person.first_called = month.now


def step(month: Month, number: int, name: str, person: Person, **wish: Any) -> Any:
    """A step of somebody who is here; the ticket afterwards."""
    body = {"ticket": person.ticket, "version": person.version, **wish}
    ticket = month.told(counter(month, number, name, body))["ticket"]
    person.version = ticket["version"]
    month.count(name)
    return ticket


def start(month: Month, number: int, person: Person) -> None:
    step(month, number, "start", person)
    person.state = "serving"


def recall(month: Month, number: int, person: Person) -> None:
    step(month, number, "recall", person)
    was_called(month, person)


def no_show(month: Month, number: int, person: Person) -> None:
    step(month, number, "no-show", person)
    person.state = "no_show"
    if month.random.random() < 0.5:
        month.after(month.minutes(2, 20), lambda: restore(month, number, person))


def restore(month: Month, number: int, person: Person) -> None:
    """They came after all: the wait begins anew, with the allowance of somebody who walks in."""
    if number not in month.line.open_counters or person.state != "no_show":
        return
    step(month, number, "restore", person)
    person.state, person.counter = "waiting", None
    person.due = month.now + ALLOWANCE["priority" if person.category else "walk_in"]
    forget_call(person)


def put_back(month: Month, number: int, person: Person) -> None:
    was_called_only = person.state == "called"
    step(month, number, "put-back", person)
    person.state, person.counter = "waiting", None
    person.callable_from = month.now + PUT_BACK if was_called_only else None
    forget_call(person)


def forget_call(person: Person) -> None:
    if person.leg == 1:
        person.first_called = None


def hold(month: Month, number: int, person: Person) -> None:
    step(month, number, "hold", person)
    person.state = "on_hold"


def finish(month: Month, number: int, person: Person) -> None:
    step(month, number, "finish", person)
    if person.return_to is None:
        person.state = "served"
        return
    go_on(month, person, service=person.service, for_counter=person.return_to, due=month.now)


def transfer(month: Month, number: int, person: Person) -> None:
    """To collect results elsewhere, or to a colleague; some come back to the clerk who sent them."""
    if person.service == "results":
        finish(month, number, person)
        return
    back = month.random.random() < 0.4
    due = month.now + TRANSFER
    if month.random.random() < 0.5:
        step(month, number, "transfer", person, service="results", **{"return": back})
        go_on(month, person, service="results", for_counter=None, due=due)
    else:
        colleague = month.random.choice([other for other in COUNTERS if other != number])
        step(month, number, "transfer", person, counter=colleague, **{"return": back})
        if colleague == person.return_to:
            due = month.now  # back at the clerk who sent them
        go_on(month, person, service=person.service, for_counter=colleague, due=due)
    person.return_to = number if back else None


def go_on(month: Month, person: Person, *, service: str, for_counter: int | None, due: datetime) -> None:
    """Another ticket of the same visit, with the same number."""
    person.leg += 1
    person.service, person.for_counter, person.due = service, for_counter, due
    person.state, person.counter, person.return_to, person.callable_from = "waiting", None, None, None


def think(month: Month, number: int, person: Person) -> None:
    """The clerk needs some minutes more."""


AFTER_A_CALL = {start: 78, recall: 5, no_show: 9, put_back: 4, finish: 4}
AT_THE_COUNTER = {finish: 60, think: 22, hold: 6, transfer: 9, put_back: 3}


def day_at_the_counters(month: Month, hours: list[tuple[datetime, datetime]]) -> None:
    """Every few minutes each clerk does something; they stay until the hall is nearly empty."""
    for opens, closes in hours:
        for shift, number in enumerate(COUNTERS):
            when = opens + timedelta(minutes=shift)
            while when < closes + timedelta(minutes=20):
                month.at(when, lambda number=number: work(month, number))  # type: ignore[misc]  # bound now
                when += timedelta(minutes=6)
