"""`dunghen rating-form`: the forms that citizens rate their visits with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import click

from server.actions.rating import forms
from server.commands.common import DATABASE, working_database
from server.commands.importing import FILE, content
from server.domain.rating_errors import RatingFormInvalid
from server.setup_file.problems import Finding
from server.setup_file.rating_form import read_form, written_form
from server.storage import ratings
from server.storage.happenings import Transaction

CODE = click.argument("code")


@click.group("rating-form")
def rating_form() -> None:
    """Import, export and list the forms of rating; they are designed at /rating-forms."""


@rating_form.command("import")
@DATABASE
@FILE
@click.option("--publish", is_flag=True, help="Ask citizens with it at once, and with no other form.")
def import_form(file: Path, *, database: str | None, publish: bool) -> None:
    """Make a new version of a form from FILE: a draft, unless it is to be published.

    Versions that were published stay as they are, and so do the ratings given by them.

    Example: dunghen rating-form import form.toml --publish
    """
    reading = read_form(content(file))
    document = reading.document
    if document is None:
        _refuse(file, reading.problems)

    def act(tx: Transaction) -> int:
        version = forms.draft(tx, document)
        if publish:
            forms.publish(tx, document.code, version)
        return version

    with working_database(database) as db:
        try:
            version = db.write(act)
        except RatingFormInvalid as refusal:
            _refuse(file, (reading.refused(refusal),))
    click.echo(f"{document.code} version {version}: {'published' if publish else 'draft'}")


@rating_form.command("export")
@DATABASE
@CODE
@click.option("--version", type=int, help="Which version; without it, the newest.")
def export_form(code: str, *, database: str | None, version: int | None) -> None:
    """Write a form as TOML.

    Example: dunghen rating-form export hai-long --version 1
    """
    with working_database(database) as db, db.read() as tx:
        row = forms.found(tx, code, version)
    click.echo(written_form(ratings.document_of(row), row.version), nl=False)


@rating_form.command("list")
@DATABASE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_forms(*, database: str | None, as_json: bool) -> None:
    """List every version of every form: draft, published (citizens are asked with it) or retired.

    Example: dunghen rating-form list
    """
    with working_database(database) as db, db.read() as tx:
        found = [
            {
                "code": row.code,
                "version": row.version,
                "state": forms.state_of(row),
                "name": row.document["names"]["vi"],
            }
            for row in forms.listed(tx)
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo(f"{row['code']}\t{row['version']}\t{row['state']}\t{row['name']}")


def _refuse(file: Path, problems: tuple[Finding, ...]) -> NoReturn:
    for problem in problems:
        click.echo(f"{file}:{problem.line}: {problem.key} {problem.reason}".replace("  ", " "), err=True)
    raise click.exceptions.Exit(1)
