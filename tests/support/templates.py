"""Databases made once and copied: bringing one to the schema takes longer than most tests that need it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from sqlalchemy.engine import URL

Make = Callable[[str], None]


class Templates:
    """`fill(url, key, make)` makes the database at `url`, which is empty or not there, what `make` makes.

    The first time, for each key and place, `make` does it in a database of its own; later ones are copies.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="dunghen-templates-", ignore_cleanup_errors=True)
        atexit.register(self._folder.cleanup)
        self._made: dict[str, str] = {}

    def fill(self, url: str, key: str, make: Make) -> None:
        target = make_url(url)
        if target.get_backend_name() == "sqlite":
            self._copy_file(Path(target.database or ""), key, make)
        else:
            self._copy_database(target, key, make)

    def _copy_file(self, file: Path, key: str, make: Make) -> None:
        """Nobody has the template open, so the file alone is the whole database."""
        name = f"file {key}"
        if name not in self._made:
            template = f"{self._folder.name}/{len(self._made)}.db"
            make(f"sqlite:///{template}")
            self._made[name] = template
        shutil.copyfile(self._made[name], file)

    def _copy_database(self, target: URL, key: str, make: Make) -> None:
        place = target.set(drivername="postgresql")
        name = f"{target.host}:{target.port} {key}"
        with psycopg.connect(_address(place.set(database="postgres")), autocommit=True) as admin:
            if name not in self._made:
                template = f"template_{len(self._made)}"
                admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
                make(_address(place.set(database=template)))
                self._made[name] = template
            wanted = sql.Identifier(target.database or "")
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(wanted))
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(wanted, sql.Identifier(self._made[name]))
            )


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)
