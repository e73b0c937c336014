"""No page has words outside its catalogues: neither its templates nor its scripts."""

from __future__ import annotations

import re
from pathlib import Path

from tests.words.finding import ROOT

LETTERS = r"A-Za-zÀ-ÖØ-öø-ỹĂăĐđƠơƯư"
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
SENTENCE = re.compile(r"\b[A-Z][a-z]+ [a-z]+")
NAMES = ("Đúng Hẹn", "Tiếng Việt", "English", "XLSX", "CSV", "ABCDE-FGHJK")
"""The product, the languages by their own names, and file formats."""

TEMPLATES = {
    "start.html": "says everything in both languages at once: it knows nobody's",
    "api_docs.html": "is in English: the language of the document it shows",
    "ticket_texts.html": "is a catalogue",
    "no_ticket.html": "has both languages side by side",
}
SCRIPTS = {
    "counter/reception/day.js": "shortens the names of Vietnamese weekdays",
    "kiosk/page/speech.js": "lists the letters that have clips",
    "server/web/page/desk.js": "is a catalogue, too",
    "server/contract/page/pairing_screen.js": "is a catalogue, too",
}
FOLDERS = (
    "counter/page",
    "counter/reception",
    "display/page",
    "kiosk/page",
    "server/web/page",
    "server/contract/page",
)
CATALOGUE = re.compile(r"(?:^|[-_])(?:texts|words|meanings|refusals|vi|en)\.js$")


def without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return text


def loose_in_template(source: str) -> list[str]:
    """Letters between tags, and in what is read aloud; both languages side by side are no loose words."""
    text = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    text = re.sub(r"\{% block kind %\}.*?\{% endblock %\}|\{% set about %\}.*?\{% endset %\}", "", text)
    text = re.sub(r"\{%-? set \w+ -?%\}.*?\{%-? endset -?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r'\{% if lang == "en" %\}.*?\{% else %\}.*?\{% endif %\}', "", text, flags=re.DOTALL)
    said = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"{]*)"', text)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
    bare = re.sub(r"<(style|script|code)\b.*?</\1>", " ", bare, flags=re.DOTALL)
    bare = re.sub(r"<[^>]*>", "\n", bare)
    said += re.sub(r'[\w-]+="[^"]*"|\b(?:autofocus|readonly)\b', " ", bare).split("\n")
    return [part.strip() for part in said if re.search(rf"[{LETTERS}]{{2,}}", without_names(part))]


def loose_in_script(source: str) -> list[str]:
    """Strings that are words of a language, but for those that only programmers read."""
    code = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    code = re.sub(r"(?m)(^|\s)//.*$", "", code)
    found = []
    for match in re.finditer(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', code):
        text = match[1] if match[1] is not None else re.sub(r"\$\{[^}]*\}", "", match[2])
        for_programmers = re.search(r"(?:Error|warn|error)\($", code[: match.start()])
        rest = without_names(text)
        if not for_programmers and (VIETNAMESE.search(rest) or SENTENCE.search(rest)):
            found.append(text)
    return found


def test_templates_have_no_words_of_their_own() -> None:
    folder = ROOT / "server" / "web" / "templates"
    loose = {
        str(path.relative_to(folder)): loose_in_template(path.read_text("utf-8"))
        for path in folder.rglob("*.html")
    }
    assert {name: found for name, found in loose.items() if found and name not in TEMPLATES} == {}
    assert set(TEMPLATES) <= set(loose)


def test_scripts_have_no_words_of_their_own() -> None:
    paths = [
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*.js") if "vendor" not in path.parts
    ]
    loose = {
        name_of(path): loose_in_script(path.read_text("utf-8"))
        for path in paths
        if not CATALOGUE.search(path.name)
    }
    assert {name: found for name, found in loose.items() if found and name not in SCRIPTS} == {}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_search_for_loose_words_finds_them() -> None:
    assert loose_in_template('<p>{{ say.x }}</p><p title="Xem thêm">Nothing here</p>') == [
        "Xem thêm",
        "Nothing here",
    ]
    assert loose_in_script(
        'el("p", {}, "Please wait here"); throw new RangeError("No such text"); // Not this one'
    ) == ["Please wait here"]
