"""Keeps what a kiosk needs to verify bookings while the server is away: in memory, and in a file that
outlasts a restart."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from kiosk.rounds import Round
from kiosk.settings import Pace
from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import Answer, BookingKeys

log = logging.getLogger(__name__)

FILE = "booking-keys.json"


class Kept(Answer):
    """The keys as the server last told them, and the office's time zone, which tells what day it is."""

    keys: BookingKeys
    time_zone: str


class KeyKeeper:
    """A thread that fetches the keys at start and from time to time; `kept` is None until there are some.

    `zone` says the office's time zone, None until the office is known.
    """

    def __init__(
        self,
        client: Client,
        office: str,
        *,
        folder: Path | None,
        zone: Callable[[], str | None],
        pace: Pace,
        changed: Callable[[], None],
    ) -> None:
        self._client, self._office = client, office
        self._file = folder / FILE if folder else None
        self._zone, self._pace, self._changed = zone, pace, changed
        self.kept: Kept | None = self._read()
        self._round = Round("booking-keys", self._fetch)

    def start(self) -> None:
        self._round.start()

    def stop(self) -> None:
        self._round.stop()

    def wake(self) -> None:
        """The server is there again, perhaps with another list."""
        self._round.wake()

    def _fetch(self) -> float:
        zone = self._zone()
        if zone is None:
            return self._pace.retry_s
        try:
            fresh = Kept(keys=self._client.booking_keys(self._office), time_zone=zone)
        except Unreachable:
            return self._pace.retry_s
        except Refused as refused:
            log.warning("booking_keys_refused code=%s", refused.code)
            return self._pace.keys_s
        self._keep(fresh)
        return self._pace.keys_s

    def _keep(self, fresh: Kept) -> None:
        news = self.kept is None
        self.kept = fresh
        if self._file:
            self._write(self._file, fresh)
        if news:
            self._changed()

    def _read(self) -> Kept | None:
        if self._file is None or not self._file.exists():
            return None
        try:
            return Kept.model_validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            log.warning("booking_keys_file_unreadable")
            return None

    def _write(self, file: Path, kept: Kept) -> None:
        """A power cut leaves the old file or the new one; without a file the memory still has them."""
        beside = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as out:
                out.write(kept.model_dump_json().encode())
                out.flush()
                os.fsync(out.fileno())
            beside.replace(file)
        except OSError as error:
            log.warning("booking_keys_not_kept reason=%s", error.strerror)
            with suppress(OSError):
                beside.unlink(missing_ok=True)
