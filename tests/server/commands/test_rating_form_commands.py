"""`dunghen rating-form`: forms from files, every fault in its line, and back into files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.demo import rating_forms
from server.demo.rating_forms import demo_form
from server.ports import SystemClock
from server.setup_file.rating_form import REASONS, read_form, written_form
from tests.server.commands.terminal import dunghen
from tests.support.offices import database_with_office

TEXT = rating_forms.ASKED.read_text("utf-8")


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database_with_office(url, SystemClock()).close()
    return url


def file_of(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "form.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_form_is_imported_published_and_listed(url: str) -> None:
    first = dunghen(url, "rating-form", "import", rating_forms.ASKED)
    assert (first.status, first.out) == (0, "hai-long version 1: draft\n")
    second = dunghen(url, "rating-form", "import", rating_forms.ASKED, "--publish")
    assert second.out == "hai-long version 2: published\n"
    assert dunghen(url, "rating-form", "list").out.splitlines() == [
        "hai-long\t2\tpublished\tMức độ hài lòng sau lượt phục vụ",
        "hai-long\t1\tdraft\tMức độ hài lòng sau lượt phục vụ",
    ]
    found = json.loads(dunghen(url, "rating-form", "list", "--json").out)
    assert [(row["version"], row["state"]) for row in found] == [(2, "published"), (1, "draft")]


def test_what_is_exported_imports_as_the_same_form(url: str, tmp_path: Path) -> None:
    dunghen(url, "rating-form", "import", rating_forms.DRAFT)
    exported = dunghen(url, "rating-form", "export", "tt-2018").out
    assert read_form(exported.encode()).document == demo_form(rating_forms.DRAFT)
    again = dunghen(url, "rating-form", "import", file_of(tmp_path, exported))
    assert (again.status, again.out) == (0, "tt-2018 version 2: draft\n")
    assert dunghen(url, "rating-form", "export", "tt-2018", "--version", "2").status == 0


def test_an_unknown_form_is_told(url: str) -> None:
    answer = dunghen(url, "rating-form", "export", "nothing")
    assert (answer.status, "unknown_rating_form" in answer.err) == (1, True)


OWN_STEP = 'code = "wait"\nsteps = [{ points = 1, texts = { vi = "a" } }]\n'


@pytest.mark.parametrize(
    ("old", "new", "beside", "why"),
    [
        ('code = "hai-long"', 'code = "hài lòng"', 0, "code may have only the letters"),
        ('code = "hai-long"', "code = hai", 0, "invalid value"),
        ("points = 7.5", "points = 7.00001", 0, "more than three decimals"),
        ("points = 7.5", "points = -1", 0, "at least 0"),
        ('code = "attitude"', 'code = "wait"', -1, "two questions of this code"),
        ("least_points = 36", "least_points = 41", -3, "needs more points than the form has"),
        ("least_points = 32", "least_points = 36", -3, "fewer points than the class before"),
        ("[overall]\n", "[overall]\npoints = [0, 1, 2]\n", 1, "five points that rise"),
        ("[overall]\n", "[overall]\nwords = 1\n", 1, "is not a key here"),
        ('code = "wait"\n', OWN_STEP, -1, "two steps"),
        ('vi = "Thời gian chờ đến lượt", ', "", 0, "no Vietnamese text"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_kept(
    url: str, tmp_path: Path, old: str, new: str, beside: int, why: str
) -> None:
    """`beside`: how far from the change the fault is told, e.g. at the head of its question."""
    line = TEXT[: TEXT.index(old)].count("\n") + 1 + beside
    answer = dunghen(url, "rating-form", "import", file_of(tmp_path, TEXT.replace(old, new, 1)))
    assert (answer.status, answer.out) == (1, "")
    assert f"form.toml:{line}: " in answer.err
    assert why in answer.err
    assert dunghen(url, "rating-form", "list").out == ""


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"\xff", b"[[", b"x" * 100, b"a = 1\n"])
def test_what_is_no_form_at_all_is_told(url: str, tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "form.toml"
    file.write_bytes(raw)
    answer = dunghen(url, "rating-form", "import", file)
    assert (answer.status, answer.out) == (1, "")
    assert "form.toml:" in answer.err


def test_every_reason_of_the_rules_has_words() -> None:
    source = Path(rating_forms.__file__).parents[1] / "domain" / "satisfaction.py"
    assert {why for why in REASONS if f'"{why}"' not in source.read_text("utf-8")} == set()


def test_what_is_written_says_its_version() -> None:
    assert written_form(demo_form(), 7).startswith("# Form of rating hai-long, version 7.\n")
