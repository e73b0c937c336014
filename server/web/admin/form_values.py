"""From what a form sends to the plain values of a section, and from values to what its fields show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from server.web.admin.form_fields import Field, Kind, section_fields
from server.web.admin.sections import Section

Form = MultiDict[str, str]
Values = dict[str, Any]
LANGUAGES = ("vi", "en")
MOST_ENTRIES = 2000
_LANGUAGE = re.compile(r"[a-z]{2}")
_PLACE = re.compile(r"[0-9]{1,4}")


def read(form: Form, section: Section) -> Any:
    """What the form says of a section, whether it makes sense or not; None where it is left out."""
    fields = section_fields(section.key)
    if section.many:
        return _entries(form, section.key, fields)
    if section.optional and f"{section.key}._" not in form:
        return None
    return _entry(form, section.key, fields)


def _entries(form: Form, at: str, fields: tuple[Field, ...]) -> list[Values]:
    """The entries in the order of their places; what is not there leaves no hole."""
    return [_entry(form, f"{at}.{place}", fields) for place in _places(form, at)]


def _places(form: Form, at: str) -> list[int]:
    said = {key[len(at) + 1 : -2] for key in form if key.startswith(f"{at}.") and key.endswith("._")}
    return sorted(int(place) for place in said if _PLACE.fullmatch(place))[:MOST_ENTRIES]


def _entry(form: Form, at: str, fields: tuple[Field, ...]) -> Values:
    """What is left empty is left out, so that it becomes what it is by default."""
    values: Values = {}
    for field in fields:
        value = _READ.get(field.kind, _text)(form, f"{at}.{field.name}", field)
        if value is not None:
            values[field.name] = value
    return values


def _text(form: Form, at: str, field: Field) -> Any:
    return form.get(at, "").strip() or None


def _number(form: Form, at: str, field: Field) -> Any:
    """With a decimal comma, as people write it here; nonsense stays as it is, to be told of."""
    return form.get(at, "").strip().replace(",", ".") or None


def _numbers(form: Form, at: str, field: Field) -> Any:
    said = form.get(at, "").replace(",", ".")
    return re.split(r"[\s;–-]+", said.strip()) if said.strip() else None


def _flag(form: Form, at: str, field: Field) -> Any:
    return at in form


def _several(form: Form, at: str, field: Field) -> Any:
    return form.getlist(at)


def _lines(form: Form, at: str, field: Field) -> Any:
    return _split(form.get(at, ""))


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _texts(form: Form, at: str, field: Field) -> Any:
    said = {key[len(at) + 1 :]: text.strip() for key, text in form.items() if key.startswith(f"{at}.")}
    if field.long:  # asked for in several lines, and kept as one
        said = {language: " ".join(text.split()) for language, text in said.items()}
    return {language: text for language, text in said.items() if text and _LANGUAGE.fullmatch(language)}


def _papers(form: Form, at: str, field: Field) -> Any:
    return {
        language: _split(form[f"{at}.{language}"])
        for language in LANGUAGES
        if form.get(f"{at}.{language}", "").strip()
    }


_READ: Mapping[Kind, Callable[[Form, str, Field], Any]] = {
    Kind.NUMBER: _number,
    Kind.NUMBERS: _numbers,
    Kind.FLAG: _flag,
    Kind.CHOICES: _several,
    Kind.REFERENCES: _several,
    Kind.LINES: _lines,
    Kind.TEXTS: _texts,
    Kind.PAPERS: _papers,
    Kind.ENTRIES: lambda form, at, field: _entries(form, at, field.fields),
}


def shown(value: Any, field: Field, lang: str) -> str:
    """A value as its field shows it: `7,5`, `07:30`, one line for each of a list."""
    if value is None:
        return ""
    if field.kind is Kind.NUMBER:
        return number(value, lang)
    if field.kind is Kind.NUMBERS:
        return " ".join(number(one, lang) for one in value)
    if field.kind is Kind.LINES:
        return "\n".join(map(str, value))
    if field.kind is Kind.TIME:
        return str(value).removesuffix(":00") if str(value).count(":") == 2 else str(value)
    return str(value)


def number(value: Any, lang: str) -> str:
    """`15`, `7,5`; a text stays what it is.

    >>> number(15.0, "vi"), number(7.5, "vi"), number(7.5, "en")
    ('15', '7,5', '7.5')
    """
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if lang == "vi" else text
