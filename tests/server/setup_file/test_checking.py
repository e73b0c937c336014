"""What must be right between the entries of a set-up file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from server.contract.setup_file import SetUp
from server.setup_file.reading import read
from server.storage.opening import hours_of
from tests.server.setup_file.builders import SMALL, faults, line_of, only_fault, setups, small


def service(code: str, letter: str = "", parent: str = "") -> str:
    """A [[services]] entry of three to five lines."""
    lines = [f'[[services]]\ncode = "{code}"\nnames = {{ vi = "{code}" }}\n']
    lines += [f'letter = "{letter}"\n'] if letter else []
    lines += [f'parent = "{parent}"\n'] if parent else []
    return "".join(lines)


def counter(number: int, *services: str) -> str:
    return f"[[counters]]\nnumber = {number}\nservices = {list(services)}\n"


def hours(days: str, opens: str, closes: str, more: str = "") -> str:
    return f"[[hours]]\ndays = {days.split()}\nopens = {opens}:00\ncloses = {closes}:00\n{more}"


def exception(day: str, hours: str = "") -> str:
    return f"[[exceptions]]\ndate = {day}\nnames = {{ vi = 'x' }}\n" + (
        f"hours = [{hours}]\n" if hours else ""
    )


def _inline(opens: int, closes: int) -> str:
    return f"{{ opens = {opens:02}:00:00, closes = {closes:02}:00:00 }}"


def dated(section: str, day: str) -> str:
    like = "like = 'mon'\n" if section == "working_days" else ""
    return f"[[{section}]]\ndate = {day}\nnames = {{ vi = 'x' }}\n{like}"


@pytest.mark.parametrize(
    ("more", "line", "key", "reason"),
    [
        (service("land", "B"), 21, "services[2].code", "land is the code of services[1] already"),
        (counter(1, "land"), 21, "counters[2].number", "1 is the number of counters[1] already"),
        (
            "[[categories]]\ncode = 'a'\nnames = { vi = 'x' }\n" * 2,
            24,
            "categories[2].code",
            "a is the code of categories[1] already",
        ),
        (
            "[[staff]]\nusername = 'a'\nname = 'x'\nrole = 'clerk'\n" * 2,
            25,
            "staff[2].username",
            "a is the username of staff[1] already",
        ),
        (
            service("x") + counter(2, "x"),
            20,
            "services[2].letter",
            "is missing: a service that takes tickets has a letter",
        ),
        (
            service("x", "B", "lnd") + counter(2, "x"),
            24,
            "services[2].parent",
            "there is no service “lnd”; did you mean “land”?",
        ),
        (counter(2, "lnd"), 22, "counters[2].services[1]", "there is no service “lnd”; did you mean “land”?"),
        (
            service("f") + service("x", "B", "f") + counter(2, "x", "f"),
            30,
            "counters[2].services[2]",
            "“f” takes no tickets itself; name x",
        ),
        (
            service("a", parent="b") + service("b", parent="c") + service("c", parent="a"),
            23,
            "services[2].parent",
            "leads back to itself: a → b → c → a",
        ),
        (service("a", parent="a"), 23, "services[2].parent", "leads back to itself: a → a"),
        (
            hours("sat sun", "11:00", "12:00"),
            20,
            "hours[2]",
            "sat: 11:00–12:00 overlaps 07:30–11:30 of hours[1]",
        ),
        (
            hours("mon sat", "07:00", "00:00"),
            20,
            "hours[2]",
            "mon, sat: 07:00–00:00 overlaps 07:30–11:30 of hours[1]",
        ),
        (hours("sun", "12:00", "11:00"), 20, "hours[2]", "12:00–11:00: closes before it opens"),
        (
            hours("sun", "08:00", "09:00", "tickets_until = 09:01:00\n"),
            20,
            "hours[2]",
            "08:00–09:00: ticket hours reach outside",
        ),
        (
            hours("sun", "08:00", "09:00", "tickets_from = 07:59:00\n"),
            20,
            "hours[2]",
            "08:00–09:00: ticket hours reach outside",
        ),
        (
            "".join(hours("mon", f"{h}:00", f"{h}:30") for h in range(12, 16)),
            32,
            "hours[5]",
            "mon: more than 4 stretches",
        ),
        (
            exception("2027-01-01", f"{_inline(8, 10)},\n{_inline(9, 11)}"),
            24,
            "exceptions[1].hours[2]",
            "2027-01-01: 09:00–11:00 overlaps 08:00–10:00 of exceptions[1].hours[1]",
        ),
        (exception("2027-01-01") * 2, 24, "exceptions[2].date", "2027-01-01 is in exceptions[1] already"),
        (dated("holidays", "2027-01-01") * 2, 24, "holidays[2].date", "2027-01-01 is in holidays[1] already"),
        (
            exception("2027-01-02") + dated("working_days", "2027-01-02"),
            24,
            "working_days[1].date",
            "2027-01-02 has hours of its own in exceptions[1]: one must go",
        ),
    ],
)
def test_what_does_not_go_together_is_told(more: str, line: int, key: str, reason: str) -> None:
    assert only_fault(small(more=more)) == (line, key, reason)


@pytest.mark.parametrize(
    ("more", "key", "reason"),
    [
        (
            'time_zone = "Asia/Ho_Chi_Min"',
            "office.time_zone",
            "there is no time zone “Asia/Ho_Chi_Min”; did you mean “Asia/Ho_Chi_Minh”?",
        ),
        ('time_zone = "../../etc/passwd"', "office.time_zone", "there is no time zone “../../etc/passwd”"),
        (
            "valid_from = 2026-07-01\nvalid_to = 2026-06-30",
            "office.valid_to",
            "is before valid_from, 2026-07-01",
        ),
        ('time_zone = ""', "office.time_zone", "there is no time zone “”"),
        ('parent = "phuong-1"', "office.parent", "is the office itself"),
        ('successor = "phuong-1"', "office.successor", "is the office itself"),
    ],
)
def test_what_an_office_says_of_itself_must_be_possible(more: str, key: str, reason: str) -> None:
    spoiled = small('short_name = "P1"\n', f'short_name = "P1"\n{more}\n')
    assert only_fault(spoiled) == (line_of(spoiled, key.split(".")[1]), key, reason)


def test_a_folder_of_time_zones_is_none_itself() -> None:
    spoiled = small('short_name = "P1"\n', 'short_name = "P1"\ntime_zone = "Asia"\n')
    assert only_fault(spoiled)[2].startswith("there is no time zone “Asia”")


def test_an_office_is_not_called_like_a_page() -> None:
    assert only_fault(small('code = "phuong-1"', 'code = "tree"'))[1] == "office.code"


def test_a_service_below_a_loop_is_not_told_as_the_loop() -> None:
    more = service("a", parent="b") + service("b", parent="a") + service("x", "B", "a") + counter(2, "x")
    assert [fault.key for fault in faults(small(more=more))] == ["services[2].parent"]


@pytest.mark.parametrize(
    ("document", "line", "key", "reason"),
    [
        (small(more=service("x", "B")), 20, "services[2]", "no counter serves “x”"),
        (
            small(SMALL[SMALL.index("[[hours]]") : SMALL.index("[[services]]")]),
            1,
            "",
            "the office has no [[hours]]: it never opens but on exceptions",
        ),
        (
            small(more=dated("working_days", "2027-01-02").replace("mon", "tue")),
            23,
            "working_days[1].like",
            "2027-01-02 will be closed: tue has no hours",
        ),
    ],
)
def test_what_is_seldom_meant_is_a_warning(document: str, line: int, key: str, reason: str) -> None:
    reading = read(document.encode())
    assert reading.setup is not None
    assert [(one.line, one.key, one.reason) for one in reading.warnings] == [(line, key, reason)]


def test_an_office_that_is_always_open_needs_no_hours() -> None:
    without = (
        SMALL[: SMALL.index("[[hours]]")] + "always_open = true\n" + SMALL[SMALL.index("[[services]]") :]
    )
    assert not read(without.encode()).warnings


def test_a_holiday_may_have_hours_of_its_own() -> None:
    assert not faults(small(more=dated("holidays", "2027-01-01") + exception("2027-01-01")))


@given(setups())
@settings(deadline=None, max_examples=50)
def test_hours_that_pass_can_be_kept(setup: SetUp) -> None:
    hours_of(setup)
