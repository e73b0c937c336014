"""The month of the simulated office, told twice: as set-up files, and in plain Python for our counting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from server.contract.setup_file import SetUp
from server.demo.office import demo_office

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2026, 11, 23), date(2026, 12, 22)
SWAPPED = date(2026, 12, 5)
"""A Saturday that is worked for the holiday."""
HOLIDAY = date(2026, 12, 7)
SHORT = date(2026, 12, 11)
"""A Friday that is open in the morning alone, as everybody knew from the beginning."""
CHANGE = datetime(2026, 12, 11, 19, tzinfo=ZONE)
"""When other hours and places are published, while people have bookings under the old ones."""
NEW_PLACES = date(2026, 12, 14)
POWER_CUT = date(2026, 12, 16)
"""Has no afternoon, as is known since the change."""
STEP, RESOURCE_STEP = timedelta(minutes=30), timedelta(minutes=5)
DAYS_AHEAD, NOTICE, HOLD = 7, timedelta(minutes=60), timedelta(minutes=10)
WINDOW = timedelta(minutes=30)
FREED = timedelta(minutes=5)
"""How long a freed place is kept for staff; a time of chance in real offices, a fixed one here, so that
places can be counted."""
SERVICES = {"land": ("land", 1), "civil_status": ("fields", 1), "construction": ("fields", 2)}
"""Pool and slots in a row."""
CAMERA = "@camera"
COUNTERS = {
    3: {"land", "results"},
    4: {"land", "farming"},
    6: {"civil_status", "results"},
    9: {"construction", "farming", "labour"},
}


class Stretch(NamedTuple):
    """Hours of one part of a day, UTC."""

    opens: datetime
    closes: datetime
    tickets_until: datetime


def local(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=ZONE).astimezone(UTC)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def stretches(day: date, *, changed: bool) -> list[Stretch]:
    """When the office is open on a day; `changed`: as published in the middle of the month."""
    if day == SHORT:
        return [Stretch(local(day, time(8)), local(day, time(11)), local(day, time(11)))]
    if day == HOLIDAY or (day.weekday() > 4 and day != SWAPPED):
        return []
    morning = Stretch(local(day, time(7, 30)), local(day, time(11, 30)), local(day, time(11, 15)))
    afternoon = Stretch(local(day, time(13, 30)), local(day, time(17)), local(day, time(16, 30)))
    return [morning] if changed and day == POWER_CUT else [morning, afternoon]


def office_days() -> list[date]:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return [day for day in days if stretches(day, changed=True)]


def starts(day: date, *, changed: bool) -> list[datetime]:
    """The slots of a day: every half hour that lies whole in the opening hours."""
    found = []
    for stretch in stretches(day, changed=changed):
        start = stretch.opens
        while start + STEP <= stretch.closes:
            found.append(start)
            start += STEP
    return found


def places(pool: str, day: date, *, changed: bool) -> tuple[int, int]:
    """Public and internal places of a slot that nobody has taken a place in."""
    if pool == CAMERA:
        return 1, 0
    return (1, 1) if pool == "land" and changed and day >= NEW_PLACES else (2, 1)


def set_up(*, changed: bool = False) -> SetUp:
    """The same in the words of the set-up file."""
    whole = demo_office().model_dump()
    whole["office"]["always_open"] = False
    whole["staff"] = None
    whole["booking"] = {"public_after_min": [5, 5]}
    whole["holidays"] = [{"date": HOLIDAY, "names": {"vi": "Nghỉ lễ"}}]
    whole["working_days"] = [{"date": SWAPPED, "like": "mon", "names": {"vi": "Làm bù"}}]
    whole["exceptions"] = [_exception(SHORT, time(8), time(11))]
    whole["resources"] = [{"code": "camera", "names": {"vi": "Máy ảnh"}}]
    whole["slots"] = [_plan("land", ["land"]), _plan("fields", ["civil_status", "construction"])]
    for service in whole["services"]:
        if service["code"] == "construction":
            service["resources"] = ["camera"]
    if changed:
        _change(whole)
    return SetUp.model_validate(whole)


def _change(whole: dict[str, Any]) -> None:
    whole["exceptions"].append(_exception(POWER_CUT, time(7, 30), time(11, 30), time(11, 15)))
    old = _plan("land", ["land"]) | {"valid_until": NEW_PLACES - timedelta(days=1)}
    new = _plan("land", ["land"]) | {"public": 1, "internal": 1, "valid_from": NEW_PLACES}
    whole["slots"][:1] = [old, new]


def _plan(pool: str, services: list[str]) -> dict[str, Any]:
    days = ["mon", "tue", "wed", "thu", "fri"]
    wall = {"begins": time(7, 30), "ends": time(17), "slot_min": 30}
    return {"pool": pool, "days": days, **wall, "public": 2, "internal": 1, "services": services}


def _exception(day: date, opens: time, closes: time, tickets_until: time | None = None) -> dict[str, Any]:
    hours = {"opens": opens, "closes": closes, "tickets_until": tickets_until}
    return {"date": day, "names": {"vi": "Giờ riêng"}, "hours": [hours]}


def other_office() -> SetUp:
    """A ward of the same province, to which people go by mistake."""
    whole = demo_office().model_dump()
    whole["office"] |= {"code": "phuong", "names": {"vi": "Phường"}, "short_name": "Phường"}
    whole["staff"] = None
    return SetUp.model_validate(whole)
