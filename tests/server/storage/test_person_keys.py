"""The keys that recognise people: made once however many ask, kept to the server, and destroyed."""

from __future__ import annotations

import hmac
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.actions.appointments.recognising import Desk, keys_of_citizen, keys_of_phone
from server.domain import phones
from server.storage.person_keys import NEEDED_AFTER, KeyFolder, begin_of, quarter_of

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 2, tzinfo=UTC)
MUCH_LATER = datetime(2027, 8, 1, tzinfo=UTC)
ID = "052099001234"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "office.db.people")


def test_somebody_is_recognised_in_the_quarter_after(keys: KeyFolder) -> None:
    desk = Desk("secret", keys)
    kept = keys_of_citizen(desk, ID, NOW)[0]
    assert keys_of_citizen(desk, ID, NOW)[0] == kept
    assert keys_of_citizen(desk, ID, LATER)[0] != kept
    assert kept in keys_of_citizen(desk, ID, LATER)
    assert kept not in keys_of_citizen(desk, "052099001235", LATER)


def derived(secret: str, person: str) -> str:
    """How versions without a folder hashed somebody, with a key derived from the secret."""
    key = hmac.digest(secret.encode(), f"person {2026 * 4 + 3}".encode(), "sha256")
    return hmac.digest(key, person.encode(), "sha256").hex()


def test_what_is_hashed_cannot_be_hashed_again_with_the_secret_alone(keys: KeyFolder, tmp_path: Path) -> None:
    kept = keys_of_citizen(Desk("secret", keys), ID, NOW)[0]
    assert kept != derived("secret", f"citizen {ID}")
    assert kept not in keys_of_citizen(Desk("secret", KeyFolder(tmp_path / "other")), ID, NOW)


def test_hashes_of_before_the_folder_are_still_recognised_until_they_are_old(keys: KeyFolder) -> None:
    before = derived("secret", f"phone {phones.plain('0912345678')}")
    desk = Desk("secret", keys)
    assert before in keys_of_phone(desk, "0912 345 678", NOW)[1:]
    assert before in keys_of_phone(desk, "0912345678", LATER)
    assert before not in keys_of_phone(desk, "0912345678", MUCH_LATER)


def test_a_key_is_destroyed_when_no_booking_needs_it_any_more(keys: KeyFolder) -> None:
    desk = Desk("secret", keys)
    old = keys_of_citizen(desk, ID, NOW)[0]
    new = keys_of_citizen(desk, ID, LATER)[0]
    last = begin_of(quarter_of(LATER)) + NEEDED_AFTER
    assert keys.destroy_old(last) == 0
    assert keys.destroy_old(last + timedelta(seconds=1)) == 1
    assert [file.name for _, file in keys.quarters()] == ["2027-q1.key"]
    assert old not in keys_of_citizen(desk, ID, LATER)
    assert new in keys_of_citizen(desk, ID, LATER)


def test_a_key_is_the_servers_alone(keys: KeyFolder) -> None:
    keys_of_citizen(Desk("secret", keys), ID, NOW)
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.path.iterdir()} == {0o600}


def test_however_many_ask_first_there_is_one_key(keys: KeyFolder) -> None:
    found: set[bytes | None] = set()
    gate = threading.Barrier(16)

    def ask() -> None:
        gate.wait()
        found.add(keys.key(quarter_of(NOW), make=True))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1
    assert [file.name for file in keys.path.iterdir()] == ["2026-q4.key"]


def test_quarters_begin_where_the_year_says() -> None:
    for month, begins in ((1, 1), (3, 1), (4, 4), (11, 10), (12, 10)):
        assert begin_of(quarter_of(datetime(2026, month, 15, tzinfo=UTC))) == datetime(
            2026, begins, 1, tzinfo=UTC
        )
