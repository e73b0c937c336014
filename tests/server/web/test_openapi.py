"""The API document, and a fuzzer that holds the server to every word of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.contract.messages import IssueTicket
from tests.support.servers import OFFICE, Server

ROOT = Path(__file__).resolve().parents[3]


def document(server: Server) -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{server.url}/api/openapi.json").json()
    return told


# Who asks, and whether the fuzzer knows the office, a counter and a link or makes them up.
@pytest.mark.parametrize(
    ("role", "knows"), [("kiosk", True), ("counter", True), ("supervisor", True), ("supervisor", False)]
)
def test_the_server_keeps_every_word_of_its_document(
    shared_server: Server, tmp_path: Path, role: str, knows: bool
) -> None:
    with shared_server.client("kiosk") as kiosk:
        link = kiosk.issue_ticket(OFFICE, IssueTicket(service="land")).token
    config = tmp_path / "schemathesis.toml"
    parts = f'"path.office" = "{OFFICE}"\n"path.counter" = 3\n"path.token" = "{link}"\n'
    config.write_text("[parameters]\n" + parts if knows else "")
    token = shared_server.token(role, counter=3 if role == "counter" else None, name=f"{role} {knows}")
    run = fuzz(shared_server, config, token)
    assert run.returncode == 0, run.stdout[-6_000:] + run.stderr[-2_000:]
    tried = re.search(r"(\d+) generated", run.stdout)
    assert tried is not None
    assert int(tried[1]) > 1_000
    assert "Traceback" not in shared_server.log()


def fuzz(server: Server, config: Path, token: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("st")), "--config-file", str(config), "run"]
    command += [f"{server.url}/api/openapi.json", "--checks", "all", "--phases", "coverage,fuzzing"]
    command += ["--max-examples", "8", "--warnings", "off", "--no-color", "--seed", "1"]
    command += ["-H", f"Authorization: Bearer {token}"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.server.web.api_hooks", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=config.parent, env=environment, capture_output=True, text=True, timeout=150, check=False
    )


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
