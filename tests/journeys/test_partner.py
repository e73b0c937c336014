"""A partner's system against a running office: the example that partners copy from, as they run it."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import httpx
import pytest

from server.domain.delivering import signature
from tests.server.commands.terminal import dunghen
from tests.support.ports import free_port
from tests.support.servers import OFFICE, Server

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "partner" / "example_client.py"
SCOPES = ("bookings:read", "bookings:write", "webhooks")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running office whose partner stands on the same machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUNGHEN_WEBHOOK_PRIVATE_TARGETS", "true")
        with Server(tmp_path_factory.mktemp("partner")) as running:
            yield running


class Site:
    """A booking site that was given a key with three scopes, and runs the example."""

    def __init__(self, server: Server) -> None:
        create = ("token", "create", "--office", OFFICE, "--role", "integration", "--name", "Cổng tỉnh")
        scopes = [word for scope in SCOPES for word in ("--scope", scope)]
        self.key = dunghen(server.database, *create, *scopes).out.strip()
        self.environment = {
            **os.environ,
            "DUNGHEN_URL": server.url,
            "DUNGHEN_OFFICE": OFFICE,
            "DUNGHEN_KEY": self.key,
        }

    def do(self, *words: str, status: int = 0) -> Any:
        """Run a command of the example; what it prints."""
        command = [sys.executable, str(EXAMPLE), *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout)


class Listening:
    """The example's receiver in a process of its own; `wait_for` gives what it prints."""

    def __init__(self, site: Site) -> None:
        self.port = free_port()
        command = [sys.executable, str(EXAMPLE), "listen", f"http://127.0.0.1:{self.port}/told"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            env=site.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._wait_until_open()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def _wait_until_open(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                httpx.post(f"http://127.0.0.1:{self.port}/", content=b"{}", timeout=2)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the example does not listen")

    def wait_for(self, kind: str) -> dict[str, Any]:
        """The next event of that kind."""
        deadline = time.monotonic() + 15
        while (left := deadline - time.monotonic()) > 0:
            try:
                event: dict[str, Any] = json.loads(self._lines.get(timeout=left))
            except Empty:
                break
            if event["kind"] == kind:
                return event
        raise AssertionError(f"no {kind} came")

    def nothing_more(self) -> bool:
        return self._lines.empty()

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=15)
        assert self.process.stdout is not None
        self.process.stdout.close()


def test_a_partner_books_looks_up_moves_cancels_and_is_told_of_it(office: Server) -> None:
    site = Site(office)
    told = Listening(site)
    start = site.do("slots", "land")[1]["start"]  # the first may begin, and be gone, meanwhile
    person = ("--name", "Nguyễn Văn An", "--phone", "0912 345 678")
    booked = site.do("book", "land", "--start", start, *person)
    assert (booked["state"], booked["start"]) == ("booked", start)
    event = told.wait_for("appointment_booked")
    assert (event["office"], event["service"], event["start"]) == (OFFICE, "land", booked["start"])
    assert "Nguyễn" not in json.dumps(event, ensure_ascii=False)
    assert site.do("show", booked["token"])["code"] == booked["code"]
    other = next(slot["start"] for slot in site.do("slots", "land")[1:] if slot["start"] != start)
    moved = site.do("move", booked["token"], other)
    assert (moved["start"], moved["code"]) == (other, booked["code"])
    assert told.wait_for("appointment_moved")["appointment"] == event["appointment"]
    assert site.do("cancel", booked["token"])["state"] == "cancelled"
    assert told.wait_for("appointment_cancelled")["appointment"] == event["appointment"]
    told.stop()
    hooks = httpx.get(
        f"{office.url}/api/v1/offices/{OFFICE}/webhooks", headers={"Authorization": f"Bearer {site.key}"}
    ).json()
    assert hooks == {"webhooks": []}, "who stops listening is no longer told"


def test_the_example_tells_a_refusal_by_its_code(office: Server) -> None:
    site = Site(office)
    assert site.do("show", "a" * 24, status=1)["code"] == "unknown_booking"
    assert site.do("slots", "nothing", status=1)["code"] == "unknown_service"


def test_the_examples_receiver_believes_no_forger(office: Server) -> None:
    site = Site(office)
    told = Listening(site)
    body = json.dumps({"id": "x-1", "kind": "ticket_called"}).encode()
    now = int(time.time())
    url = f"http://127.0.0.1:{told.port}/told"
    for forged in ("", "t=1,v1=x", "nonsense", signature("guessed", now, body), "t=é,v1=ü", f"t={now}"):
        answer = httpx.post(
            url, content=body, headers={"Dunghen-Signature": forged.encode(), "Dunghen-Event-Id": "x-1"}
        )
        assert answer.status_code == 401
    assert told.nothing_more()
    told.stop()


def test_the_examples_check_is_that_of_the_office() -> None:
    example = _example()
    body = b'{"kind":"ticket_called","number":"A001"}'
    signed = signature("secret", 1_000_000, body)
    assert example.is_genuine("secret", signed, body, now=1_000_010)
    assert not example.is_genuine("secret", signed, body, now=1_000_301)
    assert not example.is_genuine("another", signed, body, now=1_000_010)
    assert not example.is_genuine("secret", signed, body + b" ", now=1_000_010)
    assert not example.is_genuine("secret", signed.replace("t=1000000", "t=1000009"), body, now=1_000_010)


def _example() -> Any:
    spec = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
