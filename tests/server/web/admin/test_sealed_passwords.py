"""First passwords of a staff file are sealed while its differences are looked at: no page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from server.setup_file.writing import written
from server.storage import setups
from tests.builders import OFFICE
from tests.server.web.admin.admins import Editor, Said, forms
from tests.server.web.admin.test_file_pages import upload
from tests.server.web.house import House
from tests.support.clocks import StoppedClock

SECRET = "bò vàng gặm cỏ non"
TABLE = f"username,name,role,password\nan,Lê An,clerk,{SECRET}\n".encode()
APPLY = f"/admin/{OFFICE}/apply"


@pytest.fixture
def editor(tmp_path: Path, clock: StoppedClock) -> Iterator[Editor]:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield Editor(house)
    house.hall.database.close()


def file(editor: Editor, kind: str) -> bytes:
    """A table or a whole set-up that brings an account with its first password."""
    if kind == "staff":
        return TABLE
    with editor.house.hall.database.read() as tx:
        stored = setups.stored(tx.connection, OFFICE)
    assert stored is not None
    clerk = f'\n[[staff]]\nusername = "an"\nname = "Lê An"\nrole = "clerk"\npassword = "{SECRET}"\n'
    return (written(stored) + clerk).encode()


def signs_in(editor: Editor) -> bool:
    return editor.house.sign_in("an", SECRET).status_code == 200


def carried(page: TestResponse) -> Said:
    return forms(page.text)[APPLY]


@pytest.mark.parametrize("kind", ["staff", "toml"])
def test_no_page_shows_a_first_password_and_the_account_gets_it(
    editor: Editor, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = upload(editor, file(editor, kind), kind)
    assert shown.status_code == 200
    assert "Lê An" in shown.text
    again = editor.post(f"/admin/{OFFICE}/review", carried(shown))
    for page in (shown, again):
        assert SECRET not in page.text
        assert "password" not in dict(carried(page))["document"]
    assert editor.apply(again).status_code == 303
    kept = editor.house.hall.sql("SELECT * FROM setup_revision ORDER BY number DESC LIMIT 1")
    assert SECRET not in repr(kept) + "".join(capsys.readouterr())
    assert signs_in(editor)


def test_first_passwords_are_carried_for_an_hour_alone(editor: Editor) -> None:
    shown = upload(editor, TABLE, "staff")
    editor.house.clock.tick(minutes=59)
    late = editor.post(f"/admin/{OFFICE}/review", carried(shown))
    assert late.status_code == 200
    editor.house.clock.tick(minutes=2)
    answer = editor.apply(shown)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "passwords_over")
    assert editor.house.hall.sql("SELECT count(*) AS n FROM staff WHERE username = 'an'")[0].n == 0


def test_first_passwords_are_of_the_session_that_brought_them(editor: Editor) -> None:
    shown = upload(editor, TABLE, "staff")
    editor.house.sign_in("quan-tri")
    token = dict(forms(editor.house.get(f"/admin/{OFFICE}/files").text)[f"/admin/{OFFICE}/files"])
    said = [(name, value) for name, value in carried(shown) if name != "csrf_token"]
    answer = editor.post(APPLY, [*said, ("csrf_token", token["csrf_token"])])
    assert (answer.status_code, answer.get_json()["code"]) == (409, "passwords_over")


def test_a_broken_seal_is_refused(editor: Editor) -> None:
    shown = upload(editor, TABLE, "staff")
    said = [(name, value[:-9] + "AAAAAAAA=" if name == "sealed" else value) for name, value in carried(shown)]
    assert editor.post(APPLY, said).status_code == 409


@pytest.mark.parametrize("document", ['{"staff": "x"}', '{"staff": [1, {"username": ["an"]}]}', "{}"])
def test_a_seal_beside_nonsense_is_no_fault_of_ours(editor: Editor, document: str) -> None:
    shown = upload(editor, TABLE, "staff")
    said = [(name, document if name == "document" else value) for name, value in carried(shown)]
    assert editor.post(APPLY, said).status_code in (409, 422)
