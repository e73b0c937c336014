"""Heads of the audit: exported, signed, for safe keeping, and compared later with the chain."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.actions.house import verifying_audit
from server.contract.messages import as_rfc3339
from server.domain.audit import Head, lost
from server.storage import audit
from server.storage.happenings import Transaction

_FIELDS = ("chain", "seq", "hash", "at")


def head(tx: Transaction, secret: str) -> dict[str, Any]:
    """The head as it stands: which chain, how many entries, the hash of the last, when, and a signature
    (Ed25519, with a key derived from the server's secret)."""
    row = audit.head(tx)
    told = {"chain": row.genesis, "seq": row.seq, "hash": row.hash, "at": as_rfc3339(tx.now)}
    key = _key(secret)
    return {
        **told,
        "signature": key.sign(_signed(told)).hex(),
        "public_key": key.public_key().public_bytes_raw().hex(),
    }


def differences(tx: Transaction, told: dict[str, Any], secret: str) -> list[str]:
    """Why the chain does not contain an earlier head; empty when it does, and verifies."""
    if not _is_ours(told, secret):
        return ["the head was not signed with this server's secret, or was changed"]
    entry = audit.entry(tx, told["seq"])
    kept = Head(told["chain"], told["seq"], told["hash"])
    wrong = lost(kept, audit.head(tx).genesis, entry.hash if entry else None)
    return [wrong] if wrong else list(verifying_audit.problems(tx))


def _is_ours(told: dict[str, Any], secret: str) -> bool:
    try:
        signature = bytes.fromhex(str(told["signature"]))
        _key(secret).public_key().verify(signature, _signed(told))
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def _signed(told: dict[str, Any]) -> bytes:
    return json.dumps([told[name] for name in _FIELDS]).encode()


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        hmac.new(secret.encode(), b"audit head", hashlib.sha256).digest()
    )
