"""What citizens would be written under a set-up: every message, in both languages, to an example citizen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from server.contract.setup_file import SetUp
from server.contract.setup_texts import MESSAGES
from server.domain.office import Office, Service
from server.domain.outgoing import MessageKind, Sample
from server.storage.offices import texts_of

_LANGUAGES = ("vi", "en")


class Compose(Protocol):
    """Writes a message of a kind as it would really go out."""

    def __call__(
        self, office: Office, kind: MessageKind, language: str, *, service: Service, now: datetime
    ) -> Sample: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in one language. `own_words`: whether the office says any of it itself."""

    kind: str
    language: str
    sample: Sample
    own_words: bool


def samples(compose: Compose, office: Office, setup: SetUp, now: datetime) -> dict[str, list[Shown]]:
    """The messages by their kind; nothing for an office that has no service yet. They are about its first
    service that takes tickets."""
    service = next((one for one in office.services.values() if one.active and not one.children), None)
    if service is None:
        return {}
    texts = texts_of(setup)
    told = replace(office, texts=texts)
    return {
        kind: [
            Shown(
                kind,
                language,
                compose(told, MessageKind(kind), language, service=service, now=now),
                any(language in texts.get(f"{kind}{part}", {}) for part in ("", "_subject", "_sms")),
            )
            for language in _LANGUAGES
        ]
        for kind in MESSAGES
    }
