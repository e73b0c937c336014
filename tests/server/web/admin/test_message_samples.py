"""Messages to citizens on the pages of texts: tried out, told where wrong, reviewed, applied, undone."""

from __future__ import annotations

import html

import pytest

from server.web.admin.setup_texts import TEXTS
from tests.server.web.admin.admins import Editor
from tests.server.web.house import House

VI, EN = TEXTS["vi"], TEXTS["en"]
_ROOMY = "{service}, {office}, {start} ngày {short_date}"


@pytest.fixture
def editor(house: House) -> Editor:
    return Editor(house)


def test_the_page_shows_what_citizens_get_in_both_languages(editor: Editor) -> None:
    page = editor.open("texts").text
    assert page.count(f"<summary>{VI['sample']}</summary>") == 5
    assert "Kính gửi quý công dân Nguyễn Văn A," in page
    assert "Your appointment is booked." in page
    assert page.count(f'lang="vi">{VI["sample_usual"]}</span>') == 10
    assert EN["sample_length"].format(letters=67, parts=1) in editor.open("texts", lang="en").text


def test_texts_are_tried_out_before_anything_is_kept(editor: Editor) -> None:
    editor.open("texts")
    editor.put(texts__booked__vi="Phường đã ghi lịch\r\nlúc {start}.", texts__booked_sms__vi=_ROOMY)
    tried = editor.press("try")
    assert tried.status_code == 200
    assert VI["tried"] in tried.text
    assert "Phường đã ghi lịch lúc 08:30." in tried.text
    assert "100 ký tự và thành 2 tin nhắn" in tried.text
    assert editor.house.hall.office().texts == {}
    assert editor.apply(editor.send()).status_code == 303
    assert editor.house.hall.office().texts == {
        "booked": {"vi": "Phường đã ghi lịch lúc {start}."},
        "booked_sms": {"vi": _ROOMY},
    }


def test_what_cannot_be_filled_in_is_told_at_its_field(editor: Editor) -> None:
    for step in ({}, {"do": "try"}):
        editor.open("texts")
        editor.put(texts__near_sms__vi="{code}", texts__booked_sms__vi="x" * 135 + "ạ")
        answer = editor.send(**step)
        assert answer.status_code == 422
        told = html.unescape(answer.text)
        assert "vi: không điền được {code}. Có: {number}, {office}, {place}, {hotline}" in told
    editor.open("texts")
    editor.put(texts__booked_sms__vi="x" * 135 + "ạ")
    answer = editor.send()
    assert (answer.status_code, 'href="#texts.booked_sms.vi"' in answer.text) == (422, True)
    assert "thành 3 tin nhắn; nhiều nhất 2" in answer.text


def test_the_review_shows_the_messages_that_change_and_undoing_takes_them_back(editor: Editor) -> None:
    editor.open("texts")
    editor.put(texts__moved_subject__vi="Giờ mới: {start}")
    shown = editor.send()
    assert VI["samples"] in shown.text
    assert "Giờ mới: 08:30" in shown.text
    assert shown.text.count('class="letter-subject"') == 2
    editor.apply(shown)
    undo = editor.house.get(f"{editor.base}/undo")
    assert "Đổi lịch hẹn 7K3M-92QX" in undo.text
    assert editor.apply(undo).status_code == 303
    assert editor.house.hall.office().texts == {}


def test_another_change_shows_no_messages(editor: Editor) -> None:
    editor.open("rules")
    editor.put(rules__put_back_after_s="100")
    assert VI["samples"] not in editor.send().text
