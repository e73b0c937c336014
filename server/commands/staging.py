"""A demo office's processes: where they listen, how they start together, and how they end."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import click

from server.commands.serving_demo import ClockFace, Wish
from server.contract.setup_file import SetUp
from server.demo import texts
from server.demo.house import House, NotStarted, Room, lan_address, port_is_free
from server.demo.premises import InUse, Premises
from server.settings import Settings

LOOPBACK = "127.0.0.1"

Tokens = tuple[str, dict[int, str]]
"""The kiosk's, and those of the simulated clerks by counter."""


@dataclass(frozen=True)
class Staged:
    """Where a demo takes place, as the options say."""

    premises: Premises
    addresses: texts.Addresses
    setup: SetUp
    face: ClockFace
    fresh: bool
    people: bool = False
    kiosk: bool = True

    def server_room(self) -> Room:
        """The server's process."""
        settings = Settings.read(
            database=self.premises.url,
            host=self.addresses.host,
            port=self.addresses.port,
            public_url=self.addresses.public_url,
            log_level="warning",
        )
        return Room(
            "server",
            [sys.executable, "-m", "server.commands.serving_demo"],
            answers_at=f"{self.addresses.server}/health/ready",
            log=self.premises.folder / "server.log",
            said=Wish(settings=settings, face=self.face).model_dump_json(),
        )

    def kiosk_room(self, token: str) -> Room:
        """The kiosk's process; its printer writes pictures."""
        options = {
            "--server": self.addresses.server,
            "--office": self.setup.office.code,
            "--printer": f"pictures:{self.premises.tickets}",
            "--port": str(self.addresses.kiosk_port),
        }
        return Room(
            "kiosk",
            [sys.executable, "-m", "kiosk", *(word for option in options.items() for word in option)],
            answers_at=f"{self.addresses.kiosk}/health/ready",
            log=self.premises.folder / "kiosk.log",
            env={"DUNGHEN_KIOSK_TOKEN": token},
        )


def addresses(port: int, kiosk_port: int, *, lan: bool) -> texts.Addresses:
    """Where server and kiosk listen; the kiosk's page stays on this machine. Says so when they cannot."""
    host = "0.0.0.0" if lan else LOOPBACK  # noqa: S104  # nosec B104  # the user asked for the network
    if port == kiosk_port:
        raise click.UsageError("--port and --kiosk-port cannot be the same.")
    for where, number, option in ((host, port, "--port"), (LOOPBACK, kiosk_port, "--kiosk-port")):
        if not port_is_free(where, number):
            raise click.ClickException(texts.port_busy(number, option))
    name = lan_address() if lan else LOOPBACK
    if name is None:
        raise click.ClickException(texts.NO_NETWORK)
    return texts.Addresses(host, port, kiosk_port, f"http://{name}:{port}")


@contextmanager
def opened(staged: Staged) -> Iterator[tuple[House, threading.Event, Tokens]]:
    """The office with its processes running, until it is left; the event is set by Ctrl-C and SIGTERM."""
    with ExitStack() as stack:
        stop = stack.enter_context(_told_to_stop())
        try:
            stack.enter_context(staged.premises.alone())
            tokens = _prepared(staged)
            rooms = [staged.server_room(), *([staged.kiosk_room(tokens[0])] if staged.kiosk else [])]
            house = stack.enter_context(House(rooms))
            _start(house, staged, stop)
            yield house, stop, tokens
        except NotStarted as error:
            raise click.ClickException(str(error)) from error
        except InUse as error:
            raise click.ClickException(texts.folder_in_use(str(error))) from error


def _prepared(staged: Staged) -> Tokens:
    clock = staged.face.clock()
    if staged.fresh:
        staged.premises.clear()
    staged.premises.prepare(staged.setup, clock)
    return staged.premises.renewed_tokens(staged.setup, clock, clerks=staged.people)


def _start(house: House, staged: Staged, stop: threading.Event) -> None:
    """Start the rooms and welcome whoever looks, unless told to stop meanwhile."""
    for _ in house.start():
        if stop.is_set():
            return
    if staged.kiosk:
        click.echo(texts.welcome(staged.addresses, staged.setup.office.code, staged.premises.tickets))


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Ctrl-C, SIGTERM and a closed terminal set the event, from now on."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
