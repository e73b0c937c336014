"""E-mail by SMTP (RFC 5321), plain, with STARTTLS or with TLS from the first byte."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from server.outward.channels import TIME_OUT_S, Busy, Down, Letter, Refused
from server.outward.mail import mail

WHOLE_TIME_OUT_S = 60.0
"""For a whole delivery: a server that answers every step, but slowly, is cut off before anybody else may
take the letter for forgotten."""
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where a mail server is, how it is talked to, and who we are there."""

    kind: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(url: str) -> MailServer:
    """`smtp://host`, `smtp+starttls://user:password@host:587`, `smtps://…`; raises `ValueError`."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("is not smtp://, smtp+starttls:// or smtps:// with a host")
    return MailServer(
        kind=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class SmtpChannel:
    """Hands every letter to one mail server, over a connection of its own."""

    def __init__(
        self,
        server: MailServer,
        sender: str,
        *,
        trust: str | None = None,
        time_out_s: float = TIME_OUT_S,
        whole_time_out_s: float = WHOLE_TIME_OUT_S,
    ) -> None:
        """`trust` is a file of certificates to trust instead of the machine's own."""
        self._server = server
        self._sender = sender
        self._tls = ssl.create_default_context(cafile=trust)
        self._time_out_s = time_out_s
        self._whole_time_out_s = whole_time_out_s

    def send(self, letter: Letter) -> None:
        """Raises `Refused` where the recipient or the letter is refused for good, else `Busy` or `Down`."""
        message = mail(letter, sender=self._sender)
        with self._connection() as connection:
            try:
                connection.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                raise _by_code(min(code for code, _ in refused.recipients.values())) from refused
            except smtplib.SMTPDataError as refused:
                raise _by_code(refused.smtp_code) from refused

    @contextlib.contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A connection that is ready for a letter; whatever goes wrong with it is `Down`."""
        with contextlib.ExitStack() as closing:
            try:
                connection = self._connected()
                closing.callback(_say_goodbye, connection)
                closing.enter_context(_cut_off(connection, self._whole_time_out_s))
                self._introduce(connection)
                yield connection
            except smtplib.SMTPResponseException as error:
                raise Down(f"smtp_{error.smtp_code}") from error
            except TimeoutError as error:
                raise Down("smtp_timeout") from error
            except smtplib.SMTPNotSupportedError as error:
                raise Down("smtp_no_tls_or_sign_in") from error
            except ssl.SSLError as error:
                raise Down("smtp_tls") from error
            except smtplib.SMTPServerDisconnected as error:
                late = isinstance(error.__context__, TimeoutError)  # smtplib says it only there
                raise Down("smtp_timeout" if late else "smtp_disconnected") from error
            except (smtplib.SMTPException, OSError) as error:
                raise Down("smtp_unreachable") from error

    def _connected(self) -> smtplib.SMTP:
        where = (self._server.host, self._server.port)
        if self._server.kind == "smtps":
            return smtplib.SMTP_SSL(*where, timeout=self._time_out_s, context=self._tls)
        return smtplib.SMTP(*where, timeout=self._time_out_s)

    def _introduce(self, connection: smtplib.SMTP) -> None:
        if self._server.kind == "smtp+starttls":
            connection.starttls(context=self._tls)
        if self._server.user is not None:
            connection.login(self._server.user, self._server.password or "")


def _by_code(code: int) -> Refused | Busy:
    """5xx is for good; 4xx, as greylisting says it, is not."""
    return Refused(f"smtp_{code}") if code >= 500 else Busy(f"smtp_{code}")


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """What was accepted is accepted, whether the goodbye is heard or not."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        connection.quit()
    connection.close()


@contextlib.contextmanager
def _cut_off(connection: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End a conversation that takes too long as a whole, though no single step of it does."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            if connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
