"""Citizens who have booked at a real server, as a page or a phone would have done it for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from server.contract.client import new_key
from server.contract.messages import Appointment, FreeSlots, as_rfc3339
from tests.support.servers import OFFICE, Server


class Citizen:
    """Books at one server over HTTP, through a partner system, which needs no puzzles."""

    def __init__(self, server: Server) -> None:
        partner = {"Authorization": f"Bearer {server.token('integration')}"}
        self._http = httpx.Client(base_url=f"{server.url}/api/v1", timeout=20, headers=partner)

    def close(self) -> None:
        self._http.close()

    def slots(self, service: str = "land") -> list[datetime]:
        """The starts of the free slots of today and tomorrow, the next one first."""
        today = datetime.now(UTC).date()
        days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
        answer = self._http.get(f"/offices/{OFFICE}/slots", params={"service": service, **days})
        return [slot.start for slot in FreeSlots.model_validate(_body(answer)).slots]

    def books(self, start: datetime | None = None, service: str = "land", **who: Any) -> Appointment:
        """An appointment in the slot that begins next, or at `start`; `who` needs `consent`."""
        begins = start or self.slots(service)[0]
        hold = self._post(f"/offices/{OFFICE}/holds", {"service": service, "start": as_rfc3339(begins)})
        return Appointment.model_validate(self._post("/appointments", {"hold": hold["hold"], **who}))

    def cancels(self, booked: Appointment) -> None:
        _body(self._http.delete(f"/appointments/{booked.token}", headers={"Idempotency-Key": new_key()}))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return _body(self._http.post(path, json=body, headers={"Idempotency-Key": new_key()}))


def _body(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()
