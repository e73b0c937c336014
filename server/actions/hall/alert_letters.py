"""What staff are written of an alert: once when it begins, once when it ends."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from server.actions.outgoing import staff_letters
from server.domain.office import Office
from server.domain.plain_text import one_line
from server.storage.happenings import Transaction


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "alert_texts.toml").read_text("utf-8"))


def write(
    tx: Transaction,
    office: Office,
    about: tuple[str, str, Mapping[str, Any]],
    *,
    began_at: datetime,
    ended: bool = False,
) -> None:
    """Write to whoever the office wants to be warned; `about` is kind, subject and facts of the alert.

    Of a supervisor's own wish nobody is written.
    """
    kind, subject, detail = about
    words = _texts()
    if kind not in words["what"]:
        return
    what = words["what"][kind].format_map(_values(office, subject, detail))
    times = {"began": _clock(office, began_at), "ended": _clock(office, tx.now)}
    lasted = _minutes((tx.now - began_at).total_seconds())
    when = words["until" if ended else "since"].format(**times, lasted=lasted)
    where = words["where"].format(office=one_line(office.names.get("vi") or office.code))
    lines = [f"{what[0].upper()}{what[1:]}.", when, where, "", words["look"], words["closing"]]
    staff_letters.put_in(
        tx,
        office,
        office.figures.warnings.emails,
        subject=words["ends" if ended else "begins"].format(what=what),
        text="\n".join(lines) + "\n",
    )


def _values(office: Office, subject: str, detail: Mapping[str, Any]) -> dict[str, str]:
    service = office.services.get(subject)
    return {
        "service": one_line(service.names.get("vi") or subject) if service else subject,
        "number": str(detail.get("number", "")),
        "waiting": str(detail.get("waiting", "")),
        "device": one_line(str(detail.get("device", ""))),
        "limit": _minutes(detail.get("limit_s")),
        "goal": _minutes(office.goal_s),
        "mean": _minutes(detail.get("mean_s")),
        "foreseen": _minutes(detail.get("foreseen_s")),
    }


def _minutes(seconds: float | None) -> str:
    """`15 phút`, `12,8 phút`."""
    if seconds is None:
        return ""
    return f"{seconds / 60:.1f}".removesuffix(".0").replace(".", ",") + " phút"


def _clock(office: Office, moment: datetime) -> str:
    return f"{moment.astimezone(office.hours.time_zone):%H:%M %d/%m}"
