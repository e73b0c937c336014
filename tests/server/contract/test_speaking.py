"""Free text is spoken where the machine has espeak-ng; without it nothing is said, and nothing breaks."""

from __future__ import annotations

import io
import math
import wave
from array import array
from pathlib import Path

import pytest

from server.contract.speaking import LONGEST, Speaker, can_speak
from tests.fakes.voice import talking_tool
from tests.support.tools import needed


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    return talking_tool(tmp_path)


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


@pytest.mark.parametrize(("language", "text"), [("vi", "Hộ tịch, chứng thực"), ("en", "Civil status")])
def test_the_real_tool_says_a_name_as_loud_as_the_clips_and_without_long_silence(
    language: str, text: str
) -> None:
    needed("espeak-ng")
    sound = Speaker().say(language, text)
    assert sound is not None
    with wave.open(io.BytesIO(sound)) as heard:
        rate, samples = heard.getframerate(), array("h", heard.readframes(heard.getnframes()))
    loud = [value for value in samples if abs(value) > 163]
    level = 20 * math.log10((sum(value * value for value in loud) / len(loud)) ** 0.5 / 32767)
    assert 0.5 < len(samples) / rate < 4
    assert -18 < level < -15
    for end in (samples, samples[::-1]):
        assert next(at for at, value in enumerate(end) if abs(value) > 163) <= rate / 16 + 1


def test_a_tool_that_is_installed_later_is_found_without_starting_again(
    tool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    speaker = Speaker()
    assert (can_speak(), speaker.say("vi", "Đất đai")) == (False, None)
    monkeypatch.setenv("PATH", f"{tool.parent}:/bin:/usr/bin")
    assert can_speak()
    assert speaker.say("vi", "Đất đai") is not None
