"""Prints tickets one after the other in a thread of its own and watches the printer in between.

A number never waits for paper: whoever hands a ticket in goes on at once and hears later whether it
came out. What takes longer than people stand and wait is told as late while it is still being tried.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import RLock, Thread, Timer

from kiosk.printing.port import PRINTS, Paper, Printer
from server.contract.messages import PrinterState

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a ticket has got."""

    PRINTING = "printing"
    LATE = "late"
    PRINTED = "printed"
    FAILED = "failed"
    NOT_ASKED = "not_asked"  # it was printed for an earlier scan


@dataclass(frozen=True)
class Job:
    """A ticket on its way to paper; `draw` makes the picture in the print thread."""

    id: str
    draw: Callable[[], Paper]
    reprint: bool = False


@dataclass(frozen=True)
class Progress:
    """Where a job stands, and how the printer was."""

    id: str
    stage: Stage
    printer: PrinterState
    reprint: bool


@dataclass(frozen=True)
class Watchers:
    """Whom the desk tells; both are called from its threads, under its lock, and must not wait."""

    progress: Callable[[Progress], None]
    printer: Callable[[PrinterState], None]


class PrintDesk:
    """One printer and its line of jobs."""

    def __init__(self, printer: Printer, watchers: Watchers, *, watch_s: float, late_s: float) -> None:
        self._printer = printer
        self._watchers = watchers
        self._watch_s, self._late_s = watch_s, late_s
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._lock = RLock()
        self._open: dict[str, Progress] = {}
        self._state = PrinterState.OFFLINE
        self._thread = Thread(target=self._run, name="printing", daemon=True)

    @property
    def state(self) -> PrinterState:
        """The printer as it was last seen; offline until it has been seen."""
        return self._state

    def start(self) -> None:
        """Looks at the printer before anything else, so that no false alarm is given."""
        self._see(self._asked())
        self._thread.start()

    def stop(self, within_s: float = 3.0) -> None:
        """Finish the job at hand and let go of the printer."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(within_s)

    def hand_in(self, job: Job) -> Progress:
        """Take a job; never waits."""
        with self._lock:
            progress = Progress(job.id, Stage.PRINTING, self._state, job.reprint)
            self._open[job.id] = progress
            self._watchers.progress(progress)
        timer = Timer(self._late_s, self._late, [job.id])
        timer.daemon = True
        timer.start()
        self._jobs.put(job)
        return progress

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._watch_s)
            except queue.Empty:
                self._see(self._asked())
                continue
            if job is None:
                break
            self._do(job)
        self._printer.close()

    def _asked(self) -> PrinterState:
        try:
            return self._printer.ask()
        except Exception:  # the thread's outermost edge: a driver's bug must not end all printing
            log.exception("printer_ask_crashed")
            return PrinterState.ERROR

    def _do(self, job: Job) -> None:
        try:
            state = self._printer.put_out(job.draw())
        except Exception:  # the thread's outermost edge, as above
            log.exception("print_crashed job=%s", job.id)
            state = PrinterState.ERROR
        self._see(state)
        self._settle(job.id, Stage.PRINTED if state in PRINTS else Stage.FAILED)

    def _settle(self, job_id: str, stage: Stage) -> None:
        log.info("ticket_paper job=%s stage=%s printer=%s", job_id, stage, self._state)
        with self._lock:
            self._watchers.progress(replace(self._open.pop(job_id), stage=stage, printer=self._state))

    def _late(self, job_id: str) -> None:
        """Told under the lock, so that nobody hears *late* after *printed*."""
        with self._lock:
            if job_id not in self._open:
                return
            self._see(PrinterState.ERROR if self._state in PRINTS else self._state)
            self._open[job_id] = replace(self._open[job_id], stage=Stage.LATE, printer=self._state)
            self._watchers.progress(self._open[job_id])

    def _see(self, state: PrinterState) -> None:
        with self._lock:
            changed, self._state = state != self._state, state
            if changed:
                log.info("printer_state printer=%s", state)
                self._watchers.printer(state)
