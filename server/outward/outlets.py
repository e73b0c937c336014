"""Which ways out the settings open: the one place that knows every channel."""

from __future__ import annotations

from pathlib import Path

from server.domain.outgoing import Outlet
from server.outward.channels import Channel
from server.outward.folder import FolderChannel
from server.outward.gateway import GatewayChannel
from server.outward.smtp import SmtpChannel, mail_server
from server.settings import Settings

_FOLDER_SENDER = "dunghen@localhost.localdomain"


def channels(settings: Settings) -> dict[Outlet, Channel]:
    """The configured channels; a folder stands in for those that are not. None: nobody is written to."""
    found: dict[Outlet, Channel] = {}
    if settings.messages_folder:
        folder, sender = Path(settings.messages_folder), settings.mail_from or _FOLDER_SENDER
        found = {outlet: FolderChannel(folder, outlet, sender=sender) for outlet in Outlet}
    if settings.smtp_url and settings.mail_from:
        server = mail_server(settings.smtp_url)
        found[Outlet.EMAIL] = SmtpChannel(server, settings.mail_from, trust=settings.smtp_ca)
    if settings.sms_url:
        found[Outlet.SMS] = GatewayChannel(settings.sms_url, settings.sms_token)
    return found
