"""E-mail against a real mail server that takes it, refuses it, hangs or is not there."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain.outgoing import CLAIM
from server.outward.channels import TIME_OUT_S, Busy, Down, NotSent, Refused
from server.outward.mail import mail
from server.outward.smtp import WHOLE_TIME_OUT_S, MailServer, SmtpChannel, mail_server
from tests.server.outward.letters import letter
from tests.server.outward.mail_server import Postbox, certificate
from tests.server.outward.mail_server import mail_server as serving
from tests.server.outward.talking import talking
from tests.support.ports import free_port

SENDER = "hen@example.vn"


def channel(
    port: int, *, scheme: str = "smtp", who: str = "", trust: str | None = None, patience_s: float = 5
) -> SmtpChannel:
    server = mail_server(f"{scheme}://{who}127.0.0.1:{port}")
    return SmtpChannel(server, SENDER, trust=trust, time_out_s=patience_s, whole_time_out_s=3 * patience_s)


def why_not(act: Callable[[], None]) -> NotSent:
    with pytest.raises(NotSent) as error:
        act()
    return error.value


def test_a_letter_arrives_whole_with_its_calendar_entry() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        channel(port).send(letter())
    (arrived,) = postbox.mails
    assert postbox.recipients == ["binh@example.vn"]
    assert arrived["Subject"] == "Lịch hẹn 7K3M-92QX: 08:30 thứ Tư, 25/11/2026"
    assert arrived["From"].addresses[0].display_name == "Trung tâm Phục vụ hành chính công"
    assert arrived["From"].addresses[0].addr_spec == SENDER
    assert arrived["To"].addresses[0].display_name == "Trần Văn Bình"
    assert arrived["Message-ID"] == "<5b8a4f0e-7a0c-5a51-9d1e-1f4f5f0c2a11@example.vn>"
    assert arrived["X-Message-Id"] == "5b8a4f0e-7a0c-5a51-9d1e-1f4f5f0c2a11"
    assert arrived["Date"].datetime == letter().made_at
    body, attached = arrived.get_body(), next(arrived.iter_attachments())
    assert body is not None
    assert body["Content-Language"] == "vi"
    assert body.get_content().splitlines() == letter().text.splitlines()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_payload(decode=True) == letter().calendar


def test_a_recipient_who_is_refused_is_refused_for_good() -> None:
    postbox = Postbox(to_recipient=lambda address: "550 5.1.1 no such binh@example.vn")
    with serving(postbox) as port:
        error = why_not(lambda: channel(port).send(letter()))
    assert (type(error), error.code) == (Refused, "smtp_550")


def test_greylisting_is_tried_again() -> None:
    postbox = Postbox(to_recipient=lambda address: "451 4.7.1 greylisted, come back")
    with serving(postbox) as port:
        error = why_not(lambda: channel(port).send(letter()))
    assert (type(error), error.code) == (Busy, "smtp_451")


@pytest.mark.parametrize(("answer", "kind"), [("554 5.7.1 spam", Refused), ("452 4.3.1 full", Busy)])
def test_a_letter_that_is_not_taken_is_refused_or_tried_again(answer: str, kind: type[NotSent]) -> None:
    with serving(Postbox(to_data=lambda mail: answer)) as port:
        error = why_not(lambda: channel(port).send(letter()))
    assert (type(error), error.code) == (kind, f"smtp_{answer[:3]}")


def test_a_server_that_is_not_there_is_down() -> None:
    error = why_not(lambda: channel(free_port()).send(letter()))
    assert (type(error), error.code) == (Down, "smtp_unreachable")


def test_a_server_that_hangs_is_not_waited_for() -> None:
    over = threading.Event()
    with talking(lambda connection: over.wait(10) and None) as port:
        began = time.monotonic()
        error = why_not(lambda: channel(port, patience_s=0.5).send(letter()))
        over.set()
    assert (type(error), error.code) == (Down, "smtp_timeout")
    assert time.monotonic() - began < 2


def test_a_server_that_answers_slowly_for_ever_is_cut_off() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        try:
            for _ in range(100):
                connection.sendall(b"250-still thinking\r\n")
                time.sleep(0.1)
        except OSError:
            pass  # cut off, as it should be

    with talking(drip) as port:
        began = time.monotonic()
        error = why_not(lambda: channel(port, patience_s=0.5).send(letter()))
    assert (type(error), error.code) == (Down, "smtp_disconnected")
    assert 1 < time.monotonic() - began < 4


def test_a_server_that_hangs_up_is_down() -> None:
    with talking(lambda connection: connection.sendall(b"220 hello\r\n")) as port:
        assert why_not(lambda: channel(port).send(letter())).code == "smtp_disconnected"


def test_a_server_that_says_it_is_closed_is_down() -> None:
    with talking(lambda connection: connection.sendall(b"421 closing for the night\r\n")) as port:
        assert why_not(lambda: channel(port).send(letter())).code == "smtp_421"


def test_what_was_taken_is_sent_though_the_goodbye_is_not_heard() -> None:
    def take_and_vanish(connection: socket.socket) -> None:
        connection.sendall(b"220 hello\r\n")
        lines = connection.makefile("rb")
        while not lines.readline().startswith(b"data"):
            connection.sendall(b"250 go on\r\n")
        connection.sendall(b"354 tell\r\n")
        while lines.readline() != b".\r\n":
            pass
        connection.sendall(b"250 taken\r\n")
        lines.readline()

    with talking(take_and_vanish) as port:
        channel(port).send(letter())


# --- TLS and signing in ---------------------------------------------------------------------------


def test_starttls_encrypts_and_signs_in(tmp_path: Path) -> None:
    tls, trust = certificate(tmp_path)
    postbox = Postbox()
    with serving(postbox, tls=tls, user=("hen@example.vn", "p@ss:w/d")) as port:
        who = "hen%40example.vn:p%40ss%3Aw%2Fd@"
        channel(port, scheme="smtp+starttls", who=who, trust=trust).send(letter())
    assert postbox.encrypted == [True]


def test_a_wrong_password_is_a_fault_of_the_channel_not_of_the_letter(tmp_path: Path) -> None:
    tls, trust = certificate(tmp_path)
    with serving(Postbox(), tls=tls, user=("hen", "right")) as port:
        wrong = channel(port, scheme="smtp+starttls", who="hen:wrong@", trust=trust)
        error = why_not(lambda: wrong.send(letter()))
    assert (type(error), error.code) == (Down, "smtp_535")


def test_a_stranger_with_a_certificate_of_his_own_gets_no_letter(tmp_path: Path) -> None:
    tls, _ = certificate(tmp_path)
    postbox = Postbox()
    with serving(postbox, tls=tls) as port:
        error = why_not(lambda: channel(port, scheme="smtp+starttls").send(letter()))
    assert (type(error), error.code, postbox.mails) == (Down, "smtp_tls", [])


def test_a_server_without_tls_gets_no_letter_when_tls_was_asked_for() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        error = why_not(lambda: channel(port, scheme="smtp+starttls").send(letter()))
    assert (type(error), error.code, postbox.mails) == (Down, "smtp_no_tls_or_sign_in", [])


def test_the_url_of_a_mail_server_says_how_it_is_talked_to() -> None:
    assert mail_server("smtp://mail.example.vn") == MailServer("smtp", "mail.example.vn", 25)
    assert mail_server("smtps://[::1]") == MailServer("smtps", "::1", 465)
    whole = mail_server("smtp+starttls://hen%40x.vn:p%3Aw@mail.example.vn")
    assert whole == MailServer("smtp+starttls", "mail.example.vn", 587, "hen@x.vn", "p:w")
    assert "p:w" not in repr(whole)


# --- hostile text -----------------------------------------------------------------------------------


def test_an_encoded_word_stays_the_word_that_was_written() -> None:
    """The library decodes what it is told; a line break that somebody spells so began a header once."""
    evil = "=?utf-8?q?B=C3=ACnh=0d=0aBcc:_all=40example.vn?="
    read = email.message_from_bytes(
        mail(letter(to_name=evil, subject=evil), sender=SENDER).as_bytes(), policy=email.policy.default
    )
    assert read["Bcc"] is None
    assert read["Subject"] == evil.replace("=?", "= ?")


@pytest.mark.parametrize(
    "address",
    [
        "binh@example.vn\r\nBcc: all@example.vn",
        "binh@example.vn, all@example.vn",
        "binh@example.vn>\r\nRCPT TO:<all@example.vn",
        "binh",
        "@example.vn",
        "binh@",
        "binh @example.vn",
        "bi\u202enh@example.vn",
        "bình@example.vn",  # too few servers take these
        "binh@exa\x01mple.vn",
        "a" * 65 + "@" + "b" * 64 + ".vn",
    ],
)
def test_what_is_no_address_is_refused_and_never_sent(address: str) -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        error = why_not(lambda: channel(port).send(letter(to=address)))
    assert (type(error), error.code, postbox.mails) == (Refused, "bad_address", [])


def test_a_domain_with_vietnamese_letters_is_written_in_ascii() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        channel(port).send(letter(to="binh@bìnhđịnh.vn"))
    assert postbox.recipients == ["binh@xn--bnhnh-8va64c3803b.vn"] or postbox.recipients[0].isascii()


def test_a_claim_outlasts_the_longest_conversation() -> None:
    assert CLAIM.total_seconds() >= WHOLE_TIME_OUT_S + 3 * TIME_OUT_S, "connecting, and an answer at the end"
