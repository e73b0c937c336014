"""What an office misses: each rule with an office that keeps it and one that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.hours import Hours, SpecialDay
from server.domain.intervals import Interval
from server.domain.office import Counter, Office, Service
from server.domain.ordering import Policy
from server.domain.readiness import Clerk, Machine, Premises, Severity, missing
from server.domain.readiness_texts import TEXTS, WEEKDAYS
from server.domain.serving import CounterPlan, TimedServices
from server.domain.slots import BookingRules, SlotPlan
from server.domain.speech import SpeechOptions
from server.domain.unserved import Stretch

MORNING = Interval(time(7, 30), time(11, 30))
TODAY = date(2026, 11, 23)
HOLIDAYS = [SpecialDay(date(year, 1, 1), "holiday", {"vi": "Tết"}) for year in (2026, 2027)]
HOURS = Hours.of(ZoneInfo("Asia/Ho_Chi_Minh"), {0: (MORNING,)}, HOLIDAYS)


def service(number: int, code: str, **about: Any) -> Service:
    return Service(id=number, code=code, letter="A", names={"vi": code}, usual_s=600, **about)


def counter(number: int, *codes: str) -> Counter:
    plan = CounterPlan(frozenset(codes))
    return Counter(number, number, {}, "closed", plan.usual, plan.usual, plan=plan)


OFFICE = Office(
    id=1,
    code="phuong-1",
    level="commune",
    names={"vi": "Phường 1"},
    short_name="Phường 1",
    address="1 Trần Phú",
    hotline="0256",
    house_text="",
    languages=("vi", "en"),
    time_zone="Asia/Ho_Chi_Minh",
    goal_s=900.0,
    hours=HOURS,
    policy=Policy(),
    speech=SpeechOptions(),
    voice_languages=("vi",),
    categories={},
    services={"land": service(1, "land"), "civil": service(2, "civil")},
    roots=("land", "civil"),
    counters={1: counter(1, "land", "civil")},
    closed_through=None,
)
READY = Premises(
    OFFICE,
    staff=(Clerk("clerk"), Clerk("supervisor")),
    machines=(Machine("kiosk", "Kiosk 1", "ready"), Machine("display", "TV 1")),
    today=TODAY,
)
PLAN = SlotPlan("all", frozenset({0}), time(8), time(11), timedelta(minutes=30), 2)


def found(premises: Premises = READY, **office: Any) -> list[tuple[str, str]]:
    changed = replace(premises, office=replace(premises.office, **office))
    return [(one.code, one.subject) for one in missing(changed)]


def test_a_ready_office_misses_nothing() -> None:
    assert found() == []


def test_hours_there_must_be_unless_it_never_closes() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert ("no_hours", "") in found(hours=Hours.of(zone, {}, HOLIDAYS))
    assert found(hours=Hours(zone, always_open=True)) == []


def test_a_day_with_hours_and_hardly_any_tickets_is_told() -> None:
    thin = Interval(time(7, 30), time(11, 30), tickets_until=time(7, 45))
    hours = Hours.of(HOURS.time_zone, {0: (MORNING,), 5: (thin,)}, HOLIDAYS)
    assert found(hours=hours) == [("no_ticket_hours", "sat")]


def test_the_holidays_of_next_year_are_expected_from_october_on() -> None:
    this_year = Hours.of(HOURS.time_zone, {0: (MORNING,)}, HOLIDAYS[:1])
    assert found(hours=this_year) == [("no_holidays", "2027")]
    assert found(replace(READY, today=date(2026, 9, 30)), hours=this_year) == []
    none = Hours.of(HOURS.time_zone, {0: (MORNING,)})
    assert found(hours=none) == [("no_holidays", "2026"), ("no_holidays", "2027")]


def test_every_service_that_takes_tickets_has_a_counter_at_some_time() -> None:
    assert found(counters={1: counter(1, "land")}) == [("no_counter", "civil")]
    field = service(3, "field", children=("land",))
    assert found(services={**OFFICE.services, "field": field}) == []
    gone = service(4, "old", active=False)
    assert found(services={**OFFICE.services, "old": gone}) == []


def test_a_service_without_a_counter_while_tickets_are_given_is_told_with_the_time() -> None:
    weekdays = TimedServices(frozenset({"land", "civil"}), frozenset({0}), time(7), time(11))
    plan = CounterPlan(frozenset({"land"}), (weekdays,))
    timed = replace(counter(1), plan=plan)
    hours = Hours.of(HOURS.time_zone, {0: (MORNING,), 5: (MORNING,)}, HOLIDAYS)
    (told,) = missing(replace(READY, office=replace(OFFICE, hours=hours, counters={1: timed})))
    assert (told.code, told.subject, told.severity) == ("no_counter_then", "civil", Severity.SHOULD)
    saturday = Stretch((5,), time(7, 30), time(11, 30))
    assert told.stretches == (Stretch((0,), time(11), time(11, 30)), saturday)
    at_all_times = {1: timed, 2: counter(2, "civil")}
    assert found(hours=hours, counters=at_all_times) == []


def test_an_office_is_in_being_from_its_first_day_to_its_last() -> None:
    day = timedelta(days=1)
    assert found(valid_from=TODAY, valid_to=TODAY) == []
    assert found(valid_from=TODAY + day) == [("not_yet", "24/11/2026")]
    assert found(valid_to=TODAY - day) == [("no_longer", "22/11/2026")]


def test_who_cannot_sign_in_is_named() -> None:
    locked = Clerk("clerk", username="lan", can_sign_in=False)
    assert found(replace(READY, staff=(*READY.staff, locked))) == [("cannot_sign_in", "lan")]


def test_kiosks_and_displays_that_are_gone_are_named_and_counter_machines_are_not() -> None:
    gone = [Machine(role, role, gone=True) for role in ("kiosk", "display", "counter", "tablet")]
    named = [("machine_gone", "kiosk"), ("machine_gone", "display")]
    assert found(replace(READY, machines=(*READY.machines, *gone))) == named


def test_every_service_has_a_clerk_who_may_serve_it() -> None:
    skilled = (Clerk("clerk", frozenset({"land"})), Clerk("supervisor"))
    assert found(replace(READY, staff=skilled)) == [("no_skill", "civil")]
    assert found(replace(READY, staff=(*skilled, Clerk("clerk")))) == []


def test_people_there_must_be() -> None:
    assert found(replace(READY, staff=())) == [("no_clerk", ""), ("no_supervisor", "")]


@pytest.mark.parametrize(
    ("printer", "code"),
    [("paper_out", "no_paper"), ("cover_open", "no_printer"), ("paper_low", "paper_low"), ("ready", None)],
)
def test_a_kiosk_that_cannot_print_is_named(printer: str, code: str | None) -> None:
    machines = (*READY.machines, Machine("kiosk", "Kiosk 2", printer))
    assert found(replace(READY, machines=machines)) == ([(code, "Kiosk 2")] if code else [])


def test_a_kiosk_that_cannot_say_names_is_named() -> None:
    said = [Machine("kiosk", f"Kiosk {speaks}", "ready", speaks) for speaks in (True, False, None)]
    assert found(replace(READY, machines=(*READY.machines, *said))) == [("kiosk_cannot_speak", "Kiosk False")]


def test_own_words_of_a_call_need_a_server_that_can_say_them() -> None:
    mute = replace(READY, speaks=False)
    assert found(mute) == []
    assert found(mute, texts={"call": {"vi": "Mời {number} tới {counter}"}}) == [("display_cannot_speak", "")]
    assert found(mute, texts={"invite": {"vi": "Mời số"}}) == [("display_cannot_speak", "")]
    assert found(mute, texts={"invite": {"en": "Now"}, "empty_board": {"vi": "Chưa gọi"}}) == []
    assert found(texts={"invite": {"vi": "Mời số"}}) == []


def test_kiosks_and_displays_are_paired() -> None:
    assert found(replace(READY, machines=())) == [("no_kiosk", ""), ("no_display", "")]
    kiosk, display = READY.machines
    assert found(replace(READY, machines=(kiosk,))) == [("no_display", "")]
    assert found(replace(READY, machines=(display,))) == [("no_kiosk", "")]


def test_slots_are_for_services_that_there_are_and_can_be_booked() -> None:
    rules = BookingRules()
    assert found(plans=(PLAN,)) == [("no_booking_rules", "")]
    assert found(booking=rules) == [("no_slots", "")]
    assert found(booking=rules, plans=(PLAN,)) == []
    stray = replace(PLAN, pool="old", services=frozenset({"gone"}))
    assert found(booking=rules, plans=(PLAN, stray)) == [("slots_without_services", "old")]
    assert found(booking=rules, plans=(PLAN, replace(stray, valid_until=date(2026, 1, 1)))) == []


def test_addresses_are_told_last() -> None:
    bare = found(replace(READY, public_address=False), address="", hotline="")
    assert bare == [("no_public_address", ""), ("no_address", ""), ("no_hotline", "")]


CLERKS = st.builds(
    Clerk,
    st.sampled_from(["clerk", "supervisor"]),
    st.none() | st.frozensets(st.sampled_from(["land", "civil"])),
)
MACHINES = st.builds(
    Machine,
    st.sampled_from(["kiosk", "display", "counter"]),
    st.just("x"),
    st.sampled_from([None, "ready", "paper_out"]),
    st.sampled_from([None, True, False]),
)


@given(st.lists(CLERKS, max_size=3), st.lists(MACHINES, max_size=3), st.booleans(), st.booleans())
def test_whatever_is_missing_has_words_and_the_urgent_comes_first(
    staff: list[Clerk], machines: list[Machine], public: bool, closed: bool
) -> None:
    hours = Hours.of(HOURS.time_zone, {}) if closed else HOURS
    premises = replace(
        READY,
        staff=tuple(staff),
        machines=tuple(machines),
        public_address=public,
        office=replace(OFFICE, hours=hours, counters={}),
    )
    points = missing(premises)
    urgent = [one.severity is Severity.MUST for one in points]
    assert urgent == sorted(urgent, reverse=True)
    assert all(set(TEXTS[one.code]) == {"vi", "en"} for one in points)


def test_every_text_is_in_both_languages() -> None:
    for texts in (*TEXTS.values(), *WEEKDAYS.values()):
        assert set(texts) == {"vi", "en"}
