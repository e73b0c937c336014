"""The province designs forms of rating: plain forms, errors at the field, and nothing published changes."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from server.actions.rating import forms
from server.demo import rating_forms
from server.storage import ratings
from server.web.rating_form_texts import TEXTS
from tests.server.web.house import House
from tests.server.web.province import employ_officer
from tests.support.hostile import some
from tests.support.servers import STAFF_PASSWORD

VI, EN = TEXTS["vi"], TEXTS["en"]
DRAFT = "/rating-forms/tt-2018/1"
ASKED = "/rating-forms/hai-long/1"
# What is kept is the same on each engine, by the tests of the actions.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def province(house: House) -> House:
    """The house with the demo's forms, and somebody of the province signed in."""
    database = house.hall.database
    database.write(rating_forms.bring_forms)
    employ_officer(database, name="Sở")
    house.sign_in("tinh")
    return house


def fields_of(house: House, page: str) -> dict[str, str]:
    """What a browser would send of the form on a page."""
    text = house.get(page).text
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', text))
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, flags=re.DOTALL)
    return {name: unescape(value) for name, value in {**found, **dict(areas)}.items() if name != "code"}


def save(house: House, page: str = DRAFT, **said: str) -> TestResponse:
    return house.http.post(page, data=fields_of(house, page) | said)


def stored(house: House, code: str = "tt-2018", version: int = 1) -> Any:
    with house.hall.database.read() as tx:
        return ratings.document_of(forms.found(tx, code, version))


def states(house: House) -> dict[tuple[str, int], str]:
    with house.hall.database.read() as tx:
        return {(row.code, row.version): forms.state_of(row) for row in forms.listed(tx)}


def step(house: House, page: str, name: str, **said: str) -> TestResponse:
    return house.http.post(f"{page}/{name}", data={"csrf_token": house.csrf, **said})


def test_strangers_and_supervisors_get_a_form_to_sign_in(house: House) -> None:
    house.hall.database.write(rating_forms.bring_forms)
    for page in ("/rating-forms", DRAFT):
        assert house.get(page).status_code == 401
    house.sign_in("giang")
    for page in ("/rating-forms", DRAFT):
        answer = house.get(page)
        assert (answer.status_code, VI["not_allowed"] in answer.text) == (403, True)
        assert house.http.post(page, data={"csrf_token": house.csrf}).status_code in {401, 403}
    assert step(house, DRAFT, "publish").status_code == 403
    assert states(house)["tt-2018", 1] == "draft"


def test_signing_in_and_out_by_forms(province: House) -> None:
    out = province.http.post("/rating-forms/sign-out", data={"csrf_token": province.csrf})
    assert (out.status_code, province.get("/rating-forms").status_code) == (303, 401)
    wrong = province.http.post("/rating-forms", data={"username": "tinh", "password": "wrong"})
    assert (wrong.status_code, VI["wrong"] in wrong.text) == (401, True)
    said = {"username": "tinh", "password": STAFF_PASSWORD}
    right = province.http.post("/rating-forms?lang=en", data=said)
    assert (right.status_code, right.location) == (303, "/rating-forms?lang=en")
    assert EN["about"].partition(";")[0] in unescape(province.get(right.location).text)


def test_without_the_csrf_token_nothing_changes(province: House) -> None:
    for path in (DRAFT, f"{DRAFT}/publish", f"{DRAFT}/delete", f"{DRAFT}/new-version", "/rating-forms/new"):
        assert province.http.post(path, data={"code": "x"}).status_code == 403
    assert states(province) == {("hai-long", 1): "published", ("tt-2018", 1): "draft"}


def test_a_draft_is_saved_as_it_was_typed_and_shown_as_citizens_will_see_it(province: House) -> None:
    answer = save(
        province,
        names_vi="Phiếu mới",
        q0_order="99",
        q1_vi="",
        q1_en="",
        q9_vi="Câu thêm",
        q9_weight="1,5",
        q9_steps="0 | Không\n2,5 | Có | Yes",
        s1_points="1,5",
    )
    assert (answer.status_code, answer.location) == (303, f"{DRAFT}?saved=1")
    document = stored(province)
    assert document.names["vi"] == "Phiếu mới"
    codes = [question.code for question in document.questions]
    assert (codes[-1], "waiting_time" in codes, len(codes)) == ("settled_in_time", False, 9)
    assert codes[-2] == "q1"
    added = document.questions[-2]
    assert (added.weight, [step.points for step in added.steps]) == (1.5, [0, 2.5])
    assert added.steps[1].texts == {"vi": "Có", "en": "Yes"}
    page = province.get(answer.location).text
    assert VI["saved"] in page
    assert page.count("Câu thêm") == 2, "in its field, and in the preview"
    assert 'value="1,5"' in page


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"names_vi": ""}, "names_vi", "required"),
        ({"names_vi": "x" * 301}, "names_vi", "too_long"),
        ({"names_vi": "\u200b\u202e"}, "names_vi", "required"),
        ({"intro_en": "Only English"}, "intro_vi", "required"),
        ({"overall_vi": ""}, "overall_vi", "required"),
        ({"overall_points": "0 1 2"}, "overall_points", "wrong_overall_points"),
        ({"overall_points": "a b c d e"}, "overall_points", "number"),
        ({"s0_points": ""}, "s0_points", "number"),
        ({"s0_points": "-1"}, "s0_points", "range"),
        ({"s0_points": "0,0001"}, "s0_points", "too_fine"),
        ({"s1_vi": ""}, "s1_vi", "required"),
        ({"q0_weight": "nan"}, "q0_weight", None),
        ({"q0_weight": "0"}, "q0_weight", "range"),
        ({"q0_steps": "nonsense"}, "q0_steps", "bad_line"),
        ({"q0_steps": "1 | Một"}, "q0_vi", "too_few_steps"),
        ({"q0_steps": "1 | Một\n1 | Hai"}, "q0_vi", "same_points"),
        ({"q0_code": "wrong code"}, "q0_code", None),
        ({"c0_least": "19"}, "c0_least", "class_out_of_reach"),
        ({"c1_least": "15"}, "c1_least", "classes_out_of_order"),
        ({"c1_code": "excellent"}, "c1_least", "repeated_class"),
        ({"c0_vi": ""}, "c0_vi", "required"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    province: House, said: dict[str, str], field: str, why: str | None
) -> None:
    before = stored(province)
    answer = save(province, remark_vi="Góp ý nào?", **said)
    assert answer.status_code == 422
    assert "Góp ý nào?" in answer.text
    if why is not None:
        assert f'id="{field}-error">{VI[why]}' in unescape(answer.text)
    assert stored(province) == before


def test_a_draft_that_somebody_else_has_saved_is_not_overwritten(province: House) -> None:
    typed = fields_of(province, DRAFT)
    save(province, names_vi="Của người khác")
    answer = province.http.post(DRAFT, data=typed | {"names_vi": "Của tôi"})
    assert (answer.status_code, VI["stale"] in answer.text) == (409, True)
    assert stored(province).names["vi"] == "Của người khác"


def test_publishing_retires_the_other_and_fixes_the_version(province: House) -> None:
    assert step(province, DRAFT, "publish").status_code == 303
    assert states(province) == {("hai-long", 1): "retired", ("tt-2018", 1): "published"}
    before = stored(province)
    assert save(province, names_vi="Khác").status_code == 409
    assert step(province, DRAFT, "delete").status_code == 409
    assert step(province, DRAFT, "publish").status_code == 409
    assert stored(province) == before
    assert "readonly" in province.get(DRAFT).text
    assert step(province, DRAFT, "retire").status_code == 303
    assert states(province)["tt-2018", 1] == "retired"


def test_a_new_version_begins_as_the_old_one(province: House) -> None:
    answer = step(province, ASKED, "new-version")
    assert (answer.status_code, answer.location) == (303, "/rating-forms/hai-long/2")
    assert stored(province, "hai-long", 2) == stored(province, "hai-long", 1)
    assert step(province, "/rating-forms/hai-long/2", "delete").status_code == 303
    assert states(province) == {("hai-long", 1): "published", ("tt-2018", 1): "draft"}


def test_a_new_form_begins_as_a_sample_that_can_be_published(province: House) -> None:
    def new(code: str) -> TestResponse:
        return province.http.post("/rating-forms/new", data={"csrf_token": province.csrf, "code": code})

    assert new("mau-moi").location == "/rating-forms/mau-moi/1"
    assert new("mau-moi").status_code == 409
    assert step(province, "/rating-forms/mau-moi/1", "publish").status_code == 303
    assert states(province)["mau-moi", 1] == "published"


def test_unknown_versions_are_told(province: House) -> None:
    nowhere = "/rating-forms/nothing/7"
    assert province.get(nowhere).status_code == 404
    for name in ("publish", "retire", "delete", "new-version"):
        assert step(province, nowhere, name).status_code == 404
    assert province.http.post(nowhere, data={"csrf_token": province.csrf}).status_code == 404


def test_no_text_in_a_form_does_harm(province: House) -> None:
    typed = fields_of(province, DRAFT)
    names = (
        "names_vi",
        "q0_vi",
        "s0_vi",
        "c0_en",
        "q0_steps",
        "s0_points",
        "q0_code",
        "overall_points",
        "seen",
    )
    for place, text in enumerate(some("form")):
        alone = names[place % len(names)]
        for said in ({alone: text}, dict.fromkeys(names, text)):
            answer = province.http.post(DRAFT, data=typed | said)
            too_large = {413} if len(quote(text)) * len(said) > 50_000 else set()
            assert answer.status_code in {303, 409, 422} | too_large, (alone, text)
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text
        typed = fields_of(province, DRAFT)
    assert "<script>alert" not in province.get("/rating-forms").text
    for text in some("code"):
        answer = province.http.post("/rating-forms/new", data={"csrf_token": province.csrf, "code": text})
        assert answer.status_code in {303, 409, 422}, text
