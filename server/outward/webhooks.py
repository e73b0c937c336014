"""Tells partners' systems of events: one thread sends to all of them at once, outside of transactions."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

import httpcore
import structlog

from server.actions.outgoing import webhooks as acting
from server.domain.delivering import signature, wait_after
from server.outward.targets import GuardedNetwork, TargetRefused
from server.storage import webhooks
from server.storage.database import Database, Unavailable
from server.storage.happenings import Transaction

log = structlog.get_logger()

T = TypeVar("T")

LOOK_S = 0.5
"""How often it is looked for something to send."""
PATIENCE_S = 10.0
"""How long a receiver may take for its whole answer, from looking its name up."""
CLAIM = timedelta(seconds=30)
"""Whoever died while sending holds a delivery up no longer than this."""
_FORGET_EVERY_S = 3600.0
_MOST_AT_ONCE = 100


class WebhookSender:
    """Queues new events and sends what is due, until it is stopped; one for each serving process.

    Everything it knows is in the database, so it goes on where it was killed: what was being sent
    then is sent again under the same event id. Claims keep two processes from sending the same
    thing at once. Each webhook gets one delivery at a time and has its own patience, so that a
    receiver that hangs holds up nobody but itself.
    """

    def __init__(
        self, database: Database, *, private_targets: bool, trusted: ssl.SSLContext | None = None
    ) -> None:
        self._database = database
        self._network = GuardedNetwork(private_targets=private_targets)
        self._given_trust = trusted
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._forget_at = 0.0

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Read when it is first sent to somebody: the machine's certificates take a while to read."""
        return self._given_trust or ssl.create_default_context()

    def start(self) -> None:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """What is being sent now is given up, and sent again after the next start."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    async def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                await self._look()
            except Unavailable as error:
                log.warning("webhooks_wait_for_database", reason=str(error))
            except Exception:  # the outermost edge of this thread: partners must be told again after it
                log.exception("webhooks_failed")
            await asyncio.sleep(LOOK_S)
        for task in self._sending.values():
            task.cancel()
        await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def _look(self) -> None:
        """Queue what happened, and begin to send to every webhook that has something due."""
        for hook in await self._read(webhooks.behind):
            await self._write(partial(acting.queue_events, hook=hook))
        for webhook_id in await self._read(webhooks.due_webhooks):
            if webhook_id not in self._sending and len(self._sending) < _MOST_AT_ONCE:
                task = asyncio.create_task(self._send_all(webhook_id))
                self._sending[webhook_id] = task
                task.add_done_callback(partial(self._sent, webhook_id))
        if time.monotonic() >= self._forget_at:
            self._forget_at = time.monotonic() + _FORGET_EVERY_S
            await self._write(lambda tx: webhooks.forget_ended(tx, before=tx.now - webhooks.KEPT))

    def _sent(self, webhook_id: int, task: asyncio.Task[None]) -> None:
        del self._sending[webhook_id]
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("webhook_sending_failed", webhook=webhook_id, exc_info=fault)

    async def _send_all(self, webhook_id: int) -> None:
        """Send to one webhook until nothing is due."""
        with contextlib.suppress(Unavailable):  # what is claimed comes again when its claim has ended
            while not self._stopped.is_set():
                claim = partial(_claim, webhook_id=webhook_id)
                delivery = await self._write(claim)
                if delivery is None:
                    return
                status, error = await self._send(delivery)
                await self._write(partial(_settle, delivery=delivery, status=status, error=error))

    async def _send(self, delivery: webhooks.DeliveryRow) -> tuple[int | None, str | None]:
        """The status of the answer, and what was wrong; None when all is well."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                status = await self._post(delivery)
        except TimeoutError:
            return None, f"no answer within {PATIENCE_S:g} s"
        except TargetRefused as error:
            return None, str(error)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            return None, _why(error)
        return status, None if 200 <= status < 300 else f"answered {status}"

    async def _post(self, delivery: webhooks.DeliveryRow) -> int:
        """Redirects are not followed: they could lead where nobody registered anything."""
        body = delivery.body.encode()
        moment = int(self._database.clock.now().timestamp())
        headers: dict[bytes | str, bytes | str] = {
            "Content-Type": "application/json",
            "User-Agent": "Dunghen-Webhooks/1",
            "Dunghen-Event-Id": delivery.event_id,
            "Idempotency-Key": delivery.event_id,
            "Dunghen-Signature": signature(delivery.secret, moment, body),
        }
        async with (
            httpcore.AsyncConnectionPool(ssl_context=self._trusted, network_backend=self._network) as pool,
            pool.stream("POST", delivery.url, headers=headers, content=body) as answer,
        ):
            return answer.status

    async def _read(self, act: Callable[[Transaction], T]) -> T:
        def read() -> T:
            with self._database.read() as tx:
                return act(tx)

        return await asyncio.to_thread(read)

    async def _write(self, act: Callable[[Transaction], T]) -> T:
        return await asyncio.to_thread(self._database.write, act)


def _claim(tx: Transaction, *, webhook_id: int) -> webhooks.DeliveryRow | None:
    return webhooks.claim(tx, webhook_id, until=tx.now + CLAIM)


def _settle(tx: Transaction, *, delivery: Any, status: int | None, error: str | None) -> None:
    """It arrived; or it is tried again later; or that was the last try."""
    outcome: dict[str, Any] = {"status": status, "error": error}
    wait = wait_after(delivery.tries)
    if error is None:
        outcome |= {"state": "delivered", "ended_at": tx.now}
    elif wait is None:
        outcome |= {"state": "failed", "ended_at": tx.now}
        log.warning("webhook_failed", delivery=delivery.id, event_id=delivery.event_id, reason=error)
    else:
        outcome |= {"next_at": tx.now + wait}
    webhooks.settle(tx, delivery, **outcome)


def _why(error: Exception) -> str:
    """What happened on the line, in words for the page of deliveries."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return str(error)[:200] or "the connection broke"
