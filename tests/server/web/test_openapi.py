"""The API document, and a fuzzer that holds the server to every word of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from server.contract.messages import IssueTicket
from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from server.ports import SystemClock
from server.storage.database import Database
from tests.support.offices import STAFF_PASSWORD
from tests.support.servers import OFFICE, Server

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose partners may ask as fast as the fuzzer does."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DUNGHEN_INTEGRATION_RATE", "100000")
        with Server(tmp_path_factory.mktemp("server")) as running:
            yield running


def document(server: Server) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{server.url}/api/openapi.json").json()
    return told


FIGURES = "/figures/"
"""Reading them takes longer than all else together: they are tried by themselves, with fewer examples."""


EVERYTHING = "coverage,fuzzing"
"""Each way a request can be wrong, then chance. What a role is refused is refused before it is read, so that
every way is tried as the one who is refused least."""


# Who asks, and whether the fuzzer knows the office, a counter and links or makes them up.
@pytest.mark.parametrize(
    ("role", "knows", "phases", "least"),
    [
        ("supervisor", True, EVERYTHING, 1_000),
        ("supervisor", False, "fuzzing", 200),
        ("kiosk", True, "fuzzing", 200),
        ("counter", True, "fuzzing", 200),
    ],
)
def test_the_server_keeps_every_word_of_its_document(
    shared_server: Server, tmp_path: Path, *, role: str, knows: bool, phases: str, least: int
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(known_to(shared_server) if knows else "")
    token = shared_server.token(role, counter=3 if role == "counter" else None, name=f"{role} {knows}")
    run = fuzz(shared_server, config, token, "--exclude-path-regex", FIGURES, phases=phases)
    assert tried(run) > least
    assert "unexpected_error" not in shared_server.log()


BOOKING = "appointments|holds|slots|check-ins|booking-keys|challenges|events"


@pytest.mark.parametrize(
    ("role", "phases", "least"),
    [("anonymous", EVERYTHING, 400), ("receptionist", "fuzzing", 50), ("integration", "fuzzing", 50)],
)
def test_the_doors_of_booking_keep_every_word_for_everybody(
    shared_server: Server, tmp_path: Path, *, role: str, phases: str, least: int
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(known_to(shared_server))
    token = None if role == "anonymous" else shared_server.token(role, name=f"{role} of bookings")
    only = ("--include-path-regex", BOOKING, "--max-examples", "3")
    assert tried(fuzz(shared_server, config, token, *only, phases=phases)) > least
    assert "unexpected_error" not in shared_server.log()


@pytest.mark.parametrize(
    ("role", "phases", "least"), [("supervisor", EVERYTHING, 100), ("integration", "fuzzing", 20)]
)
def test_the_doors_of_figures_keep_every_word_for_whoever_reads_them(
    shared_server: Server, tmp_path: Path, *, role: str, phases: str, least: int
) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\n"query.office" = "{OFFICE}"\n')
    token = shared_server.token(role, name=f"{role} who reads figures")
    only = ("--include-path-regex", FIGURES, "--max-examples", "2")
    assert tried(fuzz(shared_server, config, token, *only, phases=phases)) > least
    assert "unexpected_error" not in shared_server.log()


REACHED = "/figures/waits$|/figures/report.json|/rating-remarks|/hall|/counters$|/appointments/search"


@pytest.mark.parametrize("role", ["clerk", "province", "admin"])
def test_whoever_signed_in_is_answered_as_the_document_says(
    shared_server: Server, tmp_path: Path, role: str
) -> None:
    """By cookie, with the CSRF token; most is refused, which is in the document too."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\n"path.office" = "{OFFICE}"\n"query.office" = "{OFFICE}"\n')
    only = ("--include-path-regex", REACHED, "--max-examples", "1", *signed_in(shared_server, role))
    assert tried(fuzz(shared_server, config, None, *only)) > 50
    assert "unexpected_error" not in shared_server.log()


@pytest.mark.parametrize(
    "role", ["display", "tablet", "receptionist", "integration", "clerk", "province", "admin"]
)
def test_every_other_role_is_answered_as_the_document_says_at_every_door(
    shared_server: Server, tmp_path: Path, role: str
) -> None:
    """Once at each door, mostly to be refused: machines by their token, people by their session."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\n"path.office" = "{OFFICE}"\n"query.office" = "{OFFICE}"\n')
    by_session = role in ("clerk", "province", "admin")
    who = signed_in(shared_server, role, "everywhere") if by_session else ()
    counter = 3 if role == "tablet" else None
    token = None if by_session else shared_server.token(role, counter=counter, name=f"{role} everywhere")
    run = fuzz(shared_server, config, token, "--max-examples", "1", *who, phases="fuzzing")
    assert tried(run) > 80
    assert "unexpected_error" not in shared_server.log()


def signed_in(server: Server, role: str, where: str = "fuzz") -> tuple[str, ...]:
    """The headers of somebody of this role who has signed in."""
    database = Database(server.database, SystemClock())
    office = None if role in ("province", "admin") else OFFICE
    wish = AccountSetUp(username=f"{role}.{where}", name=role, role=role, password=STAFF_PASSWORD)
    database.write(lambda tx: public_password.admit(tx, office, wish))
    database.close()
    said = {"username": wish.username, "password": STAFF_PASSWORD}
    answer = httpx.post(f"{server.url}/api/v1/session", json=said).raise_for_status()
    csrf = answer.json()["csrf_token"]
    return "-H", f"Cookie: dunghen={answer.cookies['dunghen']}", "-H", f"X-CSRFToken: {csrf}"


def known_to(server: Server) -> str:
    """A configuration with things that are there: an office, a ticket's link, a hold, appointments."""
    with server.client("kiosk") as kiosk:
        ticket = kiosk.issue_ticket(OFFICE, IssueTicket(service="land")).token
    with Partner(server) as partner:
        held, link, booked = partner.hold(), partner.book(), partner.book_by_staff()
    assert httpx.get(f"{server.url}/api/v1/appointments/{link}").json()["state"] == "booked"
    everywhere = {"path.office": f'"{OFFICE}"', "path.counter": "3", "path.token": f'"{ticket}"'}
    everywhere |= {"path.hold": f'"{held}"', "path.appointment": str(booked)}
    parts = "".join(f'"{name}" = {value}\n' for name, value in everywhere.items())
    of_links = '[[operations]]\ninclude-path = "/api/v1/appointments/{token}"\n'
    return f'[parameters]\n{parts}\n{of_links}parameters = {{ "path.token" = "{link}" }}\n'


class Partner:
    """A partner system, whose key books without puzzles; times of tomorrow and later."""

    def __init__(self, server: Server) -> None:
        token = server.token("integration", name="partner")
        self._http = httpx.Client(
            base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {token}"}
        )

    def __enter__(self) -> Partner:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def hold(self) -> str:
        wish = {"service": "land", "start": self._free()}
        token: str = self._post(f"/offices/{OFFICE}/holds", wish)["hold"]
        return token

    def book(self) -> str:
        """The token of its link."""
        token: str = self._post("/appointments", {"hold": self.hold()})["token"]
        return token

    def book_by_staff(self) -> int:
        """The number of its row."""
        made: int = self._post(f"/offices/{OFFICE}/appointments", {"service": "land", "start": self._free()})[
            "id"
        ]
        return made

    def _free(self) -> str:
        slots = self._http.get(f"/offices/{OFFICE}/slots", params={"service": "land"}).json()["slots"]
        start: str = slots[len(slots) // 2]["start"]
        return start

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._http.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})
        return answer.raise_for_status().json()


def fuzz(
    server: Server, config: Path, token: str | None, *options: str, phases: str = EVERYTHING
) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("st")), "--config-file", str(config), "run"]
    command += [f"{server.url}/api/openapi.json", "--checks", "all", "--phases", phases]
    command += ["--max-examples", "5", "--warnings", "off", "--no-color", "--seed", "1", *options]
    if token is not None:
        command += ["-H", f"Authorization: Bearer {token}"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.server.web.api_hooks", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=config.parent, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def tried(run: subprocess.CompletedProcess[str]) -> int:
    """How many requests the fuzzer made, none of which found a word that was not kept."""
    assert run.returncode == 0, run.stdout[-6_000:] + run.stderr[-2_000:]
    found = re.search(r"(\d+) generated", run.stdout)
    assert found is not None, run.stdout[-2_000:]
    return int(found[1])


def test_the_document_is_openapi_3_1_and_names_every_operation_once(shared_server: Server) -> None:
    told = document(shared_server)
    assert told["openapi"] == "3.1.0"
    operations = [operation for path in told["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all(operation["summary"] and operation["summary"][-1] in ".;" for operation in operations)


def test_every_reference_of_the_document_leads_somewhere(shared_server: Server) -> None:
    told = document(shared_server)
    schemas = told["components"]["schemas"]
    for reference in references(told):
        assert reference.removeprefix("#/components/schemas/") in schemas, reference


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        here = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return here + [found for value in part.values() for found in references(value)]
    return [found for value in part for found in references(value)] if isinstance(part, list) else []


def test_every_request_refuses_fields_it_does_not_know(shared_server: Server) -> None:
    told = document(shared_server)
    for path in told["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                assert (
                    told["components"]["schemas"][schema.rpartition("/")[2]]["additionalProperties"] is False
                )
