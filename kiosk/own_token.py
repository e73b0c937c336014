"""The token that a kiosk got when it was paired: in a file that only its own user may read."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from server.contract.messages import Answer, Instant

log = logging.getLogger(__name__)

FILE = "device-token.json"


class OwnToken(Answer):
    """A token, the office in which it counts, and since when the kiosk has it."""

    token: str
    office: str
    since: Instant


def default_folder() -> Path:
    """Where a kiosk without a folder of its own keeps its token: `$XDG_STATE_HOME/dunghen-kiosk`."""
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "dunghen-kiosk"


class TokenFile:
    """Reads, writes and forgets the token. What cannot be written is kept in memory all the same."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._kept: OwnToken | None = None

    def read(self) -> OwnToken | None:
        """The token; None when there is none, or nobody can read it."""
        if self._kept is not None:
            return self._kept
        try:
            self._kept = OwnToken.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            log.warning("device_token_file_unreadable")
        return self._kept

    def keep(self, token: str, office: str) -> OwnToken:
        """The first token of a pairing: better kept until the end of this run than not at all."""
        self._kept = OwnToken(token=token, office=office, since=datetime.now(UTC))
        self._written(self._kept)
        return self._kept

    def replace(self, token: str, office: str) -> bool:
        """A newer token in the place of one that still counts, if it is on the disk; whether it is."""
        newer = OwnToken(token=token, office=office, since=datetime.now(UTC))
        written = self._written(newer)
        if written:
            self._kept = newer
        return written

    def _written(self, own: OwnToken) -> bool:
        """A power cut leaves the old file or the new one, and nobody else can ever read it."""
        beside = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(own.model_dump_json().encode())
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self._file)
            _sync(self._file.parent)
        except OSError as error:
            log.warning("device_token_not_kept reason=%s", error.strerror)
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return False
        return True

    def forget(self) -> None:
        """The server has revoked it."""
        self._kept = None
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("device_token_not_removed reason=%s", error.strerror)


def _sync(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
