"""Hears live events of the office over Socket.IO, so that the kiosk looks again the moment one happens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

import socketio
from pydantic import ValidationError

from kiosk.settings import Settings
from server.contract.messages import Answer, Instant, Json

NAMESPACE = "/live"
CONNECT_S = 3
AGAIN_S = 2.0

log = logging.getLogger(__name__)


class Tick(Answer):
    """The server's heartbeat."""

    seq: int
    at: Instant


class LiveLine:
    """A connection that comes back by itself; what was missed meanwhile is learned by looking anew."""

    def __init__(
        self,
        settings: Settings,
        *,
        token: Callable[[], str | None],
        event: Callable[[], None],
        tick: Callable[[Tick], None],
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings, self._token = settings, token
        self._event, self._tick, self._told_lost = event, tick, lost
        self._ending = Event()
        self._lost = Event()
        self._socket = self._made()
        self._thread = Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, within_s: float = 3.0) -> None:
        """Hang up."""
        self._ending.set()
        self._lost.set()
        if self._thread.is_alive():
            self._thread.join(within_s)

    def _made(self) -> socketio.Client:
        socket = socketio.Client(reconnection=False, handle_sigint=False, request_timeout=CONNECT_S)
        socket.on("event", self._on_event, namespace=NAMESPACE)
        socket.on("tick", self._on_tick, namespace=NAMESPACE)
        socket.on("disconnect", self._on_lost, namespace=NAMESPACE)
        return socket

    def _run(self) -> None:
        while not self._ending.is_set():
            self._lost.clear()
            if self._connected():
                self._event()
                self._lost.wait()
                self._socket.disconnect()
            self._ending.wait(AGAIN_S)

    def _connected(self) -> bool:
        try:
            self._socket.connect(
                self._settings.server,
                auth={"token": self._token()},
                transports=["websocket"],
                namespaces=[NAMESPACE],
                wait_timeout=CONNECT_S,
            )
            self._socket.emit("watch", {"office": self._settings.office}, namespace=NAMESPACE)
        except socketio.exceptions.SocketIOError as error:
            log.debug("live_away reason=%s", str(error))
            return False
        return True

    def _on_event(self, _event: Json) -> None:
        self._event()

    def _on_tick(self, tick: Json) -> None:
        try:
            self._tick(Tick.model_validate(tick))
        except ValidationError:
            log.warning("tick_not_understood")

    def _on_lost(self, *_reason: object) -> None:
        self._lost.set()
        self._event()
        self._told_lost()  # perhaps the server has hung up because the token was revoked
