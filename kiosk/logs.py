"""The kiosk's log: what happened and where, and of an error never what it says.

What an exception says may be what a scanner read: somebody's card.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """Tells an error by the lines of code that it passed and by its kind."""

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


def configure() -> None:
    """Log to standard error, one line an event."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutValues("%(asctime)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
