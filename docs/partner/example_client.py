"""A partner's system in small: books, looks up, moves and cancels, and is told of what happens.

It needs Python 3.11 and httpx, and a key that `dunghen token create --role integration` printed:

    export DUNGHEN_URL=https://hen.example.vn DUNGHEN_OFFICE=ttpvhcc DUNGHEN_KEY=…
    python example_client.py slots land
    python example_client.py book land --name "Nguyễn Văn An" --phone "0912 345 678"
    python example_client.py show TOKEN
    python example_client.py cancel TOKEN
    python example_client.py listen http://10.1.2.3:9000/told --port 9000

Copy from it what you need.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx

Json = dict[str, Any]
TRIES = 5
OLDEST_S = 300
"""A delivery that was signed longer ago than this may be one that somebody recorded."""


class Refused(Exception):
    """The office said no; `code` says why and never changes, the text may."""

    def __init__(self, problem: Json) -> None:
        super().__init__(f"{problem.get('code')}: {problem.get('detail')}")
        self.code = problem.get("code")
        self.problem = problem


class Partner:
    """The calls of one office's API that a booking site needs."""

    def __init__(self, url: str, office: str, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=10, trust_env=False)
        self._office = f"/offices/{office}"

    def slots(self, service: str) -> list[Json]:
        """The free times of a service, the next ones first."""
        found: list[Json] = self._ask("GET", f"{self._office}/slots", params={"service": service})["slots"]
        return found

    def book(self, service: str, start: str, **person: str) -> Json:
        """Hold a time and make it an appointment; with anything personal comes consent."""
        hold = self._ask("POST", f"{self._office}/holds", {"service": service, "start": start})
        form = {"hold": hold["hold"], **person, "consent": bool(person)}
        return self._ask("POST", "/appointments", form)

    def show(self, token: str) -> Json:
        """The appointment, by the token that its booking was answered with."""
        return self._ask("GET", f"/appointments/{token}")

    def move(self, token: str, start: str) -> Json:
        """Another time; the code stays, the QR is a new one."""
        return self._ask("PATCH", f"/appointments/{token}", {"start": start})

    def cancel(self, token: str) -> Json:
        """Give the time back."""
        return self._ask("DELETE", f"/appointments/{token}")

    def listen(self, url: str, *kinds: str) -> Json:
        """Have events sent to this address; the answer has the secret, this once."""
        return self._ask("POST", f"{self._office}/webhooks", {"url": url, "kinds": list(kinds)})

    def stop_listening(self, webhook: int) -> None:
        self._ask("DELETE", f"{self._office}/webhooks/{webhook}")

    def _ask(self, method: str, path: str, body: Json | None = None, **how: Any) -> Json:
        """One request, repeated under the same key until there is an answer: it has its effect once."""
        headers = {} if method == "GET" else {"Idempotency-Key": str(uuid.uuid4())}
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._http.request(method, path, json=body, headers=headers, **how)
            except httpx.TransportError:
                if attempt == TRIES:
                    raise
            else:
                if answer.status_code not in (429, 503) or attempt == TRIES:
                    break
            time.sleep(0.2 * 2**attempt)
        said: Json = answer.json()
        if answer.is_error:
            raise Refused(said)
        return said


def is_genuine(secret: str, signature: str, body: bytes, *, now: float) -> bool:
    """Whether a delivery comes from the office and was sent just now.

    `signature` is the header `Dunghen-Signature`, `body` the bytes exactly as they came, `now`
    seconds since 1970. The comparison takes the same time for every wrong signature.
    """
    parts = dict(part.partition("=")[::2] for part in signature.split(","))
    moment = parts.get("t", "")
    if not moment.isdigit() or abs(now - int(moment)) > OLDEST_S:
        return False
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), parts.get("v1", "").encode())


def receiver(port: int, secret: str, take: Callable[[Json], None]) -> HTTPServer:
    """A server that checks what comes and hands each event to `take` once, though it may come twice.

    Answer quickly, within 10 seconds, and do the work afterwards: until then the office waits, and
    without an answer from 200 to 299 it sends the same event again.
    """
    seen: set[str] = set()  # a real system keeps these in its database

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 1_000_000))
            genuine = is_genuine(secret, self.headers.get("Dunghen-Signature", ""), body, now=time.time())
            event_id = self.headers.get("Dunghen-Event-Id", "")
            if genuine and event_id not in seen:
                take(json.loads(body))
                seen.add(event_id)
            self.send_response(204 if genuine else 401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The events themselves are printed."""

    return HTTPServer(("", port), Handler)


def show(what: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def listen(partner: Partner, url: str, port: int) -> None:
    """Print every event until Ctrl-C; then the webhook is removed."""
    webhook = partner.listen(url)
    server = receiver(port, webhook["secret"], show)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
    finally:
        server.server_close()
        partner.stop_listening(webhook["id"])


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("slots").add_argument("service")
    book = commands.add_parser("book")
    book.add_argument("service")
    for name in ("start", "name", "phone", "email", "dossier"):
        book.add_argument(f"--{name}")
    for name in ("show", "cancel"):
        commands.add_parser(name).add_argument("token")
    move = commands.add_parser("move")
    move.add_argument("token")
    move.add_argument("start")
    told = commands.add_parser("listen")
    told.add_argument("url", help="address under which the office reaches this machine")
    told.add_argument("--port", type=int, default=9000)
    return parser


def main() -> int:
    """Do one command; 0 done, 1 refused."""
    said = vars(_options().parse_args())
    partner = Partner(*(os.environ[f"DUNGHEN_{name}"] for name in ("URL", "OFFICE", "KEY")))
    try:
        match said.pop("command"):
            case "slots":
                show(partner.slots(said["service"]))
            case "book":
                start = said.pop("start") or partner.slots(said["service"])[0]["start"]
                person = {name: value for name, value in said.items() if value and name != "service"}
                show(partner.book(said["service"], start, **person))
            case "show":
                show(partner.show(said["token"]))
            case "move":
                show(partner.move(said["token"], said["start"]))
            case "cancel":
                show(partner.cancel(said["token"]))
            case "listen":
                listen(partner, said["url"], said["port"])
    except Refused as refused:
        show(refused.problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
