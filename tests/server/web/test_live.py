"""Live updates over real sockets: the board, then every event, in order and without a gap."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from server.actions.house import devices
from server.contract.client import Client
from server.contract.messages import IssueTicket
from server.domain import board
from server.domain.board import BoardState, Call, Place
from server.ports import SystemClock
from server.setup_file.writing import written
from server.storage.database import Database
from tests.support.offices import office_at_noon
from tests.support.servers import OFFICE, Server

LIVE = "/live"


class Watcher:
    """Somebody at a display: keeps every event and tick it is sent."""

    def __init__(self, server: Server, token: str | None = None) -> None:
        self.server = server
        self.events: list[dict[str, Any]] = []
        self.ticks: list[dict[str, Any]] = []
        self.seen: list[tuple[int, int]] = []
        self.refusals: list[Any] = []
        self.heard = threading.Condition()
        self.client = socketio.Client(reconnection=False)
        self.client.on("event", self._hear, namespace=LIVE)
        self.client.on("tick", self._tick, namespace=LIVE)
        self.client.on("connect_error", self.refusals.append, namespace=LIVE)
        self.connect({"token": token} if token else None)

    def connect(self, auth: Any) -> None:
        """Raises `NotConnected` with what the server gave as its reason."""
        try:
            self._connect(auth)
        except NotConnected as error:
            raise NotConnected(str(self.refusals)) from error

    def _connect(self, auth: Any) -> None:
        self.client.connect(
            self.server.url, namespaces=[LIVE], auth=auth, transports=["websocket"], wait_timeout=10
        )

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()

    def _hear(self, event: dict[str, Any]) -> None:
        with self.heard:
            self.events.append(event)
            self.heard.notify_all()

    def _tick(self, tick: dict[str, Any]) -> None:
        with self.heard:
            self.ticks.append(tick)
            self.heard.notify_all()

    def watch(self, **wish: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.call(
            "watch", {"office": OFFICE, **wish}, namespace=LIVE, timeout=10
        )
        return answer

    def until(self, condition: Callable[[], bool], *, within_s: float = 10) -> None:
        with self.heard:
            assert self.heard.wait_for(condition, timeout=within_s), "did not happen in time"

    def until_seq(self, seq: int) -> None:
        self.until(lambda: bool(self.events) and self.events[-1]["seq"] >= seq)


@pytest.fixture
def kiosk(shared_server: Server) -> Iterator[Client]:
    with shared_server.client("kiosk") as client:
        yield client


def press(kiosk: Client, service: str = "land") -> None:
    kiosk.issue_ticket(OFFICE, IssueTicket(service=service))


def test_who_watches_gets_the_board_with_its_seq(shared_server: Server, kiosk: Client) -> None:
    press(kiosk)
    with Watcher(shared_server) as watcher:
        answer = watcher.watch()
    assert answer["seq"] == answer["board"]["seq"]
    assert {**answer["board"], "at": ""} == {**kiosk.board(OFFICE).model_dump(mode="json"), "at": ""}


def test_who_comes_back_gets_what_was_missed(shared_server: Server, kiosk: Client) -> None:
    with Watcher(shared_server) as watcher:
        before = watcher.watch()["seq"]
    for _ in range(3):
        press(kiosk)
    with Watcher(shared_server) as watcher:
        answer = watcher.watch(since=before)
        assert [event["seq"] for event in answer["events"]] == [before + 1, before + 2, before + 3]
        assert answer["seq"] == before + 3
        assert "board" not in answer
        again = watcher.watch(since=answer["seq"])
        assert (again["events"], again["seq"]) == ([], before + 3)


@pytest.mark.parametrize("since", [10**9, -(10**9), 10**40, "5", 1.5, True, None, [1]])
def test_a_since_that_makes_no_sense_gets_the_board(shared_server: Server, since: Any) -> None:
    with Watcher(shared_server) as watcher:
        assert "board" in watcher.watch(since=since)


@pytest.mark.parametrize("wish", [None, 5, "ttpvhcc", [], {}, {"office": 5}, {"office": None}])
def test_a_wish_that_is_none_is_answered(shared_server: Server, wish: Any) -> None:
    with Watcher(shared_server) as watcher:
        assert watcher.client.call("watch", wish, namespace=LIVE) == {"error": "invalid"}


@pytest.mark.parametrize("office", ["nowhere", "", "\x00", "x" * 5_000, "'; --"])
def test_an_office_that_nobody_knows_is_answered(shared_server: Server, office: str) -> None:
    with Watcher(shared_server) as watcher:
        assert watcher.client.call("watch", {"office": office}, namespace=LIVE) == {"error": "unknown_office"}


def test_what_nobody_understands_harms_nobody(shared_server: Server, kiosk: Client) -> None:
    with Watcher(shared_server) as watcher:
        watcher.watch()
        for name in ("event", "tick", "emit", "DROP TABLE"):
            watcher.client.emit(name, {"seq": 1}, namespace=LIVE)
        press(kiosk)
        watcher.until(lambda: len(watcher.events) == 1)


def test_events_come_in_order_and_without_a_gap_with_many_writers(shared_server: Server) -> None:
    with Watcher(shared_server) as one, Watcher(shared_server) as other:
        start = one.watch()["seq"]
        other.watch()
        writers = [threading.Thread(target=busy, args=(shared_server, n)) for n in (3, 4, 5, 6)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        with Client(shared_server.url) as anyone:
            last = anyone.board(OFFICE).seq
        for watcher in (one, other):
            watcher.until_seq(last)
            assert [event["seq"] for event in watcher.events] == list(range(start + 1, last + 1))
        assert one.events == other.events


def busy(server: Server, counter: int) -> None:
    """A kiosk and a counter at work."""
    with server.client("kiosk") as kiosk, server.client("counter", counter=counter) as clerk:
        clerk.step(OFFICE, counter, "open", {})
        for n in range(5):
            press(kiosk, clerk.counter(OFFICE, counter).services[0])
            called = clerk.step(OFFICE, counter, "call-next", {})
            if called is not None:
                step = ("finish", "no-show", "put-back")[n % 3]
                clerk.step(OFFICE, counter, step, {"version": called.version, "ticket": called.id})


def test_the_board_is_the_fold_of_what_was_received(shared_server: Server, kiosk: Client) -> None:
    with Watcher(shared_server) as watcher:
        snapshot = watcher.watch()["board"]
        busy(shared_server, 7)
        press(kiosk)
        now = kiosk.board(OFFICE).model_dump(mode="json")
        watcher.until_seq(now["seq"])
        folded = board.fold(watcher.events, state_of(snapshot))
    assert folded == state_of(now)


def state_of(told: dict[str, Any]) -> BoardState:
    """A board of the contract as the rule knows it."""
    return BoardState(
        calls=tuple(Call(**call) for call in told["calls"]),
        waiting=tuple(Place(**place) for place in told["waiting"]),
        counters={int(number): state for number, state in told["counters"].items()},
    )


def test_an_event_is_told_only_when_it_is_true(shared_server: Server, kiosk: Client) -> None:
    """Whoever hears of something and asks finds it there already."""
    with Watcher(shared_server) as watcher, Client(shared_server.url) as anyone:
        watcher.watch()
        for count in range(1, 6):
            press(kiosk)
            watcher.until(lambda: len(watcher.events) == count)  # noqa: B023 - waited for at once
            assert anyone.board(OFFICE).seq >= watcher.events[-1]["seq"]


def test_no_event_tells_a_due_a_link_or_a_category(shared_server: Server, kiosk: Client) -> None:
    with Watcher(shared_server) as watcher:
        watcher.watch()
        ticket = kiosk.issue_ticket(OFFICE, IssueTicket(service="land", category="elderly"))
        watcher.until(lambda: len(watcher.events) == 1)
        told = str(watcher.events)
    assert set(watcher.events[0]) == {"seq", "kind", "at", "ticket", "number", "service", "before"}
    assert ticket.token
    assert ticket.token not in told
    assert "elderly" not in told


def test_what_the_command_line_wrote_is_seen(shared_server: Server, tmp_path: Path) -> None:
    changed = tmp_path / "office.toml"
    hotline = office_at_noon().office.model_copy(update={"hotline": "1900"})
    changed.write_text(written(office_at_noon().model_copy(update={"office": hotline})), "utf-8")
    command = [sys.executable, "-m", "server", "office", "import", str(changed), "--yes"]
    with Watcher(shared_server) as watcher:
        watcher.watch()
        subprocess.run(
            [*command, "--database", shared_server.database],
            check=True,
            capture_output=True,
            cwd=Path(__file__).resolve().parents[3],
        )
        watcher.until(lambda: [event["kind"] for event in watcher.events] == ["office_changed"])


def test_a_tick_comes_every_five_seconds_with_the_time_and_the_seq(shared_server: Server) -> None:
    with Watcher(shared_server) as watcher:
        seq = watcher.watch()["seq"]
        watcher.until(lambda: len(watcher.ticks) >= 1)
        first = time.monotonic()
        watcher.until(lambda: len(watcher.ticks) >= 2)
        assert 3.5 < time.monotonic() - first < 9
    assert {(tick["seq"], tick["rate"]) for tick in watcher.ticks} == {(seq, 1.0)}
    assert all(tick["at"].endswith("Z") for tick in watcher.ticks)


def test_a_wrong_token_is_refused_though_none_is_needed(shared_server: Server) -> None:
    for token in ("wrong", "x" * 5_000, "é"):
        with pytest.raises(NotConnected, match="wrong_token"):
            Watcher(shared_server, token)
    with Watcher(shared_server, shared_server.token("kiosk")) as watcher:
        assert "board" in watcher.watch()


def test_another_namespace_is_refused(shared_server: Server) -> None:
    client = socketio.Client(reconnection=False)
    with pytest.raises(NotConnected):
        client.connect(shared_server.url, namespaces=["/admin"], transports=["websocket"])
    client.disconnect()


def test_a_revoked_token_ends_within_five_seconds_on_every_line(shared_server: Server) -> None:
    token = shared_server.token("kiosk", name="stolen")
    with Watcher(shared_server, token) as watcher, Client(shared_server.url, token) as thief:
        watcher.watch()
        press(thief)
        database = Database(shared_server.database, SystemClock())
        database.write(lambda tx: devices.revoke_token(tx, OFFICE, "stolen"))
        database.close()
        deadline = time.monotonic() + 5
        while LIVE in watcher.client.namespaces and time.monotonic() < deadline:
            time.sleep(0.05)
        assert LIVE not in watcher.client.namespaces
        with pytest.raises(Exception, match="wrong_token"):
            press(thief)


def test_beyond_its_connections_the_server_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNGHEN_MOST_LIVE", "2")
    with Server(tmp_path) as server:
        with Watcher(server) as one, Watcher(server) as other:
            assert "board" in one.watch()
            with pytest.raises(NotConnected, match="too_many_connections"):
                Watcher(server)
            assert "board" in other.watch()
            assert httpx.get(f"{server.url}/api/v1/offices/{OFFICE}/board").status_code == 200
        with admitted(server, within_s=5) as late:
            assert "board" in late.watch()


def admitted(server: Server, *, within_s: float) -> Watcher:
    """A watcher, as soon as the server has heard that others left."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            return Watcher(server)
        except NotConnected:
            assert time.monotonic() < deadline, "nobody has left"
