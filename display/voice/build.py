"""Makes the shipped clips from `texts.json` with espeak-ng and sox; a tool for developers.

Clips are joined without a gap between them, so every clip brings the pauses of its place in a call,
and all are equally loud. The kiosk's clips are made in the same way: `--of kiosk/voice`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

HERE = Path(__file__).parent
CLIPS = HERE / "clips"
CHIME = "chime"

LOUDNESS_DB = -16.0
"""RMS of every clip below full scale: leaves room for the peaks of speech."""

# Seconds of silence before and after a clip; the mp3 format itself puts another 0.05 s before each.
PAUSES_S = {"invite": (0.0, 0.12), "letter": (0.0, 0.12), "to": (0.15, 0.06), "chime": (0.0, 0.1)}
WORD_PAUSES_S = (0.0, 0.02)

# Clear in a noisy hall: no rumble, a little more of the range that consonants live in, softer peaks.
CLEAR = "highpass 110 equalizer 2800 1.2q +4 compand 0.004,0.09 6:-50,-50,-28,-20,0,-7"
TRIM = "silence 1 0.003 0.25%"
# A door bell's two notes, a major third apart, each dying away.
NOTES = (
    "-n -r 22050 -c 1 {high} synth 0.8 sine 784 sine 1568 remix 1v0.8,2v0.2 fade l 0.004 0.8 0.78",
    "-n -r 22050 -c 1 {low} synth 1.0 sine 622.25 sine 1244.5 remix 1v0.8,2v0.2 fade l 0.004 1.0 0.98",
    "{low} {later} pad 0.4",
    "-m {high} {later} {mixed}",
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """An espeak-ng voice; `spelled` holds words that it says badly unless told how (its own phonemes)."""

    voice: str
    words_a_minute: int
    pitch: int
    spelled: dict[str, str]


SPEAKERS = {
    # Alone, "không" would be said without stress, as in a sentence: half as long and hard to hear.
    "vi": Speaker("vi", 120, 55, {"không": "[[x'o7N]]"}),
    "en": Speaker("en-gb", 140, 50, {}),
}


class ToolMissing(click.ClickException):
    """espeak-ng or sox is not installed."""


def texts(of: Path = HERE) -> dict[str, str]:
    """What every clip says, by name; the chime says nothing."""
    said: dict[str, str] = json.loads((of / "texts.json").read_text(encoding="utf-8"))
    return said


def build(name: str, text: str, folder: Path, clips: Path = CLIPS) -> None:
    """Makes one clip and puts it in its place."""
    raw, shaped, clip = folder / "raw.wav", folder / "shaped.wav", clips / f"{name}.mp3"
    if name == CHIME:
        _chime(folder, shaped)
    else:
        _speak(SPEAKERS[name.split("/")[0]], text, raw)
        _run("sox", f"{raw} {shaped} {TRIM} reverse {TRIM} reverse {CLEAR}")
    clip.parent.mkdir(parents=True, exist_ok=True)
    gain = LOUDNESS_DB - loudness_db(shaped)
    kind = name.split("/")[-1].split("-")[0]
    before, after = PAUSES_S.get(kind, WORD_PAUSES_S)
    _run("sox", f"{shaped} -C 32 {clip} gain -l {gain:.2f} fade t 0.004 0 0.012 pad {before} {after}")


def loudness_db(sound: Path) -> float:
    """The RMS level of a sound in dB below full scale."""
    report = _run("sox", f"{sound} -n stats")
    match = re.search(r"RMS lev dB\s+(-?[\d.]+)", report)
    if match is None:
        raise click.ClickException(f"{sound.name} is silent")
    return float(match[1])


def _speak(speaker: Speaker, text: str, sound: Path) -> None:
    # Half amplitude: at full amplitude espeak-ng clips open vowels.
    options = f"-v {speaker.voice} -s {speaker.words_a_minute} -p {speaker.pitch} -a 50 -w {sound}"
    _run("espeak-ng", options, speaker.spelled.get(text, text))


def _chime(folder: Path, sound: Path) -> None:
    parts = {part: folder / f"{part}.wav" for part in ("high", "low", "later")}
    for step in NOTES:
        _run("sox", step.format(mixed=sound, **parts))


def _run(tool: str, options: str, *last: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise ToolMissing(f"{tool} is not installed")
    command = [path, *options.split(), *last]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stderr


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--of",
    type=click.Path(file_okay=False, path_type=Path),
    default=HERE,
    help="Folder with texts.json and clips.",
)
def main(names: tuple[str, ...], of: Path) -> None:
    """Make the clips of NAMES, or all of them: `python -m display.voice.build vi/invite`."""
    said = texts(of)
    if unknown := [name for name in names if name not in said]:
        raise click.UsageError(f"texts.json has no {unknown[0]}")
    with TemporaryDirectory() as folder:
        for name in names or said:
            build(name, said[name], Path(folder), of / "clips")
    click.echo(f"{len(names or said)} clips made")


if __name__ == "__main__":
    main()
