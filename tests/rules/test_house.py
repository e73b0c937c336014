"""The house keeps its own rules: directions, style, types, names."""

from __future__ import annotations

import ast
import configparser
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kiosk", "counter", "display", "server")
TOP = {
    *("kiosk", "counter", "display", "server", "tests", "setup.cfg", "README.md"),
    *("pyproject.toml", "Makefile", "requirements", "docs", "bench", "deploy", "LICENSE"),
    *(".ci", ".gitignore"),
}


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def _own_python() -> list[Path]:
    return [path for path in _tracked("*.py") if "vendor" not in path.parts]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff"),
        pytest.param(["ruff", "format", "--check", "."], id="format"),
        pytest.param(
            ["bandit", "-q", "-c", "pyproject.toml", "-r", "server", "kiosk", "counter", "display"],
            id="bandit",
        ),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["lint-imports", "--no-cache"], id="directions"),
    ],
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    run = subprocess.run([str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_newcomer_finds_only_the_rooms_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in _tracked()} <= TOP


def test_every_module_begins_with_one_true_sentence() -> None:
    mute = [
        path
        for path in _own_python()
        if not (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").strip()
    ]
    assert not mute


def test_no_module_is_named_like_the_standard_library() -> None:
    allowed = {"__init__", "__main__"}
    taken = [p for p in _own_python() if p.stem in sys.stdlib_module_names and p.stem not in allowed]
    assert not taken


def test_nobody_else_owns_the_names_of_our_packages() -> None:
    owners = importlib.metadata.packages_distributions()
    for room in ROOMS:
        assert set(owners.get(room, ["dunghen"])) == {"dunghen"}


def test_no_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    wrong = re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|--index-url|--extra-index|/root/|/home/[a-z]+/|/work/"
    )
    here = Path(__file__)
    named = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _tracked()
        if path != here
        and path.suffix in {".py", ".txt", ".in", ".cfg", ".toml", ".md", ".sh", ".js", ".json", ""}
        and (match := wrong.search(path.read_text("utf-8", errors="ignore")))
    ]
    assert not named


def test_every_dependency_is_pinned_and_given_a_reason() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    wanted = re.findall(r"(?m)^([a-z0-9-]+)", setup["options"]["install_requires"])
    for extra in setup["options.extras_require"].values():
        wanted += re.findall(r"(?m)^([a-z0-9-]+)", extra)
    pinned = set(
        re.findall(r"(?m)^([a-z0-9-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements" / "run.txt").read_text())
    )
    assert set(wanted) <= pinned
    lines = (ROOT / "setup.cfg").read_text().splitlines()
    for at, line in enumerate(lines):
        if re.match(r"    [a-z0-9-]+(\[.*\])?>=", line):
            assert lines[at - 1].strip().startswith("#"), f"{line.strip()} has no reason"


def test_functions_fit_in_the_eye_and_files_are_about_one_thing() -> None:
    tests = ROOT / "tests"
    for path in _own_python():
        if "versions" in path.parts:
            continue
        text = path.read_text("utf-8")
        assert text.count("\n") <= (450 if tests in path.parents else 300), path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 60, f"{path}:{node.lineno} {node.name} has {length} lines"


def test_ruff_reads_only_pyproject() -> None:
    assert "ruff" in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
