"""Passwords: long ones are taken, those that everybody tries first are not, however they are typed."""

from __future__ import annotations

import pytest

from server.domain.passwords import LEAST, LEAST_OF_ADMINS, Weakness, weakness


@pytest.mark.parametrize(
    "password",
    [
        "bò vàng gặm cỏ non",
        "correct horse battery",
        "một hai ba",
        "xk92mvq8wd",
        "sông Côn chảy",
        "🐃 trâu đen uống nước",
    ],
)
def test_length_is_enough(password: str) -> None:
    assert weakness(password, least=LEAST, about=["hoa", "Nguyễn Thị Hoa"]) is None


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123",
        "MatKhau@2026",
        "mật khẩu mới",
        "maatjkhaaur1",
        "ma65t kha63u",
        "m4tkh4u123",
        "password1234",
        "P@ssw0rd2024",
        "anhyeuem1990",
        "12345678",
        "87654321",
        "aaaaaaaaaa",
        "abcabcabcabc",
        "qwertyuiop",
        "1qaz2wsx3edc",
        "Admin@123456",
        "!!!!!!!!!!!!",
        "１２３４５６７８",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert weakness(password, least=LEAST) is Weakness.WELL_KNOWN


@pytest.mark.parametrize(
    "password", ["hoa-hoa-hoa", "HoaHoa2026", "nguyenthihoa1", "phuong-1 hoa", "dunghen-ttpvhcc-99"]
)
def test_names_of_the_user_the_office_and_the_product_are_no_password(password: str) -> None:
    about = ["hoa", "Nguyễn Thị Hoa", "phuong-1"]
    assert weakness(password, least=LEAST, about=about) in (Weakness.ABOUT_YOU, Weakness.WELL_KNOWN)


def test_a_name_within_a_sentence_does_no_harm() -> None:
    assert weakness("hoa hồng nở tháng năm", least=LEAST_OF_ADMINS, about=["hoa"]) is None


@pytest.mark.parametrize(("length", "found"), [(11, Weakness.TOO_SHORT), (12, None), (200, None)])
def test_lengths_are_counted_in_characters(length: int, found: Weakness | None) -> None:
    text = "bò vàng gặm cỏ non trên đồi cao lộng gió " * 5
    assert weakness(text[:length], least=LEAST_OF_ADMINS) is found


def test_what_no_form_takes_is_too_long() -> None:
    assert weakness("bò vàng " * 30, least=LEAST) is Weakness.TOO_LONG
