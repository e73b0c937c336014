"""An office becomes what its file says: whole, or not at all."""

from __future__ import annotations

import pytest

from server.actions.house import signing_in
from server.contract.messages import SignIn
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.errors import SetUpInvalid, Stale, UnknownService
from server.setup_file.comparing import Change, FieldChange
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import about, apply, changed, demo, entries, plan, stored, without
from tests.support.servers import STAFF_PASSWORD


def may_sign_in(hall: Hall, username: str, password: str = STAFF_PASSWORD) -> bool:
    with hall.database.read() as tx:
        said = SignIn(username=username, password=password)
        return signing_in.right_account(tx, said) is not None


def second_office(**office: str) -> SetUp:
    """Another office, with one clerk of its own."""
    values = demo_office().model_dump()
    values["office"] |= {"code": "phuong-1", **office}
    values["staff"] = [{"username": "tu", "name": "Tú", "role": "clerk", "password": "sông Côn chảy"}]
    return SetUp.model_validate(values)


def test_what_is_stored_is_what_the_file_said(hall: Hall) -> None:
    kept = stored(hall)
    assert kept is not None
    assert kept.staff is not None
    passwords = {entry.username: entry.password for entry in demo_office().staff or ()}
    staff = [{**entry.model_dump(), "password": passwords[entry.username]} for entry in kept.staff]
    assert kept.model_dump() | {"staff": staff} == demo_office().model_dump()


def test_the_same_file_twice_changes_nothing_and_writes_nothing(hall: Hall) -> None:
    before = hall.everything()
    assert plan(hall, demo_office()).changes == ()
    assert apply(hall, demo_office()) == hall.office().id
    assert hall.everything() == before


def test_a_running_server_sees_a_change_at_once(hall: Hall) -> None:
    hall.press("land")  # the office is in memory now
    apply(hall, changed("services", "land", names={"vi": "Đất đai, nhà ở"}, usual_min=20))
    land = hall.office().services["land"]
    assert (land.names["vi"], land.usual_s) == ("Đất đai, nhà ở", 1200)
    assert hall.last_event()["kind"] == "office_changed"
    assert len(hall.events("office_changed")) == 2  # the import that made the office, and this one
    assert hall.violations() == []


def test_a_plan_says_what_would_change_and_changes_nothing(hall: Hall) -> None:
    before = hall.everything()
    found = plan(hall, changed("services", "land", usual_min=20))
    assert found.changes == (Change("services", "land", "changed", (FieldChange("usual_min", 12, 20),)),)
    assert hall.everything() == before


def test_what_was_shown_is_what_is_applied_or_nothing(hall: Hall) -> None:
    wanted = changed("services", "land", usual_min=20)
    shown = plan(hall, wanted)
    apply(hall, changed("services", "results", usual_min=21))
    with pytest.raises(Stale):
        apply(hall, wanted, shown)
    assert hall.office().services["land"].usual_s == 720


def test_a_service_that_goes_takes_no_tickets_and_comes_back_as_it_was(hall: Hall) -> None:
    old = hall.press("farming")
    hall.leave(old)
    apply(hall, without("services", "farming"))
    with pytest.raises(UnknownService):
        hall.press("farming")
    assert "farming" not in hall.office().roots
    apply(hall, demo_office())
    assert stored(hall) is not None
    assert hall.press("farming").number == "K002"
    assert hall.row(old).service_id == hall.office().services["farming"].id
    assert hall.violations() == []


def test_a_service_may_get_procedures_below_it(hall: Hall) -> None:
    tree = [*entries("services").values()]
    tree.append({"code": "land.copy", "letter": "A", "names": {"vi": "Trích lục"}, "parent": "land"})
    places = entries("counters")
    for place in places.values():
        place["services"] = ["land.copy" if code == "land" else code for code in place["services"]]
    apply(hall, demo(services=tree, counters=list(places.values())))
    assert hall.press("land.copy").number == "A001"
    with pytest.raises(UnknownService):
        hall.press("land")


def test_services_stand_in_the_order_of_the_file(hall: Hall) -> None:
    backwards = list(reversed(entries("services").values()))
    apply(hall, demo(services=backwards))
    assert list(hall.office().roots) == [entry["code"] for entry in backwards]


def test_a_counter_that_goes_is_closed_and_is_there_again_closed(hall: Hall) -> None:
    hall.open(10)
    apply(hall, without("counters", 10))
    assert 10 not in hall.office().counters
    assert hall.events("counter_closed")[-1]["counter"] == 10
    apply(hall, demo_office())
    assert hall.office().counters[10].state == "closed"
    assert hall.violations() == []


def test_an_open_counter_stays_open_for_what_still_takes_tickets(hall: Hall) -> None:
    hall.open(9, services=["farming", "labour"])
    hall.open(4, services=["farming"])
    apply(hall, without("services", "farming"))
    counters = hall.office().counters
    assert (counters[9].state, set(counters[9].services)) == ("open", {"labour"})
    assert (counters[4].state, set(counters[4].services)) == ("open", {"land"})


def test_a_password_in_the_file_is_only_the_first(hall: Hall) -> None:
    hall.database.write(lambda tx: signing_in.set_password(tx, "hoa", "a better one"))
    found = plan(hall, demo_office())
    apply(hall, changed("staff", "hoa", name="Nguyễn Thị Hoà"))
    assert may_sign_in(hall, "hoa", "a better one")
    assert found.changes == ()
    assert any("passwords stay as they are" in note and "hoa" in note for note in found.notes)


def test_an_account_without_a_password_gets_the_one_of_the_file(hall: Hall) -> None:
    bare = {"username": "an", "name": "An", "role": "clerk"}
    setup = demo(staff=[*entries("staff").values(), bare])
    assert any("no password yet" in note and "an" in note for note in plan(hall, setup).notes)
    apply(hall, setup)
    given = demo(staff=[*entries("staff").values(), {**bare, "password": "bốn năm sáu"}])
    assert plan(hall, given).changes == (
        Change("staff", "an", "changed", (FieldChange("password", None, "set"),)),
    )
    apply(hall, given)
    assert may_sign_in(hall, "an", "bốn năm sáu")
    assert plan(hall, given).changes == ()
    assert hall.sql("SELECT must_change_password AS one_time FROM staff WHERE username = 'an'")[0].one_time


def test_a_new_office_begins_with_its_own_numbers_and_staff(hall: Hall) -> None:
    hall.press("land")
    apply(hall, second_office())
    assert Hall(hall.database, hall.clock, "phuong-1").press("land").number == "A001"
    assert may_sign_in(hall, "tu", "sông Côn chảy")
    assert stored(hall) is not None
    assert plan(hall, demo_office()).changes == ()


@pytest.mark.parametrize("active", [True, False], ids=["active", "ended"])
def test_an_account_of_another_office_is_never_taken_over(hall: Hall, active: bool) -> None:
    apply(hall, second_office())
    if not active:
        apply(hall, SetUp.model_validate(second_office().model_dump() | {"staff": []}))
    thief = demo(staff=[*entries("staff").values(), {"username": "tu", "name": "x", "role": "supervisor"}])
    before = hall.everything()
    with pytest.raises(SetUpInvalid, match=r"staff\[6\]\.username: tu is an account of office phuong-1"):
        apply(hall, thief)
    assert hall.everything() == before


def test_a_parent_office_must_be_there_and_no_office_is_above_itself(hall: Hall) -> None:
    with pytest.raises(SetUpInvalid, match="there is no office “gia-lai” yet"):
        apply(hall, about(parent="gia-lai"))
    apply(hall, second_office(parent=OFFICE))
    with pytest.raises(SetUpInvalid, match="leads back to this office by way of phuong-1"):
        apply(hall, about(parent="phuong-1"))
    apply(hall, about(successor="phuong-1"))
