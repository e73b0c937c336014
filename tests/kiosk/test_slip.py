"""The words on a ticket."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.slip import WORDS, counters_text, minutes_text, slip_of
from server.contract.messages import Expected
from tests.kiosk.builders import LINK, NOW, office, ticket


def test_a_ticket_says_all_that_a_citizen_needs_in_vietnamese() -> None:
    slip = slip_of(ticket(), office(), language="vi")
    assert slip.office == "Trung tâm Phục vụ hành chính công"
    assert (slip.number, slip.service) == ("A025", "Đất đai")
    assert slip.issued == "08:42 · Thứ Hai 23/11/2026"
    assert slip.facts == (("Còn trước", "4 người"), ("Chờ khoảng", "9–13 phút"), ("Quầy", "3, 4, 5"))
    assert slip.target == "Mục tiêu gọi trước 08:57"
    assert slip.follow_url == LINK
    assert slip.hotline == "Tổng đài hỗ trợ: 1022"
    assert slip.reprint is None


def test_the_language_of_the_press_is_the_language_of_the_paper() -> None:
    slip = slip_of(ticket(ahead=1), office(), language="en", reprint=True)
    assert (slip.office, slip.service) == ("Public Administration Service Centre", "Land")
    assert slip.issued == "08:42 · Monday 23/11/2026"
    assert slip.facts[0] == ("Ahead of you", "1 person")
    assert slip.target == "Aim: called before 08:57"
    assert slip.reprint == "REPRINT"


def test_a_reprint_is_marked_in_vietnamese_too() -> None:
    assert slip_of(ticket(), office(), language="vi", reprint=True).reprint == "IN LẠI"


def test_a_language_without_words_falls_back_to_vietnamese() -> None:
    slip = slip_of(ticket(service_names={"vi": "Đất đai"}), office(), language="fr")
    assert slip.service == "Đất đai"
    assert slip.number_title == "Số thứ tự"


def test_the_time_is_the_offices_whatever_the_machines_zone() -> None:
    late = ticket(issued_at=NOW + timedelta(hours=16))  # 17:42 UTC is past midnight in Viet Nam
    assert slip_of(late, office(), language="vi").issued == "00:42 · Thứ Ba 24/11/2026"


def test_what_is_not_known_is_left_out() -> None:
    bare = ticket(ahead=None, expected=None, counters=[], target=None, follow_url=None)
    slip = slip_of(bare, office(hotline=""), language="vi")
    assert (slip.facts, slip.target, slip.follow_url, slip.hotline) == ((), None, None, "")


def test_every_text_is_there_in_both_languages() -> None:
    assert WORDS["vi"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize(
    ("low_s", "high_s", "text"),
    [
        (540, 780, "9–13 phút"),
        (599, 601, "9–11 phút"),
        (600, 600, "10 phút"),
        (30, 200, "dưới 4 phút"),
        (0, 0, "dưới 1 phút"),
    ],
)
def test_a_range_is_rounded_outwards(low_s: float, high_s: float, text: str) -> None:
    assert minutes_text(Expected(low_s=low_s, high_s=high_s), WORDS["vi"]) == text


@pytest.mark.parametrize(
    ("counters", "text"),
    [
        ([3, 4, 5], "3, 4, 5"),
        ([5, 3], "3, 5"),
        (list(range(1, 41)), "1–40"),
        ([1, 2, 3, 4, 7], "1–4, 7"),
        ([], ""),
    ],
)
def test_counters_are_short_to_read(counters: list[int], text: str) -> None:
    assert counters_text(counters) == text
