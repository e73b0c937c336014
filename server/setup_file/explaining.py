"""What a wrong value is told, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from server.contract.setup_file import SetUp
from server.setup_file.locating import Path
from server.setup_file.problems import Problem

_PATTERNS = {
    r"^[A-Za-z0-9._-]+$": "may have only the letters A–Z and a–z, digits, dots, dashes and underscores",
    r"^[a-z]{2}$": "a language is two small letters, as vi or en",
    r"^[A-ZĐ]$": "must be one capital letter: A–Z or Đ",
}
_NO_CONTROLS = "may have no line breaks or other control characters"

_REASONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "string_unicode": lambda _: "has letters that cannot be read",
    "string_type": lambda _: "must be a text in quotes",
    "string_too_short": lambda c: (
        "is empty" if c["min_length"] == 1 else f"has fewer than {c['min_length']} characters"
    ),
    "string_too_long": lambda c: f"has more than {c['max_length']} characters",
    "string_pattern_mismatch": lambda c: _PATTERNS.get(c["pattern"], _NO_CONTROLS),
    "int_type": lambda _: "must be a whole number",
    "float_type": lambda _: "must be a number",
    "int_parsing": lambda _: "must be a whole number",
    "int_from_float": lambda _: "must be a whole number",
    "int_parsing_size": lambda _: "is too large a number",
    "float_parsing": lambda _: "must be a number",
    "finite_number": lambda _: "must be a number",
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "list_type": lambda _: "must be a list: […], or one [[…]] for each entry",
    "dict_type": lambda _: 'must be a table: { vi = "…" }',
    "model_type": lambda _: "must be a table with keys of its own",
    "time_type": lambda _: "must be a time, without quotes: 07:30:00",
    "date_type": lambda _: "must be a date, without quotes: 2027-01-01",
    "time_parsing": lambda _: "is not a time, as 07:30",
    **dict.fromkeys(
        ("date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        lambda _: "is not a date, as 2027-01-01",
    ),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid"),
        lambda _: "is not a date and time, as 2027-01-01 07:30",
    ),
    "literal_error": lambda c: f"must be one of {str(c['expected']).replace(' or ', ', ')}",
    "greater_than": lambda c: f"must be more than {c['gt']:g}",
    "greater_than_equal": lambda c: f"must be at least {c['ge']:g}",
    "less_than_equal": lambda c: f"must be at most {c['le']:g}",
    "multiple_of": lambda c: f"must be a multiple of {c['multiple_of']:g}",
    "too_short": lambda c: (
        "needs at least one entry" if c["min_length"] == 1 else f"needs {c['min_length']} entries"
    ),
    "too_long": lambda c: f"has more than {c['max_length']} entries",
}


def explained(error: ErrorDetails, document: type[BaseModel] = SetUp) -> Problem:
    """A validation error of the models of a document, the set-up's or another's, as a problem."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    if error["type"] == "extra_forbidden":
        return Problem(path, "is not a key here" + suggestion(str(path[-1]), _keys_at(path[:-1], document)))
    reason = _REASONS.get(error["type"])
    return Problem(path, reason(error.get("ctx", {})) if reason else error["msg"])


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """“; did you mean …?” when something known is near, else nothing."""
    near = get_close_matches(wrong, list(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else ""


def _keys_at(path: Path, document: type[BaseModel]) -> list[str]:
    """The keys that a table of the document may have."""
    model = document
    for part in path:
        if isinstance(part, str):
            model = next(models_of(model.model_fields[part].annotation))
    return list(model.model_fields)


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation speaks of, e.g. in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (list, Union, UnionType, Annotated):
        for inner in get_args(annotation):
            yield from models_of(inner)
