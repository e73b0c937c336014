"""Letters that name only what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from server.outward.channels import Letter

_PLAIN = Letter(
    message_id="5b8a4f0e-7a0c-5a51-9d1e-1f4f5f0c2a11",
    to="binh@example.vn",
    to_name="Trần Văn Bình",
    sender_name="Trung tâm Phục vụ hành chính công",
    language="vi",
    subject="Lịch hẹn 7K3M-92QX: 08:30 thứ Tư, 25/11/2026",
    text="Kính gửi quý công dân Trần Văn Bình,\n\nLịch hẹn của quý công dân đã được ghi nhận.\n",
    made_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    calendar=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
)


def letter(**changed: Any) -> Letter:
    """A confirmation, but for what is `changed`."""
    return replace(_PLAIN, **changed)
