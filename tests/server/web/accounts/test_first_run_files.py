"""An office from a file at the first run: as large as one gets, and with what it leaves open told."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from server.demo.office import demo_office
from server.setup_file.writing import written
from server.web.first_run_texts import TEXTS
from tests.server.web.accounts.browser import Visitor
from tests.server.web.accounts.test_first_run_pages import Empty, send_file
from tests.support.clocks import StoppedClock


@pytest.fixture
def admin(tmp_path: Path, clock: StoppedClock) -> Iterator[Visitor]:
    """The first administrator of an empty server."""
    empty = Empty(f"sqlite:///{tmp_path / 'office.db'}", clock)
    visitor = Visitor(empty.app)
    empty.take_over(visitor)
    yield visitor
    empty.database.close()


def text_of_an_office() -> str:
    return written(demo_office().model_copy(update={"staff": None}))


def test_a_file_may_be_as_large_as_a_provincial_centre_needs(admin: Visitor) -> None:
    text = text_of_an_office() + "# về quầy\n" * 20_000
    assert len(text.encode()) > 200_000
    assert send_file(admin, text.encode()).status_code == 303


@pytest.mark.parametrize(
    ("lang", "reason"), [("vi", "chưa có quầy nào tiếp nhận"), ("en", "no counter serves")]
)
def test_what_a_file_leaves_open_is_told_when_the_office_is_made(
    admin: Visitor, lang: str, reason: str
) -> None:
    setup = demo_office()
    only = [one.model_copy(update={"services": ["results"]}) for one in setup.counters]
    text = written(setup.model_copy(update={"staff": None, "counters": only}))
    path = f"/set-up/office/file?lang={lang}"
    answer = admin.send(path, seen_on="/set-up/office", file=(BytesIO(text.encode()), "office.toml"))
    assert answer.status_code == 201
    assert TEXTS[lang]["made_title"] in answer.text
    assert reason in answer.text
    onward = f"/admin/{setup.office.code}" + ("?lang=en" if lang == "en" else "")
    assert f'href="{onward}"' in answer.text
    assert admin.see(onward).status_code == 200
