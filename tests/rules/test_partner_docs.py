"""What partners are told is true: scopes, codes, events, and the check of a signature."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.contract.events import FIELDS
from server.domain.delivering import signature
from server.domain.people import SCOPES
from server.ports import SystemClock
from server.settings import Settings
from server.setup_file.merging import SERVICE_COLUMNS, STAFF_COLUMNS
from server.storage import migrating
from server.storage.database import make_engine

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "partner.md").read_text("utf-8")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The API document."""
    url = f"sqlite:///{tmp_path_factory.mktemp('partner') / 'office.db'}"
    engine = make_engine(url)
    migrating.migrate(engine)
    engine.dispose()
    app = create_app(Settings(database=url, secret_key="only for tests"), SystemClock())
    document: dict[str, Any] = app.flask.test_client().get("/api/openapi.json").get_json()
    app.database.close()
    return document


def test_every_scope_is_told() -> None:
    assert set(re.findall(r"(?m)^\| `([^`]+)` \|", section("Keys and scopes"))) == set(SCOPES)


def test_every_event_and_its_fields_are_told() -> None:
    told = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", section("Events")))
    assert {kind: re.findall(r"`(\w+)`", fields) for kind, fields in told.items() if kind != "test"} == {
        kind.value: list(fields) for kind, fields in FIELDS.items()
    }


def test_every_code_that_a_partner_may_meet_is_told_and_no_other(api: dict[str, Any]) -> None:
    met = {
        (status, code)
        for path, operations in api["paths"].items()
        for operation in operations.values()
        if _is_for_partners(path, operation)
        for status, answer in operation["responses"].items()
        if not status.startswith("2")
        for code in answer["description"].removeprefix("`code`: ").replace("`", "").split(", ")
    }
    told = [
        (status, code)
        for status, codes in re.findall(r"(?m)^\| (\d+) \| ([^|]+) \|", section("Codes"))
        for code in re.findall(r"`(\w+)`", codes)
    ]
    assert ("409", "slot_full") in met
    assert sorted(told) == sorted(met)


def _is_for_partners(path: str, operation: dict[str, Any]) -> bool:
    """What integrations are let in to, and the citizens' own doors of booking."""
    about = operation.get("description", "")
    own = re.fullmatch(r"/api/v1/(appointments.*|holds/.*|offices/{office}(/slots|/holds)?)", path)
    return "integration" in about or own is not None


def test_every_column_of_the_tables_is_told() -> None:
    rows = dict(re.findall(r"(?m)^\| (services|staff) \| (.*) \|$", section("Catalogue and staff")))
    assert set(re.findall(r"`(\w+)`", rows["services"])) == set(SERVICE_COLUMNS)
    assert set(re.findall(r"`(\w+)`", rows["staff"])) == set(STAFF_COLUMNS)


def test_the_check_of_a_signature_that_is_shown_works() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    shown: dict[str, Any] = {}
    exec(code, shown)  # noqa: S102 - from our own guide
    body, now = b'{"kind":"test"}', int(time.time())
    assert shown["is_genuine"]("secret", signature("secret", now, body), body)
    assert not shown["is_genuine"]("secret", signature("secret", now - 400, body), body)
    assert not shown["is_genuine"]("other", signature("secret", now, body), body)
    assert not shown["is_genuine"]("secret", signature("secret", now, body), body + b"\n")


def section(title: str) -> str:
    """What stands below a title."""
    return TEXT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
