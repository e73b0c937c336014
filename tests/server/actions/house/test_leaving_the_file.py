"""Nothing is taken away while people wait for it or are there; people who go are signed out."""

from __future__ import annotations

from typing import Any

import pytest

from server.actions.house import signing_in
from server.contract.messages import SignIn
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.errors import InUse
from server.domain.people import Role
from tests.builders import Hall
from tests.server.actions.setups import about, apply, changed, demo, entries, plan, without
from tests.support.servers import STAFF_PASSWORD


def refused(hall: Hall, setup: SetUp) -> str:
    """Why a set-up cannot be applied now; nothing has changed."""
    before = hall.everything()
    told = "; ".join(plan(hall, setup).obstacles)
    with pytest.raises(InUse) as refusal:
        apply(hall, setup)
    assert refusal.value.detail == told
    assert hall.everything() == before
    return told


def session_of(hall: Hall, username: str) -> str:
    """Somebody signs in."""
    clerk = hall.staff(username).staff_id
    assert clerk is not None
    return hall.database.write(lambda tx: signing_in.begin_session(tx, clerk))


def is_signed_in(hall: Hall, session: str) -> bool:
    with hall.database.read() as tx:
        return signing_in.signed_in(tx, session) is not None


def test_a_counter_with_somebody_stays(hall: Hall) -> None:
    hall.open(10)
    hall.press("labour")
    ticket = hall.called(10)
    assert refused(hall, without("counters", 10)) == "counter 10 still has E001"
    hall.step("finish", hall.step("start", ticket, 10), 10)
    apply(hall, without("counters", 10))
    assert hall.violations() == []


def test_a_counter_with_somebody_on_hold_stays(hall: Hall) -> None:
    hall.open(10)
    hall.press("labour")
    hall.step("hold", hall.step("start", hall.called(10), 10), 10)
    assert refused(hall, without("counters", 10)) == "counter 10 still has E001"


@pytest.mark.parametrize(
    "wish", [{"counter": 10}, {"service": "labour", "return": True}], ids=["sent", "returns"]
)
def test_a_counter_that_somebody_is_on_the_way_to_stays(hall: Hall, wish: dict[str, Any]) -> None:
    sender, gone = (8, 10) if "counter" in wish else (10, 10)
    hall.open(8, 9, 10)
    hall.press("labour")
    hall.step("transfer", hall.step("start", hall.called(sender), sender), sender, **wish)
    assert refused(hall, without("counters", gone)) == "counter 10 still has E001"


def test_a_service_that_people_wait_for_stays(hall: Hall) -> None:
    for _ in range(12):
        hall.press("farming")
    told = refused(hall, without("services", "farming"))
    assert told == f"service farming still has {', '.join(f'K{n:03}' for n in range(1, 11))} …"


def test_a_service_that_people_wait_for_does_not_become_a_field(hall: Hall) -> None:
    hall.press("land")
    tree = [*entries("services").values()]
    tree.append({"code": "land.copy", "letter": "A", "names": {"vi": "Trích lục"}, "parent": "land"})
    assert "service land still has A001" in refused(hall, demo(services=tree))


def test_who_did_not_come_may_be_restored_and_counts_until_then(hall: Hall) -> None:
    hall.open(4)
    hall.press("farming")
    hall.step("no-show", hall.called(4), 4)
    assert refused(hall, without("services", "farming")) == "service farming still has K001"
    hall.clock.tick(minutes=61)
    apply(hall, without("services", "farming"))


def test_the_last_counter_of_a_service_that_people_wait_for_stays_so(hall: Hall) -> None:
    hall.press("health")
    away = changed("counters", 10, services=["labour"])
    assert refused(hall, away) == "no counter would serve health, which still has G001"
    places = entries("counters")
    places[8]["services"], places[10]["services"] = ["health"], ["labour"]
    apply(hall, demo(counters=list(places.values())))


def test_a_category_of_somebody_here_stays_and_its_people_are_not_named(hall: Hall) -> None:
    hall.press("land", category="merit")
    assert refused(hall, without("categories", "merit")) == "somebody of category merit is still here"
    apply(hall, without("categories", "disabled"))


def test_the_time_zone_changes_only_while_nobody_is_here(hall: Hall) -> None:
    ticket = hall.press("land")
    assert "time zone" in refused(hall, about(time_zone="Asia/Tokyo"))
    hall.leave(ticket)
    apply(hall, about(time_zone="Asia/Tokyo"))


def test_what_stayed_open_yesterday_is_closed_and_stands_in_no_way(hall: Hall) -> None:
    ticket = hall.press("farming")
    hall.clock.tick(days=1)
    apply(hall, without("services", "farming"))
    assert hall.row(ticket).state == "closed_by_system"
    assert hall.violations() == []


def test_what_is_not_taken_away_may_change_while_people_are_here(hall: Hall) -> None:
    hall.open(3)
    hall.press("land")
    hall.press("land")
    hall.called(3)
    apply(hall, changed("services", "land", letter="L", usual_min=5))
    assert hall.press("land").number == "L001"
    assert hall.line() == ["A002", "L001"]
    assert hall.violations() == []


@pytest.mark.parametrize(
    "setup",
    [
        pytest.param(without("staff", "lan"), id="gone from the file"),
        pytest.param(changed("staff", "lan", role="receptionist"), id="another role"),
    ],
)
def test_who_loses_a_place_is_signed_out_and_the_counter_closed(hall: Hall, setup: SetUp) -> None:
    lans, hoas = session_of(hall, "lan"), session_of(hall, "hoa")
    hall.do("open", 3, hall.staff("lan"))
    hall.do("open", 4, hall.staff("hoa"))
    apply(hall, setup)
    assert (is_signed_in(hall, lans), is_signed_in(hall, hoas)) == (False, True)
    counters = hall.office().counters
    assert (counters[3].state, counters[3].staff_id) == ("closed", None)
    assert counters[4].state == "open"
    assert hall.events("counter_closed")[-1]["counter"] == 3
    assert hall.violations() == []


def test_who_is_serving_somebody_stays(hall: Hall) -> None:
    lan = hall.staff("lan")
    hall.do("open", 3, lan)
    hall.press("land")
    hall.do("call-next", 3, lan)
    assert refused(hall, without("staff", "lan")) == "lan has A001 at counter 3"
    assert refused(hall, changed("staff", "lan", role="supervisor")) == "lan has A001 at counter 3"
    apply(hall, changed("staff", "lan", name="Lê Thị Lan Anh"))


def test_who_comes_back_comes_back_without_the_old_password(hall: Hall) -> None:
    apply(hall, without("staff", "lan"))
    apply(hall, changed("staff", "lan", password="quite another", role="supervisor"))
    with hall.database.read() as tx:
        old = signing_in.right_account(tx, SignIn(username="lan", password=STAFF_PASSWORD))
        new = signing_in.right_account(tx, SignIn(username="lan", password="quite another"))
    assert old is None
    assert new is not None
    assert new.role == Role.SUPERVISOR


def test_a_file_without_staff_leaves_the_accounts_as_they_are(hall: Hall) -> None:
    session = session_of(hall, "lan")
    values = changed("services", "land", usual_min=20).model_dump()
    del values["staff"]
    apply(hall, SetUp.model_validate(values))
    assert is_signed_in(hall, session)
    assert plan(hall, demo_office()).changes != ()
