"""The frame of the administration pages: who gets in, in which office, and where they are led."""

from __future__ import annotations

import re

import pytest

from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from server.web.admin import frame_texts, home_texts
from server.web.admin.frame import within
from server.web.admin.navigation import WAYS
from tests.server.web.house import House
from tests.support.servers import OFFICE, STAFF_PASSWORD


def test_strangers_get_a_form_to_sign_in_that_leads_on_to_what_they_wanted(house: House) -> None:
    answer = house.get("/admin?lang=en")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (401, "no-store")
    assert 'name="wanted" value="/admin?lang=en"' in answer.text
    said = {"username": "giang", "password": STAFF_PASSWORD, "wanted": "/admin?lang=en"}
    answer = house.http.post("/admin/sign-in", data=said)
    assert (answer.status_code, answer.location) == (303, "/admin?lang=en")
    assert house.get(answer.location).status_code == 200


def test_wrong_passwords_are_told_and_throttled(house: House) -> None:
    said = {"username": "giang", "password": "wrong"}
    answers = [house.http.post("/admin/sign-in", data=said) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [401] * 8 + [429]
    assert frame_texts.TEXTS["vi"]["wrong"] in answers[0].text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/admin",
        "/admin/../figures",
        "/admin\r\nSet-Cookie: a=b",
        "/adminx",
        "",
        "javascript:alert(1)",
        "/admin\\elsewhere",
    ],
)
def test_signing_in_leads_nowhere_else(house: House, wanted: str) -> None:
    said = {"username": "giang", "password": STAFF_PASSWORD, "wanted": wanted}
    assert house.http.post("/admin/sign-in", data=said).location == "/admin"


def test_a_link_with_a_query_is_kept() -> None:
    assert within("/admin/hall-1/set-up/hours?at=3&lang=en") == "/admin/hall-1/set-up/hours?at=3&lang=en"


def test_clerks_are_not_let_in(house: House) -> None:
    house.sign_in("hoa")
    answer = house.get("/admin")
    assert (answer.status_code, frame_texts.TEXTS["vi"]["not_allowed"] in answer.text) == (403, True)


def test_signing_out_needs_the_token_of_the_page(house: House) -> None:
    house.sign_in("giang")
    assert house.http.post("/admin/sign-out").status_code == 403
    page = house.get("/admin").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert house.http.post("/admin/sign-out", data={"csrf_token": token[1]}).status_code == 303
    assert house.get("/admin").status_code == 401


def test_a_supervisor_sees_the_own_office_only(house: House) -> None:
    house.sign_in("giang")
    page = house.get("/admin").text
    assert len(re.findall(r'<th scope="row">', page)) == 1


def test_the_texts_stand_in_both_languages() -> None:
    for texts in (frame_texts.TEXTS, home_texts.TEXTS):
        assert set(texts["vi"]) == set(texts["en"])
        assert all(text.strip() for lang in texts.values() for text in lang.values())
    assert all(way.vi and way.en for way in WAYS)


@pytest.mark.parametrize(
    ("username", "role", "ways"),
    [
        ("giang", None, {"integrations", "hall"}),
        ("tinh", "province", {"hall", "rating_forms"}),
    ],
)
def test_pages_beside_administration_stand_in_the_menu_of_whoever_may_open_them(
    house: House, username: str, role: str | None, ways: set[str]
) -> None:
    if role is not None:
        wish = AccountSetUp(username=username, name="Cấp Tỉnh", role=role, password=STAFF_PASSWORD)
        house.app.database.write(lambda tx: public_password.admit(tx, None, wish))
    house.sign_in(username)
    menu = house.get(f"/admin/{OFFICE}").text
    paths = {way.key: way.path.format(office=OFFICE) for way in WAYS}
    for key in ("integrations", "hall", "rating_forms"):
        assert (f'<a href="{paths[key]}">' in menu) is (key in ways), key
        if key in ways:
            assert house.get(paths[key]).status_code == 200
