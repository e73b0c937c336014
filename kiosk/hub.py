"""Passes news from the kiosk's threads on to the pages that listen."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from threading import Lock

from server.contract.messages import Json

LISTENERS = 8
"""One screen needs one; the rest are reloads that have not been noticed yet."""
BACKLOG = 100

News = tuple[str, Json]


class TooManyListeners(Exception):
    """More pages listen than a kiosk has screens."""


class Hub:
    """Every listener gets every piece of news, in order; a listener that does not read is dropped."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inboxes: list[queue.Queue[News | None]] = []
        self._closed = False

    def publish(self, name: str, data: Json) -> None:
        """Tell everybody. Never waits."""
        with self._lock:
            for inbox in list(self._inboxes):
                self._put(inbox, (name, data))

    def listen(self, every_s: float) -> Iterator[News | None]:
        """News as it comes, and None when there was none for `every_s` seconds. Raises
        `TooManyListeners` at once."""
        inbox: queue.Queue[News | None] = queue.Queue(BACKLOG)
        with self._lock:
            if len(self._inboxes) >= LISTENERS:
                raise TooManyListeners
            self._inboxes.append(inbox)
            if self._closed:
                inbox.put_nowait(None)
        return self._read(inbox, every_s)

    def close(self) -> None:
        """End all listening, for good."""
        with self._lock:
            self._closed = True
            for inbox in list(self._inboxes):
                self._drop(inbox)

    def _read(self, inbox: queue.Queue[News | None], every_s: float) -> Iterator[News | None]:
        try:
            while inbox in self._inboxes and not self._closed:
                try:
                    news = inbox.get(timeout=every_s)
                except queue.Empty:
                    yield None
                    continue
                if news is None:
                    return
                yield news
        finally:
            with self._lock:
                if inbox in self._inboxes:
                    self._inboxes.remove(inbox)

    def _put(self, inbox: queue.Queue[News | None], news: News) -> None:
        try:
            inbox.put_nowait(news)
        except queue.Full:
            self._drop(inbox)

    def _drop(self, inbox: queue.Queue[News | None]) -> None:
        self._inboxes.remove(inbox)
        try:
            inbox.put_nowait(None)
        except queue.Full:
            inbox.get_nowait()
            inbox.put_nowait(None)
