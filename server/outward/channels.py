"""What a channel is: it takes a letter out of the house, or says why it did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TIME_OUT_S = 10.0
"""For every step of talking to somebody outside."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with an e-mail; `media_type` like `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to go out. `message_id` is the same at every try."""

    message_id: str
    to: str
    to_name: str
    sender_name: str
    language: str
    subject: str
    text: str
    made_at: datetime
    calendar: bytes | None = None
    attachments: tuple[Attachment, ...] = ()


class NotSent(Exception):
    """A letter did not go out; `code` says why without anything personal in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(NotSent):
    """It never will: this recipient, or this letter, is refused for good."""


class Busy(NotSent):
    """Not this one and not now; others may go."""


class Down(NotSent):
    """The channel itself does not work now: no use in trying the next one at once."""


class Channel(Protocol):
    """A way out. It must end within a minute or so, whatever the other side does."""

    def send(self, letter: Letter) -> None:
        """Take a letter out; raises `Refused`, `Busy`, `Down`."""
        ...
