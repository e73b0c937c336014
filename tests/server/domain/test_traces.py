"""What names somebody is found in free text, however it is written."""

from __future__ import annotations

import json
import unicodedata

import pytest

from server.domain.traces import traces

NAME, PHONE = "Nguyễn Thị Hoa Mai", "0912345678"
HER = traces(names=[NAME], phones=[PHONE], words=["hoa.mai@example.vn", "H21.65-261123-0001"])


@pytest.mark.parametrize(
    "text",
    [
        f"gọi {NAME}",
        "NGUYỄN THỊ HOA MAI xin lỗi",
        "Nguyễn  Thị\nHoa Mai",
        unicodedata.normalize("NFD", NAME),
        json.dumps({"name": NAME}),
        *(
            "0912345678",
            "0912 34 56 78",
            "091.234.5678",
            "09 12 - 34 56 78",
            "+84 (0)912-345-678",
            "84912345678",
        ),
        *("Hoa.Mai@Example.VN", "hồ sơ h21.65-261123-0001"),
    ],
)
def test_a_person_is_found_however_they_are_written(text: str) -> None:
    assert HER.are_in(text)


@pytest.mark.parametrize(
    "text", [None, "", "Hoa Mai", "Nguyễn Thị Hoa", "0912 345 679", "H21.65-261123-0002"]
)
def test_others_are_not_found(text: str | None) -> None:
    assert not HER.are_in(text)


def test_a_name_of_one_word_and_a_few_digits_name_nobody() -> None:
    assert not traces(names=["Mai"], phones=["0123"], words=[" "])
