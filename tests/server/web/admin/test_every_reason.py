"""Whatever can be wrong with a set-up is told in words of ours, in Vietnamese and in English."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.contract.rating_form import RatingFormDocument
from server.contract.setup_file import SetUp
from server.setup_file import syntax
from server.web.admin import reasons
from server.web.admin.reason_words import OF_TOML
from tests.server.web.admin.every_reason import raised, told

COMPOSED = {
    "7: 7": "a reason with the days before it",
    "7; at most 7 are sent": "of: vi: with long names it has 400 letters and becomes 6 messages",
    "7; one holds 7, or 7 without Vietnamese letters": "the same",
    "7: has to say 7 once each, and no other brace": "{number} and {counter}",
}
"""Words that are put together of other words; those are told here."""
BROKEN_TOML = {
    "a": "thiếu dấu = sau tên mục",
    "a = ": "giá trị không hợp lệ",
    'a = "b': "chữ chưa đóng dấu nháy",
    "a = [1": "danh sách chưa đóng bằng ]",
    "[a": "thiếu ] ở cuối dòng",
    "a = 1 2": "còn chữ thừa sau giá trị",
    "opens = 07:30": "còn chữ thừa sau giá trị; giờ phải có giây: 07:30:00",
    "name = Hà": 'giá trị không hợp lệ; chữ phải nằm trong dấu nháy: "…"',
}


@pytest.mark.parametrize("document", [SetUp, RatingFormDocument])
def test_no_reader_meets_the_words_of_a_library(document: type[SetUp]) -> None:
    """Of every type and every limit that the models of a document have."""
    found = raised(document)
    assert len(found) > 10
    assert {kind: own for kind, (own, english) in found.items() if own == english} == {}


def test_every_error_of_a_set_up_has_vietnamese_words() -> None:
    found = raised(SetUp)
    assert len(found) > 40
    bare = {
        kind: english for kind, (_, english) in found.items() if reasons.spelled(english, "vi") == english
    }
    assert bare == {}


def test_whatever_our_checks_say_has_vietnamese_words() -> None:
    found = dict(told())
    assert len(found) > 55
    bare = {where: words for where, words in found.items() if reasons.spelled(words, "vi") == words}
    assert set(bare.values()) <= set(COMPOSED), bare


def test_words_that_are_put_together_have_vietnamese_ones_too() -> None:
    """As they are when they are whole."""
    for words in (
        "vi: has to say {number} and {counter} once each, and no other brace",
        "vi: with long names it has 400 letters and becomes 6 messages; at most 2 are sent",
        "vi: with long names it has 200 letters and becomes 3 messages; one holds 70, or 160 without marks",
        "Mon: 07:00–07:05: ends before it begins",
    ):
        assert reasons.spelled(words, "vi") != words


def test_whatever_a_reader_of_toml_stumbles_over_has_vietnamese_words() -> None:
    for words in said_by_tomllib():
        lowered = words[:1].lower() + words[1:]
        assert reasons.spelled(lowered, "vi") != lowered, lowered


def said_by_tomllib() -> Iterator[str]:
    """Its words for a broken document, with 7 in their holes."""
    source = Path(tomllib.__file__).with_name("_parser.py").read_text("utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("suffixed_err", "TOMLDecodeError"):
            words = node.args[-1]
            if isinstance(words, ast.Constant):
                yield str(words.value)
            elif isinstance(words, ast.JoinedStr) and isinstance(words.values[0], ast.Constant):
                yield "".join(
                    str(one.value) if isinstance(one, ast.Constant) else "7" for one in words.values
                )


@pytest.mark.parametrize("document", BROKEN_TOML)
def test_a_broken_file_is_explained_in_vietnamese(document: str) -> None:
    _, findings = syntax.parsed(document)
    assert reasons.spelled(findings[0].reason, "vi") == BROKEN_TOML[document]


def test_more_words_come_after_fewer() -> None:
    """A pattern is asked in its order: none may take what a longer one after it is for."""
    assert reasons.spelled("x is in line 3 already", "vi") == "x đã có ở dòng 3"
    assert reasons.spelled("Mon: pool A overlaps slots[2] (07:00–08:00)", "vi").startswith("Mon: nhóm A")
    assert (
        reasons.spelled("Mon: 07:00–11:00 overlaps hours[2]", "vi") == "Mon: 07:00–11:00 chồng lên hours[2]"
    )
    assert len({pattern for pattern, _ in OF_TOML}) == len(OF_TOML)
