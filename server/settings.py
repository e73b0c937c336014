"""The settings of a server: frozen, and read from the environment in this one place."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import make_url

from server.domain.signing import Lasting

PREFIX = "DUNGHEN_"
_VALUES = r"^[^\s,]+(,[^\s,]+)*$"


class SettingNeeded(ValueError):
    """A setting has no default here, and nothing can be served without it; the text says which and why."""


class Settings(BaseModel):
    """Every setting is also an environment variable: `database` is `DUNGHEN_DATABASE`, and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = Field(
        default="sqlite:///dunghen.db", description="Where everything is kept (SQLAlchemy URL)."
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for the whole LAN.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        default=None, description="Address that phones reach; without it no QR to follow a ticket is printed."
    )
    secret_key: str | None = Field(
        default=None, description="Signs sessions. With SQLite it is made and kept beside the database."
    )
    session_idle_min: int = Field(
        default=240, ge=1, le=1440, description="Minutes after which an unused staff session ends."
    )
    session_hours: int = Field(
        default=12, ge=1, le=72, description="Hours after which a staff session ends in any case."
    )
    admins_need_totp: bool = Field(
        default=False, description="Let administrators do nothing before they have set up a second factor."
    )
    oidc_issuer: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#]+$",
        description="The province's single sign-on (OpenID Connect).",
    )
    oidc_client_id: str | None = Field(default=None, min_length=1, description="What it knows us as.")
    oidc_client_secret: str | None = Field(
        default=None, min_length=1, description="How it knows that it is us."
    )
    oidc_name: str = Field(
        default="SSO", min_length=1, max_length=60, description="Its name on the button to sign in."
    )
    oidc_strong_acr: str | None = Field(
        default=None,
        pattern=_VALUES,
        description="Values of its `acr` that tell of a second factor, with commas between.",
    )
    oidc_strong_amr: str | None = Field(
        default=None,
        pattern=_VALUES,
        description="Values in its `amr` that tell of a second factor, with commas between.",
    )
    person_keys: str | None = Field(
        default=None,
        description="Folder of the keys that recognise people. With SQLite it is made beside the database.",
    )
    secure_cookies: bool = Field(
        default=False, description="Send cookies over HTTPS only; set it behind HTTPS."
    )
    workers: int = Field(
        default=1, ge=1, le=32, description="Serving processes; more than one needs PostgreSQL and gunicorn."
    )
    threads: int = Field(default=400, ge=8, le=2000, description="Threads; every open page holds one.")
    most_live: int = Field(
        default=340, ge=1, description="Live connections; what is more falls back to polling."
    )
    proxies: int = Field(
        default=0, ge=0, le=5, description="Reverse proxies in front whose word on the address is trusted."
    )
    holds_per_address: int = Field(
        default=3, ge=1, le=1000, description="Unconfirmed holds of one network address that need no work."
    )
    bookings_per_address: int = Field(
        default=20,
        ge=1,
        le=100_000,
        description="Appointments of one network address in 24 hours that need no work.",
    )
    integration_rate: int = Field(
        default=100, ge=1, le=100_000, description="Requests a second of one integration's key."
    )
    request_rate: int = Field(
        default=100,
        ge=1,
        le=100_000,
        description="Requests a second of one stranger's address, one account or one device.",
    )
    redis: str | None = Field(
        default=None,
        pattern=r"^(rediss?|redis\+unix)://[^\s]+$",
        description="Redis in which several serving processes count together how often somebody asks.",
    )
    hosts: str | None = Field(
        default=None,
        pattern=r"^\.?[A-Za-z0-9.-]+(,\.?[A-Za-z0-9.-]+)*$",
        description="Names that the server answers to, with commas between; without any it answers to all.",
    )
    webhook_private_targets: bool = Field(
        default=False, description="Let webhooks go to this machine and into private networks."
    )
    max_body_bytes: int = Field(default=64 * 1024, ge=1024, description="Largest request body.")
    server: str = Field(
        default="gunicorn",
        pattern="^(gunicorn|werkzeug)$",
        description="`werkzeug` where gunicorn does not run.",
    )
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="How much is logged."
    )

    smtp_url: str | None = Field(
        default=None,
        pattern=r"^(smtp|smtps|smtp\+starttls)://([^\s/@:]+(:[^\s/@]*)?@)?"
        r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:([0-9]{1,4}|[1-5][0-9]{4}))?/?$",
        description="Mail server for e-mails to citizens: smtp+starttls://user:password@host:587.",
    )
    smtp_ca: str | None = Field(
        default=None,
        description="File of certificates to trust in the mail server, instead of the machine's.",
    )
    mail_from: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$",
        description="Address that e-mails to citizens come from.",
    )
    sms_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s]+$", description="Gateway for text messages to citizens."
    )
    sms_token: str | None = Field(
        default=None, pattern=r"^[!-~]+$", description="Bearer token that the gateway knows us by."
    )
    sms_unaccented: bool = Field(default=False, description="Write text messages without Vietnamese accents.")
    messages_folder: str | None = Field(
        default=None, description="Folder for what would go out by channels that are not set; for trying out."
    )
    reports_folder: str | None = Field(
        default=None, description="Folder into which scheduled reports are written."
    )

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.smtp_url and not self.mail_from:
            raise ValueError("smtp_url needs mail_from")
        return self

    @model_validator(mode="after")
    def _single_sign_on_is_whole(self) -> Self:
        """Plain HTTP only to this very machine, for trying out: whoever listens could sign in as anybody."""
        given = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if any(given) and not all(given):
            raise ValueError("oidc_issuer, oidc_client_id and oidc_client_secret go together")
        if (self.oidc_strong_acr or self.oidc_strong_amr) and not self.oidc_issuer:
            raise ValueError("oidc_strong_acr and oidc_strong_amr go with oidc_issuer")
        issuer = urlsplit(self.oidc_issuer or "https:")
        if issuer.scheme != "https" and issuer.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("oidc_issuer has to begin with https://")
        return self

    def sessions_last(self) -> Lasting:
        """How long a session of staff lives."""
        return Lasting(timedelta(minutes=self.session_idle_min), timedelta(hours=self.session_hours))

    @model_validator(mode="after")
    def _one_writer(self) -> Self:
        """SQLite has one writing process."""
        if self.workers > 1 and (self.database.startswith("sqlite") or self.server != "gunicorn"):
            raise ValueError("more than one worker needs PostgreSQL and gunicorn")
        return self

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **given: object) -> Self:
        """Settings from the environment; what is `given` and not None goes first."""
        source = os.environ if environment is None else environment
        values: dict[str, object] = {
            name: source[PREFIX + name.upper()]
            for name in cls.model_fields
            if PREFIX + name.upper() in source
        }
        values |= {name: value for name, value in given.items() if value is not None}
        return cls.model_validate(values)

    def signing_key(self) -> str:
        """The key that signs sessions: the setting, or a file beside an SQLite database, made once."""
        if self.secret_key:
            return self.secret_key
        path = make_url(self.database).database
        if not self.database.startswith("sqlite") or not path or path == ":memory:":
            raise SettingNeeded("Set DUNGHEN_SECRET_KEY: only beside an SQLite file can a key be kept.")
        return _kept_key(Path(path + ".key"))

    def person_keys_folder(self) -> Path:
        """Where the keys that recognise people are: the setting, or a folder beside an SQLite database. With
        PostgreSQL nobody can guess which folder all serving machines share. Raises `SettingNeeded`."""
        if self.person_keys:
            return Path(self.person_keys)
        path = make_url(self.database).database
        if not self.database.startswith("sqlite") or not path or path == ":memory:":
            raise SettingNeeded(
                "Set DUNGHEN_PERSON_KEYS to a folder outside the database, the same for every process and "
                "machine that serves it: with its keys people are recognised, and they are destroyed in time."
            )
        return Path(path + ".people")


def _kept_key(file: Path) -> str:
    """Two processes may start at once: the key is written aside and linked in whole, so one wins."""
    if not file.exists():
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(aside, file)
        aside.unlink()
    return file.read_text().strip()
