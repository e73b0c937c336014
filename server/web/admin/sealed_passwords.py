"""First passwords of a staff file while its differences are looked at: sealed, so that no page shows them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, session

from server.actions.house.sealing import Seal
from server.web.identity import SESSION
from server.web.refusals import BadRequest

LASTS = timedelta(hours=1)
"""How long they may wait on the page to be applied."""


def taken_out(staff: Any, now: datetime) -> str:
    """Take the passwords out of the entries of a `staff` section, in place; what is taken, sealed for the
    session of now. Empty where there are none."""
    entries = [entry for entry in staff or [] if "password" in entry]
    found = {entry["username"]: password for entry in entries if (password := entry.pop("password"))}
    if not found:
        return ""
    about = {"session": session.get(SESSION), "until": (now + LASTS).isoformat(), "passwords": found}
    return _seal().close(json.dumps(about))


def put_back(staff: Any, sealed: str, now: datetime) -> None:
    """Put sealed passwords into the entries of a `staff` section again, in place.

    Raises `BadRequest` where another session sealed them, they have waited for too long, or it is no seal.
    """
    if not sealed:
        return
    opened = _seal().open(sealed)
    about = json.loads(opened) if opened is not None else None
    if about is None or about["session"] != session.get(SESSION) or not _is_before(now, about["until"]):
        raise BadRequest(409, "passwords_over", "First passwords are carried for an hour, in one session.")
    for entry in staff if isinstance(staff, list) else []:
        if isinstance(entry, dict) and str(entry.get("username")) in about["passwords"]:
            entry.setdefault("password", about["passwords"][str(entry["username"])])


def _is_before(now: datetime, until: str) -> bool:
    return now < datetime.fromisoformat(until)


def _seal() -> Seal:
    return Seal(str(current_app.config["SECRET_KEY"]), purpose="first passwords under review")
