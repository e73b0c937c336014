"""How the import of a log is told: a bar while it runs, and what became of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from server.actions.figures.importing import Imported
from server.actions.figures.removing_imports import Phase, Watch, no_watch
from server.setup_file.problems import Finding

_SAID: dict[Phase, str] = {
    "clearing": "clearing up, rows",
    "reading": "reading and staging, rows",
    "placing": "finding the legs of visits, days",
    "summing": "adding up, days",
}
"""What the number beside a bar counts."""


@contextmanager
def watched(*, quiet: bool) -> Iterator[Watch]:
    """A progress bar where a terminal watches the error output, else nothing."""
    if quiet or not sys.stderr.isatty():
        yield no_watch
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]:,}"),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {
            phase: bar.add_task(said, total=1.0, count=0, visible=False) for phase, said in _SAID.items()
        }

        def watch(phase: Phase, share: float, count: int) -> None:
            bar.update(tasks[phase], completed=share, count=count, visible=True)

        yield watch


def as_json(file: Path, found: Imported, *, dry_run: bool) -> dict[str, object]:
    """What became of a log, for scripts."""
    return {
        "file": str(file),
        "dry_run": dry_run,
        "import": found.number,
        "rows": found.rows,
        "new": found.new,
        "known": found.known,
        "office_days": found.days,
        "notes": found.notes,
        "problems": [asdict(finding) for finding in found.problems.told],
        "more_problems": found.problems.more,
    }


def tell(file: Path, found: Imported, *, dry_run: bool) -> None:
    """What became of a log, for people."""
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    if found.problems:
        _tell_problems(file, found, dry_run=dry_run)
        return
    said = f"{found.rows} rows: {found.new} new on {found.days} days of offices, {found.known} known already"
    if dry_run:
        click.echo(f"{said}; nothing was imported")
    elif found.number is None:
        click.echo(f"{said}; there was nothing to import")
    else:
        click.echo(f"{said}; imported as number {found.number}")


def _tell_problems(file: Path, found: Imported, *, dry_run: bool) -> None:
    for finding in found.problems.told:
        click.echo(spelled_finding(file, finding), err=True)
    if found.problems.more:
        click.echo(f"and {found.problems.more} more", err=True)
    count = found.problems.count
    would = "would be" if dry_run else "was"
    click.echo(f"{count} {'fault' if count == 1 else 'faults'}: nothing {would} imported.", err=True)


def spelled_finding(file: Path, finding: Finding) -> str:
    """`file.csv:31: called_at: is before issued_at`."""
    key = f"{finding.key}: " if finding.key else ""
    return f"{file}:{finding.line}: {key}{finding.reason}"
