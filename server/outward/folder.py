"""Messages as files in a folder: for development and for trying out."""

from __future__ import annotations

import os
from pathlib import Path

from server.domain.outgoing import Outlet
from server.outward.channels import Down, Letter
from server.outward.mail import mail


class FolderChannel:
    """Writes every letter as a file named by its message id, `.eml` or `.txt`; a repetition replaces it."""

    def __init__(self, folder: Path, outlet: Outlet, *, sender: str) -> None:
        self._folder = folder
        self._outlet = outlet
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Raises `Refused` for a recipient that is no address, `Down` where nothing can be written."""
        if self._outlet is Outlet.EMAIL:
            name, content = f"{letter.message_id}.eml", mail(letter, sender=self._sender).as_bytes()
        else:
            name, content = f"{letter.message_id}.txt", f"{letter.to}\n{letter.text}\n".encode()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside = self._folder / f".{name}"
            aside.touch(mode=0o600)
            aside.write_bytes(content)
            os.replace(aside, self._folder / name)
        except OSError as error:
            raise Down("folder") from error
