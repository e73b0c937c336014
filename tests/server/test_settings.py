"""Settings: read once, from the environment or what is given, and wrong ones refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from server.settings import SettingNeeded, Settings


def test_without_anything_one_office_on_this_machine_is_meant() -> None:
    settings = Settings.read({})
    assert (settings.database, settings.host, settings.workers) == ("sqlite:///dunghen.db", "127.0.0.1", 1)
    assert settings.public_url is None


def test_every_setting_may_come_from_the_environment() -> None:
    told = {
        "database": "postgresql://u@h/d",
        "host": "192.168.1.9",
        "port": "80",
        "public_url": "https://x.vn",
        "secret_key": "s",
        "person_keys": "/var/lib/dunghen/people",
        "secure_cookies": "true",
        "session_idle_min": "60",
        "session_hours": "8",
        "admins_need_totp": "true",
        "oidc_issuer": "https://sso.example.gov.vn",
        "oidc_client_id": "dunghen",
        "oidc_client_secret": "s3cret",
        "oidc_name": "sso",
        "oidc_strong_acr": "https://refeds.org/profile/mfa,loa3",
        "oidc_strong_amr": "mfa,hwk",
        "workers": "2",
        "threads": "50",
        "most_live": "40",
        "proxies": "1",
        "holds_per_address": "4",
        "bookings_per_address": "50",
        "integration_rate": "50",
        "request_rate": "70",
        "redis": "redis://127.0.0.1:6379/0",
        "hosts": "hen.example.gov.vn,.lan",
        "webhook_private_targets": "true",
        "max_body_bytes": "2048",
        "server": "gunicorn",
        "log_level": "error",
        "smtp_url": "smtp+starttls://hen:pw%40x@mail.example.vn:587",
        "smtp_ca": "/etc/dunghen/mail-ca.pem",
        "mail_from": "hen@example.vn",
        "sms_url": "https://sms.example.vn/send",
        "sms_token": "t0ken",
        "sms_unaccented": "true",
        "messages_folder": "/var/lib/dunghen/messages",
        "reports_folder": "/var/lib/dunghen/reports",
    }
    assert set(told) == set(Settings.model_fields)
    settings = Settings.read({f"DUNGHEN_{name.upper()}": value for name, value in told.items()})
    assert {name: str(getattr(settings, name)).lower() for name in told} == told


def test_what_is_given_goes_before_the_environment_and_none_is_not_given() -> None:
    environment = {"DUNGHEN_PORT": "81", "DUNGHEN_HOST": "10.0.0.1"}
    settings = Settings.read(environment, port=82, host=None)
    assert (settings.port, settings.host) == (82, "10.0.0.1")


def test_other_variables_are_nobodys_business() -> None:
    assert Settings.read({"PORT": "1", "DUNGHEN_NOBODY_KNOWS": "1"}) == Settings.read({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("port", "65536"),
        ("port", "http"),
        ("threads", "1"),
        ("most_live", "0"),
        ("max_body_bytes", "10"),
        ("server", "apache"),
        ("log_level", "loud"),
        ("secure_cookies", "perhaps"),
        ("workers", "0"),
        ("workers", "2"),  # with SQLite
        ("smtp_url", "mail.example.vn"),
        ("smtp_url", "http://mail.example.vn"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "smtp://mail.example.vn:99999"),
        ("smtp_url", "smtp://mail.example.vn"),  # without mail_from
        ("mail_from", "hen@example.vn\r\nBcc: x@example.vn"),
        ("mail_from", "hen"),
        ("sms_url", "sms.example.vn"),
        ("sms_token", "a\r\nX-Evil: 1"),
        ("sms_unaccented", "perhaps"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings.read({f"DUNGHEN_{name.upper()}": value})


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]  # that is the point


def test_a_key_is_made_once_beside_the_database_and_kept(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'office.db'}")
    key = settings.signing_key()
    assert len(key) >= 64
    assert settings.signing_key() == key
    file = tmp_path / "office.db.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["office.db.key"]


def test_a_key_that_is_set_is_used_and_none_is_written(tmp_path: Path) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'office.db'}", secret_key="mine")
    assert settings.signing_key() == "mine"
    assert list(tmp_path.iterdir()) == []


def test_where_no_key_can_be_kept_one_must_be_set() -> None:
    with pytest.raises(ValueError, match="DUNGHEN_SECRET_KEY"):
        Settings(database="postgresql://u@h/d").signing_key()


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "sqlite:///:memory:", "sqlite://"])
def test_where_no_folder_stands_beside_the_database_the_one_of_the_keys_must_be_set(url: str) -> None:
    with pytest.raises(SettingNeeded, match="DUNGHEN_PERSON_KEYS"):
        Settings(database=url).person_keys_folder()
    assert Settings(database=url, person_keys="/p").person_keys_folder() == Path("/p")
    assert Settings(database="sqlite:////a/b.db").person_keys_folder() == Path("/a/b.db.people")
