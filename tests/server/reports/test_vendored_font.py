"""The font of official reports: unchanged, with its licence, and with every letter of Vietnamese."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

VENDOR = Path(__file__).parents[3] / "server" / "reports" / "vendor"
MARKS = "₫≤≥–—…·“”•×−\u00a0"
LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))


def test_its_files_are_those_whose_sums_were_written_down() -> None:
    written = dict(reversed(line.split()) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == written
    assert (VENDOR / "tinos" / "LICENSE").exists()


@pytest.mark.parametrize("file", sorted(VENDOR.rglob("*.ttf")), ids=lambda file: file.stem)
def test_it_has_every_letter_of_vietnamese(file: Path) -> None:
    known = TTFont(file.stem, file).face.charToGlyph
    assert [letter for letter in LETTERS + MARKS if ord(letter) not in known] == []
