"""The whole kiosk: a machine at work while it has a token, and a code on its screen while it has none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread
from types import TracebackType
from typing import Self

from kiosk.clock import OfficeClock
from kiosk.hub import Hub
from kiosk.machine import ANSWER_S, Given, Machine, NoOfficeYet
from kiosk.own_token import OwnToken, TokenFile, default_folder
from kiosk.pairing import Pairer, Sight
from kiosk.printing.desk import Progress
from kiosk.printing.port import Printer
from kiosk.renewing import Renewer
from kiosk.settings import Pace, Settings
from server.contract.client import Client
from server.contract.messages import CheckIn, IssueTicket, Json, as_rfc3339

log = logging.getLogger(__name__)


class Station:
    """What the page's doors act on. Its thread runs while it is entered.

    A token in the settings is used as it is. Without one the kiosk pairs, keeps what it got in a file, and
    renews it now and then; when the server revokes that, the kiosk says so and pairs again.
    """

    def __init__(
        self, settings: Settings, printer: Callable[[], Printer], *, pace: Pace | None = None
    ) -> None:
        self.settings = settings
        self.hub = Hub()
        self._printer, self._pace = printer, pace or Pace()
        self._file = TokenFile(settings.state or default_folder())
        self._machine: Machine | None = None
        self._renewer = Renewer(self._file, self._pace)
        self._sight = Sight()
        self._ending, self._shut_out = Event(), Event()
        self._thread = Thread(target=self._run, name="station", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._shut_out.set()
        self.hub.close()
        self._thread.join(15.0)

    # --- what the page asks ------------------------------------------------------------------------

    def state(self) -> Json:
        """Everything the page shows before anybody presses."""
        machine = self._machine
        return self._unpaired() if machine is None else machine.state()

    def has_office(self) -> bool:
        """Whether the server has been heard, so that a press can become a number."""
        machine = self._machine
        return machine is not None and machine.has_office()

    def press(self, key: str, wish: IssueTicket) -> Given:
        """As `Machine.press`; raises `NoOfficeYet` while there is no token."""
        return self._at_work().press(key, wish)

    def check_in(self, key: str, person: CheckIn) -> Given:
        """As `Machine.check_in`; raises `NoOfficeYet` while there is no token."""
        return self._at_work().check_in(key, person)

    def reprint(self, key: str) -> Progress:
        """As `Machine.reprint`; raises `NoOfficeYet` while there is no token."""
        return self._at_work().reprint(key)

    def _at_work(self) -> Machine:
        machine = self._machine
        if machine is None:
            raise NoOfficeYet
        return machine

    def _unpaired(self) -> Json:
        clock = OfficeClock()
        return {
            "screen": "pairing",
            "kiosk": self.settings.name,
            "office_code": self.settings.office,
            "office": None,
            "bookings": False,
            "paper_notice": None,
            "at": as_rfc3339(clock.now()),
            "rate": clock.rate,
            "pairing": self._sight.told(),
        }

    # --- its one thread ----------------------------------------------------------------------------

    def _run(self) -> None:
        reason = "new"
        while not self._ending.is_set():
            if self.settings.token:
                self._work(self.settings)
                return
            own = self._file.read() or self._pair(reason)
            if own is not None:
                self._work(replace(self.settings, token=own.token, office=self.settings.office or own.office))
                if not self._ending.is_set():
                    log.warning("token_revoked")
                    self._file.forget()
                    reason = "revoked"

    def _pair(self, reason: str) -> OwnToken | None:
        with Client(self.settings.server, timeout_s=ANSWER_S) as client:
            pairer = Pairer(
                client,
                office=self.settings.office or None,
                reason=reason,
                pace=self._pace,
                wait=self._ending.wait,
                changed=self._see,
            )
            told = pairer.paired()
        if told is None or told.token is None or told.device is None:
            return None
        log.info("paired name=%s office=%s", told.device.name, told.device.office)
        return self._file.keep(told.token, told.device.office)

    def _see(self, sight: Sight) -> None:
        self._sight = sight
        self.hub.publish("state", self.state())

    def _work(self, settings: Settings) -> None:
        """A machine at work until the kiosk ends, or the server lets its own token in no more."""
        self._shut_out.clear()
        if self._ending.is_set():
            return
        machine = Machine(settings, self._printer(), pace=self._pace, hub=self.hub, shut_out=self._refused)
        with machine:
            self._machine = machine
            self.hub.publish("state", machine.state())
            pause_s = None if self.settings.token else self._pace.renew_look_s
            while not self._shut_out.wait(pause_s):
                pause_s = self._renewer.look(machine)
            self._machine = None

    def _refused(self) -> None:
        """A token of the operator's own is theirs to replace: the screen says that it is refused."""
        if not self.settings.token:
            self._sight = Sight("revoked")
            self._shut_out.set()
