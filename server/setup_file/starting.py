"""Starting from a template: a whole office of a kind, in which only its own name and address are missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from server.contract.setup_file import OfficeSetUp, SetUp
from server.setup_file.reading import read

_HERE = Path(__file__).with_name("templates")
TEMPLATES = ("provincial", "commune")


@dataclass(frozen=True, slots=True)
class Naming:
    """What only the office itself can say."""

    code: str
    name: str
    short_name: str
    name_en: str = ""
    address: str = ""
    hotline: str = ""


def template(kind: str) -> SetUp:
    """The office of a kind, one of `TEMPLATES`."""
    found = read((_HERE / f"{kind}.toml").read_bytes()).setup
    if found is None:
        raise AssertionError(f"the template {kind} that comes with the product cannot be read")
    return found


def named(kind: str, said: Naming) -> SetUp:
    """A template as one's own office. Raises `pydantic.ValidationError` when a name or code is none."""
    whole = template(kind)
    names = {"vi": said.name, "en": said.name_en or None}
    about = {
        **whole.office.model_dump(),
        "code": said.code,
        "names": {lang: text for lang, text in names.items() if text is not None},
        "short_name": said.short_name or said.name,
        "address": said.address,
        "hotline": said.hotline,
    }
    return whole.model_copy(update={"office": OfficeSetUp.model_validate(about)})
