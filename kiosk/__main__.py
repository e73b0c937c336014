"""The `dunghen-kiosk` command."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import click
from waitress.server import create_server

from kiosk import logs
from kiosk.printing.connecting import printer_for
from kiosk.printing.spec import HELP, BadSpec, PrinterSpec, read_spec
from kiosk.settings import DOTS, Settings
from kiosk.station import Station
from kiosk.web import create_kiosk

THREADS = 16
"""More than the hub lets listen, so that a press always finds a free one."""


class PrinterType(click.ParamType[PrinterSpec]):
    """A printer on the command line."""

    name = "spec"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PrinterSpec:
        if isinstance(value, PrinterSpec):
            return value
        try:
            return read_spec(str(value))
        except BadSpec as error:
            self.fail(str(error), param, ctx)


@click.command(
    context_settings={"auto_envvar_prefix": "DUNGHEN_KIOSK", "show_default": True},
    epilog="Example: dunghen-kiosk --server http://192.168.1.10:8000 --office ttpvhcc "
    "--printer network:192.168.1.50:9100 (with the token in DUNGHEN_KIOSK_TOKEN)",
)
@click.option("--server", required=True, show_envvar=True, help="Address of the server.")
@click.option(
    "--token",
    default="",
    show_envvar=True,
    show_default=False,
    help="This kiosk's token; best in the environment. Without one it shows a code to be paired by.",
)
@click.option(
    "--office",
    default="",
    show_envvar=True,
    show_default=False,
    help="Code of the office the kiosk stands in; a paired one may leave it out.",
)
@click.option(
    "--printer",
    type=PrinterType(),
    default="dummy",
    show_envvar=True,
    help=f"How the printer is attached: {HELP}.",
)
@click.option(
    "--paper", type=click.Choice(list(DOTS)), default="80", show_envvar=True, help="Width of the paper in mm."
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    show_envvar=True,
    help="Folder in which the keys of bookings, and the token of a paired kiosk, outlast a restart.",
)
@click.option("--name", default="kiosk", show_envvar=True, help="What staff call this kiosk, for the log.")
@click.option(
    "--host", default="127.0.0.1", show_envvar=True, help="Where the page is served; leave it local."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_envvar=True, help="0: any free port."
)
def main(
    server: str,
    token: str,
    office: str,
    *,
    printer: PrinterSpec,
    paper: str,
    state: Path | None,
    name: str,
    host: str,
    port: int,
) -> None:
    """Run a kiosk: its touch page on this machine's screen, and its printer."""
    if not server.startswith(("http://", "https://")):
        raise click.BadParameter("write it with http:// or https://", param_hint="--server")
    if token and not office:
        raise click.UsageError("--token goes with --office.")
    run(Settings(server, token, office, printer, name=name, host=host, port=port, paper=paper, state=state))


def run(settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    listening = _listening(settings)
    logs.configure()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    station = Station(settings, partial(printer_for, settings.printer))
    web = create_server(create_kiosk(station), sockets=[listening], threads=THREADS, ident=None)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _ender(station))
    click.echo(f"Kiosk: http://{settings.host}:{listening.getsockname()[1]}")
    with station:
        try:
            web.run()
        finally:
            web.close()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"cannot serve at {place}: {error.strerror}") from error


def _ender(station: Station) -> Callable[[int, FrameType | None], None]:
    """Ends what listens first: the web server waits for answers under way, and those never end."""

    def end(_number: int, _frame: FrameType | None) -> None:
        station.hub.close()
        raise KeyboardInterrupt

    return end


if __name__ == "__main__":
    main()
