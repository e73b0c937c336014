"""Over two hundred hostile texts through every field of every door and every form, and to wherever they are
shown: a documented answer, no fault, no markup that lives, no formula, nothing that commands a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.domain.people import Role
from server.storage.tables import metadata
from server.web.doors import Door
from server.web.guarding import By
from tests.builders import MORNING
from tests.server.web.guard_world import Asker, Route, World
from tests.server.web.house import House, path_of
from tests.server.web.page_rules import PageRules, read
from tests.server.web.test_guards import BODIES, allowed
from tests.support.clocks import StoppedClock
from tests.support.hostile import HOSTILE
from tests.support.offices import OFFICE

FEW = 18
"""Texts for each field of a message; the first field begins where the last one ended, so all are used."""
COMMANDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    house = House(
        f"sqlite:///{folder / 'office.db'}",
        StoppedClock(MORNING),
        integration_rate=100_000,
        request_rate=100_000,
        holds_per_address=1000,
        bookings_per_address=100_000,
    )
    made = World(house)
    made.furnish()
    made.member(Role.SUPERVISOR, OFFICE)  # before anything that is sent gives somebody another password
    made.member(Role.ADMIN, None)
    yield made
    house.hall.database.close()


def test_there_are_over_two_hundred_and_each_is_another() -> None:
    assert len(HOSTILE) > 200


def texts() -> Iterator[str]:
    return cycle(HOSTILE)


def fields_of(schema: dict[str, Any]) -> list[str]:
    """The fields of a message that take text, by themselves or in a list."""
    found = []
    for name, field in schema.get("properties", {}).items():
        kinds = [field, *field.get("anyOf", []), field.get("items", {})]
        resolved = [
            schema["$defs"][kind["$ref"].rpartition("/")[2]] if "$ref" in kind else kind for kind in kinds
        ]
        if any(kind.get("type") in ("string", "array", "object") for kind in resolved):
            found.append(name)
    return found


def test_no_text_in_any_field_of_any_door_is_a_fault(world: World) -> None:
    source, used = texts(), set()
    for door in world.house.doors():
        if door.body is None:
            continue
        token = allowed(world.house, door)
        for name in fields_of(door.body.model_json_schema()):
            for text in islice(source, FEW):
                used.add(text)
                for value in (text, [text]):
                    body = {**BODIES.get(door.body.__name__, {}), name: value}
                    answered(world.house.ask(door.method, path_of(door), body, token=token), door, text)
    assert used == set(HOSTILE)


def test_no_text_in_any_query_of_any_door_is_a_fault(world: World) -> None:
    source = texts()
    for door in world.house.doors():
        if door.query is None or door.method != "GET":
            continue
        token = allowed(world.house, door)
        for name, field in door.query.model_fields.items():
            for text in islice(source, FEW // 6):
                path, _, usual = path_of(door).partition("?")
                said = {**dict(parse_qsl(usual)), field.alias or name: text}
                answer = world.house.ask("GET", path, token=token, query_string=said)
                answered(answer, door, text)


def answered(answer: TestResponse, door: Door, text: str) -> None:
    status = answer.status_code
    assert status < 500 or status == 503, (door.operation, text, answer.get_data(as_text=True)[:300])
    assert "Set-Cookie" not in answer.headers, (door.operation, text)
    answer.close()


def test_no_text_in_any_form_is_a_fault_or_lives_on_a_page(world: World) -> None:
    """What a page sends is what its form has; one field after another is what nobody should write there."""
    admin = world.member(Role.ADMIN, None)
    source, forms = texts(), found_forms(world, admin)
    assert len(forms) > 25, sorted(forms)
    for action, (route, fields) in forms.items():
        names = sorted(fields - {"csrf_token"})
        for number, text in enumerate(islice(source, FEW // 3)):
            said = dict.fromkeys(names, "1") | ({names[number % len(names)]: text} if names else {})
            answer = admin.ask(route, action, body=said)
            assert answer.status_code < 500, (action, said)
            harmless(answer, f"{action} {text!r}")


SKIPPED = re.compile(r"/(account|sign-in|set-up)\b|sign-out|sign-in|/revoke|/remove")
"""What ends the session of the one who tries, or of the devices: those are tried by tests of their own."""


def found_forms(world: World, asker: Asker) -> dict[str, tuple[Route, set[str]]]:
    """Every form that one comes to by following links, by its address without numbers of rows."""
    found: dict[str, tuple[Route, set[str]]] = {}
    by_name = {route.name: route for route in world.routes}
    urls = world.house.app.flask.url_map.bind("localhost")
    for path, rules in crawled(asker, [page.path(OFFICE) for page in pages(world)]):
        for method, action, fields in rules.forms:
            target = (action or path).partition("?")[0]
            if method == "POST" and not SKIPPED.search(target):
                rule, _ = urls.match(target, method="POST", return_rule=True)
                route = by_name[f"POST {rule.rule}"]
                if route.guard.by is not By.PASSWORD:
                    found.setdefault(re.sub(r"/\d+", "/1", target), (route, fields))
    return found


def crawled(asker: Asker, first: list[str]) -> Iterator[tuple[str, PageRules]]:
    """Pages that lead to each other, each once, not for ever."""
    waiting, seen = list(first), set(first)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        answer = asker.http.get(path)
        if answer.mimetype == "text/html":
            rules = read(answer.get_data(as_text=True))
            yield path, rules
            new = [link for link in rules.links if link not in seen and not SKIPPED.search(link)]
            waiting += new
            seen |= set(new)
        answer.close()


MOST_PAGES = 400


def pages(world: World) -> list[Route]:
    return [route for route in world.routes if route.method == "GET" and not route.is_api]


def harmless(answer: TestResponse, where: str) -> None:
    if answer.mimetype == "text/html":
        assert read(answer.get_data(as_text=True)).broken == [], where


def test_nothing_that_was_sent_lives_wherever_it_is_shown(world: World) -> None:
    """After all of it: every page, every answer, every file and every row that was kept."""
    for asker in (world.stranger(), world.member(Role.SUPERVISOR, OFFICE), world.member(Role.ADMIN, None)):
        for page in pages(world):
            answer = asker.ask(page, page.path(OFFICE))
            assert answer.status_code < 500, page.name
            harmless(answer, page.name)
    with world.house.app.database.read() as tx:
        for table in metadata.sorted_tables:
            for row in tx.connection.execute(select(table)):
                text = " ".join(str(value) for value in row)
                assert not COMMANDS.search(text), (table.name, text[:300])


def test_no_file_of_a_table_begins_a_cell_with_a_formula(world: World) -> None:
    admin = world.member(Role.SUPERVISOR, OFFICE)
    for route in world.routes:
        if route.method == "GET" and ("csv" in route.rule or route.rule.endswith(("export", "files"))):
            path = f"{route.path(OFFICE)}?from=2026-11-23&to=2026-11-23"
            answer = admin.ask(route, path)
            if answer.mimetype == "text/csv":
                rows = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
                cells = [cell for row in rows for cell in row]
                assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-\D", cell)], route.name


def test_what_is_logged_of_all_this_stays_on_its_line(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    http = world.stranger().http
    for text in HOSTILE:
        headers = {"User-Agent": re.sub(r"[\r\n]", " ", text).encode("latin-1", "replace").decode("latin-1")}
        http.post("/api/v1/session", json={"username": text, "password": ""}, headers=headers).close()
    told = capfd.readouterr()
    for line in (told.out + told.err).splitlines():
        assert "forged" not in line.split("[error")[-1] or "\\n" in line, line
        assert not re.search(r"\x1b\]|\x1b@|\x1d|\x00", line), json.dumps(line)
