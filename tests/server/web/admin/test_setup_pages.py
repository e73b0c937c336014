"""The editor of a set-up: a form for each section, differences before anything is applied, and refusals."""

from __future__ import annotations

import pytest

from server.demo.office import demo_office
from server.web.admin import frame_texts, words
from server.web.admin.form_fields import every, section_fields
from server.web.admin.form_steps import stepped
from server.web.admin.sections import SECTIONS, groups
from server.web.admin.setup_texts import TEXTS
from tests.builders import OFFICE
from tests.server.web.admin.admins import Editor, forms
from tests.server.web.house import House

VI, EN = TEXTS["vi"], TEXTS["en"]


@pytest.fixture
def editor(house: House) -> Editor:
    return Editor(house)


def test_every_section_has_a_page_and_sending_it_back_changes_nothing(editor: Editor) -> None:
    for section in SECTIONS:
        editor.open(section)
        answer = editor.send()
        assert answer.status_code == 200, section
        assert VI["no_changes"] in answer.text, section


def test_a_change_is_shown_then_applied_then_undone(editor: Editor) -> None:
    editor.open("services", lang="en")
    editor.put(services__0__usual_min="7,5", services__0__names__en="Land and houses")
    shown = editor.send()
    assert "<ins>Land and houses</ins>" in shown.text
    assert editor.house.hall.office().services["land"].usual_s == 720
    saved = editor.apply(shown)
    assert (saved.status_code, saved.location) == (303, f"/admin/{OFFICE}/set-up/services?lang=en&saved=1")
    assert editor.house.hall.office().services["land"].usual_s == 450
    history = editor.house.get(f"{editor.base}/history").text
    assert "Quản Trị" in history
    assert "7,5" in history
    undo = editor.house.get(f"{editor.base}/undo")
    assert editor.apply(undo).location == f"/admin/{OFFICE}/history?saved=1"
    assert editor.house.hall.office().services["land"].usual_s == 720
    assert VI["how_undo"] in editor.house.get(f"{editor.base}/history").text


def test_what_is_wrong_is_told_at_its_field_in_the_language_of_the_reader(editor: Editor) -> None:
    editor.open("office")
    editor.put(office__goal_min="500", office__short_name="", office__names__vi="")
    answer = editor.send()
    assert answer.status_code == 422
    assert '<a href="#office.goal_min">Thông tin chung · Mục tiêu thời gian chờ (phút)</a>' in answer.text
    assert "phải không quá 240" in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert 'value="500"' in answer.text


def test_what_is_wrong_between_entries_is_told_at_its_field(editor: Editor) -> None:
    editor.open("services")
    editor.put(services__1__code="land")
    answer = editor.send()
    assert answer.status_code == 422
    assert 'href="#services.1.code"' in answer.text


def test_entries_are_added_moved_and_removed_before_anything_is_kept(editor: Editor) -> None:
    editor.open("categories")
    editor.press("add:categories")
    new = len(demo_office().categories)
    editor.put(
        **{f"categories__{new}__code": "veteran", f"categories__{new}__names__vi": "Cựu chiến binh"},
    )
    editor.press(f"up:categories.{new}")
    editor.press("remove:categories.0")
    shown = editor.send()
    assert editor.apply(shown).status_code == 303
    codes = list(editor.house.hall.office().categories)
    before = [entry.code for entry in demo_office().categories]
    assert codes == [*before[1 : new - 1], "veteran", before[-1]]


def test_entries_within_entries_are_added_too(editor: Editor) -> None:
    editor.open("exceptions")
    editor.press("add:exceptions")
    editor.press("add:exceptions.0.hours")
    editor.put(exceptions__0__date="2027-03-01", exceptions__0__names__vi="Nửa ngày")
    editor.put(exceptions__0__hours__0__opens="07:30", exceptions__0__hours__0__closes="11:00")
    shown = editor.send()
    assert "07:30–11:00" in shown.text
    assert editor.apply(shown).status_code == 303


@pytest.mark.parametrize(
    "step", ["add:services.x.y.z.1", "remove:services.99", "up:", "fly:services.1", "a" * 999]
)
def test_a_step_that_makes_no_sense_changes_nothing(editor: Editor, step: str) -> None:
    editor.open("services")
    before = [said for said in editor.said if said[0] != "csrf_token"]
    assert editor.press(step).status_code == 200
    assert [said for said in editor.said if said[0] != "csrf_token"] == before


def test_whoever_sends_what_somebody_else_has_changed_is_told(editor: Editor) -> None:
    editor.open("rules")
    early = list(editor.said)
    editor.put(rules__put_back_after_s="100")
    editor.apply(editor.send())
    editor.said = early
    editor.put(rules__restore_within_min="10")
    answer = editor.send()
    assert answer.status_code == 409
    assert VI["changed_meanwhile"] in answer.text
    assert 'name="rules.restore_within_min" value="10"' in answer.text


def test_what_changed_after_it_was_shown_is_not_applied(editor: Editor) -> None:
    editor.open("rules")
    editor.put(rules__put_back_after_s="100")
    first = editor.send()
    editor.put(rules__put_back_after_s="200")
    editor.apply(editor.send())
    answer = editor.apply(first)
    assert answer.status_code == 409
    assert VI["stale"] in answer.text
    assert editor.house.hall.office().policy.put_back_after_call.total_seconds() == 200


def test_what_people_wait_for_is_not_taken_away(editor: Editor) -> None:
    editor.house.press("land")
    editor.open("counters")
    for counter in range(len(demo_office().counters)):
        name = f"counters.{counter}.services"
        left = [value for key, value in editor.said if key == name and value != "land"]
        editor.set(name, *(left or ["results"]))
    shown = editor.send()
    assert VI["obstacles"] in shown.text
    at = f"{editor.base}/apply"
    answer = editor.post(at, forms(shown.text)[at])
    assert answer.status_code == 409


def test_a_supervisor_changes_exceptions_but_only_reads_the_rules(house: House) -> None:
    giang = Editor(house, username="giang")
    giang.open("exceptions")
    giang.press("add:exceptions")
    giang.put(exceptions__0__date="2027-03-01", exceptions__0__names__vi="Mất điện")
    assert giang.apply(giang.send()).status_code == 303
    page = giang.open("rules")
    assert VI["read_only"] in page.text
    assert giang.send().status_code == 403


def test_a_supervisor_gains_nothing_by_other_sections_in_the_form(house: House) -> None:
    giang = Editor(house, username="giang")
    giang.open("exceptions")
    giang.press("add:exceptions")
    giang.put(exceptions__0__date="2027-03-01", exceptions__0__names__vi="Mất điện")
    shown = giang.send()
    at = f"{giang.base}/apply"
    said = [(k, v) for k, v in forms(shown.text)[at] if k != "document"]
    document = '{"rules": {"put_back_after_s": 1, "restore_within_min": 1}}'
    answer = giang.post(at, [*said, ("document", document)])
    assert answer.status_code == 403
    assert frame_texts.TEXTS["vi"]["not_allowed"] in answer.text
    assert house.hall.office().policy.put_back_after_call.total_seconds() == 300


@pytest.mark.parametrize("document", ["", "[]", "{", '{"secrets": 1}', '{"services": "x"}', "[" * 5000])
def test_a_form_without_sense_is_refused(editor: Editor, document: str) -> None:
    token = dict(forms(editor.open("rules").text)[f"{editor.base}/set-up/rules"])["csrf_token"]
    for path in ("review", "apply"):
        answer = editor.post(f"{editor.base}/{path}", [("csrf_token", token), ("document", document)])
        assert answer.status_code == 422, (path, answer.text)


def test_a_form_without_the_token_of_its_page_changes_nothing(editor: Editor) -> None:
    editor.open("rules")
    editor.said = [(key, value) for key, value in editor.said if key != "csrf_token"]
    answer = editor.send()
    assert (answer.status_code, frame_texts.TEXTS["vi"]["csrf"] in answer.text) == (403, True)


def test_there_is_no_page_of_what_is_no_section(editor: Editor) -> None:
    for section in ("staff", "nothing", "office.code"):
        assert editor.open(section).status_code == 404
    assert editor.house.get("/admin/nowhere").status_code == 404


def test_a_form_far_too_large_is_refused(editor: Editor) -> None:
    editor.open("rules")
    assert editor.send(more="x" * 2_100_000).status_code == 413


def test_undoing_writes_what_the_history_holds_whatever_the_form_says(editor: Editor) -> None:
    editor.open("rules")
    editor.put(rules__put_back_after_s="100")
    editor.apply(editor.send())
    undo = editor.house.get(f"{editor.base}/undo")
    at = f"{editor.base}/apply"
    said = [(key, value) for key, value in forms(undo.text)[at] if key != "document"]
    document = '{"rules": {"put_back_after_s": 1, "restore_within_min": 1}}'
    assert editor.post(at, [*said, ("document", document)]).status_code == 303
    assert editor.house.hall.office().policy.put_back_after_call.total_seconds() == 300
    assert editor.post(at, [*said, ("document", document)]).location == f"{editor.base}/undo"


def test_the_office_as_it_was_made_cannot_be_undone(editor: Editor) -> None:
    answer = editor.house.get(f"{editor.base}/undo")
    assert (answer.status_code, VI["no_undo"] in answer.text) == (409, True)


def test_the_review_shows_the_kiosk_and_the_slots_of_a_day(editor: Editor) -> None:
    editor.open("services")
    editor.put(services__0__names__vi="Đất đai mới")
    shown = editor.send()
    assert '<span class="tile-name">Đất đai mới</span>' in shown.text
    at = f"{editor.base}/review#slots"
    said = [(key, value) for key, value in forms(shown.text)[at] if key != "day"]
    other = editor.post(f"{editor.base}/review", [*said, ("day", "2027-01-04")])
    assert 'value="2027-01-04"' in other.text
    assert "<code>land</code>" in other.text


def test_every_word_of_the_set_up_stands_in_both_languages() -> None:
    wanted = {field.key for section in SECTIONS for field in every(section_fields(section))}
    assert wanted <= words.known("fields")
    assert set(SECTIONS) <= words.known("sections")
    assert set(groups()) <= words.known("groups")
    choices = {
        one for section in SECTIONS for field in every(section_fields(section)) for one in field.choices
    }
    assert choices <= words.known("choices")
    for kind in ("groups", "sections", "fields", "headings", "choices"):
        for key in words.known(kind):
            said = words.entry(kind, key)
            assert len(said) in (2, 4), key
            assert all(said[:2]), key
    assert set(VI) == set(EN)


def test_steps_do_what_their_button_says() -> None:
    entries = [{"code": "a"}, {"code": "b"}]
    assert stepped(entries, "down:x.0") == "x.1"
    assert stepped(entries, "down:x.1") == "x.1"
    assert stepped(entries, "add:x.0.timed") == "x.0.timed.0"
    assert entries == [{"code": "b", "timed": [{}]}, {"code": "a"}]


def test_a_supervisor_takes_back_what_a_supervisor_may_change(house: House) -> None:
    undo, button = f"/admin/{OFFICE}/undo", f'href="/admin/{OFFICE}/undo"'
    giang = Editor(house, username="giang")
    assert button not in house.get(f"{giang.base}/history").text
    giang.open("exceptions")
    giang.press("add:exceptions")
    giang.put(exceptions__0__date="2027-03-01", exceptions__0__names__vi="Mất điện")
    giang.apply(giang.send())
    assert button in house.get(f"{giang.base}/history").text
    assert giang.apply(house.get(undo)).location == f"/admin/{OFFICE}/history?saved=1"
    assert not house.hall.sql("SELECT setup FROM office")[0].setup.count("Mất điện")


def test_what_an_administrator_changed_is_not_for_a_supervisor_to_take_back(editor: Editor) -> None:
    editor.open("rules")
    editor.put(rules__put_back_after_s="100")
    editor.apply(editor.send())
    seen = forms(editor.house.get(f"{editor.base}/undo").text)[f"{editor.base}/apply"]
    giang = Editor(editor.house, username="giang")
    page = editor.house.get(f"{giang.base}/history").text
    assert f'href="{giang.base}/undo"' not in page
    assert editor.house.get(f"{giang.base}/undo").status_code == 403
    said = [(name, value) for name, value in seen if name != "csrf_token"]
    assert giang.post(f"{giang.base}/apply", [*said, ("csrf_token", editor.house.csrf)]).status_code == 403
    assert editor.house.hall.office().policy.put_back_after_call.total_seconds() == 100


def test_the_preview_begins_with_the_day_of_the_office(editor: Editor) -> None:
    editor.house.clock.tick(hours=17)  # one o'clock at night, when UTC still has the day before
    editor.house.sign_in("quan-tri")
    editor.open("rules")
    editor.put(rules__put_back_after_s="100")
    assert 'name="day" value="2026-11-24"' in editor.send().text
