"""How a set-up file's faults and differences are shown: to people in a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import click
from rich.console import Console
from rich.text import Text

from server.actions.house.setting_up import Plan
from server.contract.setup_file import SetUp
from server.setup_file.comparing import Change, FieldChange, Value
from server.setup_file.problems import Finding

_SIGNS = {"added": ("+", "green"), "changed": ("~", "yellow"), "removed": ("-", "red")}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one file: its name as it was given, its warnings, and in which form."""

    file: str
    warnings: Sequence[Finding]
    as_json: bool = False


def show_problems(told: Told, problems: Sequence[Finding]) -> None:
    """Everything that is wrong; nothing was imported."""
    if told.as_json:
        _print_json({"file": told.file, "problems": _plain(problems), "warnings": _plain(told.warnings)})
        return
    for finding in problems:
        click.echo(_spelled(told.file, finding), err=True)
    _show_warnings(told)
    count = len(problems)
    click.echo(f"{count} {'fault' if count == 1 else 'faults'}: nothing was imported.", err=True)


def show_plan(told: Told, setup: SetUp, plan: Plan) -> None:
    """What an import changes, and what stands in its way."""
    if told.as_json:
        _print_json(
            {
                "file": told.file,
                "office": setup.office.code,
                "changes": [asdict(change) for change in plan.changes],
                "notes": plan.notes,
                "obstacles": plan.obstacles,
                "conflicts": plan.conflicts,
                "warnings": _plain(told.warnings),
            }
        )
        return
    _show_warnings(told)
    console = Console(highlight=False, soft_wrap=True)
    for line in _lines(plan.changes):
        console.print(line)
    for note in plan.notes:
        click.echo(f"note: {note}")
    _show_what_is_in_the_way(setup, plan)


def _show_what_is_in_the_way(setup: SetUp, plan: Plan) -> None:
    for obstacle in plan.obstacles:
        click.echo(f"in use: {obstacle}", err=True)
    for conflict in plan.conflicts:
        click.echo(f"would lose its slot: {conflict}", err=True)
    if plan.conflicts and not plan.obstacles:
        click.echo("Move or cancel these bookings, or let them stand with --keep-booked.", err=True)
    if plan.obstacles:
        click.echo("Nothing was imported: try again when nobody is there any more.", err=True)
    elif not plan.changes:
        click.echo(f"nothing changes in office {setup.office.code}")


def show_done(told: Told, setup: SetUp) -> None:
    """It is done; in JSON the changes have said so."""
    if not told.as_json:
        click.echo(f"imported: office {setup.office.code}")


def _show_warnings(told: Told) -> None:
    for finding in told.warnings:
        click.echo(f"{_spelled(told.file, finding)} (warning)", err=True)


def _spelled(file: str, finding: Finding) -> str:
    key = f"{finding.key}: " if finding.key else ""
    return f"{file}:{finding.line}: {key}{finding.reason}"


def _lines(changes: Iterable[Change]) -> Iterator[Text]:
    section = None
    for change in changes:
        if change.section != section:
            section = change.section
            yield Text(section, style="bold")
        sign, style = _SIGNS[change.kind]
        yield Text(f"  {sign} {change.key}".rstrip(), style=style)
        for field in change.fields:
            yield Text(f"      {_field(change, field)}")


def _field(change: Change, field: FieldChange) -> str:
    if change.kind == "added":
        return f"{field.name}: {_value(field.new)}"
    return f"{field.name}: {_value(field.old)} → {_value(field.new)}"


def _value(value: Value) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_value, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _plain(findings: Iterable[Finding]) -> list[dict[str, object]]:
    return [asdict(finding) for finding in findings]


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
