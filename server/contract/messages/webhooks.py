"""Webhooks: where a partner's system is told of events, and how the telling goes."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.contract.events import Kind
from server.contract.messages.base import Answer, Instant, LiveEvent, Request


def _plain_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise PydanticCustomError("url", "is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise PydanticCustomError("url", "must begin with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise PydanticCustomError("url", "must have no user name, password or fragment")
    return url


_PORT = r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"
# As callers read it; an IPv6 address in brackets is taken too.
_TOLD = {"pattern": rf"^https?://[A-Za-z0-9][A-Za-z0-9.-]*{_PORT}([/?][\x21\x22\x24-\x7e]*)?$"}
WebhookUrl = Annotated[
    str,
    StringConstraints(min_length=10, max_length=500, pattern=r"^[\x21-\x7e]+$"),
    AfterValidator(_plain_url),
    Field(json_schema_extra=_TOLD),
]


class NewWebhook(Request):
    """Tell this address of the office's events from now on."""

    url: WebhookUrl
    kinds: list[Kind] = Field(
        default_factory=list, max_length=len(Kind), description="Kinds of events; none: all of them."
    )


class Webhook(Answer):
    """An address that is told of events."""

    id: int
    url: str
    kinds: list[str]
    made_at: Instant
    integration: str | None = Field(default=None, description="Name of the key that made it.")
    waiting: int = Field(description="Deliveries that have not arrived yet.")
    failed: int = Field(description="Deliveries that were given up.")
    secret: str | None = Field(default=None, description="Signs the deliveries; told only once.")


class Webhooks(Answer):
    """The webhooks that the caller may see."""

    webhooks: list[Webhook]


class SendTest(Request):
    """Send an event of kind `test`."""


class RetryDelivery(Request):
    """Try again now."""


DeliveryState = Literal["waiting", "delivered", "failed"]


class Delivery(Answer):
    """One event on its way to one webhook."""

    id: int
    webhook: int
    event_id: str
    kind: str
    state: Annotated[str, Field(examples=["waiting", "delivered", "failed"])]
    made_at: Instant
    tries: int
    next_at: Instant | None = Field(default=None, description="Of the next try, while it waits.")
    ended_at: Instant | None = None
    status: int | None = Field(default=None, description="HTTP status of the last answer.")
    error: str | None = Field(default=None, description="What was wrong at the last try.")


class ToldEvent(LiveEvent):
    """An event as webhooks tell it; what else it carries depends on its kind."""

    id: str
    office: str


class ToldEvents(Answer):
    """Events of an office in order of `seq`; ask again after the last one until none come."""

    events: list[ToldEvent]


class Deliveries(Answer):
    """Deliveries, the newest first."""

    deliveries: list[Delivery]
