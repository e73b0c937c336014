"""Taking a number, and giving it back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from server.actions.hall import arriving, watching
from server.actions.house import setting_up
from server.contract.messages import Ticket
from server.contract.setup_file import SetUp, WeeklyHours
from server.demo.office import demo_office
from server.domain.errors import Closed, ServiceUnavailable, UnknownTicket
from server.domain.people import Caller, Role
from tests.builders import MORNING, Hall, at


def set_up(hall: Hall, **office: object) -> SetUp:
    """The demo office with real hours, and what else is told of it."""
    setup = demo_office()
    about = setup.office.model_copy(update={"always_open": False, **office})
    return setup.model_copy(update={"office": about})


def apply(hall: Hall, setup: SetUp) -> None:
    hall.database.write(lambda tx: setting_up.apply(tx, setup))


def of_kind(hall: Hall, role: Role) -> Caller:
    return Caller(role, hall.kiosk.office_id, "device:7", device_id=7)


def test_the_first_press_of_a_series_is_number_one(hall: Hall) -> None:
    numbers = [hall.press(service).number for service in ("land", "results", "land")]
    assert numbers == ["A001", "H001", "A002"]


def test_a_walk_in_is_due_a_quarter_of_an_hour_after_the_press(hall: Hall) -> None:
    ticket = hall.press()
    assert hall.row(ticket).due == at(15)
    assert (ticket.arrived_at, ticket.state, ticket.version, ticket.leg) == (at(0), "waiting", 1, 1)


def test_a_priority_category_is_due_at_once_and_only_its_code_is_kept(hall: Hall) -> None:
    ticket = hall.press(category="elderly")
    row = hall.row(ticket)
    assert (row.due, row.category) == (at(0), "elderly")
    told = hall.last_event()
    assert "elderly" not in str(told)
    assert "due" not in told


def test_the_issuer_gets_the_link_and_never_the_due(hall: Hall) -> None:
    ticket = hall.press()
    assert ticket.token
    assert ticket.due is None
    assert "due" not in ticket.model_dump()


def test_links_cannot_be_guessed(hall: Hall) -> None:
    tokens = {hall.press().token for _ in range(20)}
    assert len(tokens) == 20
    assert min(len(token or "") for token in tokens) >= 22  # 128 bits and more


def test_services_may_share_a_letter_and_then_share_its_numbers(hall: Hall) -> None:
    setup = demo_office()
    shared = [s.model_copy(update={"letter": "A"}) if s.code == "results" else s for s in setup.services]
    apply(hall, setup.model_copy(update={"services": shared}))
    assert [hall.press(code).number for code in ("land", "results", "land")] == ["A001", "A002", "A003"]


def test_the_thousandth_number_has_four_digits(hall: Hall) -> None:
    hall.press()
    hall.sql("UPDATE number_series SET last = 998")
    assert [hall.press().number for _ in range(3)] == ["A999", "A1000", "A1001"]


def test_numbers_restart_at_the_offices_own_midnight(hall: Hall) -> None:
    hall.press()
    hall.clock.tick(hours=15, minutes=59)  # 23:59 in Quy Nhơn
    assert hall.press().number == "A002"
    hall.clock.tick(minutes=1)  # 00:00, while it is 17:00 in UTC
    assert hall.press().number == "A001"
    assert {row.day for row in hall.rows()} == {date(2026, 11, 23), date(2026, 11, 24)}
    hall.clock.tick(hours=7)  # midnight in UTC is 07:00 here and restarts nothing
    assert hall.press().number == "A002"


def test_no_number_is_lost_by_a_press_that_was_refused(hall: Hall) -> None:
    hall.press()
    assert hall.refused(hall.press, category="nobody") == "unknown_category"
    assert hall.refused(hall.press, "nothing") == "unknown_service"
    assert hall.press().number == "A002"


def test_a_folder_of_the_services_tree_takes_no_tickets(hall: Hall) -> None:
    setup = demo_office()
    child = setup.services[0].model_copy(update={"code": "land-first", "parent": "land"})
    apply(hall, setup.model_copy(update={"services": [*setup.services, child]}))
    assert hall.refused(hall.press, "land") == "unknown_service"
    assert hall.press("land-first").number == "A001"


def test_a_service_that_the_set_up_no_longer_names_takes_no_tickets(hall: Hall) -> None:
    setup = demo_office()
    kept = [service for service in setup.services if service.code != "health"]
    counters = [
        c.model_copy(update={"services": [s for s in c.services if s != "health"]}) for c in setup.counters
    ]
    apply(hall, setup.model_copy(update={"services": kept, "counters": counters}))
    assert hall.refused(hall.press, "health") == "unknown_service"


def test_a_paused_service_says_why(hall: Hall) -> None:
    setup = demo_office()
    paused = [s.model_copy(update={"paused_reason": "Máy chủ bảo trì"}) for s in setup.services]
    apply(hall, setup.model_copy(update={"services": paused}))
    with pytest.raises(ServiceUnavailable) as refused:
        hall.press()
    assert refused.value.facts["reason"] == "Máy chủ bảo trì"


def test_a_pause_that_has_passed_is_over(hall: Hall) -> None:
    hall.sql("UPDATE service SET paused_reason = 'x', paused_until = :past", past=_us(hall) - 1)
    assert hall.press().number == "A001"
    hall.sql("UPDATE service SET paused_until = :soon", soon=_us(hall) + 60_000_000)
    assert hall.refused(hall.press) == "service_unavailable"


def _us(hall: Hall) -> int:
    return int(hall.clock.now().timestamp() * 1_000_000)


def test_a_closed_office_gives_no_number_and_says_when_it_opens(hall: Hall) -> None:
    apply(hall, set_up(hall))
    hall.clock.tick(hours=-1)  # 07:00
    with pytest.raises(Closed) as refused:
        hall.press()
    assert refused.value.facts == {"opens_at": at(-30)}
    hall.clock.tick(minutes=30)
    assert hall.press().number == "A001"


def test_ticket_hours_end_before_office_hours(hall: Hall) -> None:
    apply(hall, set_up(hall))
    hall.clock.tick(hours=3, minutes=14, seconds=59)  # 11:14:59
    hall.press()
    hall.clock.tick(seconds=1)
    assert hall.refused(hall.press) == "closed"


def test_who_comes_before_the_tickets_begin_waits_from_then(hall: Hall) -> None:
    setup = set_up(hall)
    stretch = WeeklyHours(days=["mon"], opens=time(7, 0), closes=time(17, 0), tickets_from=time(8, 0))
    apply(hall, setup.model_copy(update={"hours": [stretch]}))
    hall.clock.tick(minutes=5)
    assert hall.row(hall.press()).waits_from == at(5)


@pytest.mark.parametrize(
    "force",
    [{"valid_from": date(2026, 11, 24)}, {"valid_to": date(2026, 11, 22)}],
    ids=["not yet", "no more"],
)
def test_an_office_that_is_not_in_force_gives_no_numbers(hall: Hall, force: dict[str, date]) -> None:
    apply(hall, set_up(hall, always_open=True, **force))
    assert hall.refused(hall.press) == "closed"
    with hall.database.read() as tx:
        assert not watching.office_view(tx, hall.code, rate=1, public_url=None).open_now
        assert not watching.board(tx, hall.code, rate=1).open_now


def test_another_offices_kiosk_gets_no_number_here(hall: Hall) -> None:
    hall.kiosk = Caller(Role.KIOSK, hall.kiosk.office_id + 1 if hall.kiosk.office_id else 2, "device:9")
    assert hall.refused(hall.press) == "not_allowed"


@pytest.mark.parametrize(
    ("role", "channel"),
    [
        (Role.KIOSK, "kiosk"),
        (Role.INTEGRATION, "api"),
        (Role.RECEPTIONIST, "reception"),
        (Role.SUPERVISOR, "reception"),
    ],
)
def test_the_channel_is_the_issuers_unless_told(hall: Hall, role: Role, channel: str) -> None:
    hall.kiosk = of_kind(hall, role)
    assert hall.press().channel == channel
    assert hall.press(channel="reception").channel == "reception"


# --- the citizen's link --------------------------------------------------------------------------


def test_who_leaves_is_out_of_the_line(hall: Hall) -> None:
    first, second = hall.press(), hall.press()
    hall.leave(first)
    assert hall.line() == [second.number]
    assert hall.row(first).ended_at == MORNING
    assert hall.last_event() == {
        "seq": 4,
        "kind": "ticket_left",
        "at": "2026-11-23T01:00:00.000Z",
        "ticket": first.id,
        "number": "A001",
    }


def test_nobody_leaves_twice(hall: Hall) -> None:
    ticket = hall.press()
    hall.leave(ticket)
    assert hall.refused(hall.leave, ticket) == "impossible_step"


def test_who_leaves_from_a_hold_is_no_longer_shown(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    held = hall.step("hold", hall.step("start", hall.called()))
    assert [call.number for call in hall.folded().calls] == ["A001"]
    hall.leave(held)
    assert hall.sql("SELECT call_number FROM counter WHERE call_number IS NOT NULL") == []
    assert hall.folded().calls == ()


def test_a_link_speaks_of_the_leg_that_waits_now(hall: Hall) -> None:
    hall.open(3)
    ticket = hall.press()
    hall.step("transfer", hall.step("start", hall.called()), counter=4)
    hall.leave(ticket)
    assert [row.state for row in hall.rows()] == ["transferred", "left"]


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 24, "x" * 61, "a'; DROP TABLE visit; --aaaaaa", "ẩ" * 24]
)
def test_an_unknown_link_opens_nothing(hall: Hall, token: str) -> None:
    hall.press()
    with hall.database.read() as tx, pytest.raises(UnknownTicket):
        arriving.ticket_behind(tx, token)


def test_a_link_answers_for_seven_days(hall: Hall) -> None:
    token = hall.token_of(hall.press())
    hall.clock.tick(days=7)
    assert found(hall, token)
    hall.clock.tick(seconds=1)
    assert not found(hall, token)


def found(hall: Hall, token: str) -> bool:
    with hall.database.read() as tx:
        try:
            return bool(arriving.ticket_behind(tx, token))
        except UnknownTicket:
            return False


def test_the_target_is_told_only_when_it_will_be_kept(hall: Hall) -> None:
    """Start of the wait plus the goal, once enough was learned to say that the wait ends before."""
    assert hall.press().target is None  # nothing learned yet
    hall.open(3)
    learn_a_pace(hall)
    ticket = hall.press()
    assert ticket.expected is not None
    assert ticket.expected.high_s < 900
    assert ticket.target == hall.clock.now() + timedelta(minutes=15)
    line: list[Ticket] = [hall.press() for _ in range(25)]
    assert line[-1].expected is not None
    assert line[-1].target is None


def learn_a_pace(hall: Hall) -> None:
    for _ in range(40):
        hall.press()
    for _ in range(41):
        hall.step("finish", hall.step("start", hall.called()))
        hall.clock.tick(minutes=1)
    hall.clock.tick(hours=-1)
    hall.database.paces = type(hall.database.paces)()
