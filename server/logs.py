"""Logs: one line of JSON per event, constant names and ids, never anything personal.

What an exception says is often a piece of somebody's data: the row that broke a constraint, the phone
number that was none, the link that was asked for. So an error is told by its kind and by the places it
passed, wherever it is logged, by us or by a library.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import structlog

_REPOSITORY = Path(__file__).resolve().parents[1]
_MOST_FRAMES = 40
# gunicorn puts address and request line of what is no HTTP into the text itself.
_CUT = ("Invalid request",)


def configure(level: str) -> None:
    """Log at `level` and above, to standard error."""
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    quieten_libraries()
    threading.excepthook = _thread_ended


def quieten_libraries() -> None:
    """Let libraries log errors as we do, and requests not at all: their addresses hold secret links."""
    logging.setLogRecordFactory(_Record)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)


def told(error: BaseException) -> dict[str, Any]:
    """An error without what it says: its kind, the kinds that caused it, and `file:line function`s."""
    because = [type(cause).__name__ for cause in _causes(error)]
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
    return {
        "error": type(error).__name__,
        **({"because": because} if because else {}),
        "frames": [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen = {id(error)}
    cause = error.__cause__ or error.__context__
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_REPOSITORY) and "site-packages" not in path.parts:
        return path.relative_to(_REPOSITORY).as_posix()
    return "/".join(path.parts[-3:])


def _without_values(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put what may be told of an error in the place of the error."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event.update(told(error))
    return event


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_values,
    structlog.processors.JSONRenderer(),
]


class _Record(logging.LogRecord):
    """A library's record; one that comes with an error keeps its constant text and loses the values."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        text = str(self.msg)
        cut = next((start for start in _CUT if text.startswith(start)), None)
        error = self.exc_info[1] if self.exc_info else None
        if error is not None:
            # Only a template is a constant; what comes without arguments may have its values in it already.
            constant = text.partition("%")[0].strip() if self.args else "error"
            self.msg, self.args, self.exc_info = f"{constant} {told(error)}", (), None
        elif cut is not None:
            self.msg, self.args = cut, ()


def _thread_ended(failure: threading.ExceptHookArgs) -> None:
    error = failure.exc_value
    structlog.get_logger().error("thread_ended", exc_info=error)
