"""What the clock changes by itself is told to open pages, once: counters, pauses, notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.actions.hall import notices, turning
from server.domain.notices import APOLOGY_LASTS, MOST_SHOWN, NoticeInvalid, NoticeKind, ends
from tests.builders import MORNING, Hall
from tests.server.actions.hall.test_times_and_skills import TO_1330, afternoons_of_health, paused_land


def turn(hall: Hall) -> None:
    """One round of the watch."""
    with hall.database.read() as tx:
        due = turning.anything(tx)
    if due:
        hall.database.write(turning.turn)


def told(hall: Hall, kind: str) -> int:
    return len(hall.events(kind))


def test_the_change_of_a_counter_is_told_at_its_minute_and_once(hall: Hall) -> None:
    afternoons_of_health(hall)
    before = told(hall, "office_changed")
    hall.clock.tick(seconds=(TO_1330 - timedelta(seconds=1)).total_seconds())
    turn(hall)
    assert told(hall, "office_changed") == before
    for _ in range(3):
        hall.clock.tick(seconds=1)
        turn(hall)
    assert told(hall, "office_changed") == before + 1
    hall.clock.tick(hours=3, minutes=30)
    turn(hall)
    assert told(hall, "office_changed") == before + 2


def test_where_nothing_changes_nothing_is_written(hall: Hall) -> None:
    before = hall.everything()
    hall.clock.tick(hours=6)
    turn(hall)
    assert hall.everything() == before


def test_a_pause_that_is_over_is_taken_away_told_and_audited(hall: Hall) -> None:
    paused_land(hall, for_min=30)
    assert hall.refused(hall.press, "land") == "service_unavailable"
    before = told(hall, "office_changed")
    hall.clock.tick(minutes=30)
    turn(hall)
    assert told(hall, "office_changed") == before + 1
    rows = hall.sql("SELECT paused_reason, paused_until FROM service WHERE code = 'land'")
    assert [tuple(row) for row in rows] == [(None, None)]
    audited = hall.sql("SELECT action, object, role FROM audit_entry WHERE action = 'service.resumed'")
    assert [tuple(row) for row in audited] == [("service.resumed", "service land", "system")]
    turn(hall)
    assert told(hall, "office_changed") == before + 1


def put_up(hall: Hall, kind: NoticeKind = NoticeKind.NOTICE, *, minutes: float | None = None) -> int:
    until = None if minutes is None else hall.clock.now() + timedelta(minutes=minutes)
    return hall.database.write(
        lambda tx: notices.put_up(tx, hall.code, {"vi": "Xin lỗi"}, until=until, kind=kind)
    )


def hanging(hall: Hall) -> list[int]:
    with hall.database.read() as tx:
        return [one.id for one in notices.shown(tx, tx.office(hall.code))]


def test_a_notice_that_ends_by_itself_leaves_the_displays_at_once(hall: Hall) -> None:
    put_up(hall, minutes=10)
    hall.clock.tick(minutes=10)
    turn(hall)
    assert hall.last_event()["kind"] == "notice_changed"
    assert hall.last_event()["notices"] == []
    seq = hall.last_event()["seq"]
    turn(hall)
    assert hall.last_event()["seq"] == seq


def test_an_apology_ends_after_thirty_days_by_itself(hall: Hall) -> None:
    apology, notice = put_up(hall, NoticeKind.APOLOGY), put_up(hall)
    hall.clock.tick(hours=24 * 30 - 1)
    assert hanging(hall) == [apology, notice]
    hall.clock.tick(hours=1)
    assert hanging(hall) == [notice]


def test_a_notice_that_is_over_already_is_not_put_up(hall: Hall) -> None:
    with pytest.raises(NoticeInvalid):
        put_up(hall, minutes=0)
    assert hanging(hall) == []


def test_no_more_notices_hang_than_anybody_reads(hall: Hall) -> None:
    for _ in range(MOST_SHOWN):
        put_up(hall)
    with pytest.raises(NoticeInvalid):
        put_up(hall)


def test_who_put_a_notice_up_and_took_it_down_is_audited(hall: Hall) -> None:
    giang = hall.staff("giang")
    number = hall.database.write(
        lambda tx: notices.put_up(tx, hall.code, {"vi": "Nghỉ"}, until=None, caller=giang)
    )
    hall.database.write(lambda tx: notices.take_down(tx, hall.code, number, caller=giang))
    rows = hall.sql("SELECT actor, action, object FROM audit_entry ORDER BY seq")
    found = [tuple(row) for row in rows if row.object == f"notice {number}"]
    assert found == [
        ("giang", "notice.put_up", f"notice {number}"),
        ("giang", "notice.taken_down", f"notice {number}"),
    ]


@given(st.none() | st.integers(-5, 100))
def test_no_apology_hangs_longer_than_it_may(days: int | None) -> None:
    wished = None if days is None else MORNING + timedelta(days=days)
    end = ends(NoticeKind.APOLOGY, MORNING, wished)
    assert end is not None
    assert end <= MORNING + APOLOGY_LASTS
    assert wished is None or end <= wished
