"""What the checklist reads of an office's machines and accounts, and how it says times."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import update

from server.actions.house import devices, readiness
from server.domain.unserved import Stretch
from server.storage.happenings import Transaction
from server.storage.tables import device
from tests.builders import Hall
from tests.support.offices import OFFICE


def points(hall: Hall, code: str, *, single_sign_on: bool = False) -> list[str]:
    with hall.database.read() as tx:
        found = readiness.checklist(
            tx, OFFICE, public_address=True, speaks=True, single_sign_on=single_sign_on
        )
    return [point.texts["vi"] for point in found if point.code == code]


def kiosk(hall: Hall, *, seen: float, reported: float) -> None:
    """A kiosk that was heard of, and said that it has no paper, so many hours ago."""

    def act(tx: Transaction) -> None:
        devices.create_token(tx, OFFICE, role="kiosk", name="K1")
        ago = {
            "seen_at": tx.now - timedelta(hours=seen),
            "reported_at": tx.now - timedelta(hours=reported),
        }
        tx.connection.execute(update(device).where(device.c.name == "K1").values(printer="paper_out", **ago))

    hall.database.write(act)


def test_a_kiosk_without_paper_is_named_while_it_says_so(hall: Hall) -> None:
    kiosk(hall, seen=0, reported=0)
    assert points(hall, "no_paper") == ["K1 hết giấy."]
    assert points(hall, "machine_gone") == []


def test_a_kiosk_that_was_put_away_is_gone_and_says_nothing_of_paper(hall: Hall) -> None:
    kiosk(hall, seen=72, reported=72)
    assert points(hall, "no_paper") == []
    assert [text.startswith("K1 ") for text in points(hall, "machine_gone")] == [True]


def test_an_account_without_a_password_cannot_sign_in_unless_single_sign_on_knows_it(hall: Hall) -> None:
    hall.sql("UPDATE staff SET password_hash = 'x'")
    assert points(hall, "cannot_sign_in") == []
    hall.sql("UPDATE staff SET password_hash = NULL, email = 'hoa@example.vn' WHERE username = 'hoa'")
    assert points(hall, "cannot_sign_in") == ["Tài khoản “hoa” chưa đăng nhập được: chưa có mật khẩu."]
    assert points(hall, "cannot_sign_in", single_sign_on=True) == []
    hall.sql("UPDATE staff SET email = NULL WHERE username = 'hoa'")
    assert len(points(hall, "cannot_sign_in", single_sign_on=True)) == 1


def test_times_without_a_counter_are_said_by_weekday_and_hours() -> None:

    told = (
        Stretch((0, 1), time(13), time(17)),
        Stretch((5,), time(20), time()),
    )
    assert readiness.times(told, "vi") == "Thứ Hai, Thứ Ba 13:00–17:00; Thứ Bảy 20:00–24:00"
    assert readiness.times(told, "en") == "Monday, Tuesday 13:00–17:00; Saturday 20:00–24:00"
