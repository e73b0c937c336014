"""The table of `docs/privacy.md`, written from `server.domain.privacy`; a test compares them."""

from __future__ import annotations

from server.domain.privacy import TABLE, Kept


def table() -> str:
    """Markdown: what is kept, of whom, why, until when, and where; then the columns of each."""
    rows = [_row(one) for one in TABLE]
    head = "| what | whose | what for | basis | kept until | where |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n\n" + "\n".join(_columns(one) for one in TABLE if one.columns) + "\n"


def _row(one: Kept) -> str:
    whose = {"citizen": "citizens", "staff": "staff", "both": "both"}[one.whose]
    cells = (one.what[1], whose, one.why[1], one.basis[1], one.until[1], one.where[1])
    return f"| {' | '.join(cells)} |"


def _columns(one: Kept) -> str:
    told = "; ".join(
        f"`{name}`: {', '.join(f'`{c}`' for c in words.split())}" for name, words in one.columns.items()
    )
    return f"- **{one.key}** {told}"
