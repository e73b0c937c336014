"""The pages of the audit, of requests of persons, and of privacy."""

from __future__ import annotations

import json
import re

import pytest

from server.actions.house import auditing, setting_up
from server.domain import privacy
from server.web import privacy_pages
from server.web.admin import audit_texts, person_texts
from server.web.admin.audit_pages import AT_ONCE
from tests.builders import OFFICE
from tests.server.web.admin.admins import Editor
from tests.server.web.house import House
from tests.support.booking import BookingHall, office_with

PHONE, NAME = "0912345678", "Nguyễn Văn An"


@pytest.fixture
def admin(house: House) -> Editor:
    return Editor(house)


def noted(house: House, count: int, *, office: str | None = OFFICE) -> None:
    def act(tx: object) -> None:
        for number in range(count):
            office_id = None if office is None else house.hall.office().id
            auditing.record(tx, None, "test.done", f"thing {number}", office_id=office_id, by="command")  # type: ignore[arg-type]  # the transaction

    house.app.database.write(act)


def test_the_audit_is_searched_and_paged(admin: Editor) -> None:
    noted(admin.house, AT_ONCE + 5)
    page = admin.house.get("/admin/audit?action=test&lang=en").text
    assert page.count('<code class="soft">test.done</code>') == AT_ONCE
    assert audit_texts.TEXTS["en"]["unfiltered"] in page
    older = re.search(r'href="(/admin/audit\?[^"]*before=\d+[^"]*)"', page)
    assert older
    rest = admin.house.get(older[1].replace("&amp;", "&")).text
    assert rest.count('<code class="soft">test.done</code>') == 5
    found = admin.house.get("/admin/audit?what=THING+7&first=2026-11-23&last=2026-11-23").text
    assert ("thing 7" in found, "thing 8" in found) == (True, False)
    assert audit_texts.TEXTS["vi"]["none"] in admin.house.get("/admin/audit?action=test&last=2026-11-22").text


def test_a_date_that_is_none_is_told(admin: Editor) -> None:
    answer = admin.house.get("/admin/audit?first=tomorrow&lang=en")
    assert (answer.status_code, audit_texts.TEXTS["en"]["bad_date"] in answer.text) == (422, True)


def test_a_supervisor_reads_what_was_done_in_the_own_office_alone(house: House) -> None:
    noted(house, 1)
    noted(house, 2, office=None)
    house.sign_in("giang")
    page = house.get(f"/admin/{OFFICE}/audit?action=test").text
    assert page.count('<code class="soft">test.done</code>') == 1
    assert house.get("/admin/audit").status_code == 403


def test_who_reads_the_audit_is_in_it_once_an_hour(admin: Editor) -> None:
    for _ in range(3):
        admin.house.get("/admin/audit")
    assert admin.house.get("/admin/audit").text.count('<code class="soft">audit.read</code>') == 1


def test_what_anybody_writes_is_no_markup_in_the_audit(admin: Editor) -> None:
    hostile = "<script>alert(1)</script>"
    admin.house.app.database.write(
        lambda tx: auditing.record(tx, None, "test.done", hostile, new={"a": hostile}, by="command")
    )
    page = admin.house.get(f"/admin/audit?what={hostile}").text
    assert hostile not in page
    assert "&lt;script&gt;" in page


@pytest.fixture
def booked(admin: Editor) -> Editor:
    """Somebody has booked, and asks."""
    hall = BookingHall(admin.house.app.database, admin.house.clock)
    hall.database.write(lambda tx: setting_up.apply(tx, office_with()))
    hall.booked(60, name=NAME, phone=PHONE)
    return admin


def ask(admin: Editor, step: str, person: str = PHONE, **more: str) -> tuple[int, str]:
    said = [("csrf_token", admin.house.csrf), ("person", person), *more.items()]
    answer = admin.post(f"/admin/persons/{step}", said)
    return answer.status_code, answer.text


def test_a_person_is_found_exported_and_erased(booked: Editor) -> None:
    status, page = ask(booked, "find")
    assert (status, NAME in page, person_texts.TEXTS["vi"]["held"] in page) == (200, False, True)
    assert json.loads(ask(booked, "export")[1])["bookings"][0]["name"] == NAME
    status, page = ask(booked, "erase")
    assert (status, person_texts.TEXTS["vi"]["not_sure"] in page) == (422, True)
    status, page = ask(booked, "erase", sure="1")
    assert (status, person_texts.TEXTS["vi"]["erased"].format(1, 0, 0) in page) == (200, True)
    assert person_texts.TEXTS["vi"]["none"] in ask(booked, "find")[1]


@pytest.mark.parametrize("person", ["", "An", "<b>", "' OR 1=1 --", "9" * 80])
def test_what_names_nobody_is_told(booked: Editor, person: str) -> None:
    status, page = ask(booked, "find", person)
    assert (status, person_texts.TEXTS["vi"]["unclear"] in page) == (422, True)
    assert "<b>" not in page


def test_without_the_token_of_the_form_nobody_is_erased(booked: Editor) -> None:
    answer = booked.house.http.post("/admin/persons/erase", data={"person": PHONE, "sure": "1"})
    assert answer.status_code == 403
    assert json.loads(ask(booked, "export")[1])["bookings"]


def test_supervisors_answer_no_persons(house: House) -> None:
    house.sign_in("giang")
    assert house.get("/admin/persons").status_code == 403


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everybody_reads_what_is_kept(house: House, lang: str) -> None:
    answer = house.get(f"/privacy?lang={lang}")
    assert (answer.status_code, f'lang="{lang}"' in answer.text) == (200, True)
    at = privacy_pages.LANGUAGES.index(lang)
    for one in privacy.TABLE:
        for text in (one.what, one.why, one.basis, one.until, one.where):
            assert text[at].replace("'", "&#39;") in answer.text


@pytest.mark.parametrize("path", [f"/book/{OFFICE}", "/t/unknown", "/t/{token}", "/t/{token}/rate"])
def test_citizens_are_led_to_it(house: House, path: str) -> None:
    token = house.hall.token_of(house.hall.press())
    assert 'href="/privacy' in house.get(path.format(token=token)).text
