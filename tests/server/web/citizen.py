"""Somebody who books with a browser of the nineties, and others who take the slots before."""

from __future__ import annotations

import html
import re
from datetime import datetime

from werkzeug.test import TestResponse

from server.actions.appointments import booking
from server.actions.appointments.challenging import Visitor
from server.contract.messages import HoldSlot
from server.domain.people import Caller, Role
from server.storage.happenings import Transaction
from tests.builders import OFFICE as OFFICE_CODE
from tests.server.web.house import House

OFFICE = f"/book/{OFFICE_CODE}"
LAND = f"{OFFICE}/land"
TOMORROW = "2026-11-24"


class Citizen:
    """Somebody with a browser of the nineties: links, forms and redirects."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._keys = 0

    def page(self, path: str, status: int = 200) -> str:
        return text_of(self.house.get(path), status)

    def post(self, path: str, **fields: str) -> TestResponse:
        return self.house.http.post(path, data={"key": self.key(), **fields})

    def key(self) -> str:
        self._keys += 1
        return f"{self._keys:024d}"

    def times(self, path: str = f"{LAND}?day={TOMORROW}") -> list[str]:
        return re.findall(r'name="start" value="([^"]+)"', self.page(path))

    def hold(self, number: int = 16, path: str = LAND) -> str:
        """Choose a time; the address of the details page."""
        answer = self.post(path, start=self.times()[number])
        assert answer.status_code == 303, text_of(answer, answer.status_code)
        return answer.headers["Location"]

    def book(self, number: int = 16, path: str = LAND, **person: str) -> str:
        """Book; the address of the appointment."""
        answer = self.post(self.hold(number, path), **person)
        assert answer.status_code == 303, text_of(answer, answer.status_code)
        return answer.headers["Location"]


def text_of(answer: TestResponse, status: int) -> str:
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (status, "text/html"), text
    return html.unescape(text)


def said(page: str) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def at_fields(page: str) -> dict[str, str]:
    """The message at each field."""
    return dict(re.findall(r'field-error" id="(\w+)-error">([^<]+)<', page))


def fill(house: House, starts: list[str]) -> None:
    """Take every public place of these times of the land office, as other citizens would."""
    partner = Caller(Role.INTEGRATION, house.hall.office().id, "device:9", device_id=None)

    def take_all(tx: Transaction) -> None:
        for start in starts:
            wish = HoldSlot(service="land", start=datetime.fromisoformat(start))
            for _ in range(3):
                booking.hold(tx, partner, OFFICE_CODE, wish, visitor=Visitor("", "secret"))

    house.app.database.write(take_all)
