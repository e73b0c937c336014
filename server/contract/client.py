"""A client that says the contract's messages over HTTP, for kiosks, scripts and simulated people."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

from server.contract.gate import Gate
from server.contract.messages import (
    BeginPairing,
    Board,
    BookingKeys,
    CheckIn,
    CounterPlaces,
    CounterTicket,
    CounterView,
    DeviceReport,
    IssueTicket,
    Json,
    NewToken,
    Office,
    Pairing,
    PairingState,
    Problem,
    Ticket,
    TicketView,
)


class Unreachable(Exception):
    """No answer: the server is away, or the line is cut. Whether the request had an effect is unknown,
    so repeat it with the same key."""


class Refused(Exception):
    """The server answered with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail}")
        self.problem = problem

    @property
    def code(self) -> str:
        return self.problem.code


class Client:
    """One caller of one server.

    Raises `Refused` for every problem answer and `Unreachable` when there was no answer within
    `timeout_s` seconds.
    """

    def __init__(self, url: str, token: str | None = None, *, timeout_s: float = 5.0) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self._gate = Gate()
        self._http = httpx.Client(base_url=self.url, timeout=timeout_s, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def office(self, office: str) -> Office:
        return Office.model_validate(self._send("GET", f"/api/v1/offices/{office}"))

    def board(self, office: str) -> Board:
        return Board.model_validate(self._send("GET", f"/api/v1/offices/{office}/board"))

    def issue_ticket(self, office: str, press: IssueTicket, *, key: str | None = None) -> Ticket:
        """Take a number. Give the same `key` when you repeat a press whose answer was lost."""
        return Ticket.model_validate(
            self._send(
                "POST", f"/api/v1/offices/{office}/tickets", press.model_dump(mode="json"), key or new_key()
            )
        )

    def check_in(self, office: str, person: CheckIn, *, key: str | None = None) -> Ticket:
        """Make a booking a ticket; `reprint` is true when an earlier check-in has brought it already.

        Give the same `key` when you repeat a scan whose answer was lost: that is no second scan.
        """
        body = person.model_dump(mode="json", exclude_none=True)
        answer = self._answer("POST", f"/api/v1/offices/{office}/check-ins", body, key or new_key())
        ticket = Ticket.model_validate(answer.json())
        return ticket.model_copy(update={"reprint": True}) if answer.status_code == httpx.codes.OK else ticket

    def booking_keys(self, office: str) -> BookingKeys:
        """What a kiosk needs to verify bookings while the server is away."""
        return BookingKeys.model_validate(self._send("GET", f"/api/v1/offices/{office}/booking-keys"))

    def ticket(self, token: str) -> TicketView:
        return TicketView.model_validate(self._send("GET", f"/api/v1/tickets/{token}"))

    def leave(self, token: str) -> TicketView:
        return TicketView.model_validate(self._send("POST", f"/api/v1/tickets/{token}/leave", {}))

    def report_device(self, office: str, report: DeviceReport) -> None:
        self._send("POST", f"/api/v1/offices/{office}/device-reports", report.model_dump(mode="json"))

    def begin_pairing(self, wish: BeginPairing) -> Pairing:
        """Ask for a code to show; a machine does so that has no token yet."""
        body = wish.model_dump(mode="json", exclude_none=True)
        return Pairing.model_validate(self._send("POST", "/api/v1/pairings", body))

    def pairing(self, begun: Pairing) -> PairingState:
        """How a pairing stands, and the token once somebody has typed the code."""
        secret = {"Authorization": f"Pairing {begun.secret}"}
        answer = self._answer("GET", f"/api/v1/pairings/{begun.id}", headers=secret)
        return PairingState.model_validate(answer.json())

    def renew_token(self, keep: Callable[[str], bool]) -> bool:
        """A new token in the place of this client's own, used from now on if `keep` has it safe; whether it
        has. Whatever else this client says waits meanwhile, so that no old token comes after a new one."""
        with self._gate.alone():
            answer = self._asked("POST", "/api/v1/device/token")
            token = NewToken.model_validate(answer.json()).token
            kept = keep(token)
            if kept:
                self.token = token
        return kept

    def counters(self, office: str) -> CounterPlaces:
        return CounterPlaces.model_validate(self._send("GET", f"/api/v1/offices/{office}/counters"))

    def counter(self, office: str, counter: int) -> CounterView:
        return CounterView.model_validate(self._send("GET", f"/api/v1/offices/{office}/counters/{counter}"))

    def step(
        self, office: str, counter: int, step: str, body: Json, *, key: str | None = None
    ) -> Ticket | None:
        """Do one step at a counter, e.g. `step("ttpvhcc", 3, "call-next", {})`."""
        answer = self._send(
            "POST", f"/api/v1/offices/{office}/counters/{counter}/{step}", body, key or new_key()
        )
        return CounterTicket.model_validate(answer).ticket if "ticket" in answer else None

    def _send(self, method: str, path: str, body: Json | None = None, key: str | None = None) -> Any:
        answer = self._answer(method, path, body, key)
        return answer.json() if answer.content else {}

    def _answer(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        key: str | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        with self._gate.passing():
            return self._asked(
                method, path, body, {**(headers or {}), **({"Idempotency-Key": key} if key else {})}
            )

    def _asked(
        self, method: str, path: str, body: Json | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            answer = self._http.request(method, path, json=body, headers={**own, **(headers or {})})
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error
        if answer.is_success:
            return answer
        raise Refused(_problem_of(answer))


def _problem_of(answer: httpx.Response) -> Problem:
    """The problem in an answer; a proxy's error page has none, so one is made of its status."""
    try:
        return Problem.model_validate_json(answer.content)
    except ValueError:
        return Problem(
            type="about:blank",
            title=answer.reason_phrase,
            status=answer.status_code,
            detail="",
            code="no_problem",
        )


def new_key() -> str:
    """A fresh Idempotency-Key."""
    return uuid4().hex
