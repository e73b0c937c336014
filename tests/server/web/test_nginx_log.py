"""The nginx that we recommend, really run: what its logs keep of citizens' links and questions."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.ports import free_port
from tests.support.tools import needed

CONFIGURATION = Path(__file__).resolve().parents[3] / "deploy" / "nginx-dunghen.conf"
LINK = "s3cret-L1nk_of-somebody"


@dataclass
class Nginx:
    folder: Path
    plain: int
    main: int

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.folder.glob("*.log"))

    def lines(self) -> list[str]:
        return (self.folder / "dunghen.access.log").read_text().splitlines()


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    """It stands before a server that does not answer, which is when most is logged."""
    program = needed("nginx")
    running = Nginx(tmp_path, free_port(), free_port())
    text = CONFIGURATION.read_text()
    text = re.sub(r"(?m)^ *(listen \[::\].*|ssl_.*)\n", "", text)  # certificates are not ours to test
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{running.main};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{running.plain};")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{free_port()}")
    text = text.replace("/var/log/nginx/", f"{tmp_path}/")
    whole = tmp_path / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As Debian's own configuration does: it logs whatever is not said otherwise.
    usual = f"access_log {tmp_path}/usual.log;\n"
    head = f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\n"
    whole.write_text(f"{head}http {{\n{usual}{folders}{text}\n}}\n")
    started = ["-p", str(tmp_path), "-c", str(whole), "-e", str(tmp_path / "start.log")]
    process = subprocess.Popen([program, *started], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(running: Nginx, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        assert process.poll() is None, running.logs()
        with suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{running.plain}/", timeout=1)
        time.sleep(0.05)
        log = running.folder / "dunghen.access.log"
        if log.exists() and log.stat().st_size:  # the tests count lines from here
            return
    raise AssertionError("nginx did not start")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (f"/a/{LINK}", "/a/-"),
        (f"/a/{LINK}.ics", "/a/-"),
        (f"/a/{LINK}/move", "/a/-"),
        (f"/t/{LINK}/leave", "/t/-"),
        (f"/book/ttpvhcc/hold/{LINK}/release", "/book/ttpvhcc/hold/-"),
        (f"/api/v1/appointments/{LINK}", "/api/v1/appointments/-"),
        (f"/api/v1/tickets/{LINK}", "/api/v1/tickets/-"),
        (f"/api/v1/holds/{LINK}", "/api/v1/holds/-"),
        ("/book/ttpvhcc/land", "/book/ttpvhcc/land"),
        ("/api/v1/session", "/api/v1/session"),
    ],
)
def test_no_log_keeps_a_secret_link_or_a_question(nginx: Nginx, path: str, kept: str) -> None:
    before = len(nginx.lines())
    for port in (nginx.main, nginx.plain):
        httpx.get(f"http://127.0.0.1:{port}{path}?q=0912345678", headers={"Referer": f"http://x/a/{LINK}"})
    deadline = time.monotonic() + 5
    while len(nginx.lines()) < before + 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [line.split()[4] for line in nginx.lines()[before:]] == [kept, kept]
    assert LINK not in nginx.logs()
    assert "0912345678" not in nginx.logs()


def test_without_https_pages_are_led_on_and_programs_refused(nginx: Nginx) -> None:
    """A program that is led on by itself would never stop sending its key in the open."""
    answers = {
        path: httpx.get(f"http://127.0.0.1:{nginx.plain}{path}", headers={"Host": "hen.example"})
        for path in ("/", "/book/ttpvhcc", "/api/v1/offices/ttpvhcc/board")
    }
    assert [answer.status_code for answer in answers.values()] == [301, 301, 403]
    assert answers["/book/ttpvhcc"].headers["Location"] == "https://hen.example/book/ttpvhcc"
