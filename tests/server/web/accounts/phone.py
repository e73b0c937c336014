"""The authenticator app of somebody who turns two-step sign-in on."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp

from tests.server.web.accounts.browser import Visitor
from tests.server.web.house import House


class Phone:
    """The authenticator app of somebody, at the house's clock."""

    def __init__(self, house: House, secret: str) -> None:
        self.secret = secret
        self._clock = house.clock
        self._app = pyotp.TOTP(secret)

    def code(self, *, late_s: int = 0) -> str:
        return self._app.at(self._clock.now() - timedelta(seconds=late_s))


def enrol(house: House, visitor: Visitor) -> tuple[Phone, list[str]]:
    """Turn two-step sign-in on; the phone, and the recovery codes."""
    page = visitor.send("/account/totp/begin").text
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found, page
    assert "<svg" in page
    phone = Phone(house, found[1].replace(" ", ""))
    done = visitor.send("/account/totp/confirm", code=phone.code()).text
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", done)
    assert len(codes) == 10
    return phone, codes
