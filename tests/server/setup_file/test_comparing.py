"""The differences between two set-ups, as a person reads them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from server.contract.setup_file import SetUp
from server.setup_file.comparing import Change, FieldChange, compare
from server.setup_file.reading import read
from tests.server.setup_file.builders import SMALL, setups, small


def setup_of(document: str) -> SetUp:
    setup = read(document.encode()).setup
    assert setup is not None
    return setup


OFFICE = setup_of(SMALL)


def changed(replaced: str = "", by: str = "", *, more: str = "") -> list[Change]:
    """What changes when the small office becomes this one."""
    return list(compare(OFFICE, setup_of(small(replaced, by, more=more))))


def change(section: str, key: str, name: str, *values: Any) -> Change:
    return Change(section, key, "changed", (FieldChange(name, *values),))


@given(setups())
@settings(deadline=None, max_examples=30)
def test_an_office_does_not_differ_from_itself(setup: SetUp) -> None:
    assert compare(setup, setup) == ()


def test_a_new_office_is_added_whole() -> None:
    changes = compare(None, OFFICE)
    assert {change.kind for change in changes} == {"added"}
    assert [c.section for c in changes] == [
        *("office", "allowances", "rules", "voice", "texts", "figures", "alerts"),
        *("hours", "hours", "services", "counters"),
    ]


def test_a_changed_value_is_told_old_and_new() -> None:
    assert changed('letter = "A"', 'letter = "B"\nusual_min = 12') == [
        Change(
            "services", "land", "changed", (FieldChange("letter", "A", "B"), FieldChange("usual_min", 10, 12))
        )
    ]
    assert changed(more="[allowances]\nwalk_in_min = 20\n") == [
        change("allowances", "", "walk_in_min", 15, 20)
    ]


def test_each_language_of_a_name_is_told_by_itself() -> None:
    assert changed('"Đất đai" }', '"Đất đai", en = "Land" }') == [
        change("services", "land", "names.en", None, "Land")
    ]


def test_hours_are_compared_day_by_day() -> None:
    saturday = (
        "[[hours]]\ndays = ['sat', 'sun']\nopens = 13:00:00\ncloses = 15:00:00\ntickets_until = 14:30:00\n"
    )
    afternoon = "13:00–15:00, tickets until 14:30"
    assert changed(more=saturday) == [
        change("hours", "sat", "hours", ["07:30–11:30"], ["07:30–11:30", afternoon]),
        Change("hours", "sun", "added", (FieldChange("hours", None, [afternoon]),)),
    ]
    assert changed('["mon", "sat"]', '["mon"]') == [Change("hours", "sat", "removed")]


def test_hours_that_are_only_written_otherwise_are_the_same() -> None:
    saturday = "[[hours]]\ndays = ['sat']\nopens = 07:30:00\ncloses = 11:30:00\ntickets_from = 07:30:00\n"
    assert not changed('["mon", "sat"]', '["mon"]', more=saturday)


def test_the_order_of_services_is_a_change_and_that_of_a_counters_services_is_none() -> None:
    two = '[[services]]\ncode = "{}"\nletter = "B"\nnames = {{ vi = "x" }}\n'
    some = setup_of(small('["land"]', '["land", "a", "b"]', more=two.format("a") + two.format("b")))
    other = setup_of(small('["land"]', '["b", "a", "land"]', more=two.format("b") + two.format("a")))
    order = FieldChange("order", ["land", "a", "b"], ["land", "b", "a"])
    assert compare(some, other) == (Change("services", "", "changed", (order,)),)


def test_staff_is_left_alone_by_a_file_without_staff_and_removed_by_one_with_none() -> None:
    clerk = setup_of(small(more="[[staff]]\nusername = 'hoa'\nname = 'Hoa'\nrole = 'clerk'\n"))
    assert compare(clerk, OFFICE) == ()
    nobody = setup_of("staff = []\n" + SMALL)
    assert compare(clerk, nobody) == (Change("staff", "hoa", "removed"),)


def test_a_password_is_never_part_of_a_difference() -> None:
    clerk = "[[staff]]\nusername = 'hoa'\nname = 'Hoa'\nrole = 'clerk'\npassword = 'secret secret'\n"
    assert "secret" not in repr(changed(more=clerk))


def test_a_day_that_is_closed_differs_from_a_day_with_hours() -> None:
    day = "[[exceptions]]\ndate = 2027-01-01\nnames = { vi = 'x' }\n"
    closed = setup_of(small(more=day))
    opened = setup_of(small(more=day + "hours = [{ opens = 08:00:00, closes = 09:00:00 }]\n"))
    assert compare(closed, opened) == (
        change("exceptions", "2027-01-01", "hours", ["closed"], ["08:00–09:00"]),
    )
