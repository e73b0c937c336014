"""`dunghen serve`: the server of an office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from server.actions.house import first_run
from server.app import create_app
from server.commands.common import DATABASE, settings_of
from server.demo import public_password, rating_forms
from server.demo.office import demo_office
from server.logs import configure
from server.ports import Clock, SystemClock
from server.settings import SettingNeeded, Settings
from server.storage import migrating
from server.storage.database import Database, make_engine
from server.storage.person_keys import KeyFolder


@click.command()
@DATABASE
@click.option("--host", help="Address to listen on; 0.0.0.0 for the whole LAN.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--public-url", help="Address that phones reach; makes links to follow a ticket.")
@click.option("--workers", type=int, help="Serving processes; more than one needs PostgreSQL.")
@click.option("--server", type=click.Choice(["gunicorn", "werkzeug"]), help="What serves HTTP.")
@click.option("--demo-office", is_flag=True, help="Load the demo office into an empty database.")
def serve(demo_office: bool, **given: Any) -> None:
    """Serve an office: API, pages and live updates.

    Example: dunghen serve --port 8000 --database sqlite:///office.db
    """
    settings = settings_of(**given)
    must_have_keys(settings, SystemClock())
    prepare(settings, SystemClock(), with_demo_office=demo_office)
    offer_first_run(settings, SystemClock())
    run(settings, SystemClock())


def must_have_keys(settings: Settings, clock: Clock) -> None:
    """Before anything is changed, and in one process. Raises `SettingNeeded`, also for a folder of keys that
    cannot be used: a service may write to few places."""
    settings.signing_key()
    folder = settings.person_keys_folder()
    try:
        KeyFolder(folder).since(clock.now())
    except OSError as error:
        raise SettingNeeded(f"The folder of DUNGHEN_PERSON_KEYS cannot be used: {error}") from error


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
        database.write(lambda tx: public_password.furnish(tx, demo_office()))
        database.write(rating_forms.bring_forms)
    database.close()


def offer_first_run(settings: Settings, clock: Clock) -> None:
    """Without any account, print the code with which the first administrator is made; once, before there are
    several processes. Every start makes a new one."""
    database = Database(settings.database, clock)
    code = database.write(lambda tx: first_run.new_code(tx) if first_run.is_needed(tx) else None)
    database.close()
    if code is not None:
        shown = settings.public_url or f"http://{_reachable(settings.host)}:{settings.port}"
        click.echo(_FIRST_RUN.format(address=f"{shown.rstrip('/')}/set-up", code=code))


_FIRST_RUN = """
Máy chủ chưa có tài khoản nào. Mở {address} và nhập mã: {code}
This server has no account yet. Open {address} and type the code: {code}
"""


def _reachable(host: str) -> str:
    """The address of this machine to itself, where it listens to all."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104  # nosec B104  # only compared


def run(settings: Settings, clock: Clock, *, ready: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. SQLite has one writing process, and so one worker."""
    configure(settings.log_level)
    if settings.server == "werkzeug":
        _run_werkzeug(settings, clock, ready)
    else:
        # gunicorn cannot even be imported on Windows
        from server.commands.gunicorn_server import GunicornServer

        GunicornServer(settings, clock, ready).run()


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
