"""The tree of offices: who belongs to whom, what has ended and who took over, and a new office."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.web.admin.tree import Place
from server.web.admin.tree_texts import TEXTS
from tests.builders import OFFICE
from tests.server.web.admin.admins import Editor, forms
from tests.server.web.house import House

TREE = "/admin/tree"
NEW = {
    "code": "phuong-moi",
    "name_vi": "Phường Mới",
    "short_name": "P. Mới",
    "level": "commune",
    "parent": OFFICE,
    "like": OFFICE,
    "valid_from": "2026-01-01",
}


def with_office(house: House, code: str, name: str, **about: Any) -> None:
    values = demo_office().model_dump()
    values["office"] |= {"code": code, "names": {"vi": name}, **about}
    setup = SetUp.model_validate(values | {"staff": None})
    house.hall.database.write(lambda tx: setting_up.apply(tx, setup))


def rows(page: TestResponse) -> list[str]:
    return re.findall(r'<th scope="row" class="depth-\d"><a href="/admin/([^"?]+)', page.text)


def make(editor: Editor, **typed: str) -> TestResponse:
    token = dict(forms(editor.house.get(TREE).text)[TREE])["csrf_token"]
    return editor.post(TREE, [("csrf_token", token), *(NEW | typed).items()])


@pytest.fixture
def editor(house: House) -> Editor:
    return Editor(house)


def test_offices_stand_below_the_one_they_belong_to_and_ended_ones_are_asked_for(editor: Editor) -> None:
    with_office(editor.house, "xa-b", "Xã B", parent=OFFICE, level="commune")
    with_office(editor.house, "xa-a", "Xã A", parent=OFFICE, level="commune")
    ended = {"valid_to": date(2025, 6, 30), "valid_from": date(2019, 1, 1), "successor": "xa-a"}
    with_office(editor.house, "huyen-cu", "Huyện Cũ", level="district", **ended)
    assert rows(editor.house.get(TREE)) == [OFFICE, "xa-a", "xa-b"]
    page = editor.house.get(f"{TREE}?state=ended")
    assert rows(page) == ["huyen-cu"]
    assert "30/06/2025" in page.text
    assert '<td><a href="/admin/xa-a">Xã A</a></td>' in page.text
    assert rows(editor.house.get(f"{TREE}?state=all&words=Xã")) == ["xa-a", "xa-b"]


def test_an_administrator_makes_an_office_in_the_likeness_of_another(editor: Editor) -> None:
    assert make(editor).location == "/admin/phuong-moi?made=1"
    with editor.house.hall.database.read() as tx:
        made = tx.office("phuong-moi")
    assert (made.names["vi"], made.level, str(made.valid_from)) == ("Phường Mới", "commune", "2026-01-01")
    assert set(made.services) == {entry.code for entry in demo_office().services}
    assert rows(editor.house.get(TREE)) == [OFFICE, "phuong-moi"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": OFFICE}, TEXTS["vi"]["exists"]),
        ({"code": "có dấu"}, TEXTS["vi"]["bad_code"]),
        ({"code": ""}, TEXTS["vi"]["bad_code"]),
        ({"name_vi": ""}, "chưa có tiếng Việt"),
        ({"level": "empire"}, "phải là một trong"),
        ({"parent": "nowhere"}, "chưa có bộ phận “nowhere”"),
        ({"valid_from": "soon"}, "phải là ngày"),
    ],
)
def test_an_office_that_cannot_be_is_not_made(editor: Editor, typed: dict[str, str], told: str) -> None:
    answer = make(editor, **typed)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert editor.house.hall.sql("SELECT count(*) AS n FROM office")[0].n == 1


def test_a_likeness_of_nothing_is_refused(editor: Editor) -> None:
    assert make(editor, like="nowhere").status_code == 404


def test_supervisors_do_not_see_the_tree(house: House) -> None:
    Editor(house, username="giang")
    assert house.get(TREE).status_code == 403


def test_an_office_is_coming_there_or_ended() -> None:
    place = Place("x", "commune", {"vi": "X"}, None, None, date(2026, 1, 1), date(2026, 12, 31))
    assert [place.state(date(year, 6, 1)) for year in (2025, 2026, 2027)] == ["coming", "now", "ended"]


def test_the_texts_stand_in_both_languages() -> None:
    assert set(TEXTS["vi"]) == set(TEXTS["en"])


def test_an_office_begins_at_midnight_of_the_home(editor: Editor) -> None:
    with_office(editor.house, "xa-a", "Xã A", level="commune", valid_from=date(2026, 11, 24))
    assert "xa-a" not in rows(editor.house.get(TREE))
    editor.house.clock.tick(hours=16)  # midnight in Viet Nam, and 17:00 of the day before in UTC
    editor.house.sign_in("quan-tri")
    assert "xa-a" in rows(editor.house.get(TREE))
