"""Hooks for schemathesis: every well-formed key is another one, as every press has its own."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Without it, a fuzzer that says "0" twice with two bodies is told, rightly, of a mismatch."""
    headers = case.headers or {}
    if re.fullmatch(r"[\x21-\x7e]{1,200}", headers.get("Idempotency-Key") or ""):
        headers["Idempotency-Key"] = uuid4().hex
    if case.query:
        case.query = _fitting(dict(case.query))


def _fitting(query: dict[str, Any]) -> dict[str, Any]:
    """Parts that are right alone and do not fit together are refused, which no schema can say: a period that
    ends before it begins or is too long, half of one, two filters."""
    with suppress(TypeError, ValueError):
        first, last = sorted(date.fromisoformat(query[end]) for end in ("from", "to") if end in query)
        query["from"], query["to"] = str(first), str(min(last, first + timedelta(days=30)))
    with suppress(TypeError, ValueError):
        (only,) = (date.fromisoformat(query[end]) for end in ("from", "to") if end in query)
        query["from"] = query["to"] = str(only)
    said = [name for name in _FILTERS if name in query]
    if all(query[name] is None or isinstance(query[name], str) for name in said):
        for name in said[1:]:
            del query[name]
    return query


_FILTERS = ("service", "counter", "clerk", "category", "channel")
