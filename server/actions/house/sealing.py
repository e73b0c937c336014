"""Sealing: what must be readable again, but not by whoever gets hold of the database alone."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Encrypts with a key that is derived from the server's secret for one purpose alone."""

    def __init__(self, secret: str, *, purpose: str) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=f"dunghen {purpose}".encode()).derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def close(self, text: str) -> str:
        """The text, sealed."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text; None when it was sealed with another secret, or tampered with."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None
