"""The keys of bookings in a kiosk's memory and folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.keeping import FILE, Kept, KeyKeeper
from server.contract.client import Client
from tests.kiosk.bookings import booking_keys
from tests.kiosk.stand import QUICK
from tests.support.ports import free_port
from tests.support.servers import OFFICE

KEPT = Kept(keys=booking_keys(), time_zone="Asia/Ho_Chi_Minh")


@pytest.fixture
def keeper() -> Callable[[Path | None], KeyKeeper]:
    def made(folder: Path | None) -> KeyKeeper:
        client = Client(f"http://127.0.0.1:{free_port()}")
        return KeyKeeper(client, OFFICE, folder=folder, zone=lambda: None, pace=QUICK, changed=lambda: None)

    return made


def test_without_a_folder_nothing_is_kept(keeper: Callable[[Path | None], KeyKeeper]) -> None:
    assert keeper(None).kept is None


def test_keys_in_the_folder_are_there_before_the_server_is(
    keeper: Callable[[Path | None], KeyKeeper], tmp_path: Path
) -> None:
    (tmp_path / FILE).write_text(KEPT.model_dump_json())
    assert keeper(tmp_path).kept == KEPT


@pytest.mark.parametrize("content", [b"", b"{", b'{"keys": 1}', b"\xff\xfe", bytes(range(256))])
def test_a_broken_file_is_as_good_as_none(
    keeper: Callable[[Path | None], KeyKeeper], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert keeper(tmp_path).kept is None
