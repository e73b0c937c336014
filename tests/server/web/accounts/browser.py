"""Somebody at a browser without script: pages, and forms with the token of the page that they are on."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import Client, TestResponse

from server.actions.house import signing_in
from server.app import Application
from server.storage.database import Database
from tests.server.web.house import House
from tests.support.offices import STAFF_PASSWORD

ADMIN_PASSWORD = "bò vàng gặm cỏ non"


class Visitor:
    """One browser with its cookies."""

    def __init__(self, app: Application) -> None:
        self.http: Client = app.flask.test_client()
        self.database: Database = app.database

    def see(self, path: str) -> TestResponse:
        return self.http.get(path)

    def send(self, path: str, *, seen_on: str | None = None, **fields: Any) -> TestResponse:
        """Send a form with the CSRF token of the page it is on."""
        page = self.see(seen_on or "/account").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        token = {"csrf_token": found[1]} if found else {}
        return self.http.post(path, data={**token, **fields})

    def sign_in(self, username: str, password: str = STAFF_PASSWORD) -> TestResponse:
        return self.http.post("/sign-in", data={"username": username, "password": password})

    def is_in(self) -> bool:
        return self.http.get("/api/v1/session").status_code == 200


def make_admin(house: House, username: str = "chung") -> Visitor:
    """An administrator who has signed in."""
    house.app.database.write(
        lambda tx: signing_in.create_account(
            tx,
            username=username,
            name=f"Quản trị {username}",
            role="admin",
            office_id=None,
            password=ADMIN_PASSWORD,
        )
    )
    visitor = Visitor(house.app)
    assert visitor.sign_in(username, ADMIN_PASSWORD).status_code == 303
    return visitor
