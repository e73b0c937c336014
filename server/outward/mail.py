"""A letter as an e-mail (RFC 5322); nothing that people wrote can become a header of its own."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from server.domain.plain_text import one_line
from server.outward.channels import Letter, Refused


def mail(letter: Letter, *, sender: str) -> EmailMessage:
    """The e-mail of a letter from the address `sender`: the same Message-ID at every try.

    Raises `Refused` for a recipient that is no address.
    """
    to = address(letter.to)
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    message["From"] = Address(one_line(letter.sender_name), addr_spec=sender)
    message["To"] = Address(one_line(letter.to_name), addr_spec=to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = letter.made_at
    message["Message-ID"] = f"<{letter.message_id}@{sender.rpartition('@')[2]}>"
    message["X-Message-Id"] = letter.message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.calendar is not None:
        message.add_attachment(
            letter.calendar,
            maintype="text",
            subtype="calendar",
            filename="lich-hen.ics",
            params={"charset": "utf-8"},
        )
    return message


def address(written: str) -> str:
    """An address as mail servers take it, its domain in ASCII; raises `Refused`."""
    local, _, domain = written.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        found = Address(addr_spec=f"{local}@{ascii_domain}").addr_spec
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Refused("bad_address") from error
    if found != one_line(found) or " " in found:
        raise Refused("bad_address")
    return found
