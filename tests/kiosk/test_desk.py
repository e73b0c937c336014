"""The print desk: one ticket after the other, in a thread that nothing ends."""

from __future__ import annotations

import queue
import threading

from PIL import Image

from kiosk.printing.desk import Job, PrintDesk, Progress, Stage, Watchers
from kiosk.printing.port import Paper
from server.contract.messages import PrinterState

PAPER = Paper("A001", Image.new("1", (8, 8), 1))


class HandPrinter:
    """A printer that waits until the test lets the paper out."""

    def __init__(self) -> None:
        self.state = PrinterState.READY
        self.let_out = threading.Event()
        self.let_out.set()
        self.printed: list[str] = []
        self.closed = False

    def ask(self) -> PrinterState:
        return self.state

    def put_out(self, paper: Paper) -> PrinterState:
        self.let_out.wait(5)
        self.printed.append(paper.name)
        return self.state

    def close(self) -> None:
        self.closed = True


class Told:
    """What the desk told."""

    def __init__(self) -> None:
        self.stages: queue.Queue[Progress] = queue.Queue()
        self.states: queue.Queue[PrinterState] = queue.Queue()

    def next(self) -> tuple[str, Stage]:
        progress = self.stages.get(timeout=5)
        return progress.id, progress.stage


def desk_with(printer: HandPrinter, *, late_s: float = 5.0) -> tuple[PrintDesk, Told]:
    told = Told()
    desk = PrintDesk(printer, Watchers(told.stages.put, told.states.put), watch_s=0.05, late_s=late_s)
    desk.start()
    return desk, told


def job(name: str) -> Job:
    return Job(name, lambda: Paper(name, PAPER.picture))


def test_handing_in_never_waits_for_paper_and_papers_keep_their_order() -> None:
    printer = HandPrinter()
    printer.let_out.clear()
    desk, told = desk_with(printer)
    for name in ("a", "b", "c"):
        assert desk.hand_in(job(name)).stage is Stage.PRINTING
    assert printer.printed == []
    printer.let_out.set()
    heard = [told.next() for _ in range(6)]
    assert heard[:3] == [(name, Stage.PRINTING) for name in "abc"]
    assert heard[3:] == [(name, Stage.PRINTED) for name in "abc"]
    desk.stop()


def test_a_paper_that_takes_long_is_told_as_late_and_later_as_printed() -> None:
    printer = HandPrinter()
    printer.let_out.clear()
    desk, told = desk_with(printer, late_s=0.05)
    desk.hand_in(job("a"))
    assert [told.next(), told.next()] == [("a", Stage.PRINTING), ("a", Stage.LATE)]
    assert desk.state is PrinterState.ERROR
    printer.let_out.set()
    assert told.next() == ("a", Stage.PRINTED)
    desk.stop()


def test_an_idle_printer_is_watched() -> None:
    printer = HandPrinter()
    desk, told = desk_with(printer)
    assert told.states.get(timeout=5) is PrinterState.READY
    printer.state = PrinterState.PAPER_OUT
    assert told.states.get(timeout=5) is PrinterState.PAPER_OUT
    printer.state = PrinterState.READY
    assert told.states.get(timeout=5) is PrinterState.READY
    desk.stop()


def test_one_ticket_that_cannot_be_drawn_ends_nothing_but_itself() -> None:
    def broken() -> Paper:
        raise RuntimeError("no such font")

    printer = HandPrinter()
    desk, told = desk_with(printer)
    desk.hand_in(Job("bad", broken))
    assert [told.next(), told.next()] == [("bad", Stage.PRINTING), ("bad", Stage.FAILED)]
    desk.hand_in(job("good"))
    assert [told.next(), told.next()] == [("good", Stage.PRINTING), ("good", Stage.PRINTED)]
    desk.stop()


def test_stopping_lets_go_of_the_printer() -> None:
    printer = HandPrinter()
    desk, _ = desk_with(printer)
    desk.stop()
    assert printer.closed
