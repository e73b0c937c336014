"""Doors for partners' systems: register an address, try it out, see and repeat what did not arrive."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from server.actions.outgoing import webhooks
from server.contract import messages
from server.domain import errors
from server.domain.people import Permission
from server.settings import Settings
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors, Key

_WEBHOOKS = "/offices/<office>/webhooks"
_WEBHOOK = f"{_WEBHOOKS}/<int(max=4611686018427387904):webhook>"
_GUARDED: dict[str, Any] = {"permission": Permission.MANAGE_WEBHOOKS, "scope": "webhooks"}
_UNKNOWN = (errors.UnknownOffice, errors.UnknownWebhook)


class WhichDeliveries(messages.Request):
    """Which deliveries to list; without `state` all of them."""

    state: messages.DeliveryState | None = None


class AfterWhich(messages.Request):
    """Which events: those after this `seq`."""

    after: Annotated[int, Field(ge=0, le=2**62)]


def doors(settings: Settings) -> Doors:
    """The doors of this module."""
    group = Doors("webhook_api")
    _add_webhook_doors(group, private_targets=settings.webhook_private_targets)
    _add_delivery_doors(group)
    _add_event_door(group)
    return group


def _add_webhook_doors(group: Doors, *, private_targets: bool) -> None:
    @group.add(
        "POST",
        _WEBHOOKS,
        answer=messages.Webhook,
        body=messages.NewWebhook,
        status=201,
        key=Key.REQUIRED,
        refusals=(errors.UnknownOffice, errors.WebhookRefused, errors.LimitReached),
        **_GUARDED,
    )
    def create_webhook(tx: Transaction, ask: Ask) -> messages.Webhook:
        """Tell an address of the office's events from now on; the answer has the secret, this once."""
        return webhooks.register(tx, ask.known, ask.path["office"], ask.body, private_targets=private_targets)

    @group.add(
        "GET",
        _WEBHOOKS,
        answer=messages.Webhooks,
        writes=False,
        refusals=(errors.UnknownOffice,),
        **_GUARDED,
    )
    def list_webhooks(tx: Transaction, ask: Ask) -> messages.Webhooks:
        """The webhooks of this key; a supervisor sees those of every key."""
        return webhooks.listed(tx, ask.known, ask.path["office"])

    @group.add("DELETE", _WEBHOOK, answer=messages.Done, refusals=_UNKNOWN, **_GUARDED)
    def delete_webhook(tx: Transaction, ask: Ask) -> messages.Done:
        """Tell an address nothing more; what still waited is given up."""
        return webhooks.remove(tx, ask.known, ask.path["office"], ask.path["webhook"])

    @group.add(
        "POST",
        f"{_WEBHOOK}/test",
        answer=messages.Delivery,
        body=messages.SendTest,
        refusals=_UNKNOWN,
        **_GUARDED,
    )
    def test_webhook(tx: Transaction, ask: Ask) -> messages.Delivery:
        """Send an event of kind `test`; how it went is in its deliveries a moment later."""
        return webhooks.send_test(tx, ask.known, ask.path["office"], ask.path["webhook"])


def _add_delivery_doors(group: Doors) -> None:
    @group.add(
        "GET",
        f"{_WEBHOOK}/deliveries",
        answer=messages.Deliveries,
        query=WhichDeliveries,
        writes=False,
        refusals=_UNKNOWN,
        **_GUARDED,
    )
    def list_deliveries(tx: Transaction, ask: Ask) -> messages.Deliveries:
        """The newest 200 deliveries of a webhook, the newest first; they are kept for 30 days."""
        where = (ask.path["office"], ask.path["webhook"])
        return webhooks.deliveries(tx, ask.known, *where, state=ask.query.state)

    @group.add(
        "POST",
        f"{_WEBHOOK}/deliveries/<int(max=4611686018427387904):delivery>/retry",
        answer=messages.Delivery,
        body=messages.RetryDelivery,
        refusals=(*_UNKNOWN, errors.UnknownDelivery, errors.ImpossibleStep),
        **_GUARDED,
    )
    def retry_delivery(tx: Transaction, ask: Ask) -> messages.Delivery:
        """Try a delivery that waits or has failed again now, from the beginning."""
        where = (ask.path["office"], ask.path["webhook"], ask.path["delivery"])
        return webhooks.retry(tx, ask.known, *where)


def _add_event_door(group: Doors) -> None:
    @group.add(
        "GET",
        "/offices/<office>/events",
        answer=messages.ToldEvents,
        permission=Permission.MANAGE_WEBHOOKS,
        scope="line:read",
        query=AfterWhich,
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def list_events(tx: Transaction, ask: Ask) -> messages.ToldEvents:
        """The 200 events after a `seq`, as webhooks tell them: for whoever has missed some."""
        return webhooks.missed(tx, ask.known, ask.path["office"], after=ask.query.after)
