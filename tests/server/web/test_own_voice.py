"""What the loudspeakers say for an office: its own phrases, and no other text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from server.actions.house import readiness, setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from tests.builders import OFFICE
from tests.fakes.voice import talking_tool
from tests.server.web.house import URL, House

CALL = {"vi": "Xin mời số {number} vào quầy {counter}."}


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a server that can speak has said."""
    tool = talking_tool(tmp_path)
    monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin")
    return tool.parent / "said"


def says(house: House, **texts: Any) -> None:
    setup = SetUp.model_validate(demo_office().model_dump() | {"texts": texts, "staff": None})
    house.app.database.write(lambda tx: setting_up.apply(tx, setup))


def asked(house: House, text: str, *, language: str = "vi", office: str = OFFICE) -> tuple[int, str]:
    answer = house.http.get(f"/own-voice/{office}/{language}", query_string={"text": text})
    return answer.status_code, answer.mimetype


def call_of(house: House) -> dict[str, str]:
    """The sentence that displays are to say."""
    texts: dict[str, dict[str, str]] = house.ask("GET", f"{URL}/board").get_json()["texts"]
    return texts.get("call", {})


def test_an_offices_own_call_is_said_phrase_by_phrase_and_made_once(house: House, said: Path) -> None:
    says(house, call=CALL)
    assert call_of(house) == CALL
    for text in ("Xin mời số", "vào quầy", "Xin mời số"):
        assert asked(house, text) == (200, "audio/wav")
    assert said.read_text() == "Xin mời sốvào quầy"


def test_an_invitation_of_the_display_is_said_before_the_number(house: House, said: Path) -> None:
    says(house, invite={"vi": "Kính mời số", "en": "Now serving"})
    assert call_of(house) == {"vi": "Kính mời số {number}, đến quầy số {counter}"}
    assert asked(house, "Kính mời số")[0] == 200
    assert asked(house, ", đến quầy số")[0] == 200
    assert said.read_text() == "Kính mời số, đến quầy số"
    assert asked(house, "Now serving", language="en")[0] == 404  # its voice is Vietnamese alone


def test_nothing_else_is_said(house: House, said: Path) -> None:
    assert call_of(house) == {}
    says(house, call=CALL)
    for text in ("", "Mua nhà giá rẻ", "Xin mời số ", "{number}", "[[x'o7N]]"):
        assert asked(house, text)[0] == 404, text
    assert asked(house, "Xin mời số", language="fr")[0] == 404
    assert asked(house, "Xin mời số", office="nowhere")[0] == 404
    assert not said.exists()


def test_without_espeak_nothing_is_said_and_the_checklist_tells_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    says(house, call=CALL)
    answer = house.http.get(f"/own-voice/{OFFICE}/vi", query_string={"text": "vào quầy"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (204, "no-store")
    with house.app.database.read() as tx:
        codes = {
            speaks: {p.code for p in readiness.checklist(tx, OFFICE, public_address=True, speaks=speaks)}
            for speaks in (True, False)
        }
    assert "display_cannot_speak" in codes[False]
    assert "display_cannot_speak" not in codes[True]


def test_a_kiosk_that_cannot_speak_names_stands_on_the_checklist_until_it_can(house: House) -> None:
    token = house.token("kiosk")

    def points(speaks: bool | None) -> set[str]:
        answer = house.ask("POST", f"{URL}/device-reports", {"speaks": speaks}, token=token)
        assert answer.status_code == 200, answer.text
        with house.app.database.read() as tx:
            found = readiness.checklist(tx, OFFICE, public_address=True, speaks=True)
        return {p.texts["en"] for p in found if p.code == "kiosk_cannot_speak"}

    assert points(None) == set()
    (told,) = points(False)
    assert told.endswith("to people who do not see: install espeak-ng on it.")
    assert points(None) == {told}
    assert points(True) == set()
