"""What people do with bookings over HTTP, each one request; times are minutes into the stopped morning."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from server.actions.house import setting_up
from server.contract.messages import as_rfc3339
from server.demo.office import demo_office
from tests.builders import at
from tests.server.web.house import URL, House

BOOKINGS = f"{URL}/appointments"
CHECK_INS = f"{URL}/check-ins"
UNKNOWN = {"token": "a" * 24, "id": 77}
TOMORROW = 24 * 60


def start(minute: float) -> str:
    return as_rfc3339(at(minute))


def done(answer: TestResponse) -> dict[str, Any]:
    """What came of a step that was to succeed."""
    assert answer.status_code in (200, 201), answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


# --- citizens ----------------------------------------------------------------------------------------


def hold(house: House, minute: float = 90, *, service: str = "land", **how: Any) -> TestResponse:
    """A stranger holds a time, or with a `token` a partner's system."""
    return house.ask("POST", f"{URL}/holds", {"service": service, "start": start(minute)}, **how)


def book(house: House, held: str, **person: Any) -> TestResponse:
    return house.ask("POST", "/api/v1/appointments", {"hold": held, **person})


def booked(house: House, minute: float = 90, **person: Any) -> dict[str, Any]:
    """The appointment of somebody who books through a partner's system."""
    held = done(hold(house, minute, token=house.token("integration")))["hold"]
    return done(book(house, held, **person))


def link(one: dict[str, Any]) -> str:
    return f"/api/v1/appointments/{one['token']}"


def move_by_link(house: House, one: dict[str, Any], minute: float = 120) -> TestResponse:
    return house.ask("PATCH", link(one), {"start": start(minute)})


def cancel_by_link(house: House, one: dict[str, Any]) -> TestResponse:
    return house.ask("DELETE", link(one))


# --- reception ---------------------------------------------------------------------------------------


def reception(house: House, path: str, body: dict[str, Any]) -> TestResponse:
    """A step of reception; `path` goes on from `…/appointments`."""
    return house.ask("POST", f"{BOOKINGS}{path}", body, token=house.token("receptionist"))


def at_desk(house: House, minute: float = 90, *, service: str = "land", **person: Any) -> TestResponse:
    return reception(house, "", {"service": service, "start": start(minute), **person})


def booked_at_desk(house: House, minute: float = 90, **person: Any) -> dict[str, Any]:
    return done(at_desk(house, minute, **person))


def move_at_desk(house: House, one: dict[str, Any], minute: float = 120) -> TestResponse:
    return reception(house, f"/{one['id']}/move", {"start": start(minute)})


def cancel_at_desk(house: House, one: dict[str, Any]) -> TestResponse:
    return reception(house, f"/{one['id']}/cancel", {})


def undo(house: House, one: dict[str, Any]) -> TestResponse:
    return reception(house, f"/{one['id']}/undo-check-in", {})


def later(house: House, minute: float = 120, **ticket: Any) -> TestResponse:
    """Somebody who waits is booked for later; a new number unless the `ticket` is told."""
    told = ticket or waiting(house)
    return reception(house, "/from-ticket", {**told, "start": start(minute)})


def waiting(house: House) -> dict[str, Any]:
    """A walk-in who has just taken a number, as reception names them."""
    pressed = done(house.press())
    return {"ticket": pressed["id"], "version": pressed["version"]}


# --- checking in -------------------------------------------------------------------------------------


def check_in(house: House, *, by: str = "kiosk", office: str = "", **said: Any) -> TestResponse:
    """At a kiosk unless another role does it."""
    token = house.token(by, office=office) if office else house.token(by)
    path = f"/api/v1/offices/{office}/check-ins" if office else CHECK_INS
    return house.ask("POST", path, said, token=token)


def arrived(house: House, one: dict[str, Any]) -> dict[str, Any]:
    """The same appointment, of somebody who has checked in."""
    done(check_in(house, code=one["code"]))
    return one


def call(house: House) -> dict[str, Any]:
    """Counter 3 calls whoever is next."""
    done(house.step("open"))
    ticket: dict[str, Any] = done(house.step("call-next"))["ticket"]
    return {"ticket": ticket["id"], "version": ticket["version"]}


# --- the office --------------------------------------------------------------------------------------


def change(house: House, **parts: Any) -> None:
    """Set the office up anew, with other parts of its file; who has a booking keeps it."""
    setup = demo_office().model_copy(update=parts)
    house.hall.database.write(lambda tx: setting_up.apply(tx, setup, keep_booked=True))


def pause(house: House) -> None:
    house.hall.sql("UPDATE service SET paused_reason = 'Bảo trì'")


def retire(house: House) -> None:
    """The service is no longer in the office's file."""
    house.hall.sql("UPDATE service SET active = false WHERE code = 'land'")
