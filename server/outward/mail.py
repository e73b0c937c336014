"""A letter as an e-mail (RFC 5322); nothing that people wrote can become a header of its own."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from server.domain.plain_text import one_line
from server.outward.channels import Letter, Refused

_LONGEST_HEADER = 200


def mail(letter: Letter, *, sender: str) -> EmailMessage:
    """The e-mail of a letter from the address `sender`: the same Message-ID at every try.

    Raises `Refused` for a recipient that is no address.
    """
    to = address(letter.to)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_header(letter.sender_name), addr_spec=sender)
    message["To"] = Address(_header(letter.to_name), addr_spec=to)
    message["Subject"] = _header(letter.subject)
    message["Date"] = letter.made_at
    message["Message-ID"] = f"<{letter.message_id}@{sender.rpartition('@')[2]}>"
    message["X-Message-Id"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    message["Content-Language"] = letter.language
    if letter.calendar is not None:
        message.add_attachment(
            letter.calendar,
            maintype="text",
            subtype="calendar",
            filename="lich-hen.ics",
            params={"charset": "utf-8"},
        )
    for attached in letter.attachments:
        maintype, _, subtype = attached.media_type.partition("/")
        message.add_attachment(
            attached.content, maintype=maintype, subtype=subtype, filename=_header(attached.name)
        )
    return message


def _header(text: str) -> str:
    """One line. What looks like an encoded word (RFC 2047) is parted: it would be decoded when the header
    is made, and line breaks that it spells would begin another header."""
    return one_line(text)[:_LONGEST_HEADER].replace("=?", "= ?")


def address(written: str) -> str:
    """An address as every mail server takes it, its domain in ASCII; raises `Refused`."""
    local, _, domain = written.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
        found = Address(addr_spec=plain).addr_spec
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Refused("bad_address") from error
    if found != plain or found != one_line(found) or " " in found:
        raise Refused("bad_address")
    return found
