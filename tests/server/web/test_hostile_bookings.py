"""Hostile text through every field of booking, to every place where it comes out again."""

from __future__ import annotations

import email
import email.policy
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

from server.domain.hours import office_day
from server.domain.outgoing import Outlet
from tests.server.web.house import URL, House, assert_problem
from tests.server.web.test_hostile_text import paths
from tests.support.clocks import StoppedClock
from tests.support.hostile import some

PERSONAL = ("name", "phone", "email", "citizen_id", "dossier", "note", "category")
UNSEEN = (
    *("\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u202e", "\u2060", "\u2063"),
    *("\u2066", "\u206a", "\ufeff", "\ufff9", "\uffff", "\U000e0041"),
)
"""Of every kind of character that takes no room, turns the direction, or is none at all."""
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029" + "".join(UNSEEN) + "]")
REFUSED = {404, 409, 422}


@pytest.fixture
def writing(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    """A house, on one engine, whose mails and text messages go into a folder."""
    folder = str(tmp_path / "out")
    house = House(
        f"sqlite:///{tmp_path / 'office.db'}",
        clock,
        public_url="https://hen.vidu",
        messages_folder=folder,
        integration_rate=10_000,
    )
    yield house
    house.hall.database.close()


def ask(house: House, method: str, path: str, body: Any = None, role: str = "integration") -> TestResponse:
    return house.ask(method, path, body, token=house.token(role))


class Times:
    """One free time after another."""

    def __init__(self, house: House) -> None:
        told = ask(house, "GET", f"{URL}/slots?service=land").get_json()["slots"]
        self._starts = iter([slot["start"] for slot in told for _ in range(slot["free"] - 1)])

    def next(self) -> str:
        return next(self._starts)


def hold(house: House, times: Times) -> str:
    answer = ask(house, "POST", f"{URL}/holds", {"service": "land", "start": times.next()})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    held: str = answer.get_json()["hold"]
    return held


def book(house: House, times: Times, **person: str) -> TestResponse:
    return ask(house, "POST", "/api/v1/appointments", {"hold": hold(house, times), "consent": True, **person})


def kept(house: House) -> str:
    """Everything that people said of themselves, as it stands."""
    return str([tuple(row) for row in house.hall.sql("SELECT * FROM booking_contact")])


# --- in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", PERSONAL)
def test_no_text_of_a_booking_does_harm(house: House, field: str) -> None:
    """It is kept as text that can be seen, or refused at its field with nothing half-done."""
    times = Times(house)
    held = hold(house, times)
    for text in (*some(field), *UNSEEN, *(f"Lan{unseen}Anh" for unseen in UNSEEN)):
        before = kept(house)
        form = {"hold": held, "consent": True, field: text}
        answer = ask(house, "POST", "/api/v1/appointments", form)
        if answer.status_code == 201:
            held = hold(house, times)
            continue
        problem = assert_problem(answer, answer.status_code, answer.get_json()["code"])
        assert problem["code"] in ("invalid", "unknown_category"), (text, problem)
        assert problem["code"] == "unknown_category" or problem["errors"][0]["where"] == field
        assert kept(house) == before
    rows = house.hall.sql(f"SELECT {field} AS kept FROM booking_contact") if field in KEPT else []
    assert not [row.kept for row in rows if row.kept and HIDDEN.search(row.kept)]
    assert house.hall.violations() == []


KEPT = {"name", "phone", "email", "dossier", "note"}


@pytest.mark.parametrize("field", ["service", "start", "language", "solution"])
def test_no_text_of_a_hold_does_harm(writing: House, field: str) -> None:
    start = Times(writing).next()
    for text in some(field):
        body = {"service": "land", "start": start, field: text}
        answer = ask(writing, "POST", f"{URL}/holds", body)
        # A solution is read only where a puzzle was set.
        assert answer.status_code in REFUSED | ({201} if field == "solution" else set()), (text, answer.data)
    assert writing.hall.violations() == []


@pytest.mark.parametrize("field", ["service", "start", "language", *PERSONAL])
def test_no_text_of_a_booking_at_the_desk_does_harm(writing: House, field: str) -> None:
    times = Times(writing)
    start = times.next()
    for text in some(field):
        body = {"service": "land", "start": start, "consent": True, field: text}
        answer = ask(writing, "POST", f"{URL}/appointments", body, "receptionist")
        assert answer.status_code in REFUSED | {201}, (text, answer.get_data(as_text=True))
        if answer.status_code == 201:
            start = times.next()
    assert not HIDDEN.search(kept(writing).replace("\\n", ""))
    assert writing.hall.violations() == []


@pytest.mark.parametrize("field", ["code", "phone", "start", "citizen_id", "language"])
def test_no_text_of_a_check_in_does_harm(house: House, field: str) -> None:
    for text in some(field):
        body = {**({"phone": "0912345678"} if field == "start" else {}), field: text}
        answer = ask(house, "POST", f"{URL}/check-ins", body, "receptionist")
        assert answer.status_code in REFUSED, (text, answer.get_data(as_text=True))
    assert house.hall.rows() == []


def test_no_text_that_is_looked_for_does_harm(house: House) -> None:
    book(house, Times(house), name="Lan")
    for text in some("looked for"):
        for path in (
            f"{URL}/appointments?q={quote(text)}",
            f"{URL}/appointments?day={quote(text)}",
            f"{URL}/slots?service={quote(text)}",
            f"{URL}/slots?service=land&from={quote(text)}&to={quote(text)}",
        ):
            answer = ask(house, "GET", path, role="receptionist")
            assert answer.status_code in {200, 404, 422}, (path, answer.get_data(as_text=True))


def test_no_text_in_a_path_of_booking_does_harm(house: House) -> None:
    for quoted in paths():
        for path in (f"/a/{quoted}", f"/a/{quoted}.ics", f"/book/{quoted}", f"/book/ttpvhcc/{quoted}"):
            assert house.get(path).status_code in {301, 302, 303, 308, 404}, path
        for method, path in (
            ("GET", f"/api/v1/appointments/{quoted}"),
            ("DELETE", f"/api/v1/appointments/{quoted}"),
            ("DELETE", f"/api/v1/holds/{quoted}"),
        ):
            assert house.ask(method, path).status_code in {308, 404, 405}, path


@pytest.mark.parametrize("field", ["name", "note", "email", "dossier", "phone"])
def test_ten_kilobytes_are_refused_at_their_field(writing: House, field: str) -> None:
    answer = book(writing, Times(writing), **{field: "Ệ" * 10_240})
    problem = assert_problem(answer, 422, "invalid")
    assert [error["where"] for error in problem["errors"]] == [field]
    assert len(json.dumps(problem)) < 2_000, "it does not come back"
    assert kept(writing) == "[]"


# --- out ----------------------------------------------------------------------------------------------


SURELY = ("<script>alert(1)</script>", "=1+1", "{{7*7}}")


def booked_by_everybody(house: House) -> dict[str, dict[str, Any]]:
    """An appointment for every hostile text that may be a name, a note too, by what is kept of it."""
    times, found = Times(house), {}
    for text in dict.fromkeys((*SURELY, *some("names"))):
        about = {"name": text, "note": text, "email": "lan@vidu.vn", "phone": "0912 345 678"}
        house.hall.sql("UPDATE booking_contact SET phone_key = NULL")  # one phone, many people
        answer = book(house, times, **about)
        if answer.status_code == 201:
            found[unicodedata.normalize("NFC", text.strip())] = answer.get_json()
    assert len(found) > 40
    assert set(SURELY) <= found.keys()
    return found


def test_staff_read_what_people_wrote_letter_by_letter(writing: House) -> None:
    names = booked_by_everybody(writing)
    starts = [datetime.fromisoformat(booked["start"]) for booked in names.values()]
    days = {office_day(writing.hall.office().hours, start) for start in starts}
    listed = [
        one
        for day in days
        for one in ask(writing, "GET", f"{URL}/appointments?day={day}", role="receptionist").get_json()[
            "appointments"
        ]
    ]
    assert {one["name"] for one in listed} == names.keys()
    assert {one["name"] for one in listed} == {one["note"] for one in listed}
    assert not HIDDEN.search("".join(names))


def test_the_pages_of_an_appointment_obey_no_name(writing: House) -> None:
    plain = page_of(writing, book(writing, Times(writing)).get_json())
    for name, booked in booked_by_everybody(writing).items():
        page = page_of(writing, booked)
        for sign in ("<script", "<img", "<b>", "onerror=", "javascript:", "<!--", "]]>"):
            assert page.count(sign) == plain.count(sign), name
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title is not None
        assert "alert" not in title[1]


def page_of(house: House, booked: dict[str, Any]) -> str:
    page: str = house.get(f"/a/{booked['token']}").get_data(as_text=True)
    assert "text/html" in house.get(f"/a/{booked['token']}").content_type
    return page


def test_a_calendar_entry_stays_one_event_whoever_it_is_for(writing: House) -> None:
    for name, booked in booked_by_everybody(writing).items():
        raw = writing.get(f"/a/{booked['token']}.ics").get_data()
        (event,) = Calendar.from_ical(raw).walk("VEVENT")
        assert booked["code"] in str(event["DESCRIPTION"])
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        if len(name) > 4:
            assert name.encode() not in raw.replace(b"\r\n ", b""), "a name has no business in a calendar"


def test_mails_and_text_messages_say_a_name_in_one_line_and_nothing_else(
    writing: House, tmp_path: Path
) -> None:
    booked_by_everybody(writing)
    writing.clock.tick(minutes=1)
    for outlet in Outlet:
        writing.app.messages.send_due(outlet)
    mails = [read(file) for file in (tmp_path / "out").glob("*.eml")]
    texts = [file.read_text("utf-8") for file in (tmp_path / "out").glob("*.txt")]
    assert min(len(mails), len(texts)) > 40
    for mail in mails:
        assert {address.addr_spec for address in mail["To"].addresses} == {"lan@vidu.vn"}
        assert (mail["Bcc"], mail["Set-Cookie"]) == (None, None)
        assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == PARTS
        body = mail.get_body()
        assert body is not None
        assert not HIDDEN.search(body.get_content().replace("\r\n", ""))
    for text in texts:
        assert re.fullmatch(r"\+?[0-9]+", text.split("\n")[0])
        assert (text.count("\n"), HIDDEN.search(text.replace("\n", ""))) == (2, None)


PARTS = ["text/plain", "text/calendar"]


def read(file: Path) -> EmailMessage:
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_neither_the_hall_nor_the_log_hears_a_name(writing: House, capfd: pytest.CaptureFixture[str]) -> None:
    names = {name for name in booked_by_everybody(writing) if len(name) > 6}
    writing.app.jobs.keep_bookings()
    for outlet in Outlet:
        writing.app.messages.send_due(outlet)
    told = str(writing.hall.events()) + str(writing.hall.details()) + "".join(capfd.readouterr())
    assert "appointment_booked" in told
    assert not [name for name in names if name in told]
