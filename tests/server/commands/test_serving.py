"""What the server cannot do without it asks for before it starts, in one line that says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.commands.terminal import dunghen

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
"""Nothing listens there."""


@pytest.fixture(autouse=True)
def only_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNGHEN_SECRET_KEY", "only for tests")
    monkeypatch.delenv("DUNGHEN_PERSON_KEYS", raising=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the keys, which is set."""
    monkeypatch.setenv("DUNGHEN_PERSON_KEYS", str(tmp_path / "people"))
    return tmp_path / "people"


def started(*words: str, said: str = "") -> tuple[int, str]:
    """The exit status and what is told."""
    answer = dunghen(NOWHERE, *words, typed=said)
    return answer.status, answer.err


@pytest.mark.parametrize(
    "words", [("serve",), ("person", "find"), ("person", "erase", "--again")], ids=" ".join
)
def test_without_a_folder_for_the_keys_of_persons_nothing_begins_on_postgresql(
    words: tuple[str, ...],
) -> None:
    status, told = started(*words, said="0912345678")
    assert (status, told.count("\n")) == (2, 1), told
    assert told.startswith("setting_needed: Set DUNGHEN_PERSON_KEYS to a folder outside the database")


@pytest.mark.usefixtures("folder")
def test_without_a_secret_nothing_begins_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUNGHEN_SECRET_KEY")
    status, told = started("serve")
    assert (status, told.count("\n")) == (2, 1), told
    assert "DUNGHEN_SECRET_KEY" in told


def test_a_folder_that_cannot_be_used_is_told_before_the_database_is_touched(folder: Path) -> None:
    folder.write_text("a file stands where the folder should be")
    status, told = started("serve")
    assert (status, told.count("\n")) == (2, 1), told
    assert "DUNGHEN_PERSON_KEYS cannot be used" in told


def test_with_both_the_server_goes_on_to_the_database(folder: Path) -> None:
    status, told = started("serve")
    assert status == 1
    assert told.startswith("unavailable:"), told
    assert folder.stat().st_mode & 0o777 == 0o700
