"""Which channels the settings open."""

from __future__ import annotations

from pathlib import Path

from server.app import create_app
from server.domain.outgoing import Outlet
from server.outward.folder import FolderChannel
from server.outward.gateway import GatewayChannel
from server.outward.outlets import channels
from server.outward.smtp import SmtpChannel
from server.ports import SystemClock
from server.settings import Settings


def kinds(**settings: str) -> dict[str, str]:
    return {outlet: type(found).__name__ for outlet, found in channels(Settings(**settings)).items()}


def test_without_settings_nobody_is_written_to() -> None:
    assert kinds() == {}


def test_a_mail_server_opens_e_mail_and_a_gateway_text_messages() -> None:
    mail = {"smtp_url": "smtp://127.0.0.1", "mail_from": "hen@example.vn"}
    assert kinds(**mail) == {"email": SmtpChannel.__name__}
    assert kinds(sms_url="http://127.0.0.1/") == {"sms": GatewayChannel.__name__}


def test_a_folder_stands_in_for_what_is_not_set(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert kinds(messages_folder=folder) == {outlet: FolderChannel.__name__ for outlet in Outlet}
    both = kinds(messages_folder=folder, sms_url="http://127.0.0.1/")
    assert both == {"email": FolderChannel.__name__, "sms": GatewayChannel.__name__}


def test_the_application_puts_in_the_outbox_only_what_can_go_out(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'office.db'}", secret_key="s", sms_url="http://127.0.0.1/"
    )
    application = create_app(settings, SystemClock())
    assert application.database.outlets == {Outlet.SMS}
    application.database.close()
