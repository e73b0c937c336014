"""Webhooks: a partner's system says where it wants to be told, and sees how the telling goes."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from pydantic_core import to_json

from server.actions.hall.watching import public_events
from server.actions.house import auditing
from server.contract import messages
from server.contract.messages import as_rfc3339
from server.domain.errors import ImpossibleStep, LimitReached, UnknownDelivery, UnknownWebhook, WebhookRefused
from server.domain.people import Caller, Role
from server.storage import queries, webhooks
from server.storage.happenings import Transaction

MOST_WEBHOOKS = 20
"""Of one integration at one office."""
_MOST_SHOWN = 200
_QUEUED_AT_ONCE = 200


def register(
    tx: Transaction, caller: Caller, office_code: str, wish: messages.NewWebhook, *, private_targets: bool
) -> messages.Webhook:
    """A new webhook, with its secret, which is told this once.

    Raises `UnknownOffice`, `WebhookRefused` for an address of this machine or of a private network
    where these are not allowed, `LimitReached`.
    """
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    if not private_targets and not _may_be_public(wish.url):
        raise WebhookRefused()
    if len(webhooks.of_office(tx, office.id, device_id=caller.device_id)) >= MOST_WEBHOOKS:
        raise LimitReached(most=MOST_WEBHOOKS)
    secret = secrets.token_urlsafe(32)
    made = webhooks.add(
        tx,
        office_id=office.id,
        device_id=caller.device_id,
        url=wish.url,
        secret=secret,
        kinds=[kind.value for kind in dict.fromkeys(wish.kinds)],
    )
    row = _mine(tx, caller, office_code, made)
    told = {"host": urlsplit(wish.url).hostname, "kinds": row.kinds}
    auditing.record(tx, caller, "webhook.made", f"webhook {made}", office_id=office.id, new=told)
    return _described(tx, [row])[0].model_copy(update={"secret": secret})


def _may_be_public(url: str) -> bool:
    """False for an address that is private by its spelling; names are looked up when they are sent to."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return not (host == "localhost" or host.endswith(".localhost"))


def listed(tx: Transaction, caller: Caller, office_code: str) -> messages.Webhooks:
    """The caller's own webhooks; a supervisor sees those of every integration. Raises `UnknownOffice`."""
    return messages.Webhooks(webhooks=_described(tx, _visible(tx, caller, office_code)))


def remove(tx: Transaction, caller: Caller, office_code: str, webhook_id: int) -> messages.Done:
    """Tell this address nothing more. Raises `UnknownOffice`, `UnknownWebhook`."""
    hook = _mine(tx, caller, office_code, webhook_id)
    webhooks.remove(tx, hook.id)
    told = {"host": urlsplit(hook.url).hostname}
    auditing.record(tx, caller, "webhook.removed", f"webhook {hook.id}", office_id=hook.office_id, old=told)
    return messages.Done()


def send_test(tx: Transaction, caller: Caller, office_code: str, webhook_id: int) -> messages.Delivery:
    """Queue an event of kind `test`. Raises `UnknownOffice`, `UnknownWebhook`."""
    hook = _mine(tx, caller, office_code, webhook_id)
    seq = webhooks.next_test_seq(tx, hook.id)
    webhooks.queue(
        tx, hook.id, [_row(hook.office_code, {"seq": seq, "kind": "test", "at": as_rfc3339(tx.now)})]
    )
    return _delivery(webhooks.deliveries(tx, [hook.id], state="waiting", limit=1)[0])


def deliveries(
    tx: Transaction, caller: Caller, office_code: str, webhook_id: int, *, state: str | None
) -> messages.Deliveries:
    """The newest deliveries of a webhook. Raises `UnknownOffice`, `UnknownWebhook`."""
    hook = _mine(tx, caller, office_code, webhook_id)
    rows = webhooks.deliveries(tx, [hook.id], state=state, limit=_MOST_SHOWN)
    return messages.Deliveries(deliveries=[_delivery(row) for row in rows])


def all_deliveries(
    tx: Transaction, caller: Caller, office_code: str, *, state: str | None
) -> messages.Deliveries:
    """The newest deliveries of every webhook that the caller may see. Raises `UnknownOffice`."""
    ids = [hook.id for hook in _visible(tx, caller, office_code)]
    rows = webhooks.deliveries(tx, ids, state=state, limit=_MOST_SHOWN)
    return messages.Deliveries(deliveries=[_delivery(row) for row in rows])


def retry(
    tx: Transaction, caller: Caller, office_code: str, webhook_id: int, delivery_id: int
) -> messages.Delivery:
    """Try a delivery again now, from the beginning.

    Raises `UnknownOffice`, `UnknownWebhook`, `UnknownDelivery`, `ImpossibleStep` when it has arrived.
    """
    hook = _mine(tx, caller, office_code, webhook_id)
    known = webhooks.delivery(tx, hook.id, delivery_id)
    if known is None:
        raise UnknownDelivery()
    if known.state == "delivered":
        raise ImpossibleStep(state=known.state)
    return _delivery(webhooks.again(tx, known.id))


def queue_events(tx: Transaction, hook: webhooks.WebhookRow) -> None:
    """Queue what has happened at the office since the webhook was last looked at, in order of seq."""
    events = queries.events_after(tx, hook.office_id, hook.seq, limit=_QUEUED_AT_ONCE)
    if not events or not webhooks.advance(tx, hook, events[-1].seq):
        return
    wanted = [event for event in events if not hook.kinds or event.kind in hook.kinds]
    webhooks.queue(tx, hook.id, [_row(hook.office_code, event) for event in public_events(tx, wanted)])


def missed(tx: Transaction, caller: Caller, office_code: str, *, after: int) -> messages.ToldEvents:
    """The events after `after`, as webhooks tell them, so many at once. Raises `UnknownOffice`."""
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    rows = queries.events_after(tx, office.id, after, limit=_QUEUED_AT_ONCE)
    found = public_events(tx, rows)
    told = [messages.ToldEvent.model_validate(_told(office.code, event)) for event in found]
    return messages.ToldEvents(events=told)


def _row(office_code: str, event: dict[str, Any]) -> dict[str, Any]:
    body = _told(office_code, event)
    about = {"event_id": body["id"], "seq": body["seq"], "kind": body["kind"]}
    return {**about, "body": to_json(body).decode()}


def _told(office_code: str, event: dict[str, Any]) -> dict[str, Any]:
    seq = event["seq"]
    event_id = f"{office_code}-{seq}" if seq > 0 else f"{office_code}-test-{-seq}"
    return {"id": event_id, "office": office_code, **event}


def _visible(tx: Transaction, caller: Caller, office_code: str) -> list[webhooks.WebhookRow]:
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    return webhooks.of_office(tx, office.id, device_id=_own(caller))


def _own(caller: Caller) -> int | None:
    """An integration sees its own; whoever supervises sees them all."""
    return caller.device_id if caller.role is Role.INTEGRATION else None


def _mine(tx: Transaction, caller: Caller, office_code: str, webhook_id: int) -> webhooks.WebhookRow:
    for row in _visible(tx, caller, office_code):
        if row.id == webhook_id:
            return row
    raise UnknownWebhook()


def _described(tx: Transaction, rows: Iterable[webhooks.WebhookRow]) -> list[messages.Webhook]:
    hooks = list(rows)
    count = webhooks.counts(tx, [hook.id for hook in hooks])
    return [
        messages.Webhook(
            id=hook.id,
            url=hook.url,
            kinds=hook.kinds,
            made_at=hook.made_at,
            integration=hook.integration,
            waiting=count.get((hook.id, "waiting"), 0),
            failed=count.get((hook.id, "failed"), 0),
        )
        for hook in hooks
    ]


def _delivery(row: webhooks.DeliveryRow) -> messages.Delivery:
    return messages.Delivery(
        id=row.id,
        webhook=row.webhook_id,
        event_id=row.event_id,
        kind=row.kind,
        state=row.state,
        made_at=row.made_at,
        tries=row.tries,
        next_at=row.next_at if row.state == "waiting" else None,
        ended_at=row.ended_at,
        status=row.status,
        error=row.error,
    )
