"""What a form asks for, read off the models of a set-up: one field of the form for each field of a model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from server.contract.setup_file import SetUp
from server.contract.setup_words import LongText


class Kind(StrEnum):
    """How a value is asked for."""

    TEXT = "text"
    NUMBER = "number"
    NUMBERS = "numbers"
    FLAG = "flag"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXTS = "texts"
    PAPERS = "papers"
    LINES = "lines"
    REFERENCE = "reference"
    REFERENCES = "references"
    ENTRIES = "entries"


_PLAIN = {
    bool: Kind.FLAG,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    date: Kind.DATE,
    time: Kind.TIME,
    datetime: Kind.MOMENT,
}
_REFERRING = {
    "services.parent": "fields",
    "services.resources": "resources",
    "counters.services": "leaves",
    "counters.timed.services": "leaves",
    "slots.services": "leaves",
    "office.parent": "offices",
    "office.successor": "offices",
}
"""Fields that hold codes of something else, and of what."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `key` names it in the words: `counters.timed.days`."""

    name: str
    key: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()
    to: str = ""
    """What a reference leads to: `fields`, `leaves`, `resources` or `offices`."""
    fields: tuple[Field, ...] = ()
    """Those of each entry, of a list of entries."""
    long: bool = False
    """Whether its texts are more than a line."""


def fields_of(model: type[BaseModel], key: str) -> tuple[Field, ...]:
    """The fields of a model, in its order, the most telling ones first."""
    found = [_field(name, info, f"{key}.{name}") for name, info in model.model_fields.items()]
    return tuple(sorted(found, key=lambda field: field.name != "days" and field.name not in _FIRST))


_FIRST = ("date", "code", "number")


def _field(name: str, info: FieldInfo, key: str) -> Field:
    bare = _bare(info.annotation)
    kind, choices, inner = _kind_of(bare)
    if key in _REFERRING:
        kind = Kind.REFERENCES if get_origin(bare) is list else Kind.REFERENCE
    return Field(
        name,
        key,
        kind,
        info.is_required(),
        choices,
        _REFERRING.get(key, ""),
        fields=fields_of(inner, key) if inner else (),
        long=kind is Kind.TEXTS and get_args(bare)[1] is LongText,
    )


def _kind_of(bare: Any) -> tuple[Kind, tuple[str, ...], type[BaseModel] | None]:
    origin = get_origin(bare)
    if origin is Literal:
        return Kind.CHOICE, get_args(bare), None
    if origin is dict:
        texts = get_origin(_bare(get_args(bare)[1])) is not list
        return Kind.TEXTS if texts else Kind.PAPERS, (), None
    if origin is list:
        return _kind_of_list(_bare(get_args(bare)[0]))
    return _PLAIN[bare], (), None


def _kind_of_list(item: Any) -> tuple[Kind, tuple[str, ...], type[BaseModel] | None]:
    if get_origin(item) is Literal:
        return Kind.CHOICES, get_args(item), None
    if isinstance(item, type) and issubclass(item, BaseModel):
        return Kind.ENTRIES, (), item
    return (Kind.NUMBERS if item is float else Kind.LINES), (), None


def _bare(annotation: Any) -> Any:
    """An annotation without its limits, and without the None of what may be left out."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            (annotation,) = (one for one in get_args(annotation) if one is not NoneType)
        else:
            return annotation


@cache
def section_fields(section: str) -> tuple[Field, ...]:
    """The fields of a section of the set-up, or of each of its entries; raises `KeyError`."""
    bare = _bare(SetUp.model_fields[section].annotation)
    model = _bare(get_args(bare)[0]) if get_origin(bare) is list else bare
    return fields_of(model, section)


def every(fields: tuple[Field, ...]) -> Iterator[Field]:
    """These fields and those within them."""
    for field in fields:
        yield field
        yield from every(field.fields)
