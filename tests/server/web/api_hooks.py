"""Hooks for schemathesis: every well-formed key is another one, as every press has its own."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Without it, a fuzzer that says "0" twice with two bodies is told, rightly, of a mismatch."""
    headers = case.headers or {}
    if re.fullmatch(r"[\x21-\x7e]{1,200}", headers.get("Idempotency-Key") or ""):
        headers["Idempotency-Key"] = uuid4().hex
