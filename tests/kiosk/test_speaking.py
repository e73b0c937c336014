"""Free text is spoken where the machine has espeak-ng; without it nothing is said, and nothing breaks."""

from __future__ import annotations

import io
import shutil
import wave
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk.speaking import LONGEST, Speaker
from kiosk.voice_doors import add_voice


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """Stands for espeak-ng: keeps what it was told and says a tenth of a second of it."""
    sound = tmp_path / "sound.wav"
    with wave.open(str(sound), "wb") as told:
        told.setparams((1, 2, 22050, 0, "NONE", ""))
        told.writeframes(b"\x00\x10" * 2205)
    script = tmp_path / "espeak-ng"
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ncat >> {tmp_path}/said\ncat {sound}\n')
    script.chmod(0o755)
    return script


@pytest.fixture
def http(tool: Path) -> FlaskClient:
    app = Flask("kiosk", static_folder=None)
    add_voice(app, Speaker(str(tool)))
    return app.test_client()


def test_a_text_is_made_once_and_as_loud_as_the_clips(tool: Path) -> None:
    speaker = Speaker(str(tool))
    sound = speaker.say("vi", "Đất đai")
    assert sound is not None
    with wave.open(io.BytesIO(sound)) as heard:
        assert (heard.getnchannels(), heard.getframerate()) == (1, 22050)
        assert abs(int.from_bytes(heard.readframes(500)[-2:], "little", signed=True) - 5242) < 60
    assert speaker.say("vi", " Đất đai ") == sound
    assert (tool.parent / "said").read_text() == "Đất đai"


def test_a_text_is_never_an_option_a_phoneme_or_longer_than_people_listen(tool: Path) -> None:
    speaker = Speaker(str(tool))
    for text in ("--version", "[[x'o7N]] \x00\x07", "a" * 5000):
        assert speaker.say("en", text) is not None
    asked = (tool.parent / "asked").read_text()
    assert set(asked.splitlines()) == {"-v en-gb -s 140 -p 50 -a 50 --stdin --stdout"}
    said = (tool.parent / "said").read_text()
    assert said == "--version" + "x'o7N" + "a" * LONGEST


@pytest.mark.parametrize("broken", ["", "/nowhere/espeak-ng", "/bin/false", "/bin/true"])
def test_without_a_working_tool_nothing_is_said(broken: str) -> None:
    assert Speaker(broken).say("vi", "Đất đai") is None


def test_the_real_tool_says_a_vietnamese_name() -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed, so names of services are not spoken here")
    sound = Speaker().say("vi", "Hộ tịch, chứng thực")
    assert sound is not None
    with wave.open(io.BytesIO(sound)) as heard:
        assert 0.5 < heard.getnframes() / heard.getframerate() < 6


def test_the_doors_give_clips_and_texts_and_nothing_else(http: FlaskClient) -> None:
    def asked(path: str) -> tuple[int, str]:
        with http.get(path, buffered=True) as answer:
            return answer.status_code, answer.mimetype

    assert asked("/voice/vi/welcome.mp3") == (200, "audio/mpeg")
    assert asked("/voice/vi?text=Xin") == (200, "audio/wav")
    assert asked("/voice/vi?text=")[0] == 204
    for path in (
        "/voice/vi/none.mp3",
        "/voice/fr?text=a",
        "/voice/../flow.py",
        "/voice/vi/..%2F..%2Ftexts.mp3",
    ):
        assert asked(path)[0] == 404, path
