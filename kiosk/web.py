"""The doors of the kiosk's own page: look, listen, press, check in, print again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Annotated, Protocol

import qrcode
from flask import Flask, Response, abort, json, request, send_from_directory
from pydantic import StringConstraints

from kiosk import refusal_pages, refusing
from kiosk.guarding import may_knock
from kiosk.hub import Hub, News
from kiosk.machine import Given, paper_json
from kiosk.printing.desk import Progress
from kiosk.settings import Settings
from kiosk.voice_doors import add_voice
from server.contract.citizen_card import LONGEST, read_card
from server.contract.messages import CheckIn, Code, IssueTicket, Json, Language, Request
from server.contract.messages.booking import CitizenId
from server.contract.speaking import Speaker

LARGEST_BODY = 4096
BEAT_S = 5.0
"""The page takes the kiosk program for gone when it has heard nothing for three beats."""
SHOWN = {
    "number",
    "service",
    "service_name",
    "service_names",
    "issued_at",
    "ahead",
    "expected",
    "target",
    "counters",
    "counter",
    "state",
    "slot",
    "late",
}
"""What the page may know of a ticket: not its link, which only the QR carries."""
# WebAssembly, not script: the decoder of the camera's QR codes.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]


class PressBody(Request):
    """A finger on a service."""

    key: Key
    service: Code
    category: Code | None = None
    language: Language = "vi"


class CheckInBody(Request):
    """A scanned or typed code, or the number of an ID card."""

    key: Key
    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] | None = None
    citizen_id: CitizenId | None = None
    language: Language = "vi"

    def wish(self) -> CheckIn:
        """What is asked of the server. Of an ID card's text nothing but its number goes further."""
        card = read_card(self.code) if self.code else None
        if card and self.citizen_id is None:
            return CheckIn(citizen_id=card.number, language=self.language)
        return CheckIn(code=self.code, citizen_id=self.citizen_id, language=self.language)


class ReprintBody(Request):
    """A finger on *print again*; the key is that of the press."""

    key: Key


class Kiosk(Protocol):
    """What the doors act on: a machine, or the station that has one once it is paired."""

    @property
    def settings(self) -> Settings: ...
    @property
    def hub(self) -> Hub: ...
    def state(self) -> Json: ...
    def has_office(self) -> bool: ...
    def press(self, key: str, wish: IssueTicket) -> Given: ...
    def check_in(self, key: str, person: CheckIn) -> Given: ...
    def reprint(self, key: str) -> Progress: ...


def create_kiosk(machine: Kiosk) -> Flask:
    """The kiosk's own server. It starts nothing: the machine runs while it is entered."""
    app = Flask("kiosk", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    refusing.register(app)
    refusal_pages.register(app)
    _guard(app, machine.settings.host)
    _add_files(app)
    _add_doors(app, machine)
    add_voice(app, Speaker())
    return app


def _guard(app: Flask, own_host: str) -> None:
    @app.before_request
    def only_our_page() -> None:
        headers = request.headers
        if not may_knock(
            request.method,
            host=request.host,
            origin=headers.get("Origin"),
            site=headers.get("Sec-Fetch-Site"),
            own_host=own_host,
        ):
            abort(403, "Only the kiosk's own page may do this.")

    @app.after_request
    def say_what_is_allowed(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers.setdefault("Cache-Control", "no-cache")
        return answer


def _add_files(app: Flask) -> None:
    page, look = str(files("kiosk") / "page"), str(files("server.contract") / "page")

    @app.get("/")
    def page_itself() -> Response:
        return send_from_directory(page, "index.html")

    @app.get("/page/<path:name>")
    def page_part(name: str) -> Response:
        return send_from_directory(page, name)

    @app.get("/look/<path:name>")
    def look_part(name: str) -> Response:
        return send_from_directory(look, name)


def _add_doors(app: Flask, machine: Kiosk) -> None:
    @app.get("/state")
    def state() -> Json:
        return machine.state()

    @app.get("/health/ready")
    def ready() -> tuple[Json, int]:
        heard = machine.has_office()
        return {"status": "ready" if heard else "starting"}, 200 if heard else 503

    @app.get("/changes")
    def changes() -> Response:
        news = machine.hub.listen(BEAT_S)
        return Response(_stream(machine.state(), news), content_type="text/event-stream")

    @app.post("/press")
    def press() -> tuple[Json, int]:
        body = PressBody.model_validate(_json_body())
        wish = IssueTicket(service=body.service, category=body.category, language=body.language)
        given = machine.press(body.key, wish)
        return _given_json(given), 201 if given.new else 200

    @app.post("/check-in")
    def check_in() -> tuple[Json, int]:
        body = CheckInBody.model_validate(_json_body())
        given = machine.check_in(body.key, body.wish())
        return _given_json(given), 201 if given.new and not given.again else 200

    @app.post("/reprint")
    def reprint() -> tuple[Json, int]:
        return paper_json(machine.reprint(ReprintBody.model_validate(_json_body()).key)), 202


def _json_body() -> object:
    body: object = request.get_json()
    return body


def _given_json(given: Given) -> Json:
    ticket = given.ticket
    return {
        "ticket": ticket.model_dump(mode="json", include=SHOWN),
        "again": given.again,
        "paper": paper_json(given.progress),
        "qr": qr_rows(ticket.follow_url) if ticket.follow_url else None,
    }


def qr_rows(text: str) -> list[str]:
    """A QR code as rows of 0 and 1 without its quiet zone, so that the page draws it as it likes."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]


def _stream(state: Json, news: Iterator[News | None]) -> Iterator[str]:
    """Server-sent events: the state first, then what is new, and a beat when there is nothing."""
    yield "retry: 1000\n\n" + _event("state", state)
    for piece in news:
        yield _event(*piece) if piece else _event("beat", {})


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
