"""Power cuts: the product's own SQL over files that lose a random part of what was not synced."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw
import click
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from server.ports import ScaledClock
from server.storage.database import Database, Unavailable, _prepare_sqlite
from tests.faults import kills
from tests.faults.acknowledged import Acknowledged, all_violations
from tests.faults.asking import Asked, Say, ask
from tests.faults.bookers import busy_office
from tests.faults.recording_files import Disk, Noted, RecordingFiles, Said
from tests.support.offices import database_with_office

NAME = "office.db"
Statement = tuple[str, Any]


@dataclass
class Outcome:
    """What a run did and found. `lost`: acknowledged and gone; `corrupt`: anything else that is wrong."""

    synchronous: str
    cuts: int = 0
    acknowledged: int = 0
    cuts_with_loss: int = 0
    lost: int = 0
    corrupt: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> str:
        return (
            f"power cuts, synchronous={self.synchronous}: {self.cuts} cuts among {self.acknowledged}"
            f" answers · {self.lost} lost in {self.cuts_with_loss} cuts · {len(self.corrupt)} corrupt"
            f" · {self.seconds:.0f} s"
        )


class _Connection(apsw.Connection):
    """A connection that the product prepares as it prepares its own."""

    isolation_level: str | None = None


def captured(path: Path, requests: int, *, seed: int) -> list[Statement | Said]:
    """A working morning on a database: what the product said to SQLite, and what it told its clients."""
    clock = ScaledClock(start=kills.MORNING, rate=1.0)
    database = database_with_office(f"sqlite:///{path}", clock, busy_office())
    database.close()
    start = path.with_suffix(".start")
    shutil.copy(path, start)
    spoken: list[Statement | Said] = []
    _listen(database, spoken)
    log = Acknowledged()

    def noted(database: Database, caller: Any, asked: Asked, say: Say) -> None:
        def say_and_note(body: str) -> None:
            spoken.append(Said(asked, body))
            say(body)

        ask(database, caller, asked, say_and_note)

    run = kills.Run(database, noted, seed=seed, warm_with=noted)
    for n in range(requests):
        worker = run.workers[n % len(run.workers)]
        kills.do(database, worker, worker.next(database), log, noted)
    database.close()
    shutil.move(start, path)
    return spoken


def _listen(database: Database, spoken: list[Statement | Said]) -> None:
    engine = database.engine

    def executed(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        spoken.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", executed)
    event.listen(engine, "commit", lambda connection: spoken.append(("COMMIT", ())))
    event.listen(engine, "rollback", lambda connection: spoken.append(("ROLLBACK", ())))


def recorded(path: Path, spoken: list[Statement | Said], synchronous: str) -> list[Noted]:
    """The same words said again, over files that note every write and sync."""
    files = RecordingFiles(f"recording-{synchronous}-{id(spoken)}")
    connection = _Connection(str(path), vfs=files.name)
    # One connection with the WAL index in memory: this file layer shares none. Writes and syncs are the same.
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    _prepare_sqlite(connection, None)  # type: ignore[arg-type]  # an apsw connection understands the same
    if synchronous != "FULL":
        connection.execute(f"PRAGMA synchronous={synchronous}")
    for word in spoken:
        if isinstance(word, Said):
            files.notes.append(word)
        else:
            connection.execute(*word).fetchall()
    notes = list(files.notes)
    connection.close()
    files.unregister()
    return notes


def cut(folder: Path, spoken: list[Statement | Said], start: bytes, how: Outcome, *, seed: int) -> None:
    """Cut the power at `how.cuts` random moments, and look each time at what is left."""
    began = time.monotonic()
    chance = Random(seed)
    work = folder / NAME
    work.write_bytes(start)
    notes = recorded(work, spoken, how.synchronous)
    how.acknowledged = sum(isinstance(note, Said) for note in notes)
    moments = sorted(chance.randrange(1, len(notes)) for _ in range(how.cuts))
    disk, log = Disk({NAME: bytearray(start)}), Acknowledged()
    done = 0
    for moment in moments:
        for note in notes[done:moment]:
            if isinstance(note, Said):
                log.note_body(note.asked, note.body)
            else:
                disk.play(note)
        done = moment
        _look(folder, disk.after_a_cut(chance), log, how)
    how.seconds = time.monotonic() - began


def _look(folder: Path, files: dict[str, bytes], log: Acknowledged, how: Outcome) -> None:
    """Start the product on what is left, and count what is wrong."""
    place = folder / "after"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    database = Database(f"sqlite:///{place / NAME}", ScaledClock(start=kills.MORNING, rate=1.0))
    try:
        found = all_violations(database, log)
    except (DBAPIError, Unavailable) as error:
        how.corrupt.append(str(error))
        return
    finally:
        database.close()
    lost = [finding for finding in found if finding.endswith("is lost")]
    how.lost += len(lost)
    how.cuts_with_loss += bool(lost)
    how.corrupt += [finding for finding in found if finding not in lost]


def cut_both(folder: Path, cuts: int, *, requests: int, seed: int) -> Iterator[Outcome]:
    """The same morning under FULL, which must keep everything, and under NORMAL, which cannot."""
    path = folder / NAME
    spoken = captured(path, requests, seed=seed)
    start = path.read_bytes()
    for synchronous in ("FULL", "NORMAL"):
        outcome = Outcome(synchronous, cuts)
        cut(folder, spoken, start, outcome, seed=seed)
        yield outcome


@click.command()
@click.option("--cuts", default=1_000, show_default=True, help="How many times to cut the power.")
@click.option("--requests", default=600, show_default=True, help="How much work is done before and between.")
@click.option("--seed", default=1, show_default=True)
def main(cuts: int, requests: int, seed: int) -> None:
    """Cut the power under the product's SQL: FULL must lose nothing, NORMAL must be seen to lose.

    Example: python -m tests.faults.power_cuts --cuts 100
    """
    with tempfile.TemporaryDirectory(prefix="dunghen-power-") as folder:
        full, normal = cut_both(Path(folder), cuts, requests=requests, seed=seed)
    for outcome in (full, normal):
        click.echo(outcome.line())
    for finding in full.corrupt[:20]:
        click.echo(finding, err=True)
    sys.exit(bool(full.lost or full.corrupt or not normal.lost))


if __name__ == "__main__":
    main()
