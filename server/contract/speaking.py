"""Says free text, such as the names of services, with espeak-ng where the machine has it."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import unicodedata
import wave
from array import array
from collections import OrderedDict
from threading import Lock

log = logging.getLogger(__name__)

LONGEST = 300
"""Characters of one text; names of services and messages are shorter."""
VOICES = {"vi": ("vi", "120", "55"), "en": ("en-gb", "140", "50")}
"""Voice, words a minute and pitch, as in the shipped clips."""
LOUDNESS = 0.16
"""RMS of what is said as a part of full scale: -16 dB, as the shipped clips."""
_MOST_KEPT = 400
_TAKES_S = 4.0
_FULL = 32767


def installed() -> str | None:
    """The espeak-ng of this machine, None where there is none; asked again each time, lest a program has
    to be started again when it is installed."""
    return shutil.which("espeak-ng")


def can_speak() -> bool:
    """Whether this machine can say texts aloud."""
    return installed() is not None


class Speaker:
    """Texts as WAV, each made once; None where there is no espeak-ng, or it fails."""

    def __init__(self, tool: str | None = None) -> None:
        """`tool`: another program in its place; an empty one says nothing."""
        self._tool = tool
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()  # one voice at a time: making one keeps a small machine busy

    def say(self, language: str, text: str) -> bytes | None:
        """The sound of a text in a language of `VOICES`, cut after `LONGEST` characters."""
        said = _plain(text)
        with self._lock:
            kept = self._kept.get((language, said))
            if kept is not None:
                self._kept.move_to_end((language, said))
                return kept
            sound = self._made(language, said)
            if sound is not None:
                self._kept[language, said] = sound
                if len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
            return sound

    def _made(self, language: str, text: str) -> bytes | None:
        tool = self._tool if self._tool is not None else installed()
        if not tool or not text:
            return None
        voice, speed, pitch = VOICES[language]
        # By standard input: no text is ever taken for an option. Half amplitude, or open vowels are cut.
        command = [tool, "-v", voice, "-s", speed, "-p", pitch, "-a", "50", "--stdin", "--stdout"]
        try:
            done = subprocess.run(  # noqa: S603 - our own words; the text is no argument
                command, input=text.encode(), capture_output=True, timeout=_TAKES_S, check=True
            )
            return _levelled(done.stdout)
        except (OSError, subprocess.SubprocessError, wave.Error, EOFError) as error:
            log.warning("not_spoken reason=%s", type(error).__name__)
            return None


def _plain(text: str) -> str:
    """Without control characters, and without the brackets that mean phonemes to espeak-ng."""
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return unicodedata.normalize("NFC", kept.replace("[[", " ").replace("]]", " ")).strip()[:LONGEST]


def _levelled(sound: bytes) -> bytes:
    """As loud as the clips, with a sixteenth of a second of silence at most before and after it."""
    with wave.open(io.BytesIO(sound)) as heard:
        rate = heard.getframerate()
        # espeak-ng writes to a pipe and cannot know the length it announces: what came is read.
        samples = array("h", heard.readframes(len(sound) // 2))
    loud = [value for value in samples if abs(value) > _FULL // 200]
    if not loud:
        raise wave.Error("silence")
    rms = (sum(value * value for value in loud) / len(loud)) ** 0.5
    gain = min(LOUDNESS * _FULL / rms, 0.95 * _FULL / max(map(abs, loud)))
    first = next(at for at, value in enumerate(samples) if abs(value) > _FULL // 200)
    last = next(at for at in reversed(range(len(samples))) if abs(samples[at]) > _FULL // 200)
    begin, end = max(0, first - rate // 16), last + rate // 16
    out = io.BytesIO()
    with wave.open(out, "wb") as told:
        told.setparams((1, 2, rate, 0, "NONE", ""))
        told.writeframes(array("h", (int(value * gain) for value in samples[begin:end])).tobytes())
    return out.getvalue()
