"""The way to the single sign-on and back, as a browser goes it."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from werkzeug.test import TestResponse

from tests.server.web.accounts.browser import Visitor
from tests.server.web.house import House
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider

START = "/sign-in/elsewhere?next=/counter"


def settings_of(provider: Provider) -> dict[str, str]:
    """What a server has to know of the provider."""
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_name": "Cổng tỉnh",
    }


def sent(visitor: Visitor, start: str = START) -> str:
    """Where the provider sends the visitor back to: path and query."""
    answer = visitor.see(start)
    assert answer.status_code == 303, answer.text
    back = httpx.get(answer.location, follow_redirects=False).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def come(house: House, start: str = START) -> tuple[Visitor, TestResponse]:
    """All the way there and back."""
    visitor = Visitor(house.app)
    return visitor, visitor.see(sent(visitor, start))
