"""Offices and tickets as the server would answer them; tests name only what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from server.contract.messages import Category, Expected, Office, Service, Ticket

NOW = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
"""Monday 08:42 in Viet Nam."""
LINK = "https://dunghen.example.gov.vn/t/Zk3v9QmT7hXw2LrP8sNdYa"


def office(**changes: Any) -> Office:
    """The provincial centre, open."""
    facts: dict[str, Any] = {
        "code": "ttpvhcc",
        "name": "Trung tâm Phục vụ hành chính công",
        "names": {"vi": "Trung tâm Phục vụ hành chính công", "en": "Public Administration Service Centre"},
        "short_name": "TTPVHCC",
        "level": "province",
        "hotline": "1022",
        "house_text": "Xin chuẩn bị sẵn giấy tờ tùy thân.",
        "time_zone": "Asia/Ho_Chi_Minh",
        "languages": ["vi", "en"],
        "goal_s": 900,
        "at": NOW,
        "open_now": True,
        "categories": [Category(code="disabled", name="Người khuyết tật", names={"vi": "Người khuyết tật"})],
        "services": [Service(code="land", letter="A", name="Đất đai", names={"vi": "Đất đai", "en": "Land"})],
    }
    return Office(**(facts | changes))


def ticket(**changes: Any) -> Ticket:
    """A025 for land, four people ahead."""
    facts: dict[str, Any] = {
        "id": 25,
        "visit": 25,
        "number": "A025",
        "service": "land",
        "service_name": "Đất đai",
        "service_names": {"vi": "Đất đai", "en": "Land"},
        "channel": "kiosk",
        "state": "waiting",
        "version": 1,
        "issued_at": NOW,
        "arrived_at": NOW,
        "target": NOW + timedelta(minutes=15),
        "ahead": 4,
        "expected": Expected(low_s=540, high_s=780),
        "counters": [3, 4, 5],
        "follow_url": LINK,
    }
    return Ticket(**(facts | changes))
