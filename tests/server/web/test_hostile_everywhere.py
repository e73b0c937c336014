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
from pydantic import ValidationError
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.domain.people import Role
from server.storage.tables import metadata
from server.web.doors import Door
from tests.builders import MORNING
from tests.server.web.guard_world import Asker, Route, World
from tests.server.web.hostile_forms import Form, found_forms, unfound
from tests.server.web.house import House, path_of
from tests.server.web.page_rules import read
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


@pytest.fixture(scope="module", autouse=True)
def forms(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    """Found before anything is sent: who has held many times has to solve a puzzle to see the next form."""
    return found_forms(world, tmp_path_factory.mktemp("empty"))


def test_every_form_of_the_table_of_guards_is_found(world: World, forms: list[Form]) -> None:
    assert list(unfound(world, forms)) == [], "let found_forms come to a page that has this form"
    assert len(HOSTILE) > 300


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


def test_no_message_takes_a_text_that_commands_anything(world: World) -> None:
    """Every text in every field of every message, as it is read and before anything is done with it."""
    taken = 0
    for body in {door.body for door in world.house.doors() if door.body is not None}:
        for name in fields_of(body.model_json_schema()):
            for text in HOSTILE:
                for value in (text, [text]):
                    said = json.dumps({**BODIES.get(body.__name__, {}), name: value})
                    try:
                        kept = body.model_validate_json(said, strict=True)
                    except ValidationError:
                        continue
                    assert name in NEVER_KEPT or not COMMANDS.search(str(getattr(kept, name))), (name, text)
                    taken += 1
    assert taken > 10 * len(HOSTILE)


NEVER_KEPT = {"solution", "q"}
"""What is only compared with something."""


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


def test_no_text_in_any_form_is_a_fault_or_lives_on_a_page(
    world: World, forms: list[Form], request: pytest.FixtureRequest
) -> None:
    """Each form by itself, from what stands in it: one field after another, then all of them at once."""
    source = texts()
    turns = len(HOSTILE) if request.config.getoption("--every-text") else TURNS
    for form in sorted(forms, key=lambda form: bool(ENDING.search(form.path))):
        asker = still_in(world, form)
        for said in typed(form, source, turns):
            answer = asker.ask(form.route, form.path, body=said, csrf="csrf_token" not in said)
            assert answer.status_code < 500 or answer.status_code == 503, (form.path, said)
            harmless(answer, f"{form.path} {said!r:.500}")


ENDING = re.compile(r"sign-out|sessions|/staff/[^/]+/|/revoke|/account")
"""Where the session of the one who tries might end, or the password change: those come last."""
TURNS = 8
"""How often all fields of a form are filled with something else at once; as often as there are texts, each
field meets each of them."""
FIXED = {"csrf_token", "seen", "key", "do", "document"}
"""Without which a form says only that it is out of date; by themselves they are tried like the others."""


def typed(form: Form, source: Iterator[str], turns: int) -> Iterator[dict[str, list[str]]]:
    """What is sent; a token that is none goes with everything that would need no other field."""
    usual = {name: values for name, values in form.said.items() if name != "csrf_token"}
    for name in form.names:
        for text in islice(source, 2):
            yield usual | {name: [text]}
    free = [name for name in form.names if name not in FIXED]
    begin = HOSTILE.index(next(source))
    for turn in range(turns if free else 0):
        yield usual | {name: [HOSTILE[(begin + turn + at) % len(HOSTILE)]] for at, name in enumerate(free)}
    for text in islice(source, FEW // 6):
        yield usual | {"csrf_token": [text]}
    yield usual | {text: ["1"] for text in HOSTILE if len(text) < 300} | {"csrf_token": ["x"]}


def still_in(world: World, form: Form) -> Asker:
    """Who saw the form, signed in: something that was sent may have ended the session."""
    member = next((name for name, one in world.members.items() if one is form.asker), None)
    if member is None or form.asker.http.get("/account").status_code == 200:
        return form.asker
    role, _, office = member.partition(".")
    return world.member(Role(role), None if office == "all" else office, again=True)


def pages(world: World) -> list[Route]:
    return [route for route in world.routes if route.method == "GET" and not route.is_api]


def harmless(answer: TestResponse, where: str) -> None:
    if answer.mimetype == "text/html":
        assert read(answer.get_data(as_text=True)).broken == [], where
    onward = answer.headers.get("Location", "/")
    assert re.fullmatch(r"/(?![/\\\\])[\x21-\x7e]*", onward), (where, onward)
    assert not any(cookie.startswith(("x=", "y=")) for cookie in answer.headers.getlist("Set-Cookie")), where


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
