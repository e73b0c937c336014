"""`dunghen serve`: the server of an office."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
import structlog
from gunicorn.app.base import BaseApplication

from server.actions import setting_up
from server.app import Application, create_app
from server.commands.common import DATABASE, settings_of
from server.demo.office import demo_office
from server.logs import configure
from server.ports import Clock, SystemClock
from server.settings import Settings
from server.storage import migrating
from server.storage.database import Database, UnsafeDatabase, make_engine

log = structlog.get_logger()


@click.command()
@DATABASE
@click.option("--host", help="Address to listen on; 0.0.0.0 for the whole LAN.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--public-url", help="Address that phones reach; makes links to follow a ticket.")
@click.option("--server", type=click.Choice(["gunicorn", "werkzeug"]), help="What serves HTTP.")
@click.option("--demo-office", is_flag=True, help="Load the demo office into an empty database.")
def serve(demo_office: bool, **given: Any) -> None:
    """Serve an office: API, pages and live updates.

    Example: dunghen serve --port 8000 --database sqlite:///office.db
    """
    settings = settings_of(**given)
    prepare(settings, SystemClock(), with_demo_office=demo_office)
    run(settings, SystemClock())


def prepare(settings: Settings, clock: Clock, *, with_demo_office: bool) -> None:
    """Bring the database to this version's schema; with an empty one, load the demo office if asked."""
    engine = make_engine(settings.database)
    migrating.migrate(engine)
    engine.dispose()
    if with_demo_office:
        load_demo_office(settings, clock)


def load_demo_office(settings: Settings, clock: Clock) -> None:
    """The demo office, unless there is any office already."""
    database = Database(settings.database, clock)
    with database.read() as tx:
        empty = not tx.offices.all(tx.connection)
    if empty:
        database.write(lambda tx: setting_up.apply(tx, demo_office()))
    database.close()


def run(settings: Settings, clock: Clock, *, ready: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. SQLite has one writing process, and so one worker."""
    configure(settings.log_level)
    if settings.server == "werkzeug":
        _run_werkzeug(settings, clock, ready)
    else:
        _Gunicorn(settings, clock, ready).run()


def _run_werkzeug(settings: Settings, clock: Clock, ready: Callable[[], None] | None) -> None:
    application = create_app(settings, clock)
    application.start()
    if ready:
        ready()
    try:
        application.socketio.run(
            application.flask, settings.host, settings.port, allow_unsafe_werkzeug=True, use_reloader=False
        )
    finally:
        application.stop()


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with one threaded worker, configured from our settings."""

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
            "workers": 1,
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
        try:
            self._application = create_app(self._settings, self._clock)
        except UnsafeDatabase as error:
            log.error("unsafe_database", reason=str(error))
            sys.exit(1)
        self._application.start()
        return self._application.flask

    def _stop(self) -> None:
        if self._application is not None:
            self._application.stop()
