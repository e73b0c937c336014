"""The outbox worker: takes what is due out of the house, one thread for every channel.

A message is claimed in one short transaction, sent outside of any, and marked in another. A process
that dies between sending and marking leaves one message per channel that goes out again, under the same id.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from server.actions.outgoing import messaging
from server.domain.outgoing import Outlet, next_try
from server.outward.channels import Channel, Down, Letter, NotSent, Refused
from server.outward.composing import Style, letter
from server.outward.facts import Pointless, facts_of
from server.outward.staff_letters import Attach, staff_letter_of
from server.storage import outboxes
from server.storage.database import Database, Unavailable
from server.storage.happenings import Transaction
from server.storage.outboxes import OutboxRow

log = structlog.get_logger()

EVERY_S = 2.0
"""How often each channel looks for what is due, and the line for turns that are near."""
REST_S = 30.0
"""How long a channel that is down is left alone."""
_STOP_S = 2.0


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A message that is ours to send, ready, and from when on it is no longer worth it."""

    message: OutboxRow
    letter: Letter
    pointless_from: datetime
    report: tuple[str, Mapping[str, Any]] | None = None
    """The office and the report whose files go along, made when the letter goes out."""


class Worker:
    """Runs in every serving process; however many there are, each message is sent by one at a time."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[Outlet, Channel],
        style: Style,
        *,
        every_s: float = EVERY_S,
        rest_s: float = REST_S,
        attach: Attach | None = None,
    ) -> None:
        """`attach` makes the files of reports; without it nobody may put letters with reports in."""
        self._database = database
        self._channels = channels
        self._style = style
        self._every_s = every_s
        self._rest_s = rest_s
        self._attach = attach
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to send; without a channel there is nothing to do."""
        rounds: dict[str, Callable[[], float]] = {
            f"send-{outlet}": partial(self.send_due, outlet) for outlet in self._channels
        }
        if rounds:
            rounds["near"] = self.look_for_near_turns
        for name, act in rounds.items():
            thread = threading.Thread(target=self._go_round, args=(name, act), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Begin nothing more; who waits for a server outside is not waited for."""
        self._stopped.set()
        until = time.monotonic() + _STOP_S
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _go_round(self, name: str, act: Callable[[], float]) -> None:
        pause = 0.0
        while not self._stopped.wait(pause):
            try:
                pause = act()
            except Unavailable as error:
                log.warning("outbox_put_off", round=name, reason=str(error))
                pause = self._rest_s
            except Exception:  # the outermost edge of a thread that must outlive any one message
                log.exception("outbox_round_failed", round=name)
                pause = self._rest_s

    def look_for_near_turns(self) -> float:
        """Let those be told whose turn is near; the seconds until the next look."""
        with self._database.read() as tx:
            offices = messaging.offices_to_look_at(tx)
            codes = [office.code for office in offices if messaging.turns_near(tx, office)]
        for code in codes:
            self._tell_near(code)
        return self._every_s

    def _tell_near(self, code: str) -> None:
        told = self._database.write(lambda tx: messaging.near(tx, tx.office(code)))
        log.info("turns_near", office=code, told=told)

    def send_due(self, outlet: Outlet) -> float:
        """Send what is due on a channel until there is no more or it is down; seconds until the next look."""
        while not self._stopped.is_set():
            with self._database.read() as tx:
                if not outboxes.anything_due(tx, outlet):
                    break
            claimed = self._database.write(lambda tx: self._claim(tx, outlet))
            if claimed is not None and not self._send(outlet, claimed):
                return self._rest_s
        return self._every_s

    def _claim(self, tx: Transaction, outlet: Outlet) -> _Claimed | None:
        """Claim one message and write its text; None when there was none, or none worth sending."""
        message = outboxes.claim(tx, outlet)
        if message is None:
            return None
        try:
            return self._written(tx, outlet, message)
        except Pointless as pointless:
            outboxes.give_up(tx, message, pointless.code)
            return None

    def _written(self, tx: Transaction, outlet: Outlet, message: OutboxRow) -> _Claimed:
        if message.staff_letter_id is None:
            facts = facts_of(tx, message)
            return _Claimed(message, letter(facts, outlet, self._style), facts.pointless_from)
        told = staff_letter_of(tx, message)
        report = None if told.report is None else (told.office, told.report)
        return _Claimed(message, told.letter, told.pointless_from, report)

    def _send(self, outlet: Outlet, claimed: _Claimed) -> bool:
        """Send one letter and mark what came of it; False when the channel is down."""
        message = claimed.message
        about = {"message": message.message_id, "channel": outlet.value, "kind": message.kind}
        try:
            self._channels[outlet].send(self._whole(claimed))
        except NotSent as not_sent:
            error = not_sent
            log.warning("message_not_sent", **about, tries=message.tries, error=error.code)
            self._mark(lambda tx: _put_off(tx, claimed, error))
            return not isinstance(error, Down)
        log.info("message_sent", **about, tries=message.tries)
        self._mark(lambda tx: outboxes.mark_sent(tx, message))
        return True

    def _whole(self, claimed: _Claimed) -> Letter:
        """The letter with the files that go along; raises `Refused` or `Busy` when they cannot be made."""
        if claimed.report is None:
            return claimed.letter
        if self._attach is None:
            raise Refused("no_reports")
        office, report = claimed.report
        return replace(claimed.letter, attachments=self._attach(office, report))

    def _mark(self, act: Callable[[Transaction], None]) -> None:
        """What has gone out is marked as soon as the database takes it, lest it goes out twice."""
        while True:
            try:
                return self._database.write(act)
            except Unavailable as error:
                log.warning("message_not_marked", reason=str(error))
                if self._stopped.wait(self._every_s):
                    return None


def _put_off(tx: Transaction, claimed: _Claimed, error: NotSent) -> None:
    """To the next try, if that would not be too late."""
    again = next_try(tx.now, claimed.message.tries)
    if isinstance(error, Refused) or again >= claimed.pointless_from:
        outboxes.give_up(tx, claimed.message, error.code)
    else:
        outboxes.put_off(tx, claimed.message, error.code, until=again)
