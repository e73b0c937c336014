"""Every form of every page, as a browser would send it: found by looking at the pages of everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sqlalchemy import insert
from werkzeug.test import TestResponse

from server.demo import rating_forms
from server.domain.people import Role
from server.storage import tables as t
from server.storage.happenings import Transaction
from tests.server.web.accounts.test_first_run_pages import Empty
from tests.server.web.admin.admins import forms
from tests.server.web.citizen import LAND, Citizen
from tests.server.web.guard_world import Asker, Route, World
from tests.server.web.page_rules import read
from tests.server.web.rating_cases import finished
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE


@dataclass(frozen=True)
class Form:
    """Where it leads, who saw it, and what is in it when nobody has typed anything."""

    route: Route
    asker: Asker
    path: str
    said: dict[str, list[str]]
    names: tuple[str, ...]
    """Its fields, one of every kind: of the entries of a list those of the first."""


class Finder:
    """Collects forms by route, and by section where that decides which fields there are."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.found: dict[str, Form] = {}
        self._routes = {route.name: route for route in world.routes}
        self._urls = world.house.app.flask.url_map.bind("localhost")
        self._seen: set[tuple[int, str]] = set()

    def look(self, asker: Asker, path: str, *, onward: bool = False) -> None:
        """At this page, and with `onward` at those that links lead to from there."""
        waiting = [path]
        while waiting:
            path = waiting.pop(0)
            if self._known(asker, path):
                continue
            answer = asker.http.get(path)
            self.keep(asker, path, answer)
            waiting += read(_html(answer)).links if onward else []

    def _known(self, asker: Asker, path: str) -> bool:
        """Whether they saw a page like this one: rows and people differ in what they are, not in forms."""
        shape = re.sub(r"=[^&]*", "=", re.sub(r"/\d+|(?<=staff/)[\w.-]+", "/1", path))
        known = (id(asker), shape) in self._seen or "/ward" in path
        self._seen.add((id(asker), shape))
        return known

    def keep(self, asker: Asker, path: str, answer: TestResponse) -> None:
        """The forms of an answer."""
        text = _html(answer)
        said = forms(text) if text else {}
        for method, action, names in read(text).forms:
            kept: dict[str, list[str]] = {}
            for name, value in said.get(action, []):
                kept.setdefault(name, []).append(value)
            others = _other_buttons(text, action) if action else []
            for target in (action or path, *others) if method == "POST" else ():
                self._keep(asker, re.split("[?#]", target)[0], kept, _of_every_kind(names))

    def _keep(self, asker: Asker, path: str, said: dict[str, list[str]], names: tuple[str, ...]) -> None:
        rule, parts = self._urls.match(path, method="POST", return_rule=True)
        key = f"POST {rule.rule} {parts.get('section', '')}"
        if key not in self.found or len(self.found[key].names) < len(names):
            route = self._routes[f"POST {rule.rule}"]
            self.found[key] = Form(route, asker, path, said, names)


def _html(answer: TestResponse) -> str:
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    answer.close()
    return text


def _other_buttons(text: str, action: str) -> list[str]:
    """Where else the buttons of this form lead."""
    inside = text.partition(f'action="{escape(action)}"')[2].partition("</form>")[0]
    return re.findall(r'formaction="([^"]+)"', inside)


def _of_every_kind(names: set[str]) -> tuple[str, ...]:
    kinds: dict[str, str] = {}
    for name in sorted(names - {"csrf_token"}):
        kinds.setdefault(re.sub(r"\d+", "0", name), name)
    return tuple(kinds.values())


def found_forms(world: World, folder: Path) -> list[Form]:
    """Every form, in a house that has something for each of them."""
    house, finder = world.house, Finder(world)
    house.app.database.write(_furnish)
    served, waits = finished(house), house.press().get_json()
    citizen, stranger = Citizen(house), world.stranger()
    page = Asker(house.http, None, "")
    booked = citizen.book(20)
    for path in (
        *("/sign-in", "/admin", "/figures", "/rating-forms", f"/integrations/{OFFICE}"),
        *(f"/t/{waits['token']}", f"/t/{served['token']}/rate", booked, f"{booked}/move", LAND),
    ):
        finder.look(stranger, path)
    finder.look(page, citizen.hold(18))
    admin = world.member(Role.ADMIN, None)
    world.member(Role.PROVINCE, None)
    finder.look(admin, "/admin/staff/province.all")
    for path in ("/admin", "/account", "/rating-forms", "/rating-forms/tt-2018/1", "/figures"):
        finder.look(admin, path, onward=True)
    finder.look(admin, "/set-up/office")
    finder.look(world.member(Role.SUPERVISOR, OFFICE), f"/integrations/{OFFICE}")
    _sections(finder)
    _second_factor(world, finder)
    finder.keep(*_first_run(folder))
    return list(finder.found.values())


def _furnish(tx: Transaction) -> None:
    """A notice that hangs, a service that pauses, a delivery that failed, a form and a draft of one."""
    rating_forms.bring_forms(tx)
    office_id, now = tx.office(OFFICE).id, tx.now
    tx.connection.execute(insert(t.notice).values(office_id=office_id, texts={"vi": "Nghỉ"}, since=now))
    paused = t.service.update().where(t.service.c.office_id == office_id, t.service.c.code == "health")
    tx.connection.execute(paused.values(paused_reason="Bảo trì"))
    hook = tx.connection.execute(t.webhook.select()).first()
    assert hook is not None
    told = {"webhook_id": hook.id, "event_id": "e", "seq": 1, "kind": "ticket_issued", "body": "{}"}
    told |= {"state": "failed", "made_at": now, "tries": 9, "next_at": now}
    tx.connection.execute(insert(t.webhook_delivery).values(told))


def _sections(finder: Finder) -> None:
    """A section with a first entry, and the page of differences that comes of something new in one."""
    for form in [one for one in finder.found.values() if "/set-up/<section>" in one.route.rule]:
        section = form.path.rpartition("/")[2]
        added = form.asker.ask(form.route, form.path, body={**form.said, "do": f"add:{section}"})
        finder.keep(form.asker, form.path, added)
        if section == "office":
            said = {**form.said, "office.hotline": ["1900 1234"]}
            finder.keep(form.asker, form.path, form.asker.ask(form.route, form.path, body=said))


def _second_factor(world: World, finder: Finder) -> None:
    member = world.member(Role.RECEPTIONIST, OFFICE)
    begin = world.route("POST /account/totp/begin")
    finder.keep(member, begin.rule, member.ask(begin, begin.rule))
    has = t.staff.update().where(t.staff.c.username == f"{Role.RECEPTIONIST}.{OFFICE}")
    world.house.app.database.write(
        lambda tx: tx.connection.execute(has.values(totp_since=tx.now)).rowcount  # as after confirming
    )
    finder.keep(member, "/account", member.http.get("/account"))


def _first_run(folder: Path) -> tuple[Asker, str, TestResponse]:
    """A server of its own, on which there is nobody."""
    http = Empty(f"sqlite:///{folder / 'empty.db'}", StoppedClock()).app.flask.test_client()
    return Asker(http, None, ""), "/set-up", http.get("/set-up")


def unfound(world: World, found: list[Form]) -> Iterator[str]:
    """The routes of the table that take a form, and whose form nobody has seen."""
    seen = {form.route.name for form in found}
    return (
        route.name
        for route in world.routes
        if route.method == "POST" and not route.is_api and route.name not in seen
    )
