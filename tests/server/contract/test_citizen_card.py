"""The QR of a citizen ID card, as scanners give it."""

from __future__ import annotations

from datetime import date

import pytest

from server.contract.citizen_card import LONGEST, CitizenCard, read_card

NUMBER = "052085001234"
BORN = date(1948, 3, 9)
CARD = CitizenCard(NUMBER, BORN)
WHOLE = f"{NUMBER}|215000111|Nguyễn Văn Mẫu|09031948|Nam|Thôn 1, Xã Mẫu, Tỉnh Mẫu|12052021"


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("215000111", ""),
        WHOLE.replace("215000111|", ""),
        WHOLE + "||Nguyễn Thị Mẫu|Trần Văn Mẫu|",
        WHOLE.replace("|", "\r"),
        WHOLE.replace("|", "\r\n") + "\r\n",
        WHOLE.replace("|", "\t"),
        WHOLE.replace("|", "~"),
        WHOLE.replace("Nguyễn Văn Mẫu", "Nguye?n Va(n Ma^~u"),
        WHOLE.replace("Nguyễn Văn Mẫu", "Nguyeefn Vawn Maaux"),
        WHOLE.replace("09031948", "09/03/1948"),
        f"  {WHOLE}\n",
    ],
    ids=str,
)
def test_a_card_is_known_by_the_shape_of_its_fields(text: str) -> None:
    assert read_card(text) == CARD


@pytest.mark.parametrize(
    "text",
    [
        "",
        NUMBER,
        f"{NUMBER}|09031948",
        f"{NUMBER}|a|b|c|d",
        f"{NUMBER}|a|b|31022000|c",
        f"X{WHOLE}",
        WHOLE[1:],
        WHOLE.replace("|", " "),
        "1" * 193,
        "https://example.vn/t/abc|1|2|3",
        "１２３４５６７８９０１２|a|b|09031948|c|12052021",
        WHOLE + "x" * LONGEST,
        "|" * 500,
        "\x00\x1b@",
    ],
    ids=lambda text: text[:24],
)
def test_anything_else_is_no_card(text: str) -> None:
    assert read_card(text) is None


def test_one_day_alone_may_be_that_of_issue() -> None:
    assert read_card(WHOLE.replace("09031948", "1948")) == CitizenCard(NUMBER, None)


def test_a_card_says_nothing_of_its_person_in_a_log() -> None:
    assert repr(read_card(WHOLE)) == "CitizenCard(…)"
    assert set(CitizenCard.__slots__) == {"number", "birth"}
