"""Every hostile text in all that leaves the house: e-mail, text messages, calendar entries, webhooks."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pydantic import TypeAdapter, ValidationError

from server.actions.house import devices
from server.actions.outgoing import webhooks
from server.contract import messages
from server.contract.messages.webhooks import WebhookUrl
from server.contract.setup_texts import TextsSetUp
from server.domain.outgoing import Outlet
from server.outward import webhooks as sending
from server.outward.channels import Letter
from server.outward.composing import Style, letter
from server.outward.facts import Facts, facts_of
from server.outward.gateway import GatewayChannel
from server.outward.smtp import SmtpChannel, mail_server
from server.storage.database import Database
from tests.builders import OFFICE
from tests.fakes.receiver import Receiver
from tests.server.outward.builders import EMAIL, book, outgoing, with_outlets
from tests.server.outward.gateway_server import Gateway, gateway_server
from tests.server.outward.mail_server import Postbox
from tests.server.outward.mail_server import mail_server as serving
from tests.server.outward.test_webhooks import is_signed, sender
from tests.support.clocks import StoppedClock
from tests.support.hostile import HALVES, HOSTILE
from tests.support.offices import database_with_office

EVERY = (*HOSTILE, *HALVES)
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What turns, parts or commands a line."""
PHONE = "+84912345678"
STYLE = Style("https://hen.example.vn/")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("letters")
    made = database_with_office(f"sqlite:///{folder / 'office.db'}", StoppedClock())
    yield with_outlets(made)
    made.close()


@pytest.fixture(scope="module")
def facts(database: Database) -> Facts:
    """A confirmed appointment, as letters about it are told of it."""
    book(database)
    with database.read() as tx:
        return facts_of(tx, outgoing(database)[0])


def about(facts: Facts, text: str) -> Facts:
    """The same, with this text wherever people or the office wrote something."""
    names = {"vi": text, "en": text}
    office = replace(
        facts.at_office,
        names=names,
        short_name=text,
        address=text,
        hotline=text,
        texts=own_words(text),
    )
    service = replace(facts.for_service, names=names, papers={"vi": (text, "Tờ khai")})
    return replace(facts, name=text, at_office=office, for_service=service)


def own_words(text: str) -> dict[str, dict[str, str]]:
    """The text as an office's own subject, first lines and closing, where a set-up takes it."""
    found = {}
    for key in ("booked_subject", "booked", "closing"):
        try:
            found[key] = getattr(TextsSetUp.model_validate({key: {"vi": text}}), key)
        except ValidationError:
            continue
    return found


def letters(facts: Facts, outlet: Outlet) -> list[Letter]:
    to = EMAIL if outlet is Outlet.EMAIL else PHONE
    return [letter(replace(about(facts, text), to=to), outlet, STYLE) for text in EVERY]


def test_an_e_mail_reaches_one_recipient_with_its_own_headers_whatever_it_tells(facts: Facts) -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        channel = SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn")
        for one in letters(facts, Outlet.EMAIL):
            channel.send(one)
    assert postbox.recipients == [EMAIL] * len(EVERY)
    for text, mail in zip(EVERY, postbox.mails, strict=True):
        assert set(mail.keys()) == HEADERS, repr(text)
        assert [to.addr_spec for to in mail["To"].addresses] == [EMAIL]
        assert [by.addr_spec for by in mail["From"].addresses] == ["hen@example.vn"]
        named = mail["Subject"] + mail["To"].addresses[0].display_name
        assert not OBEYED.search(named + mail["From"].addresses[0].display_name), repr(text)
        assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/calendar"]
        body = mail.get_body()
        assert body is not None
        told = body.get_content().replace("\r\n", "\n")
        assert not OBEYED.search(told), repr(text)
        assert [line for line in told.split("\n") if line.startswith("Mã lịch hẹn: ")] == [CODE], repr(text)


CODE = "Mã lịch hẹn: 7K3M-9200"
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "X-Message-Id"),
    *("Auto-Submitted", "MIME-Version", "Content-Type"),
}


def test_a_calendar_entry_stays_one_event_whatever_stands_in_it(facts: Facts) -> None:
    for text, one in zip(EVERY, letters(facts, Outlet.EMAIL), strict=True):
        assert one.calendar is not None
        calendar = Calendar.from_ical(one.calendar)
        assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT", "VALARM"], repr(text)
        (event,) = calendar.walk("VEVENT")
        assert str(event["URL"]).startswith("https://hen.example.vn/a/")
        lines = one.calendar.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert b"\n" not in one.calendar.replace(b"\r\n", b"")
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", one.calendar), repr(text)


def test_a_text_message_is_one_line_to_one_number_in_a_body_of_three_fields(facts: Facts) -> None:
    gateway, told = Gateway(), letters(facts, Outlet.SMS)
    with gateway_server(gateway) as url, ThreadPoolExecutor(1) as worker:
        channel = GatewayChannel(url, "t0ken")
        for one in told:
            worker.submit(channel.send, one).result()
    assert [body["text"] for body in gateway.bodies] == [one.text for one in told]
    for text, body in zip(EVERY, gateway.bodies, strict=True):
        assert (set(body), body["to"]) == ({"id", "to", "text"}, PHONE)
        assert not OBEYED.search(body["text"]), repr(text)
        assert "\n" not in body["text"], repr(text)
    heads = [{**head, "Content-Length": "", "Idempotency-Key": ""} for head in gateway.headers]
    assert all(head == heads[0] for head in heads)


def test_an_address_with_anything_in_it_is_refused_or_gets_one_signed_call(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Path and query of a webhook are the partner's to choose; the head and body of the call are not."""
    monkeypatch.setattr(sending, "LOOK_S", 0.02)
    with Receiver() as partner, sender(database, private_targets=True):
        addresses = crowded(partner.url)
        secrets = [told(database, address) for address in addresses]
        calls = partner.wait_for(len(addresses), within_s=30)
    names = {frozenset(call.headers) for call in calls}
    assert len(names) == 1, names
    assert not {"X-Evil", "Bcc", "Set-Cookie"} & set(calls[0].headers)
    for call in calls:
        assert any(is_signed(call, secret) for secret in secrets)
        assert set(call.event) == set(calls[0].event)


def crowded(url: str) -> list[str]:
    """As few addresses as can hold every text that an address may have in its path or query."""
    taken = [text for text in EVERY if fits(f"{url}/{text}") and len(text) < 100]
    assert 50 < len(taken) < len(EVERY)
    found = [url]
    for text in taken:
        longer = f"{found[-1]}/{text}"
        if fits(longer):
            found[-1] = longer
        else:
            found.append(f"{url}?{text}")
    return found


def fits(url: str) -> bool:
    try:
        TypeAdapter[str](WebhookUrl).validate_python(url)
    except ValidationError:
        return False
    return True


def told(database: Database, url: str) -> str | None:
    """A webhook of a partner of its own is sent a test; its secret."""
    token = database.write(lambda tx: devices.create_token(tx, OFFICE, role="integration", name=url[:40]))
    with database.read() as tx:
        caller = devices.caller_of(tx, token)
    assert caller is not None
    wish = messages.NewWebhook(url=url, kinds=[])
    hook = database.write(lambda tx: webhooks.register(tx, caller, OFFICE, wish, private_targets=True))
    database.write(lambda tx: webhooks.send_test(tx, caller, OFFICE, hook.id))
    return hook.secret
