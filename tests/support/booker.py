"""Bookings for tests that need somebody who has one: made over HTTP, as a partner or a phone makes them."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

from tests.support.servers import OFFICE, Server


class Booker:
    """A receptionist's token, for booking and looking; `with Booker(server) as booker:`."""

    def __init__(self, server: Server) -> None:
        self.http = httpx.Client(
            base_url=f"{server.url}/api/v1/offices/{OFFICE}",
            headers={"Authorization": f"Bearer {server.token('receptionist')}"},
        )

    def __enter__(self) -> Booker:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def slots(self, service: str = "land") -> list[str]:
        """The times that can be booked, the one that runs or begins next first."""
        answer = self.http.get("/slots", params={"service": service})
        return [slot["start"] for slot in answer.raise_for_status().json()["slots"]]

    def book(self, service: str = "land", *, which: int = 0, **about: Any) -> dict[str, Any]:
        """Book the slot that begins next, or one after it; whatever is said is said with consent."""
        body = {"service": service, "start": self.slots(service)[which], **about, "consent": bool(about)}
        booked: dict[str, Any] = self.post("/appointments", body)
        return booked

    def book_on_a_phone(self, **about: Any) -> dict[str, Any]:
        """As a citizen does, without a token: the appointment with its QR."""
        root = str(self.http.base_url).partition("/offices/")[0]
        offered = httpx.get(f"{self.http.base_url}slots", params={"service": "land"}).raise_for_status()
        wish = {"service": "land", "start": offered.json()["slots"][0]["start"]}
        hold = httpx.post(f"{self.http.base_url}holds", json=wish, headers=_key()).raise_for_status()
        form = {"hold": hold.json()["hold"], **about, "consent": True}
        booked: dict[str, Any] = (
            httpx.post(f"{root}/appointments", json=form, headers=_key()).raise_for_status().json()
        )
        return booked

    def day(self, **query: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get("/appointments", params=query).raise_for_status().json()
        return found

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self.http.post(path, json=body, headers=_key())
        return answer.raise_for_status().json()


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}
