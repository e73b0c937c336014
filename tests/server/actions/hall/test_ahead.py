"""Who is ahead: waiting tickets with an earlier due that a counter serving this one may call."""

from __future__ import annotations

from server.actions.hall import arriving, describing, watching
from server.contract.messages import Ticket, TicketView
from tests.builders import Hall


def view(hall: Hall, ticket: Ticket) -> TicketView:
    token = hall.token_of(ticket)
    with hall.database.read() as tx:
        return describing.ticket_view(tx, tx.office(hall.code), arriving.ticket_behind(tx, token))


def test_the_first_has_nobody_ahead_and_the_next_one_has_one(hall: Hall) -> None:
    assert [hall.press().ahead for _ in range(3)] == [0, 1, 2]


def test_people_of_another_service_are_ahead_where_a_counter_serves_both(hall: Hall) -> None:
    hall.open(3)  # land and results
    hall.press("results")
    assert hall.press("land").ahead == 1


def test_people_whom_no_counter_of_mine_may_call_are_not_ahead(hall: Hall) -> None:
    hall.open(4, 2)  # land and farming; results and business
    hall.press("results")
    hall.press("business")
    assert hall.press("land").ahead == 0


def test_who_is_due_earlier_is_ahead_though_they_came_later(hall: Hall) -> None:
    me = hall.press()
    hall.clock.tick(minutes=1)
    hall.press(category="elderly")
    assert view(hall, me).ahead == 1


def test_who_is_due_later_is_not_ahead(hall: Hall) -> None:
    hall.press()
    assert hall.press(category="elderly").ahead == 0


def test_who_was_sent_to_another_counter_is_not_ahead_but_who_was_sent_to_mine_is(hall: Hall) -> None:
    hall.open(3, 8, 4)
    hall.press()
    first = hall.step("start", hall.called(3), 3)
    hall.step("transfer", first, 3, counter=8)  # business and labour
    assert hall.press("land").ahead == 0
    second = hall.step("start", hall.called(3), 3)
    hall.step("transfer", second, 3, counter=4)
    assert hall.press("land").ahead == 1


def test_who_has_been_called_is_not_ahead_any_more(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    me = hall.press()
    hall.called()
    assert view(hall, me).ahead == 0
    assert view(hall, me).calling == "A001"


def test_where_no_counter_is_open_those_that_would_serve_it_are_reckoned_with(hall: Hall) -> None:
    hall.press("farming")
    hall.press("business")
    assert hall.press("land").ahead == 1  # counter 4 is for land and farming


def test_a_view_has_neither_due_nor_token_nor_category(hall: Hall) -> None:
    ticket = hall.press(category="elderly")
    seen = view(hall, ticket).model_dump_json()
    assert "due" not in seen
    assert "elderly" not in seen
    assert hall.token_of(ticket) not in seen


def test_a_view_follows_its_ticket(hall: Hall) -> None:
    hall.open(3)
    me = hall.press()
    assert (view(hall, me).state, view(hall, me).counters) == ("waiting", [3])
    called = hall.called()
    seen = view(hall, me)
    assert (seen.state, seen.counter, seen.ahead, seen.expected) == ("called", 3, None, None)
    hall.step("finish", called)
    assert view(hall, me).state == "served"


def test_the_office_shows_how_many_wait_where(hall: Hall) -> None:
    hall.open(3)
    for service in ("land", "land", "results"):
        hall.press(service)
    hall.called()
    with hall.database.read() as tx:
        office = watching.office_view(tx, hall.code, rate=1, public_url=None)
    nodes = {node.code: node for node in office.services}
    assert (nodes["land"].waiting, nodes["results"].waiting, nodes["health"].waiting) == (1, 1, 0)
    assert (nodes["land"].counters, nodes["land"].idle_counter) == ([3], False)
    assert (nodes["health"].counters, nodes["health"].expected) == ([], None)


def test_the_counter_sees_its_line_and_its_own_day(hall: Hall) -> None:
    hall.open(3, 4)
    for _ in range(3):
        hall.press("land")
    hall.press("results")
    hall.clock.tick(minutes=2)
    serving = hall.step("start", hall.called())
    hall.clock.tick(minutes=5)
    hall.step("finish", serving, dossiers=["D1", "D2"])
    seen = seen_at(hall, 3)
    assert [ticket.number for ticket in seen.line] == ["A002", "A003", "H001"]
    assert all(ticket.due and not ticket.token for ticket in seen.line)
    assert (seen.today.served, seen.today.dossiers) == (1, 2)
    assert (seen.today.mean_wait_s, seen.today.mean_counter_time_s) == (120, 300)
    assert [ticket.number for ticket in seen_at(hall, 4).line] == ["A002", "A003"]
    assert seen_at(hall, 4).today.served == 0


def seen_at(hall: Hall, counter: int) -> watching.messages.CounterView:
    with hall.database.read() as tx:
        place = watching.places.Place(hall.code, counter)
        return watching.counter_view(tx, hall.device(counter), place, rate=1)
