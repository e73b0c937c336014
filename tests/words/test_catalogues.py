"""Every text is there in both languages, with the same holes, composed, and in the house's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import jinja2
import pytest

from tests.words.finding import ROOT, Catalogue, of_python, of_scripts, of_toml, texts_of

HOLE = re.compile(r"\{\w*(?::[^}]*)?\}|%\(\w+\)s")
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
"""Examples and words about words stay as they are in both languages."""
SAME_EVERYWHERE = {"Đúng Hẹn", "Tiếng Việt", "ngàn", "nghìn", "lẻ", "linh", "Đ", "Nguyễn"}
WITHOUT_MARKS = {
    "e-mail",
    "Mang theo",
    "Thay cho",
    "Mang theo:",
    "Xem theo",
    "Excel (XLSX)",
    "Trang sau",
    "Sau khi",
    "CSV",
}
"""Vietnamese of several words that needs no mark, or is a name."""
NOT_TEXTS = ("kiosk.speaking.VOICES", "kiosk.voice_doors.VOICES")


@pytest.fixture(scope="module")
def catalogues(node: str) -> list[tuple[str, Catalogue]]:
    found = [*of_python(), *of_toml(), *of_scripts(node), *of_templates()]
    return [(name, catalogue) for name, catalogue in found if name not in NOT_TEXTS]


def of_templates() -> Iterator[tuple[str, Catalogue]]:
    """The ticket's page keeps its own, because it is asked for more often than any other."""
    folder = ROOT / "server" / "web" / "templates"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True)
    yield "ticket_texts.html", environment.get_template("ticket_texts.html").module.TEXTS  # type: ignore[attr-defined]  # set by the template


def pairs(catalogues: list[tuple[str, Catalogue]]) -> Iterator[tuple[str, str, str]]:
    """Every text: where it stands, in Vietnamese, in English."""
    for name, catalogue in catalogues:
        vi, en = dict(texts_of(catalogue["vi"])), dict(texts_of(catalogue["en"]))
        for key in vi.keys() & en.keys():
            yield f"{name} {key}", vi[key], en[key]


def test_the_rooms_keep_many_texts_and_all_are_found(catalogues: list[tuple[str, Catalogue]]) -> None:
    names = " ".join(name for name, _ in catalogues)
    rooms = (
        "counter/page",
        "counter/reception",
        "display/page",
        "kiosk/page",
        "hall",
        "figures",
        "rating",
        "outward",
    )
    assert [
        room for room in (*rooms, "server.web.admin", "kiosk.slip", "words.toml") if room not in names
    ] == []
    assert sum(1 for _ in pairs(catalogues)) > 2500


def test_no_text_is_missing_in_a_language(catalogues: list[tuple[str, Catalogue]]) -> None:
    missing = []
    for name, catalogue in catalogues:
        vi, en = dict(texts_of(catalogue["vi"])), dict(texts_of(catalogue["en"]))
        missing += [f"{name} {key}" for key in vi.keys() ^ en.keys()]
        missing += [
            f"{name} {key}" for key in vi.keys() & en.keys() if bool(vi[key].strip()) != bool(en[key].strip())
        ]
    assert missing == []


def test_both_languages_fill_in_the_same(catalogues: list[tuple[str, Catalogue]]) -> None:
    assert [
        where for where, vi, en in pairs(catalogues) if set(HOLE.findall(vi)) != set(HOLE.findall(en))
    ] == []


def test_every_text_is_composed_and_no_citizen_is_a_customer(catalogues: list[tuple[str, Catalogue]]) -> None:
    for where, *texts in pairs(catalogues):
        for text in texts:
            assert text == unicodedata.normalize("NFC", text), where
            assert not re.search(r"khách hàng|\bcustomers?\b", text, re.IGNORECASE), where


def test_vietnamese_has_its_marks(catalogues: list[tuple[str, Catalogue]]) -> None:
    bare = []
    for where, vi, _ in pairs(catalogues):
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>|https?://\S+", "", HOLE.sub("", vi)))
        if len(words) > 1 and vi.isascii() and vi not in WITHOUT_MARKS | {"E-mail"}:
            bare.append(f"{where}: {vi}")
    assert bare == []


def test_english_is_english(catalogues: list[tuple[str, Catalogue]]) -> None:
    strange = []
    for where, _, en in pairs(catalogues):
        rest = QUOTED.sub("", en)
        for known in sorted(SAME_EVERYWHERE, key=len, reverse=True):  # "Đúng Hẹn" before "Đ"
            rest = rest.replace(known, "")
        if VIETNAMESE.search(rest):
            strange.append(f"{where}: {en}")
    assert strange == []
