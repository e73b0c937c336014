"""The fields of the page that designs a form of rating: a form as texts to edit, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from server.contract.rating_form import RatingFormDocument, StepEntry
from server.domain.rating_errors import RatingFormInvalid
from server.domain.satisfaction import MOST_CLASSES, MOST_QUESTIONS, MOST_STEPS

LANGUAGES = ("vi", "en")
SIMPLE = ("names", "intro", "overall", "remark")
"""Texts in both languages, as fields `names_vi` and so on."""
SPARE = 2
"""Empty rows at the end, to write more into."""
_ROWS = {"s": MOST_STEPS, "q": MOST_QUESTIONS, "c": MOST_CLASSES}
_PARTS = {
    "s": ("points", "vi", "en"),
    "q": ("code", "order", "vi", "en", "weight", "steps"),
    "c": ("code", "least", "vi", "en"),
}
_WHY = {
    "missing": "required",
    "no_vietnamese": "required",
    "empty_text": "required",
    "string_too_short": "required",
    "string_too_long": "too_long",
    "float_parsing": "number",
    "float_type": "number",
    "finite_number": "number",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "too_fine": "too_fine",
}

Row = dict[str, str]


@dataclass
class Typed:
    """What stands in the fields: single ones by name, and the rows of steps, questions and classes."""

    single: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in _ROWS})

    def shown(self, kind: str) -> list[Row]:
        """The rows of a kind, with empty ones to write more into, as many as there may be."""
        have = self.rows[kind]
        return [*have, *({} for _ in range(min(SPARE, _ROWS[kind] - len(have))))]


@dataclass
class Filled:
    """What the fields say, or what is wrong: texts of `rating_form_texts` by the name of the field; under
    the empty name what is wrong with the form as a whole."""

    document: RatingFormDocument | None = None
    errors: dict[str, str] = field(default_factory=dict)


def typed_of(document: RatingFormDocument, *, point: str = ".") -> Typed:
    """A form as texts to edit; `point` parts the decimals."""

    def number(value: float) -> str:
        return f"{value:g}".replace(".", point)

    texts = {"overall": document.overall.texts, **{n: getattr(document, n) for n in SIMPLE if n != "overall"}}
    single = {f"{name}_{lang}": texts[name].get(lang, "") for name in SIMPLE for lang in LANGUAGES}
    single["overall_points"] = " ".join(map(number, document.overall.points))
    questions = [
        {
            "code": one.code,
            "order": str(place),
            **_both(one.texts),
            "weight": number(one.weight),
            "steps": "\n".join(_line(step, number(step.points)) for step in one.steps),
        }
        for place, one in enumerate(document.questions, 1)
    ]
    classes = [
        {"code": one.code, "least": number(one.least_points), **_both(one.names)} for one in document.classes
    ]
    steps = [{"points": number(step.points), **_both(step.texts)} for step in document.steps]
    return Typed(single, {"s": steps, "q": questions, "c": classes})


def typed_from(said: Mapping[str, str]) -> Typed:
    """What a browser sent; rows without words are gone, and questions stand in their order."""
    names = [f"{name}_{lang}" for name in SIMPLE for lang in LANGUAGES]
    single = {name: said.get(name, "") for name in (*names, "overall_points")}
    rows = {
        kind: [
            row
            for place in range(most)
            if _has_words(row := {part: said.get(f"{kind}{place}_{part}", "") for part in _PARTS[kind]})
        ]
        for kind, most in _ROWS.items()
    }
    rows["q"].sort(key=_place)
    for kind, letter in (("q", "q"), ("c", "c")):
        _name(rows[kind], letter)
    return Typed(single, rows)


def filled(typed: Typed, code: str) -> Filled:
    """The form that the fields describe, or everything that is wrong with them."""
    errors: dict[str, str] = {}
    single = typed.single
    points = single["overall_points"].split()
    overall = {"texts": _texts(single, "overall_"), "points": [_decimal(one) for one in points]}
    values = {
        "code": code,
        **{name: _texts(single, f"{name}_") for name in ("names", "intro", "remark")},
        "overall": overall,
        "steps": [_step(row) for row in typed.rows["s"]],
        "questions": [_question(row, place, errors) for place, row in enumerate(typed.rows["q"])],
        "classes": [
            {"code": row["code"], "names": _texts(row), "least_points": _decimal(row["least"])}
            for row in typed.rows["c"]
        ],
    }
    try:
        document = RatingFormDocument.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            errors.setdefault(_field_of(one), _WHY.get(one["type"], "invalid"))
        return Filled(None, errors)
    return Filled(None, errors) if errors else Filled(document)


def field_refused(typed: Typed, refusal: RatingFormInvalid) -> str:
    """The field that a refusal of the rules speaks of; empty for the form as a whole."""
    if refusal.where == "overall":
        return "overall_points"
    kind, part = ("c", "least") if "class" in refusal.why else ("q", "vi")
    places = [place for place, row in enumerate(typed.rows[kind]) if row["code"] == refusal.where]
    return f"{kind}{places[-1]}_{part}" if places else ""


_SECTIONS = {"steps": "s", "questions": "q", "classes": "c"}


def _field_of(error: ErrorDetails) -> str:
    """The field that a validation error speaks of."""
    path = [str(part) for part in error["loc"] if part not in ("[key]", "texts", "names")]
    if error["loc"][0] == "names":
        path.insert(0, "names")
    if path[0] in _SECTIONS and len(path) > 1:
        kind = _SECTIONS[path[0]]
        part = {"least_points": "least"}.get(
            path[2] if len(path) > 2 else "vi", path[2] if len(path) > 2 else "vi"
        )
        return f"{kind}{path[1]}_{part}"
    if path[:2] == ["overall", "points"]:
        return "overall_points"
    return f"{path[0]}_{path[1] if len(path) > 1 else 'vi'}" if path[0] in SIMPLE else ""


def _question(row: Row, place: int, errors: dict[str, str]) -> dict[str, Any]:
    steps = [_own_step(line) for line in row["steps"].splitlines() if line.strip()]
    if None in steps:
        errors[f"q{place}_steps"] = "bad_line"
        steps = []
    weight = _decimal(row["weight"].strip() or "1")
    return {"code": row["code"], "texts": _texts(row), "weight": weight, "steps": steps}


def _own_step(line: str) -> dict[str, Any] | None:
    parts = [part.strip() for part in line.split("|")]
    if not 2 <= len(parts) <= 3 or not parts[1]:
        return None
    return _step(dict(zip(("points", "vi", "en"), parts, strict=False)))


def _step(row: Row) -> dict[str, Any]:
    return {"points": _decimal(row["points"]), "texts": _texts(row)}


def _line(step: StepEntry, points: str) -> str:
    return " | ".join([points, *(step.texts[lang] for lang in LANGUAGES if lang in step.texts)])


def _texts(row: Mapping[str, str], prefix: str = "") -> Row:
    return {lang: text for lang in LANGUAGES if (text := row.get(f"{prefix}{lang}", "").strip())}


def _both(texts: Mapping[str, str]) -> Row:
    return {lang: texts.get(lang, "") for lang in LANGUAGES}


def _decimal(text: str) -> str:
    """A number as Vietnamese write it, with a comma, is one too."""
    return text.strip().replace(",", ".")


def _has_words(row: Row) -> bool:
    return any(row.get(part, "").strip() for part in ("vi", "en"))


def _place(row: Row) -> float:
    """Where a question stands; who says nothing stands last."""
    try:
        return float(_decimal(row["order"]))
    except ValueError:
        return float("inf")


def _name(rows: Iterable[Row], letter: str) -> None:
    """A code for every new row: answers are kept by it, so that nobody has to think of one."""
    known = {row["code"] for row in rows if row["code"]}
    free = (f"{letter}{number}" for number in range(1, 1000))
    for row in rows:
        if not row["code"]:
            row["code"] = next(code for code in free if code not in known)
