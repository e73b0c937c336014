"""Who may serve what, and what the office still misses, as pages and as a command."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from server.__main__ import dunghen
from server.web.admin import check_texts, skill_texts
from tests.server.web.house import House
from tests.support.servers import OFFICE

ADMIN = f"/admin/{OFFICE}"


@pytest.fixture
def house(house: House) -> House:
    """A supervisor has signed in."""
    house.sign_in("giang")
    return house


def test_what_is_ticked_is_what_the_clerk_may_serve_from_then_on(house: House) -> None:
    form = {"csrf_token": house.csrf, "clerk": ["hoa", "minh"], "skill.hoa": ["land", "results"]}
    answer = house.http.post(f"{ADMIN}/skills", data=form)
    page = house.get(answer.location).text
    assert skill_texts.TEXTS["vi"]["saved"] in page
    assert page.count(" checked") == 2
    rows = house.hall.sql("SELECT username, services FROM staff WHERE role = 'clerk' ORDER BY username")
    assert {row.username: bool(row.services not in ("[]", [])) for row in rows} == {
        "hoa": True,
        "lan": False,
        "minh": False,
    }
    house.sign_in("hoa")
    assert house.by_cookie("open", counter=8).get_json()["code"] == "not_skilled"
    assert house.by_cookie("open", counter=3).status_code == 200


def test_a_service_that_one_clerk_alone_serves_is_pointed_at(house: House) -> None:
    form = {"csrf_token": house.csrf, "clerk": ["hoa", "minh"], "skill.hoa": ["land"], "skill.minh": ["land"]}
    house.http.post(f"{ADMIN}/skills", data=form)
    page = house.get(f"{ADMIN}/skills?lang=en").text
    assert "Only one person serves" in page


@pytest.mark.parametrize("form", [{"clerk": ["nobody"]}, {"clerk": ["giang"]}])
def test_nobody_but_a_clerk_of_the_office_has_skills(house: House, form: dict[str, list[str]]) -> None:
    answer = house.http.post(f"{ADMIN}/skills", data={"csrf_token": house.csrf, **form})
    assert answer.status_code == 404


def test_a_service_that_there_is_not_is_refused_and_nothing_changes(house: House) -> None:
    form = {"csrf_token": house.csrf, "clerk": ["hoa"], "skill.hoa": ["land", "nothing"]}
    answer = house.http.post(f"{ADMIN}/skills", data=form)
    assert (answer.status_code, "không có thủ tục “nothing”" in answer.text) == (422, True)
    assert "checked" not in house.get(f"{ADMIN}/skills").text


def test_clerks_neither_see_nor_set_skills(house: House) -> None:
    house.sign_in("hoa")
    assert house.get(f"{ADMIN}/skills").status_code == 403
    form = {"csrf_token": house.csrf, "clerk": ["hoa"], "skill.hoa": ["land"]}
    assert house.http.post(f"{ADMIN}/skills", data=form).status_code == 403


def out_of_paper(house: House) -> None:
    """The kiosk says so, on whichever clock: in the year 2100."""
    said = "UPDATE device SET printer = 'paper_out', reported_at = 4102444800000000 WHERE role = 'kiosk'"
    house.hall.sql(said)


def test_the_checklist_names_what_is_missing_and_leads_to_where_it_is_mended(house: House) -> None:
    for path in (f"{ADMIN}/check", ADMIN):
        page = house.get(path).text
        assert "Chưa ghép nối màn hình nào." in page
        assert f'href="{ADMIN}/devices"' in page
    house.token("kiosk")
    out_of_paper(house)
    page = house.get(f"{ADMIN}/check?lang=en").text
    assert "kiosk None ttpvhcc is out of paper." in page
    assert check_texts.TEXTS["en"]["not_ready"].format(1) in page


def test_the_command_tells_the_same_and_says_by_its_status_whether_the_office_can_work(house: House) -> None:
    ask = ["office", "check", OFFICE, "--database", house.settings.database, "--json"]
    told = CliRunner().invoke(dunghen, ask)
    assert told.exit_code == 0
    assert {"no_display", "no_kiosk"} <= {point["code"] for point in json.loads(told.stdout)}
    house.token("kiosk")
    out_of_paper(house)
    assert CliRunner().invoke(dunghen, ask).exit_code == 1
    plain = CliRunner().invoke(dunghen, ask[:-1])
    assert "must\tkiosk None ttpvhcc is out of paper.\t/admin/ttpvhcc/devices" in plain.stdout


def test_the_texts_stand_in_both_languages() -> None:
    for texts in (skill_texts.TEXTS, check_texts.TEXTS):
        assert set(texts["vi"]) == set(texts["en"])


def test_the_table_of_a_provincial_centre_is_not_too_large(house: House) -> None:
    """Of 45 clerks who may each serve 60 services, by far most of them ticked."""
    clerks = ["hoa", *(f"can-bo-{number:02}" for number in range(44))]
    form = {"csrf_token": house.csrf, "clerk": clerks}
    form |= {f"skill.{clerk}": [f"linh-vuc-so-{number:02}" for number in range(60)] for clerk in clerks}
    answer = house.http.post(f"{ADMIN}/skills", data=form)
    assert (answer.request.content_length or 0) > 71_000
    assert answer.status_code == 404  # read as a whole: these clerks are not here
