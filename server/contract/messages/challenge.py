"""The puzzle that somebody solves before booking, when an address books fast."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from server.contract.messages.base import Answer


class Challenge(Answer):
    """A puzzle as ALTCHA (proof of work, version 2) writes it; solvers of that format understand it.

    Find the `counter` for which SHA-256 of salt, nonce and counter (4 bytes, big-endian) begins with
    `keyPrefix`; it lies below `parameters.data.below`. The solution is the base64 of the JSON
    `{"challenge": this, "solution": {"counter": …, "derivedKey": that hash in hex}}`.
    """

    parameters: dict[str, Any] = Field(
        examples=[{"algorithm": "SHA-256", "cost": 1, "salt": "00", "nonce": "00", "keyPrefix": "00"}]
    )
    signature: str
