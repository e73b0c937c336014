"""Two offices side by side, with everybody who has a role in each, and something of every kind in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from server.actions.house import devices, setting_up
from server.demo.office import demo_office
from server.domain.people import STAFF_ROLES, Role
from server.storage.tables import metadata
from server.storage.tables import staff as accounts
from server.web import guards
from server.web.guarding import Guard
from tests.builders import MORNING
from tests.server.web.booking_steps import BOOKINGS, done, start
from tests.server.web.house import URL, House
from tests.support.clocks import StoppedClock
from tests.support.offices import STAFF_PASSWORD

WARD = "ward"
CANARY = "Hoàng Yến Kín"
"""In whatever names of the demo office nobody next door may read."""
HOST = "canary-7731.example.vn"
KNOWN: dict[str, object] = {
    "counter": 3,
    "service": "land",
    "section": "counters",
    "number": 1,
    "device": 1,
    "webhook": 1,
    "delivery": 1,
    "appointment": 1,
    "username": "hoa",
    "handle": "a" * 16,
    "token": "a" * 24,
    "hold": "a" * 24,
    "pairing": "a" * 24,
    "code": "hai-long",
    "version": 1,
}
"""What stands in paths. A new name has to be added, with something that is there in the demo office."""
_VOLATILE = frozenset({"staff_session", "sign_in_failure"})


@dataclass(frozen=True)
class Route:
    """One row of the table."""

    name: str
    guard: Guard

    @property
    def method(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def rule(self) -> str:
        return self.name.partition(" ")[2]

    @property
    def parts(self) -> list[str]:
        """The names of what stands in its path."""
        return re.findall(r"<(?:[^<>]*:)?(\w+)>", self.rule)

    def path(self, office: str, **parts: object) -> str:
        """Its address in this office; what else stands there is told, or the demo office's."""

        def part(found: re.Match[str]) -> str:
            choices = re.match(r"any\(\s*'?([\w.-]+)", found[1] or "")
            usual = choices[1] if choices else {**KNOWN, "office": office}.get(found[2])
            return str(parts.get(found[2], usual))

        return re.sub(r"<(?:([^<>]*):)?(\w+)>", part, self.rule)

    @property
    def steps(self) -> list[str]:
        """What may stand in the place of `step`."""
        said = re.search(r"<any\(([^<>]*)\):step>", self.rule)
        return [one.strip(" '") for one in said[1].split(",")] if said else []

    @property
    def is_api(self) -> bool:
        return self.rule.startswith("/api/")


class Asker:
    """Somebody with a role, by token or by cookie."""

    def __init__(self, http: FlaskClient, token: str | None, csrf: str) -> None:
        self.http = http
        self.token = token
        self.csrf = csrf
        self._asked = 0

    def ask(self, route: Route, path: str, *, body: Any = None, csrf: bool = True) -> TestResponse:
        """As a program asks doors and a browser sends forms; nothing is followed."""
        self._asked += 1
        headers = {"Idempotency-Key": f"{id(self)}-{self._asked}"}
        how: dict[str, Any] = {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        elif csrf:
            headers["X-CSRFToken"] = self.csrf
        if route.method not in ("GET", "DELETE"):
            how = {"json": body or {}} if route.is_api else {"data": body or {}}
        answer = self.http.open(path, method=route.method, headers=headers, **how)
        answer.get_data()
        answer.close()
        return answer


class World:
    """The demo office, and a ward next door that must not see or touch anything of it."""

    def __init__(self, house: House) -> None:
        self.house = house
        ward = demo_office()
        about = ward.office.model_copy(update={"code": WARD})
        ward = ward.model_copy(update={"office": about, "staff": []})
        house.app.database.write(lambda tx: setting_up.apply(tx, ward))
        self._ids = {row.code: row.id for row in house.hall.sql("SELECT id, code FROM office")}
        self.members: dict[str, Asker] = {}
        self.routes = [
            Route(name, guard) for name, guard in guards.whole(house.doors()).items() if "folder>" not in name
        ]

    def furnish(self) -> None:
        """Something of every kind, which is the demo office's alone."""
        house = self.house
        house.press()
        supervisor = house.token("supervisor")
        booking = {"service": "land", "start": start(90), "name": CANARY, "consent": True}
        done(house.ask("POST", BOOKINGS, booking, token=supervisor))
        done(house.ask("POST", f"{URL}/webhooks", {"url": f"https://{HOST}/told"}, token=supervisor))
        house.hall.sql("UPDATE device SET name = :name || id", name=CANARY)
        house.hall.sql("UPDATE staff SET name = :name WHERE username = 'hoa'", name=CANARY)

    def stranger(self) -> Asker:
        return Asker(self.house.app.flask.test_client(), None, "")

    def member(self, role: Role, office: str | None, *, again: bool = False) -> Asker:
        """Somebody of this office, or of all of them, who has signed in; `again`: somebody else."""
        username = f"{role}.{office or 'all'}"
        if again:
            username += str(len(self.members))
        if username not in self.members:
            self.members[username] = self._signed_in(username, role, office)
        return self.members[username]

    def _signed_in(self, username: str, role: Role, office: str | None) -> Asker:
        self._employ(username, role, office)
        http = self.house.app.flask.test_client()
        said = http.post("/api/v1/session", json={"username": username, "password": STAFF_PASSWORD})
        assert said.status_code == 200, said.get_data(as_text=True)
        return Asker(http, None, said.get_json()["csrf_token"])

    def device(self, role: Role, office: str) -> Asker:
        counter = 3 if role in (Role.COUNTER, Role.TABLET) else None
        token = self.house.app.database.write(
            lambda tx: devices.create_token(
                tx, office, role=role, name=f"{role} of {office}", counter=counter
            )
        )
        asker = Asker(self.house.app.flask.test_client(), token, "")
        asker.ask(self.route("GET /api/v1/offices/<office>/counters"), f"/api/v1/offices/{office}/counters")
        return asker

    def everybody(self, office: str) -> Iterator[tuple[Role, Asker]]:
        """One of every role, who belongs to this office."""
        for role in Role:
            if role in STAFF_ROLES:
                yield role, self.member(role, office)
            else:
                yield role, self.device(role, office)

    def route(self, name: str) -> Route:
        return next(route for route in self.routes if route.name == name)

    def state(self) -> dict[str, list[str]]:
        """Every row of every table, but for sessions that are used and tries that are counted."""
        with self.house.app.database.read() as tx:
            return {
                table.name: sorted(map(repr, tx.connection.execute(select(table)).all()))
                for table in metadata.sorted_tables
                if table.name not in _VOLATILE
            }

    def _employ(self, username: str, role: Role, office: str | None) -> None:
        (known,) = self.house.hall.sql("SELECT password_hash FROM staff WHERE username = 'hoa'")
        values: dict[str, object] = {
            "username": username,
            "name": username,
            "role": role.value,
            "active": True,
        }
        values |= {"office_id": self._ids.get(office or ""), "password_hash": known.password_hash}

        def employ(tx: Any) -> None:
            found = tx.connection.execute(
                select(accounts.c.id).where(accounts.c.username == username)
            ).first()
            if found is None:
                tx.connection.execute(insert(accounts).values(**values))

        self.house.app.database.write(employ)


@contextmanager
def furnished(folder: Path, **settings: Any) -> Iterator[World]:
    """A world with something of every kind, which ends with the block."""
    world = World(House(f"sqlite:///{folder / 'office.db'}", StoppedClock(MORNING), **settings))
    world.furnish()
    yield world
    world.house.hall.database.close()
