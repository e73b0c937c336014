"""gunicorn as the server: one threaded worker on SQLite, several on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from server.app import Application, create_app
from server.ports import Clock
from server.settings import Settings


class GunicornServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with threaded workers, configured from our settings."""

    def __init__(self, settings: Settings, clock: Clock, ready: Callable[[], None] | None) -> None:
        self._settings = settings
        self._clock = clock
        self._ready = ready
        self._application: Application | None = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def _options(self) -> dict[str, Any]:
        return {
            "bind": [f"{self._settings.host}:{self._settings.port}"],
            "worker_class": "gthread",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_connections": self._settings.threads + 200,
            "graceful_timeout": 3,
            "timeout": 120,
            "keepalive": 75,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda server: self._ready() if self._ready else None,
            "worker_exit": lambda server, worker: self._stop(),
        }

    def load(self) -> Any:
        """Called in the worker: threads started before the fork would not exist there."""
        self._application = create_app(self._settings, self._clock)
        self._application.start()
        return self._application.flask

    def _stop(self) -> None:
        if self._application is not None:
            self._application.stop()
