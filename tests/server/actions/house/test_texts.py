"""The office's own words: placeholders checked by name, and said where citizens read."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.slip import slip_of
from server.actions.hall import watching
from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.contract.setup_texts import MESSAGES, OF_BOOKING, OF_TURN
from server.demo.office import demo_office
from server.domain.outgoing import MessageKind
from server.domain.segments import ROOM
from server.outward.composing import catalogue
from server.setup_file.reading import read
from server.setup_file.writing import written
from server.storage.database import Database
from tests.builders import Hall

TEXTS: dict[str, Any] = {
    "ticket_foot": {"vi": "Xin giữ phiếu đến khi xong.", "en": "Please keep this ticket."},
    "invite": {"vi": "Kính mời số"},
    "closed_board": {"vi": "Đã hết giờ phát số", "en": "No more numbers"},
    "near": {"vi": "Số {number} sắp tới lượt tại {office}."},
    "near_sms": {"vi": "Sắp tới số {number}", "en": "Number {number} is near"},
}


def document(line: str) -> bytes:
    """The demo office with one line in its section of texts."""
    setup = demo_office()
    staff = [entry.model_copy(update={"password": None}) for entry in setup.staff or ()]
    text = written(setup.model_copy(update={"staff": staff}))
    return text.replace("\n[voice]", f"\n[texts]\n{line}\n\n[voice]", 1).encode()


@pytest.mark.parametrize(
    ("line", "key", "why"),
    [
        (
            'near = { vi = "Số {nubmer}" }',
            "texts.near",
            "vi: {nubmer} cannot be filled in here; did you mean {number}? "
            "There is: {number}, {office}, {place}, {hotline}",
        ),
        (
            'booked = { vi = "Mã {code}", en = "{name.__class__}" }',
            "texts.booked",
            "en: {name.__class__} cannot be filled in here. There is: {code}, {start}, {end}, {date}, "
            "{short_date}, {service}, {office}, {place}, {hotline}, {from}, {until}",
        ),
        ('booked_sms = { vi = "Quý {name}, {code}" }', "texts.booked_sms", "vi: {name} cannot be filled in"),
        ('near_subject = { vi = "{code}" }', "texts.near_subject", "vi: {code} cannot be filled in here"),
        ('booked = { vi = "' + "x" * 601 + '" }', "texts.booked.vi", "has more than 600 characters"),
        ('call = { vi = "Mời {number}" }', "texts.call", "vi: has to say {number} and {counter} once each"),
        ('call = { vi = "{number} {counter} {number}" }', "texts.call", "vi: has to say {number} and"),
        ('call = { vi = "{{ {number} {counter}" }', "texts.call", "vi: has to say {number} and {counter}"),
        ('call = { vi = "{number} {quay}" }', "texts.call", "vi: {quay} cannot be filled in here"),
        ('moved = { vi = "giờ {start" }', "texts.moved", "vi: a brace stands alone; write {{ for a brace"),
        ('reminder = { vi = "{start!r}" }', "texts.reminder", "vi: {start!r} cannot be filled in here"),
        ('closing = { en = "Bye" }', "texts.closing", "has no Vietnamese text: add vi"),
        ('invite = { vi = "' + "x" * 61 + '" }', "texts.invite", "vi: has more than 60 characters"),
        ('closng = { vi = "a" }', "texts.closng", "is not a key here; did you mean “closing”?"),
    ],
)
def test_a_wrong_text_is_told_exactly(line: str, key: str, why: str) -> None:
    reading = read(document(line))
    assert reading.setup is None
    (problem,) = reading.problems
    assert (problem.key, problem.reason.startswith(why)) == (key, True), problem.reason


def test_a_text_message_that_becomes_two_is_told_and_one_that_becomes_more_refused() -> None:
    about = "{service}, {office}, {start} ngày {short_date}"
    two = read(document(f'booked_sms = {{ vi = "{about}", en = "{about} and more {{place}} {{place}}" }}'))
    assert [(one.key, one.reason) for one in two.warnings] == [
        (
            "texts.booked_sms.en",
            "en: with long names it has 231 letters and becomes 2 messages; "
            "one holds 70, or 160 without Vietnamese letters",
        ),
        (
            "texts.booked_sms.vi",
            "vi: with long names it has 100 letters and becomes 2 messages; "
            "one holds 70, or 160 without Vietnamese letters",
        ),
    ]
    (refused,) = read(document(f'booked_sms = {{ vi = "{about} {{service}}" }}')).problems
    assert refused.reason == (
        "vi: with long names it has 141 letters and becomes 3 messages; at most 2 are sent"
    )


def test_everything_that_is_filled_in_has_its_room_in_a_text_message() -> None:
    assert set(ROOM) == {*OF_BOOKING, *OF_TURN}


def test_texts_are_read_back_as_they_were_written() -> None:
    setup = SetUp.model_validate(demo_office().model_dump() | {"texts": TEXTS, "staff": None})
    again = read(written(setup).encode())
    assert (again.problems, again.setup and again.setup.texts) == ((), setup.texts)


def with_texts(database: Database) -> None:
    setup = SetUp.model_validate(demo_office().model_dump() | {"texts": TEXTS, "staff": None})
    database.write(lambda tx: setting_up.apply(tx, setup))


def test_the_foot_of_the_ticket_is_in_the_language_of_the_press(hall: Hall, database: Database) -> None:
    ticket = hall.press()
    with database.read() as tx:
        office = watching.office_view(tx, hall.code, rate=1, public_url=None)
    assert slip_of(ticket, office, language="en").house_text == office.house_text
    with_texts(database)
    with database.read() as tx:
        office = watching.office_view(tx, hall.code, rate=1, public_url=None)
    assert slip_of(ticket, office, language="vi").house_text == "Xin giữ phiếu đến khi xong."
    assert slip_of(ticket, office, language="en").house_text == "Please keep this ticket."


def test_displays_get_the_offices_own_words_and_no_others(hall: Hall, database: Database) -> None:
    with_texts(database)
    with database.read() as tx:
        texts = watching.board(tx, hall.code, rate=1).texts
    said = {"vi": "Kính mời số {number}, đến quầy số {counter}"}
    assert texts == {"invite": TEXTS["invite"], "closed_board": TEXTS["closed_board"], "call": said}


def test_every_message_has_its_first_lines_in_the_set_up() -> None:
    """A message that is added to the catalogue gets texts of the office, too."""
    kinds = {key for key, words in catalogue()["vi"].items() if isinstance(words, dict)}
    assert kinds == set(MESSAGES) == {kind.value for kind in MessageKind}
    wanted = {f"{kind}{part}" for kind in kinds for part in ("", "_subject", "_sms")}
    assert wanted <= set(type(demo_office().texts).model_fields)
