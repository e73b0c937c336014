"""The voice: a clip for everything that can be said, each saying what its call is read as."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from display.voice.build import CLIPS, HERE, main, texts
from server.domain.speech import (
    ALL_CLIPS,
    LANGUAGES,
    LETTERS,
    PLAIN,
    SpeechOptions,
    call_clips,
    number_words,
)

SOUTHERN = SpeechOptions(zero_word="linh", thousand_word="ngàn")


def name_of(clip: Path) -> str:
    return clip.relative_to(CLIPS).with_suffix("").as_posix()


FILES = {name_of(clip): clip for clip in CLIPS.rglob("*") if clip.is_file()}


def frames_and_rate(sound: bytes) -> tuple[int, int, int]:
    """Frames, sample rate and channels of an MPEG-2 layer III file of one bit rate (ISO 13818-3)."""
    kbps = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    rates = (22050, 24000, 16000)
    at, frames, rate, channels = 0, 0, 0, 0
    while at + 4 <= len(sound):
        header = int.from_bytes(sound[at : at + 4], "big")
        assert header >> 17 == 0b111111111111001, f"no MPEG-2 layer III frame at byte {at}"
        rate = rates[header >> 10 & 3]
        channels = 1 if header >> 6 & 3 == 3 else 2
        at += 72_000 * kbps[header >> 12 & 15] // rate + (header >> 9 & 1)
        frames += 1
    assert at == len(sound)
    return frames, rate, channels


def seconds(clip: Path) -> float:
    frames, rate, _ = frames_and_rate(clip.read_bytes())
    return frames * 576 / rate


def test_every_clip_that_can_be_asked_for_is_there_and_none_is_left_over() -> None:
    assert set(FILES) == ALL_CLIPS
    assert {clip.suffix for clip in FILES.values()} == {".mp3"}


def test_every_clip_has_its_text_and_only_the_chime_says_nothing() -> None:
    said = texts()
    assert set(said) == ALL_CLIPS
    assert [name for name, text in said.items() if not text] == ["chime"]


@pytest.mark.parametrize("options", [PLAIN, SOUTHERN])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clips_of_a_counter_say_the_number_in_words(language: str, options: SpeechOptions) -> None:
    said = texts()
    for counter in range(1, 10_000):
        (clips,) = call_clips("A001", counter, [language], options=options)
        number = clips[clips.index(f"{language}/to-counter") + 1 :]
        assert " ".join(said[name] for name in number) == number_words(counter, language, options=options)


def test_a_whole_call_reads_as_its_sentence() -> None:
    said = texts()
    vi, en = call_clips("A025", 20, ["vi", "en"])
    assert " ".join(said[name] for name in vi) == (
        "Kính mời công dân có số thứ tự a không hai năm đến quầy số hai mươi"
    )
    assert " ".join(said[name] for name in en) == "Ticket A zero two five please go to counter twenty"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_letters_are_read_alike(language: str) -> None:
    said = texts()
    read = [said[f"{language}/letter-{spelled}"] for spelled in LETTERS.values()]
    assert len(set(read)) == 27


def test_texts_are_composed_vietnamese() -> None:
    source = (HERE / "texts.json").read_text(encoding="utf-8")
    assert source == unicodedata.normalize("NFC", source)


def test_no_clip_sounds_like_another() -> None:
    # Tones are all that tells some words apart; a lost tone would make two clips the same bytes.
    assert len({clip.read_bytes() for clip in FILES.values()}) == len(FILES)


def test_clips_are_small_mono_and_as_long_as_what_they_say() -> None:
    said = texts() | {"chime": "ding dong"}
    for name, clip in FILES.items():
        words = len(said[name].replace("-", " ").split())
        assert frames_and_rate(clip.read_bytes())[1:] == (22050, 1), name
        assert 0.3 <= seconds(clip) <= 0.8 + 0.45 * words, name
    assert sum(clip.stat().st_size for clip in FILES.values()) < 1_500_000


def test_the_tool_refuses_a_clip_that_has_no_text() -> None:
    answer = CliRunner().invoke(main, ["vi/hello"])
    assert answer.exit_code == 2
    assert "texts.json has no vi/hello" in answer.output


def test_the_tool_says_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = FILES["vi/0"].read_bytes()
    monkeypatch.setenv("PATH", "")
    answer = CliRunner().invoke(main, ["vi/0"])
    assert answer.exit_code == 1
    assert "espeak-ng is not installed" in answer.output
    assert FILES["vi/0"].read_bytes() == before
