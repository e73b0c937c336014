"""Set-ups as files: what is downloaded can be taken back, and every fault is told with its line."""

from __future__ import annotations

import csv
import io
import tomllib

import pytest
from werkzeug.test import TestResponse

from server.web.admin.file_texts import TEXTS
from server.web.admin.setup_texts import TEXTS as EDITOR
from tests.builders import OFFICE
from tests.server.web.admin.admins import Editor, forms
from tests.server.web.house import House

FILES = f"/admin/{OFFICE}/files"
VI = TEXTS["vi"]


@pytest.fixture
def editor(house: House) -> Editor:
    return Editor(house)


def upload(editor: Editor, raw: bytes, kind: str = "toml") -> TestResponse:
    token = dict(forms(editor.house.get(FILES).text)[FILES])["csrf_token"]
    data = {"csrf_token": token, "kind": kind, "file": (io.BytesIO(raw), "../../etc/passwd")}
    answer = editor.house.http.post(FILES, data=data, content_type="multipart/form-data")
    answer.get_data()
    return answer


def download(editor: Editor, name: str) -> bytes:
    answer = editor.house.get(f"{FILES}/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{OFFICE}-{name}"'
    return answer.get_data()


@pytest.mark.parametrize("kind", ["toml", "services", "counters", "holidays", "staff"])
def test_what_is_downloaded_changes_nothing_when_it_is_taken_back(editor: Editor, kind: str) -> None:
    if kind == "holidays":
        editor.apply(upload(editor, "date,name_vi\n01/01/2027,Tết Dương lịch\n".encode(), "holidays"))
    raw = download(editor, "set-up.toml" if kind == "toml" else f"{kind}.csv")
    answer = upload(editor, raw, kind)
    assert answer.status_code == 200
    assert EDITOR["vi"]["no_changes"] in answer.text


def test_no_download_holds_a_password(editor: Editor) -> None:
    assert b"password" not in download(editor, "staff.csv")
    staff = tomllib.loads(download(editor, "set-up.toml").decode())["staff"]
    assert all("password" not in entry for entry in staff)


def test_a_table_of_holidays_is_shown_and_then_applied(editor: Editor) -> None:
    shown = upload(editor, "date;name_vi;name_en\n2027-01-01;Tết Dương lịch;New Year\n".encode(), "holidays")
    assert "Tết Dương lịch" in shown.text
    assert editor.apply(shown).location == f"/admin/{OFFICE}/history?saved=1"
    history = editor.house.get(f"/admin/{OFFICE}/history").text
    assert EDITOR["vi"]["how_csv"] in history


def test_a_table_of_counters_changes_and_adds_and_leaves_the_others(editor: Editor) -> None:
    before = len(editor.house.hall.office().counters)
    shown = upload(
        editor, "number,name_vi,services\n1,Quầy một,land\n77,,land|results\n".encode(), "counters"
    )
    assert editor.apply(shown).status_code == 303
    counters = editor.house.hall.office().counters
    assert (counters[1].names["vi"], sorted(counters[1].configured)) == ("Quầy một", ["land"])
    assert (len(counters), sorted(counters[77].configured)) == (before + 1, ["land", "results"])


def test_what_clerks_may_serve_goes_out_and_comes_back(editor: Editor) -> None:
    shown = upload(editor, b"username,services\nhoa,land|results\n", "staff")
    assert editor.apply(shown).status_code == 303
    raw = download(editor, "staff.csv").decode("utf-8-sig")
    rows = {row["username"]: row for row in csv.DictReader(raw.splitlines(), delimiter=";")}
    assert (rows["hoa"]["services"], rows["giang"]["services"]) == ("land|results", "")
    assert EDITOR["vi"]["no_changes"] in upload(editor, raw.encode(), "staff").text


@pytest.mark.parametrize(
    ("kind", "raw", "line", "reason"),
    [
        ("toml", b"[office\n", "1", ""),
        ("toml", b"\xff\xfea\x00", "1", ""),
        ("toml", b'[office]\ncode = "x"\nlettr = 1\n', "3", "lettr"),
        ("services", b"code,usual_min\nland,soon\n", "2", "phải là số"),
        ("services", b"code;parent\nland;nirgends\n", "2", "nirgends"),
        ("counters", b"number,services\n1,nothing\n", "2", "nothing"),
        ("counters", b"number,services\nfirst,land\n", "2", "phải là số nguyên"),
        ("holidays", b"date,name_vi\n31/02/2027,X\n", "2", "phải là ngày"),
        ("holidays", b"date,name_vi\n2027-01-01,\n", "2", "tiếng Việt"),
        ("staff", b"username,role\nhoa,emperor\n", "2", ""),
        ("staff", b"username,services\nhoa,land\nminh,lnd\n", "3", "lnd"),
        ("staff", b"username,services\ngiang,land\n", "2", "chỉ cán bộ tiếp nhận"),
        ("services", b'code,name_vi\n"land,x\n', "2", ""),
    ],
)
def test_every_fault_is_told_with_its_line_and_nothing_is_applied(
    editor: Editor, kind: str, raw: bytes, line: str, reason: str
) -> None:
    before = editor.house.hall.sql("SELECT count(*) AS n FROM setup_revision")[0].n
    answer = upload(editor, raw, kind)
    assert answer.status_code == 422
    assert VI["wrong"] in answer.text
    assert f'<td class="count">{line}</td>' in answer.text
    assert reason in answer.text
    assert editor.house.hall.sql("SELECT count(*) AS n FROM setup_revision")[0].n == before


def test_the_file_of_another_office_is_refused(editor: Editor) -> None:
    raw = download(editor, "set-up.toml").replace(f'code = "{OFFICE}"'.encode(), b'code = "other"', 1)
    answer = upload(editor, raw)
    assert (answer.status_code, "đây là thiết lập của bộ phận other" in answer.text) == (422, True)


def test_cells_that_a_spreadsheet_would_compute_are_written_as_text_and_read_back(editor: Editor) -> None:
    editor.open("services")
    editor.put(services__0__names__vi="=1+1", services__1__names__vi="@SUM(A1)")
    editor.apply(editor.send())
    raw = download(editor, "services.csv")
    assert b";'=1+1;" in raw
    assert b";'@SUM(A1);" in raw
    assert EDITOR["vi"]["no_changes"] in upload(editor, raw, "services").text


def test_an_upload_without_a_file_or_of_no_kind_is_refused(editor: Editor) -> None:
    for raw, kind in ((b"", "toml"), (b"x", "nothing")):
        answer = upload(editor, raw, kind)
        assert (answer.status_code, VI["no_file"] in answer.text) == (422, True)


def test_an_upload_far_too_large_is_refused(editor: Editor) -> None:
    how = {"data": b"#" * 2_100_000, "content_type": "multipart/form-data; boundary=x"}
    assert editor.house.http.post(FILES, **how).status_code == 413


def test_supervisors_have_no_files(house: House) -> None:
    Editor(house, username="giang")
    assert house.get(FILES).status_code == 403
    assert house.get(f"{FILES}/set-up.toml").status_code == 403


def test_the_texts_stand_in_both_languages() -> None:
    assert set(TEXTS["vi"]) == set(TEXTS["en"])


def test_whoever_takes_the_names_of_the_staff_away_is_in_the_audit_once_an_hour(editor: Editor) -> None:
    for name in ("staff.csv", "set-up.toml", "services.csv") * 2:
        download(editor, name)
    told = editor.house.hall.sql(
        "SELECT object, office_id FROM audit_entry WHERE action = 'setup.downloaded' ORDER BY seq"
    )
    office = editor.house.hall.office().id
    assert [tuple(row) for row in told] == [("staff.csv", office), ("set-up.toml", office)]
