"""The whole server in this process, asked through its front door, at a stopped clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from server.actions.house import devices
from server.app import Application, create_app, door_groups
from server.settings import Settings
from server.web.doors import Door
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.person_keys import PERSON_KEYS
from tests.support.servers import OFFICE, STAFF_PASSWORD

URL = f"/api/v1/offices/{OFFICE}"


class House:
    """`ask` as a device, as nobody, or with the cookie of whoever signed in last."""

    def __init__(self, url: str, clock: StoppedClock, **settings: Any) -> None:
        database_with_office(url, clock).close()
        self.settings = Settings(
            **{
                "database": url,
                "secret_key": "only for tests",
                "person_keys": None if url.startswith("sqlite") else str(PERSON_KEYS.path),
                "request_rate": 10_000,
                **settings,
            }
        )
        self.clock = clock
        self.app: Application = create_app(self.settings, clock)
        self.hall = Hall(self.app.database, clock)
        self.http = self.app.flask.test_client()
        self.csrf = ""
        self._keys = 0
        self._tokens: dict[str, str] = {}

    def token(self, role: str, *, counter: int | None = None, office: str = OFFICE) -> str:
        """The token of a device of this role; the same one every time."""
        name = f"{role} {counter} {office}"
        if name not in self._tokens:
            act = lambda tx: devices.create_token(tx, office, role=role, name=name, counter=counter)  # noqa: E731 - short
            self._tokens[name] = self.app.database.write(act)
        return self._tokens[name]

    def ask(self, method: str, path: str, body: Any = None, **how: Any) -> TestResponse:
        """`token` of a device; `key` None for none; `headers` and `data` as werkzeug takes them."""
        headers = dict(how.pop("headers", {}))
        token = how.pop("token", None)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        key = how.pop("key", self._next_key())
        if key is not None:
            headers.setdefault("Idempotency-Key", key)
        if body is not None:
            how["json"] = body
        return self.http.open(path, method=method, headers=headers, **how)

    def get(self, path: str, **how: Any) -> TestResponse:
        """A page or a file, read whole and closed."""
        answer = self.http.get(path, **how)
        answer.get_data()
        answer.close()
        return answer

    def _next_key(self) -> str:
        self._keys += 1
        return f"key {self._keys}".replace(" ", "-")

    def press(self, service: str = "land", **how: Any) -> TestResponse:
        how.setdefault("token", self.token("kiosk"))
        return self.ask("POST", f"{URL}/tickets", {"service": service}, **how)

    def step(
        self, name: str, body: dict[str, Any] | None = None, *, counter: int = 3, **how: Any
    ) -> TestResponse:
        how.setdefault("token", self.token("counter", counter=counter))
        return self.ask("POST", f"{URL}/counters/{counter}/{name}", body or {}, **how)

    def sign_in(self, username: str = "hoa", password: str = STAFF_PASSWORD) -> TestResponse:
        answer = self.ask("POST", "/api/v1/session", {"username": username, "password": password})
        if answer.status_code == 200:
            self.csrf = answer.get_json()["csrf_token"]
        return answer

    def by_cookie(self, name: str, body: dict[str, Any] | None = None, **how: Any) -> TestResponse:
        """A step of whoever is signed in, with the CSRF token."""
        return self.step(name, body, token="", headers={"X-CSRFToken": self.csrf}, **how)

    def doors(self) -> list[Door]:
        """Every door of the API."""
        groups = door_groups(self.settings, self.app.database)
        return [door for group in groups for door in group.doors]


# What stands in a path, and what a door must be asked with; none of it is there.
_PARTS = {
    "office": OFFICE,
    "counter": 3,
    "token": "a" * 24,
    "hold": "a" * 24,
    "pairing": "a" * 22,
    "appointment": 1,
    "webhook": 1,
    "delivery": 1,
}
_DAY = "2026-11-23"
_ASKED = {"service": "land", "after": "0", "from": _DAY, "to": _DAY, "day": _DAY, "office": OFFICE}


def path_of(door: Door, **parts: object) -> str:
    """A door's address: its path with the parts filled in, and what it must be asked with."""
    known = {**_PARTS, **parts}
    path = "/api/v1" + re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda match: str(known[match[1]]), door.rule)
    fields = door.query.model_fields if door.query else {}
    names = {field.alias or name: field for name, field in fields.items()}
    wanted = {name for name, field in names.items() if field.is_required() or name == "office"}
    asked = {name: _ASKED[name] for name in wanted}
    return path + (f"?{urlencode(asked)}" if asked else "")


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The answer is this problem, in the shape of RFC 9457; its body."""
    assert answer.mimetype == "application/problem+json", answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert body["status"] == status
    assert body["type"] == f"urn:dunghen:problem:{code}"
    assert body["title"]
    assert isinstance(body["detail"], str)
    return body


Prepare = Callable[[House], Any]
