"""What the page of the own account shows: sessions in words, and the QR of a second factor."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import qrcode
import qrcode.image.svg
from flask import session
from markupsafe import Markup

from server.actions.house import second_factor
from server.actions.house.my_account import HANDLE_LENGTH
from server.domain.signing import Way
from server.storage.queries import TicketRow
from server.web.admin.moments import HOME
from server.web.identity import SESSION

_AGENTS = (
    (r"Edg/", "Edge"),
    (r"CocCoc|coc_coc", "Cốc Cốc"),
    (r"Firefox/", "Firefox"),
    (r"Chrome/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Windows", "Windows"),
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Mac OS X", "macOS"),
    (r"Linux", "Linux"),
)


def facts(row: TicketRow, sessions: Sequence[Any], *, secret: str | None, lang: str) -> dict[str, Any]:
    """What the template uses. Times are those of Viet Nam."""
    return {
        "row": row,
        "sessions": [_session(one) for one in sessions],
        "secret": None if secret is None else " ".join(re.findall(".{1,4}", secret)),
        "qr": None if secret is None else qr_svg(second_factor.address_of(secret, row.username)),
        "when": lambda moment: f"{moment.astimezone(HOME):%H:%M %d/%m/%Y}",
    }


def qr_svg(text: str) -> Markup:
    """A QR as SVG of the page's own: no picture is asked for from anywhere."""
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=2)
    written = BytesIO()
    image.save(written)
    drawing = written.getvalue().decode().partition("?>")[2] or written.getvalue().decode()
    return Markup(drawing)  # noqa: S704  # nosec B704  # drawn here, from squares alone


def can_be_typed(password: str, pattern: str) -> bool:
    """Whether the sign-in page would take it."""
    return re.fullmatch(pattern, password) is not None


def _session(one: Any) -> dict[str, Any]:
    mine = session.get(SESSION)
    current = isinstance(mine, str) and one.id == hashlib.sha256(mine.encode()).hexdigest()
    return {
        "handle": one.id[:HANDLE_LENGTH],
        "device": device_of(one.agent),
        "address": one.address,
        "began_at": one.began_at,
        "seen_at": one.seen_at,
        "single": one.way != Way.PASSWORD,
        "current": current,
    }


def device_of(agent: str) -> str:
    """A browser's long name of itself in two words.

    >>> device_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox · Linux'
    """
    found = [
        next((name for shape, name in known if re.search(shape, agent)), "") for known in (_AGENTS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or agent[:40] or "–"
