"""Tables: rows of an answer of the API as columns, each with its kind; what CSV and XLSX are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from server.contract.messages import Names

Cell = str | int | float | bool | date | datetime | None
LANGUAGES = ("vi", "en")


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SECONDS = "seconds"
    SHARE = "share"
    YES_NO = "yes_no"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column under its name in the API; `read` takes its cell from a row."""

    name: str
    kind: Kind
    read: Callable[[BaseModel], Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind. `keys` says what the texts of the column `key` mean: the grouping, or nothing."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a column is called and means, in Vietnamese and English."""

    title: Names
    about: Names


@cache
def definitions() -> dict[str, Definition]:
    """What every column is called and means, by its name in the API."""
    found = tomllib.loads(Path(__file__).with_name("definitions.toml").read_text("utf-8"))
    return {
        name: Definition(
            title={language: told[language] for language in LANGUAGES},
            about={language: told[f"about_{language}"] for language in LANGUAGES},
        )
        for name, told in found.items()
    }


def definition_of(name: str) -> Definition:
    """What a column is called and means; what nobody has told goes by its name."""
    unsaid = dict.fromkeys(LANGUAGES, name)
    return definitions().get(name) or Definition(unsaid, dict.fromkeys(LANGUAGES, ""))


def table_of(model: type[BaseModel], rows: Iterable[BaseModel], *, keys: str = "") -> Table:
    """The rows of one message as a table; what has rows of its own is left out."""
    columns = tuple(columns_of(model))
    return Table(columns, tuple(tuple(column.read(row) for column in columns) for row in rows), keys)


def columns_of(model: type[BaseModel]) -> Iterable[Column]:
    """The columns of a message, in its order; a text in several languages has one column for each, a
    message inside it all of its own."""
    for name, field in model.model_fields.items():
        shown = field.serialization_alias or field.alias or name
        plain = _plain(field.annotation)
        if plain == Names:
            yield from (_named(name, shown, language) for language in LANGUAGES)
        elif isinstance(plain, type) and issubclass(plain, BaseModel):
            yield from (_inside(name, shown, column) for column in columns_of(plain))
        elif (kind := _kind(shown, plain)) is not None:
            yield Column(shown, kind, _reader(name))


def _reader(name: str) -> Callable[[BaseModel], Cell]:
    def read(row: BaseModel) -> Cell:
        cell: Cell = getattr(row, name)
        return cell

    return read


def _inside(name: str, shown: str, column: Column) -> Column:
    """A column of a message inside another."""

    def read(row: BaseModel) -> Cell:
        inner: BaseModel | None = getattr(row, name)
        return None if inner is None else column.read(inner)

    return Column(f"{shown}.{column.name}", column.kind, read)


def _named(name: str, shown: str, language: str) -> Column:
    def read(row: BaseModel) -> Cell:
        names: Names | None = getattr(row, name)
        return None if names is None else names.get(language)

    return Column(f"{shown.removesuffix('s')}_{language}", Kind.TEXT, read)


def _plain(annotation: Any) -> Any:
    """A type without `| None` and without what pydantic says besides."""
    if get_origin(annotation) in (Union, UnionType):
        inner = [one for one in get_args(annotation) if one is not NoneType]
        return _plain(inner[0]) if len(inner) == 1 else None
    if hasattr(annotation, "__metadata__"):
        return _plain(get_args(annotation)[0])
    return annotation


_KINDS: Sequence[tuple[type, Kind]] = (
    (bool, Kind.YES_NO),
    (int, Kind.COUNT),
    (float, Kind.NUMBER),
    (datetime, Kind.MOMENT),
    (AwareDatetime, Kind.MOMENT),
    (date, Kind.DATE),
    (str, Kind.TEXT),
)


def _kind(name: str, annotation: Any) -> Kind | None:
    if annotation is float and name.endswith("_s"):
        return Kind.SECONDS
    if annotation is float and any(word in name for word in ("share", "rate", "occupancy")):
        return Kind.SHARE
    if not isinstance(annotation, type):
        return Kind.TEXT if get_origin(annotation) is not None and _is_words(annotation) else None
    return next((kind for type_, kind in _KINDS if issubclass(annotation, type_)), None)


def _is_words(annotation: Any) -> bool:
    """Whether a type is a choice of words."""
    return all(isinstance(word, str) for word in get_args(annotation))
