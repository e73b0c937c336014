"""Partners are told of events: signed, in order, again and again, and never where they must not lead."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import update

from server.actions.house import devices
from server.actions.outgoing import webhooks
from server.contract import messages
from server.contract.events import Kind
from server.domain.delivering import ASIDE_AFTER, MOST_TRIES, wait_after
from server.outward import webhooks as sending
from server.outward.targets import may_be_told
from server.outward.webhooks import WebhookSender
from server.storage.database import Database
from server.storage.tables import webhook_delivery
from tests.builders import OFFICE, Hall
from tests.fakes.receiver import Call, Manner, Receiver, answer, drip, hang, nonsense, reset
from tests.support.clocks import StoppedClock


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    return Hall(database, clock)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, with less waiting."""
    monkeypatch.setattr(sending, "PATIENCE_S", 0.5)
    monkeypatch.setattr(sending, "LOOK_S", 0.02)


@pytest.fixture
def partner() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


class Partner:
    """An integration of the demo office, with one webhook."""

    def __init__(self, hall: Hall, url: str, *kinds: Kind) -> None:
        self.hall = hall
        token = hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="integration", name=url))
        with hall.database.read() as tx:
            found = devices.caller_of(tx, token)
        assert found is not None
        self.caller = found
        wish = messages.NewWebhook(url=url, kinds=list(kinds))
        self.hook = hall.database.write(
            lambda tx: webhooks.register(tx, found, OFFICE, wish, private_targets=True)
        )

    def deliveries(self, state: Any = None) -> list[messages.Delivery]:
        """The oldest first."""
        with self.hall.database.read() as tx:
            found = webhooks.deliveries(tx, self.caller, OFFICE, self.hook.id, state=state)
        return found.deliveries[::-1]

    def settled(self, is_settled: Callable[[list[messages.Delivery]], bool]) -> list[messages.Delivery]:
        """The deliveries, once they are as wanted."""
        deadline = time.monotonic() + 10
        while not is_settled(found := self.deliveries()):
            assert time.monotonic() < deadline, found
            time.sleep(0.02)
        return found

    def tried(self, tries: int) -> messages.Delivery:
        """The first delivery, once it has been tried so often and is not being tried now."""
        self.settled(lambda d: bool(d) and d[0].tries == tries and (d[0].error or d[0].status) is not None)
        self.hall_is_quiet()
        return self.deliveries()[0]

    def hall_is_quiet(self) -> None:
        deadline = time.monotonic() + 10
        while self.hall.sql("SELECT id FROM webhook_delivery WHERE claimed_until IS NOT NULL"):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def retry(self, delivery: messages.Delivery) -> messages.Delivery:
        return self.hall.database.write(
            lambda tx: webhooks.retry(tx, self.caller, OFFICE, self.hook.id, delivery.id)
        )


@contextmanager
def sender(database: Database, *, private_targets: bool = True, **about: Any) -> Iterator[WebhookSender]:
    running = WebhookSender(database, private_targets=private_targets, **about)
    running.start()
    try:
        yield running
    finally:
        running.stop()


def is_signed(call: Call, secret: str | None) -> bool:
    """As a partner checks it."""
    assert secret is not None
    moment, _, signed = call.headers["Dunghen-Signature"].partition(",")
    text = moment.removeprefix("t=").encode() + b"." + call.body
    return signed == "v1=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def test_every_event_comes_once_in_order_and_signed(hall: Hall, partner: Receiver) -> None:
    told = Partner(hall, partner.url)
    hall.open(3)
    numbers = [hall.press().number for _ in range(5)]
    hall.call()
    with sender(hall.database):
        calls = partner.wait_for(7)
        told.settled(lambda d: all(one.state == "delivered" for one in d))
    assert [call.event["kind"] for call in calls] == [
        "counter_opened",
        *["ticket_issued"] * 5,
        "ticket_called",
    ]
    assert [call.event["number"] for call in calls[1:6]] == numbers
    assert all(is_signed(call, told.hook.secret) for call in calls)
    for call, event in zip(calls, hall.events()[-7:], strict=True):
        assert call.event == {"id": f"{OFFICE}-{event['seq']}", "office": OFFICE, **event}
        assert call.headers["Dunghen-Event-Id"] == call.headers["Idempotency-Key"] == call.event["id"]
    assert not is_signed(calls[0], "another secret")


def test_only_kinds_that_were_asked_for_come(hall: Hall, partner: Receiver) -> None:
    Partner(hall, partner.url, Kind.TICKET_CALLED)
    hall.open(3)
    hall.press()
    hall.call()
    with sender(hall.database):
        partner.wait_for(1)
        time.sleep(0.2)
    assert [call.event["kind"] for call in partner.calls] == ["ticket_called"]


def test_what_happened_before_the_webhook_was_made_is_not_told(hall: Hall, partner: Receiver) -> None:
    hall.press()
    Partner(hall, partner.url)
    after = hall.press()
    with sender(hall.database):
        partner.wait_for(1)
    assert [call.event["number"] for call in partner.calls] == [after.number]


@pytest.mark.parametrize(
    ("manner", "status", "why"),
    [
        (answer(500), 500, "answered 500"),
        (answer(404), 404, "answered 404"),
        (answer(301, Location="http://127.0.0.1:1/elsewhere"), 301, "answered 301"),
        (hang, None, "no answer within 0.5 s"),
        (drip, None, "no answer within 0.5 s"),
        (reset, None, None),
        (nonsense, None, None),
    ],
    ids=["500", "404", "301", "hang", "drip", "reset", "nonsense"],
)
def test_what_did_not_arrive_is_tried_again_later(
    hall: Hall, manner: Manner, status: int | None, why: str | None
) -> None:
    with Receiver(manner) as partner, sender(hall.database):
        told = Partner(hall, partner.url)
        hall.press()
        failed = told.tried(1)
        assert (failed.state, failed.status) == ("waiting", status)
        assert failed.error == (why or failed.error)
        assert failed.next_at == hall.clock.now() + timedelta(seconds=10)
        hall.clock.tick(seconds=10)
        first, second = partner.wait_for(2)
        assert first.body == second.body
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
        assert told.settled(lambda d: d[0].state == "delivered")[0].error is None


def test_nobody_listening_is_tried_again_until_it_is_given_up(hall: Hall) -> None:
    with Receiver() as gone:
        told = Partner(hall, gone.url)
    hall.press()
    with sender(hall.database):
        for tries in range(1, MOST_TRIES):
            assert told.tried(tries).state == "waiting"
            hall.clock.tick(seconds=(wait_after(tries) or timedelta()).total_seconds())
        told.settled(lambda d: d[0].state == "failed")
    last = told.deliveries("failed")[0]
    assert (last.tries, last.next_at, last.ended_at) == (MOST_TRIES, None, hall.clock.now())
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES)]
    assert sum((wait for wait in waits if wait), timedelta()) > timedelta(hours=24)


def test_what_was_given_up_can_be_tried_again(hall: Hall, partner: Receiver) -> None:
    told = Partner(hall, partner.url)
    hall.press()
    with sender(hall.database):
        told.settled(lambda d: len(d) == 1 and d[0].state == "delivered")
        hall.sql("UPDATE webhook_delivery SET state = 'failed', tries = 10")
        again = told.retry(told.deliveries()[0])
        assert (again.state, again.tries, again.ended_at) == ("waiting", 0, None)
        partner.wait_for(2)
        told.settled(lambda d: d[0].state == "delivered")


def test_order_is_kept_while_a_receiver_is_away_for_a_while(hall: Hall) -> None:
    with Receiver(answer(503)) as partner, sender(hall.database):
        told = Partner(hall, partner.url)
        numbers = [hall.press().number for _ in range(4)]
        told.tried(1)
        assert len(partner.calls) == 1
        hall.clock.tick(seconds=10)
        calls = partner.wait_for(5)
    assert [call.event["number"] for call in calls] == [numbers[0], *numbers]


def test_one_event_that_a_receiver_never_takes_does_not_stop_the_others(hall: Hall) -> None:
    with Receiver(*[answer(422)] * ASIDE_AFTER) as partner, sender(hall.database):
        told = Partner(hall, partner.url)
        numbers = [hall.press().number for _ in range(3)]
        for tries in range(1, ASIDE_AFTER):
            told.tried(tries)
            hall.clock.tick(seconds=(wait_after(tries) or timedelta()).total_seconds())
        calls = partner.wait_for(ASIDE_AFTER + 2)
        assert [call.event["number"] for call in calls[-2:]] == numbers[1:]
        told.settled(lambda d: [one.state for one in d] == ["waiting", "delivered", "delivered"])
        hall.clock.tick(minutes=5)
        assert partner.wait_for(ASIDE_AFTER + 3)[-1].event["number"] == numbers[0]


def test_a_receiver_that_hangs_holds_up_neither_others_nor_the_office(
    hall: Hall, partner: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_S", 5.0)
    with ExitStack() as stack:
        for _ in range(5):
            bad = stack.enter_context(Receiver(*[hang] * 50))
            Partner(hall, bad.url)
        Partner(hall, partner.url)
        stack.enter_context(sender(hall.database))
        began = time.monotonic()
        hall.press()
        bad.wait_for(1)
        for _ in range(20):
            hall.press()
        partner.wait_for(21, within_s=5)
        assert time.monotonic() - began < 5


def test_what_was_being_sent_at_a_kill_is_sent_again_under_the_same_id(hall: Hall, partner: Receiver) -> None:
    told = Partner(hall, partner.url)
    hall.press()
    with sender(hall.database):
        told.settled(lambda d: len(d) == 1 and d[0].state == "delivered")
    # As SIGKILL leaves it: claimed, and perhaps arrived, but not settled.
    claimed = {"state": "waiting", "ended_at": None, "claimed_until": hall.clock.now() + sending.CLAIM}
    left = update(webhook_delivery).values(claimed)
    hall.database.write(lambda tx: tx.connection.execute(left))
    with sender(hall.database):
        time.sleep(0.3)
        assert len(partner.calls) == 1
        hall.clock.tick(seconds=31)
        partner.wait_for(2)
        told.settled(lambda d: d[0].state == "delivered")
    assert len(set(partner.ids())) == 1


def test_two_processes_send_everything_once(hall: Hall, partner: Receiver, clock: StoppedClock) -> None:
    told = Partner(hall, partner.url)
    other = Database(hall.database.engine.url.render_as_string(hide_password=False), clock)
    with sender(hall.database), sender(other):
        for _ in range(30):
            hall.press()
        told.settled(lambda d: len(d) == 30 and all(one.state == "delivered" for one in d))
    other.close()
    assert partner.ids() == sorted(partner.ids(), key=lambda name: int(name.rpartition("-")[2]))
    assert len(set(partner.ids())) == len(partner.calls) == 30


def test_a_revoked_key_is_told_nothing_more(hall: Hall, partner: Receiver) -> None:
    told = Partner(hall, partner.url)
    hall.press()
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, partner.url))
    with sender(hall.database):
        time.sleep(0.3)
    assert partner.calls == []
    assert told.deliveries() == []


def test_a_removed_webhook_is_told_nothing_more(hall: Hall) -> None:
    with Receiver(answer(500)) as partner, sender(hall.database):
        told = Partner(hall, partner.url)
        hall.press()
        told.tried(1)
        hall.database.write(lambda tx: webhooks.remove(tx, told.caller, OFFICE, told.hook.id))
        hall.press()
        hall.clock.tick(hours=1)
        time.sleep(0.3)
        assert len(partner.calls) == 1


# --- where webhooks must not lead ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("203.0.114.7", True, True),
        ("2400:cb00::1", True, True),
        ("10.1.2.3", False, True),
        ("192.168.1.10", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("100.64.0.1", False, True),
        ("fd00::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
    ],
)
def test_which_addresses_may_be_told(address: str, public: bool, private: bool) -> None:
    assert may_be_told(ip_address(address), private_targets=False) == public
    assert may_be_told(ip_address(address), private_targets=True) == private


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_name_that_leads_into_the_house_is_looked_at_when_it_is_sent_to(
    hall: Hall, partner: Receiver, host: str
) -> None:
    told = Partner(hall, f"http://{host}:{partner.port}/told")
    hall.press()
    with sender(hall.database, private_targets=False):
        refused = told.tried(1)
    assert refused.error == "leads to this machine or into a private network"
    assert partner.calls == []


def test_a_redirect_is_not_followed(hall: Hall, partner: Receiver) -> None:
    with Receiver(answer(302, Location=partner.url)) as first, sender(hall.database):
        told = Partner(hall, first.url)
        hall.press()
        assert told.tried(1).error == "answered 302"
    assert partner.calls == []


def certificate(folder: Path, *, name: str) -> ssl.SSLContext:
    """A certificate of our own for 127.0.0.1, which nobody trusts by itself; `ca.pem` is it too."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


def test_a_certificate_that_is_not_trusted_gets_nothing(hall: Hall, tmp_path: Path) -> None:
    with Receiver(context=certificate(tmp_path, name="127.0.0.1")) as partner:
        told = Partner(hall, partner.url)
        hall.press()
        with sender(hall.database):
            refused = told.tried(1)
        assert "certificate is not trusted" in (refused.error or "")
        assert partner.calls == []


@pytest.mark.parametrize(("name", "arrives"), [("127.0.0.1", True), ("127.0.0.2", False)])
def test_a_trusted_certificate_must_be_of_that_host(
    hall: Hall, tmp_path: Path, name: str, arrives: bool
) -> None:
    with Receiver(context=certificate(tmp_path, name=name)) as partner:
        told = Partner(hall, partner.url)
        hall.press()
        trusted = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        with sender(hall.database, trusted=trusted):
            tried = told.settled(lambda d: bool(d) and (d[0].error or d[0].ended_at) is not None)[0]
        assert (tried.state == "delivered") == arrives == bool(partner.calls)


def test_stopping_does_not_wait_for_a_receiver_that_hangs(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE_S", 10.0)
    with Receiver(hang) as partner:
        Partner(hall, partner.url)
        hall.press()
        with sender(hall.database):
            partner.wait_for(1)
            began = time.monotonic()
        assert time.monotonic() - began < 2
    assert "webhooks" not in {thread.name for thread in threading.enumerate()}
