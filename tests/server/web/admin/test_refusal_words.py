"""Refusals on administration pages are told in the language of the reader, every one of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from server.contract import refusal_words
from server.domain.errors import InUse, Refusal, SetUpInvalid
from server.web import refusals
from server.web.admin import refusal_texts
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE

ADMIN = f"/admin/{OFFICE}"
NOWHERE = {
    "unknown_device": f"{ADMIN}/devices/999/revoke",
    "unknown_notice": f"{ADMIN}/notices/999/end",
    "unknown_service": f"{ADMIN}/pauses/nothing/end",
    "unknown_office": "/admin/nowhere/notices",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A supervisor has signed in; nothing is changed here."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('words') / 'office.db'}", StoppedClock())
    house.sign_in("giang")
    yield house
    house.hall.database.close()


def every_refusal(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Whatever the house can say, of this kind and below it; the doors know them all."""
    for one in kind.__subclasses__():
        yield from (one, *every_refusal(one))


def test_every_refusal_has_words_in_both_languages() -> None:
    found = {kind.code for kind in every_refusal() if kind.__module__.startswith("server.")}
    assert {kind.code for kind in refusals.STATUS} <= found
    assert found - set(refusal_texts.WORDS) == set()
    for vi, en in refusal_texts.WORDS.values():
        assert en.strip()
        assert not vi.isascii()
        assert unicodedata.is_normalized("NFC", vi)


@pytest.mark.parametrize("code", NOWHERE)
def test_a_page_tells_a_refusal_in_the_language_of_the_reader(house: House, code: str) -> None:
    for lang, words in zip(("vi", "en"), refusal_texts.WORDS[code], strict=True):
        answer = house.http.post(f"{NOWHERE[code]}?lang={lang}", data={"csrf_token": house.csrf})
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert f'role="alert">{words}</p>'.replace("'", "&#39;") in answer.text
        assert f'<html lang="{lang}">' in answer.text


def test_the_reasons_of_a_refusal_are_in_that_language_too() -> None:
    invalid = SetUpInvalid("office.parent: is the office itself; services[1].letter: is empty")
    told = refusal_texts.told(invalid, "vi")
    assert told.endswith("office.parent: chính là bộ phận này; services[1].letter: còn trống")
    assert refusal_texts.told(SetUpInvalid(), "vi") == refusal_texts.WORDS["set_up_invalid"][0]
    assert refusal_texts.told(InUse(), "en") == refusal_texts.WORDS["in_use"][1]


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize("path", [f"{ADMIN}/notices", "/set-up/office/file", f"{ADMIN}/skills"])
def test_a_form_that_is_too_large_is_answered_with_a_page(house: House, path: str, accept: str) -> None:
    how = {"data": b"#" * 2_100_000, "content_type": "multipart/form-data; boundary=x"}
    answer = house.http.post(path, headers={"Accept": accept}, **how)
    assert (answer.status_code, answer.mimetype) == (413, "text/html")
    assert all(words in answer.text for lang in ("vi", "en") for words in refusal_words.TEXTS[lang]["413"])
