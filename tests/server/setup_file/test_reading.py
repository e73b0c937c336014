"""A set-up file that is wrong says everything that is wrong, each with line, key and reason."""

from __future__ import annotations

import pytest

from server.demo.office import FILE, demo_office
from server.setup_file.reading import read
from tests.server.setup_file.builders import SMALL, faults, line_of, only_fault, small


def test_the_demo_office_is_such_a_file() -> None:
    reading = read(FILE.read_bytes())
    assert (reading.problems, reading.warnings) == ((), ())
    assert reading.setup == demo_office()


@pytest.mark.parametrize(
    ("right", "wrong", "key", "reason"),
    [
        (
            '"phuong-1"',
            '"phường 1"',
            "office.code",
            "may have only the letters A–Z and a–z, digits, dots, dashes and underscores",
        ),
        ('"phuong-1"', f'"{"a" * 41}"', "office.code", "has more than 40 characters"),
        ('"commune"', '"ward"', "office.level", "must be one of 'province', 'commune', 'district'"),
        ('"P1"', '""', "office.short_name", "is empty"),
        ('"P1"', "7", "office.short_name", "must be a text in quotes"),
        ('"P1"', '"P\\n1"', "office.short_name", "may have no line breaks or other control characters"),
        ('{ vi = "Phường 1" }', '{ en = "Ward 1" }', "office.names", "has no Vietnamese text: add vi"),
        ('{ vi = "Phường 1" }', '"Phường 1"', "office.names", 'must be a table: { vi = "…" }'),
        (
            '{ vi = "Phường 1" }',
            '{ vi = "x", VN = "y" }',
            "office.names.VN",
            "a language is two small letters, as vi or en",
        ),
        ("07:30:00", '"07:30"', "hours[1].opens", "must be a time, without quotes: 07:30:00"),
        (
            '["mon", "sat"]',
            '["mon", "so"]',
            "hours[1].days[2]",
            "must be one of 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'",
        ),
        ('["mon", "sat"]', "[]", "hours[1].days", "needs at least one entry"),
        ('letter = "A"', 'letter = "AB"', "services[1].letter", "must be one capital letter: A–Z or Đ"),
        ('letter = "A"', 'lettr = "A"', "services[1].lettr", "is not a key here; did you mean “letter”?"),
        ('code = "land"\n', "", "services[1].code", "is missing"),
        ("number = 1", 'number = "1"', "counters[1].number", "must be a whole number"),
        ("number = 1", "number = true", "counters[1].number", "must be a whole number"),
        ("number = 1", "number = 0", "counters[1].number", "must be at least 1"),
        ("number = 1", "number = 10000", "counters[1].number", "must be at most 9999"),
        (
            'services = ["land"]',
            'services = "land"',
            "counters[1].services",
            "must be a list: […], or one [[…]] for each entry",
        ),
        (
            'services = ["land"]',
            'services = ["land", "land"]',
            "counters[1].services",
            "says something twice",
        ),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(right: str, wrong: str, key: str, reason: str) -> None:
    spoiled = small(right, wrong)
    if "code" in right and not wrong:
        assert (line_of(spoiled, "[[services]]"), key, reason) in [
            (f.line, f.key, f.reason) for f in faults(spoiled)
        ]
    else:
        assert (line_of(spoiled, wrong), key, reason) in [(f.line, f.key, f.reason) for f in faults(spoiled)]


@pytest.mark.parametrize(
    ("more", "key", "reason"),
    [
        ("[voice]\nzero = 1\n", "voice.zero", "is not a key here; did you mean “zero_word”?"),
        ("[rules]\nput_back_after_s = 1.5\n", "rules.put_back_after_s", "must be a whole number"),
        ("[allowances]\nwalk_in_min = nan\n", "allowances.walk_in_min", "must be at most 1440"),
        ("[allowances]\nwalk_in_min = '5'\n", "allowances.walk_in_min", "must be a number"),
        (
            "[[holidays]]\ndate = '2027-01-01'\nnames = { vi = 'Tết' }\n",
            "holidays[1].date",
            "must be a date, without quotes: 2027-01-01",
        ),
        (
            "[[staff]]\nusername = 'a'\nname = 'b'\nrole = 'clerk'\npassword = 'short'\n",
            "staff[1].password",
            "has fewer than 8 characters",
        ),
        (
            "[[staff]]\nusername = 'a'\nname = 'b'\nrole = 'admin'\n",
            "staff[1].role",
            "must be one of 'clerk', 'receptionist', 'supervisor'",
        ),
        ("[[servces]]\ncode = 'x'\n", "servces", "is not a key here; did you mean “services”?"),
        (
            "[[exceptions]]\ndate = 2027-01-01\nnames = { vi = 'x' }\n"
            "hours = [\n  { open = 07:30:00, closes = 08:00:00, opens = 07:00:00 },\n]\n",
            "exceptions[1].hours[1].open",
            "is not a key here; did you mean “opens”?",
        ),
    ],
)
def test_a_wrong_key_or_value_of_another_section_is_told_too(more: str, key: str, reason: str) -> None:
    spoiled = small(more=more)
    last = key.rsplit(".", 1)[-1]
    assert only_fault(spoiled) == (line_of(spoiled, f"{last} =") if "." in key else 20, key, reason)


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    spoiled = SMALL.replace('"commune"', '"ward"').replace('"sat"', '"so"').replace('["land"]', '["lnd"]')
    assert [fault.line for fault in faults(spoiled)] == [3, 8, 19]


def test_a_fault_of_an_entry_hides_nothing_in_other_entries_and_makes_none_there() -> None:
    spoiled = small('letter = "A"', 'letter = "a"', more='[[counters]]\nnumber = 1\nservices = ["land"]\n')
    assert [(fault.line, fault.key) for fault in faults(spoiled)] == [
        (line_of(spoiled, "letter"), "services[1].letter"),
        (21, "counters[2].number"),
    ]


def test_an_empty_file_says_what_an_office_needs() -> None:
    assert [(f.line, f.key, f.reason) for f in faults("")] == [
        (1, "counters", "is missing"),
        (1, "office", "is missing"),
        (1, "services", "is missing"),
    ]
