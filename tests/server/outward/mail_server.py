"""A real mail server on loopback that takes, refuses, puts off, hangs, or goes."""

from __future__ import annotations

import contextlib
import email
import email.policy
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.ports import free_port


@dataclass
class Postbox:
    """What has arrived, and what the server answers; an answer of None takes the letter."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    to_recipient: Callable[[str], str | None] = lambda address: None
    to_data: Callable[[EmailMessage], str | None] = lambda mail: None
    accepted: Callable[[EmailMessage], None] = lambda mail: None

    @property
    def ids(self) -> list[str]:
        return [mail["X-Message-Id"] for mail in self.mails]

    async def handle_RCPT(  # noqa: N802  # aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.to_recipient(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        refusal = self.to_data(mail)
        if refusal is None:
            self.mails.append(mail)
            self.recipients += envelope.rcpt_tos
            self.encrypted.append(session.ssl is not None)
            self.accepted(mail)
        return refusal or "250 OK"


@contextlib.contextmanager
def mail_server(
    postbox: Postbox,
    *,
    port: int | None = None,
    tls: ssl.SSLContext | None = None,
    user: tuple[str, str] | None = None,
) -> Iterator[int]:
    """Serve on loopback while the block lasts; the port."""

    def sign_in(*seen: object) -> AuthResult:
        shown = seen[-1]
        assert isinstance(shown, LoginPassword)
        known = user == (shown.login.decode(), shown.password.decode())
        return AuthResult(success=known, handled=False)

    options = {"tls_context": tls, "require_starttls": True} if tls else {}
    if user:
        options |= {"authenticator": sign_in, "auth_required": True, "auth_require_tls": tls is not None}
    controller = Controller(postbox, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """A server's own certificate for 127.0.0.1, and the file by which a client trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of the house")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(here, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    shown, secret = folder / "mail.pem", folder / "mail.key"
    shown.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown, secret)
    return context, str(shown)
