"""One kiosk at work: its watch on the office, its printer and its presses, joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from kiosk import flow
from kiosk.checking_in import is_away, judge_alone
from kiosk.clock import OfficeClock
from kiosk.flow import Reach
from kiosk.hub import Hub
from kiosk.keeping import KeyKeeper
from kiosk.live import LiveLine, Tick
from kiosk.papers import Papers
from kiosk.pressing import Presses
from kiosk.printing.desk import PrintDesk, Progress, Watchers
from kiosk.printing.port import Printer
from kiosk.reporting import Reporter
from kiosk.settings import Pace, Settings
from kiosk.watching import OfficeWatch
from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import CheckIn, IssueTicket, Json, PrinterState, Ticket, as_rfc3339

ANSWER_S = 3.0
"""How long the server may take for one answer; a press is tried twice."""
UNAUTHORIZED = 401
FORBIDDEN = frozenset({UNAUTHORIZED, 403})


class NoOfficeYet(Exception):
    """The server has not been heard since the kiosk began, so nothing can be pressed."""


@dataclass(frozen=True)
class Given:
    """A ticket and how far its paper is; `new` unless the same press has brought it before; `again` when
    an earlier check-in has."""

    ticket: Ticket
    progress: Progress
    new: bool
    again: bool = False


class Machine:
    """What the page's doors act on. Its threads run while it is entered; nothing runs before."""

    def __init__(
        self,
        settings: Settings,
        printer: Printer,
        *,
        pace: Pace | None = None,
        hub: Hub | None = None,
        shut_out: Callable[[], None] = lambda: None,
    ) -> None:
        """`hub`: whose listeners outlive this machine; `shut_out`: the server knows its token no more."""
        pace = pace or Pace()
        self.settings = settings
        self.hub, self._own_hub, self._shut_out = hub or Hub(), hub is None, shut_out
        self.clock = OfficeClock()
        self._client = Client(settings.server, settings.token, timeout_s=ANSWER_S)
        self._presses = Presses(self._client, settings.office)
        self._desk = PrintDesk(
            printer, Watchers(self._paper_news, self._printer_news), watch_s=pace.watch_s, late_s=pace.late_s
        )
        self._papers = Papers(self._desk, dots=settings.dots)
        self._watch = OfficeWatch(
            self._client, settings.office, clock=self.clock, pace=pace, changed=self._state_news
        )
        self._reporter = Reporter(
            self._client, settings.office, printer=lambda: self._desk.state, heard=self._answered, pace=pace
        )
        self._keys = KeyKeeper(
            self._client,
            settings.office,
            folder=settings.state,
            zone=self._zone,
            pace=pace,
            changed=self._state_news,
        )
        self._live = LiveLine(
            settings,
            token=lambda: self._client.token,
            event=self._watch.wake,
            tick=self._tick,
            lost=self._reporter.wake,
        )
        self._touched_s = monotonic()
        self._refusal: str | None = None

    def __enter__(self) -> Self:
        self._desk.start()
        self._watch.start()
        self._reporter.start()
        self._keys.start()
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own_hub:
            self.hub.close()
        self._live.stop()
        self._keys.stop()
        self._reporter.stop()
        self._watch.stop()
        self._desk.stop()
        self._client.close()

    def state(self) -> Json:
        """Everything the page shows before anybody presses."""
        sight = self._watch.sight
        return {
            "screen": flow.screen(sight),
            "kiosk": self.settings.name,
            "office_code": self.settings.office,
            "office": sight.office.model_dump(mode="json") if sight.office else None,
            "bookings": self._takes_bookings(),
            "paper_notice": flow.paper_notice(self._desk.state),
            "at": as_rfc3339(self.clock.now()),
            "rate": self.clock.rate,
            "refused_as": self._refusal,
        }

    def _takes_bookings(self) -> bool:
        """As the server last said; after a restart without it, as the kept keys tell."""
        office, kept = self._watch.sight.office, self._keys.kept
        return office.bookings if office else kept is not None and bool(kept.keys.keys)

    def has_office(self) -> bool:
        """Whether the server has been heard, so that a press can become a number."""
        return self._watch.sight.office is not None

    def press(self, key: str, wish: IssueTicket) -> Given:
        """Take a number and begin to print it. Raises what `Presses.ticket` raises, and `NoOfficeYet`."""
        self._touched_s = monotonic()
        office = self._watch.sight.office
        if office is None:
            raise NoOfficeYet
        try:
            ticket, new = self._presses.ticket(key, wish)
        except (Refused, Unreachable) as error:
            self._went_wrong(error)
            raise
        return Given(ticket, self._papers.put_out(key, ticket, office, language=wish.language), new)

    def check_in(self, key: str, person: CheckIn) -> Given:
        """Make a booking a ticket; the paper begins to come unless an earlier check-in brought it.

        Raises what `Presses.ticket` raises, `NoOfficeYet`, and `JudgedAlone` when the server is away
        and the kiosk can tell by itself how the booking stands.
        """
        self._touched_s = monotonic()
        office, language = self._watch.sight.office, person.language or "vi"
        try:
            if office is None:
                raise NoOfficeYet
            ticket, new = self._presses.ticket(key, person)
        except (Refused, Unreachable, NoOfficeYet) as error:
            self._not_checked_in(error, person)
            raise
        again = bool(ticket.reprint)
        put = self._papers.keep if again else self._papers.put_out
        return Given(ticket, put(key, ticket, office, language=language), new, again)

    def _not_checked_in(self, error: Refused | Unreachable | NoOfficeYet, person: CheckIn) -> None:
        if not isinstance(error, NoOfficeYet):
            self._went_wrong(error)
            if not is_away(error):
                return
        verdict = judge_alone(person, self._keys.kept, self.clock.now())
        if verdict is not None:
            raise verdict from error

    def reprint(self, key: str) -> Progress:
        """Print a ticket of this kiosk again. Raises what `Papers.again` raises."""
        return self._papers.again(key)

    def has_rested(self, for_s: float) -> bool:
        """Whether the server answers, and nobody has pressed anything for so long."""
        return self._watch.sight.reach is Reach.HEARD and monotonic() - self._touched_s >= for_s

    def renew_token(self, keep: Callable[[str], bool]) -> bool:
        """As `Client.renew_token`; the server ends the live line of the old token, which comes back with the
        new one."""
        kept = self._client.renew_token(keep)
        self._reporter.wake()
        return kept

    def _went_wrong(self, error: Refused | Unreachable) -> None:
        """A refusal usually means that the office has changed since we looked."""
        if isinstance(error, Refused) and error.problem.status in FORBIDDEN:
            self._answered(error)
        self._watch.wake()

    def _answered(self, refused: Refused | None) -> None:
        """The server lets this kiosk in, or says why not; a token that it does not know is of no use."""
        self._refusal = None if refused is None else refused.code
        if refused is None:
            self._watch.allow()
            return
        self._watch.forbid()
        if refused.problem.status == UNAUTHORIZED:
            self._shut_out()

    def _zone(self) -> str | None:
        office = self._watch.sight.office
        return office.time_zone if office else None

    def _tick(self, tick: Tick) -> None:
        self.clock.hear(tick.at)

    def _state_news(self) -> None:
        self.hub.publish("state", self.state())

    def _printer_news(self, _state: PrinterState) -> None:
        self._reporter.wake()
        self._state_news()

    def _paper_news(self, progress: Progress) -> None:
        self._papers.note(progress)
        self.hub.publish("paper", paper_json(progress))


def paper_json(progress: Progress) -> Json:
    """How far a paper is, for the page."""
    return {
        "key": progress.id,
        "stage": progress.stage,
        "printer": progress.printer,
        "reprint": progress.reprint,
    }
