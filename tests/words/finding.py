"""Finds all catalogues: of Python modules, of TOML files and, through Node, of the pages' scripts."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "server.web",
    "server.reports",
    "server.outward",
    "server.actions",
    "server.commands",
    "server.contract",
    "kiosk",
)
TOML = (
    "server/outward/texts.toml",
    "server/actions/hall/alert_texts.toml",
    "server/reports/definitions.toml",
)
PAIRS = "server/web/admin/words.toml"
"""Lists of vi and en, with a hint in both where there is one."""

Catalogue = Mapping[str, Any]


def of_python() -> Iterator[tuple[str, Catalogue]]:
    """Every mapping of a module that has `vi` and `en`, and every pair of `VI` and `EN`."""
    for package in PACKAGES:
        folder = importlib.import_module(package)
        for module in pkgutil.walk_packages(folder.__path__, f"{package}."):
            if module.name.endswith("__main__"):
                continue
            names = vars(importlib.import_module(module.name))
            for name, value in names.items():
                if isinstance(value, Mapping) and {"vi", "en"} <= set(value):
                    yield f"{module.name}.{name}", value


def of_toml() -> Iterator[tuple[str, Catalogue]]:
    """The texts that stand in files of their own."""
    for path in TOML:
        yield from _within(path, tomllib.loads((ROOT / path).read_text("utf-8")))
    pairs = tomllib.loads((ROOT / PAIRS).read_text("utf-8"))
    for kind, entries in pairs.items():
        yield (
            f"{PAIRS} {kind}",
            {
                lang: {key: words[at::2] for key, words in entries.items()}
                for at, lang in enumerate(("vi", "en"))
            },
        )


def _within(name: str, said: object) -> Iterator[tuple[str, Catalogue]]:
    if isinstance(said, Mapping):
        if {"vi", "en"} <= set(said):
            yield name, said
        else:
            for key, value in said.items():
                yield from _within(f"{name} {key}", value)
    elif isinstance(said, list):
        for at, value in enumerate(said):
            yield from _within(f"{name} {at}", value)


def of_scripts(node: str) -> Iterator[tuple[str, Catalogue]]:
    """What the pages' modules of texts export."""
    command = [node, str(Path(__file__).with_name("catalogues.mjs")), str(ROOT)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stderr
    yield from json.loads(told.stdout)["found"].items()


def texts_of(said: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its key, however deep it stands."""
    if isinstance(said, str):
        yield key, said
    elif isinstance(said, Mapping):
        for name, value in said.items():
            yield from texts_of(value, f"{key}.{name}".lstrip("."))
    elif isinstance(said, list | tuple):
        for at, value in enumerate(said):
            yield from texts_of(value, f"{key}.{at}")
