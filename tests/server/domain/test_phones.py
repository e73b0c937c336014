"""Phone numbers: one spelling of each, whatever people write."""

from __future__ import annotations

import pytest

from server.domain import phones


@pytest.mark.parametrize(
    "written",
    [
        "0912 345 678",
        "0912.345.678",
        "912345678",
        "+84 912 345 678",
        "+84 (0)912 345 678",
        "84912345678",
        "840912345678",
        "0084 912 345 678",
    ],
)
def test_one_phone_is_one_however_it_is_written(written: str) -> None:
    assert phones.plain(written) == "0912345678"
    assert phones.dialled(written) == "+84912345678"


@pytest.mark.parametrize(
    ("written", "plain", "dialled"),
    [
        ("0256.3822.888", "02563822888", "+842563822888"),
        ("+1 (415) 555-0100", "+14155550100", "+14155550100"),
        ("00 49 30 123456", "+4930123456", "+4930123456"),
        ("0843 123 456", "0843123456", "+84843123456"),
        ("843123456", "0843123456", "+84843123456"),
    ],
)
def test_phones_of_other_countries_and_like_looking_ones(written: str, plain: str, dialled: str) -> None:
    assert (phones.plain(written), phones.dialled(written)) == (plain, dialled)
