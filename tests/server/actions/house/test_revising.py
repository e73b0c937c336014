"""Set-ups are revised as they were seen, by whoever may, and kept: who, when, how, before and after."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.actions.house import revising, setting_up
from server.actions.house.permitted import needed
from server.actions.house.revising import Review
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.errors import InUse, NotAllowed, SetUpInvalid, Stale
from server.domain.people import Caller, Permission, Role
from server.domain.revisions import How, Origin
from server.setup_file.comparing import Change, FieldChange
from server.setup_file.revised import Sections
from server.storage import revisions
from server.storage.revisions import Revision
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import stored
from tests.support.servers import STAFF_PASSWORD

SHORTER = {"rules": {"put_back_after_s": 120, "restore_within_min": 30}}


def admin() -> Caller:
    return Caller(Role.ADMIN, None, "staff 0")


def supervisor(hall: Hall) -> Caller:
    return Caller(Role.SUPERVISOR, hall.office().id, "staff 1")


def review(hall: Hall, sections: Sections, caller: Caller | None = None) -> Review:
    with hall.database.read() as tx:
        return revising.review(tx, caller or admin(), OFFICE, sections)


def carry_out(hall: Hall, sections: Sections, *, seen: str, caller: Caller | None = None) -> None:
    who = caller or admin()
    hall.database.write(
        lambda tx: revising.carry_out(tx, who, OFFICE, sections, seen=seen, origin=Origin(who, How.PAGE))
    )


def change(hall: Hall, sections: Sections, caller: Caller | None = None) -> None:
    carry_out(hall, sections, seen=review(hall, sections, caller).stamp, caller=caller)


def history(hall: Hall) -> list[Revision]:
    with hall.database.read() as tx:
        return revising.history(tx, hall.office().id)


def undo(hall: Hall) -> None:
    with hall.database.read() as tx:
        found = revising.undoing(tx, OFFICE)
    assert found is not None
    seen, number = review(hall, found.sections).stamp, found.revision.number
    hall.database.write(lambda tx: revising.undo(tx, admin(), OFFICE, number=number, seen=seen))


def service(code: str, **values: Any) -> Sections:
    entries = demo_office().model_dump(mode="json")["services"]
    return {"services": [entry | values if entry["code"] == code else entry for entry in entries]}


def test_the_office_as_it_was_made_is_the_first_of_its_history(hall: Hall) -> None:
    (first,) = history(hall)
    assert (first.number, first.how, first.who) == (1, How.COMMAND, None)
    assert ("office", "added") in {(one.section, one.kind) for one in first.changes}


def test_a_change_is_kept_with_what_was_there_before_and_after(hall: Hall) -> None:
    change(hall, SHORTER)
    newest = history(hall)[0]
    assert (newest.number, newest.how, newest.at) == (2, How.PAGE, hall.clock.now())
    assert newest.changes == (
        Change(
            "rules",
            "",
            "changed",
            (FieldChange("put_back_after_s", 300, 120), FieldChange("restore_within_min", 60.0, 30.0)),
        ),
    )
    with hall.database.read() as tx:
        kept = revisions.documents(tx, hall.office().id, 2)
    assert kept is not None
    assert kept[0] is not None
    assert (kept[0].rules.put_back_after_s, kept[1].rules.put_back_after_s) == (300, 120)
    assert kept[1] == stored(hall)


def test_whoever_changed_it_is_named_and_in_the_audit(hall: Hall) -> None:
    (row,) = hall.sql("SELECT id FROM staff WHERE username = 'giang'")
    caller = Caller(Role.ADMIN, None, "staff", staff_id=row.id)
    change(hall, SHORTER, caller)
    assert history(hall)[0].who == "Võ Trường Giang"
    (entry,) = hall.sql("SELECT actor, object FROM audit_entry WHERE actor = 'giang'")
    assert (entry.actor, entry.object) == ("giang", f"office {OFFICE}")


def test_no_password_is_kept(hall: Hall) -> None:
    staff = [entry.model_dump() for entry in demo_office().staff or ()]
    staff.append({"username": "moi", "name": "Mới", "role": "clerk", "password": "a secret of hers"})
    setup = SetUp.model_validate(demo_office().model_dump() | {"staff": staff})
    hall.database.write(lambda tx: setting_up.apply(tx, setup))
    everything = json.dumps([str(tuple(row)) for row in hall.sql("SELECT * FROM setup_revision")])
    assert "moi" in everything
    assert "a secret of hers" not in everything
    assert STAFF_PASSWORD not in everything


def test_nothing_is_kept_where_nothing_changes(hall: Hall) -> None:
    hall.database.write(lambda tx: setting_up.apply(tx, demo_office()))
    assert len(history(hall)) == 1


def test_what_has_changed_since_it_was_shown_is_refused(hall: Hall) -> None:
    seen = review(hall, SHORTER).stamp
    change(hall, {"rules": {"put_back_after_s": 200, "restore_within_min": 30}})
    with pytest.raises(Stale):
        carry_out(hall, SHORTER, seen=seen)
    assert len(history(hall)) == 2


def test_nonsense_is_told_with_its_path_and_nothing_is_applied(hall: Hall) -> None:
    found = review(hall, service("land", usual_min="soon"))
    assert found.setup is None
    assert [one.path for one in found.problems] == [("services", 0, "usual_min")]
    with pytest.raises(SetUpInvalid):
        carry_out(hall, service("land", usual_min="soon"), seen="")


def test_checks_between_entries_are_told_with_their_path(hall: Hall) -> None:
    found = review(hall, service("land", letter=None, parent="nowhere"))
    assert ("services", 0, "parent") in {one.path for one in found.problems}


def test_the_set_up_of_another_office_is_refused(hall: Hall) -> None:
    office = demo_office().office.model_dump(mode="json") | {"code": "other"}
    assert [one.path for one in review(hall, {"office": office}).problems] == [("office", "code")]


def test_undoing_takes_the_last_change_back_and_is_a_change_itself(hall: Hall) -> None:
    change(hall, SHORTER)
    undo(hall)
    newest = history(hall)[0]
    assert (newest.number, newest.how, newest.undoes) == (3, How.UNDO, 2)
    assert hall.office().policy.put_back_after_call.total_seconds() == 300
    undo(hall)
    assert hall.office().policy.put_back_after_call.total_seconds() == 120


def test_only_the_last_change_is_undone(hall: Hall) -> None:
    change(hall, SHORTER)
    with hall.database.read() as tx:
        found = revising.undoing(tx, OFFICE)
    assert found is not None
    seen = review(hall, found.sections).stamp
    change(hall, service("land", usual_min=30))
    with pytest.raises(Stale):
        hall.database.write(lambda tx: revising.undo(tx, admin(), OFFICE, number=2, seen=seen))
    assert len(history(hall)) == 3


def test_the_making_of_an_office_cannot_be_undone(hall: Hall) -> None:
    with hall.database.read() as tx:
        assert revising.undoing(tx, OFFICE) is None


def test_undoing_leaves_accounts_alone_that_came_since(hall: Hall) -> None:
    change(hall, SHORTER)
    office = hall.office().id
    hall.sql(
        "INSERT INTO staff (office_id, username, name, role, active)"
        f" VALUES ({office}, 'moi', 'Mới', 'clerk', true)"
    )
    undo(hall)
    kept = stored(hall)
    assert kept is not None
    assert "moi" in {entry.username for entry in kept.staff or ()}


def test_a_change_of_what_is_in_use_is_an_obstacle(hall: Hall) -> None:
    hall.press("land")
    entries = demo_office().model_dump(mode="json")
    services = [entry for entry in entries["services"] if entry["code"] != "land"]
    counters = [
        place | {"services": [code for code in place["services"] if code != "land"] or ["results"]}
        for place in entries["counters"]
    ]
    sections = {"services": services, "counters": counters, "slots": []}
    found = review(hall, sections)
    assert found.plan.obstacles
    with pytest.raises(InUse):
        carry_out(hall, sections, seen=found.stamp)


def test_a_supervisor_changes_what_supervisors_may_and_nothing_else(hall: Hall) -> None:
    closed = {"exceptions": [{"date": "2027-03-01", "names": {"vi": "Mất điện"}}]}
    change(hall, closed, supervisor(hall))
    change(hall, service("land", paused_reason="Bảo trì"), supervisor(hall))
    with pytest.raises(NotAllowed):
        review(hall, SHORTER, supervisor(hall))
    with pytest.raises(NotAllowed):
        review(hall, {**closed, **service("land", usual_min=30)}, supervisor(hall))


@pytest.mark.parametrize(
    ("section", "field", "permission"),
    [
        ("services", "paused_reason", Permission.PAUSE_SERVICES),
        ("services", "letter", Permission.CHANGE_SETUP),
        ("staff", "services", Permission.CHANGE_SKILLS),
        ("staff", "role", Permission.CHANGE_SETUP),
        ("office", "house_text", Permission.CHANGE_TEXTS),
        ("office", "parent", Permission.CHANGE_OFFICES),
        ("office", "goal_min", Permission.CHANGE_SETUP),
        ("counters", "services", Permission.CHANGE_COUNTERS),
        ("hours", "hours", Permission.CHANGE_SETUP),
    ],
)
def test_each_difference_names_the_permission_it_needs(
    section: str, field: str, permission: Permission
) -> None:
    one = Change(section, "x", "changed", (FieldChange(field, None, "new"),))
    assert needed(one) == {permission}


def test_an_entry_that_comes_or_goes_is_more_than_a_field_of_it() -> None:
    assert needed(Change("services", "land", "removed")) == {Permission.CHANGE_SETUP}
    assert needed(Change("staff", "hoa", "added")) == {Permission.CHANGE_SETUP}
