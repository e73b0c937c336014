"""Single sign-on: asking a province's OpenID Connect provider who somebody is (Core 1.0, code flow, PKCE)."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from server.settings import Settings

_WAIT_S = 5.0
_KEPT_S = 3600.0
_LEEWAY_S = 60
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
"""Signed with the provider's own key: never `none`, never a secret that two know."""
_SCOPES = "openid email profile"


class ProviderFailed(Exception):
    """The provider could not be asked, or what it said cannot be believed. `key` tells a person why."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(detail)
        self.key = key


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent along with somebody, and must come back with them."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is; `email` only when it has verified it, in small letters."""

    issuer: str
    subject: str
    email: str | None
    strong: bool = False
    """Whether the provider says that they showed more than a password, in words that the operator takes."""


@dataclass(frozen=True, slots=True)
class Strength:
    """What the operator takes for a strong sign-on: one of these `acr`, or one of these among the `amr`
    (OpenID Connect Core 1.0, section 2)."""

    acr: tuple[str, ...]
    amr: tuple[str, ...]

    def is_told_by(self, claims: Mapping[str, Any]) -> bool:
        """What is left out, or is not of the kind that the standard says, tells of no strength."""
        methods = claims.get("amr")
        told = methods if isinstance(methods, list) else []
        return claims.get("acr") in self.acr or any(value in self.amr for value in told)


class Provider:
    """One provider, known by its issuer. Its addresses and keys are asked for when first needed, and kept
    for an hour; a signature by an unknown key asks for the keys once more."""

    def __init__(self, settings: Settings) -> None:
        if not (settings.oidc_issuer and settings.oidc_client_id and settings.oidc_client_secret):
            raise ValueError("single sign-on is not set up")
        self.name = settings.oidc_name
        self.issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._strength = Strength(_values(settings.oidc_strong_acr), _values(settings.oidc_strong_amr))
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def address(self, asked: Asked, *, back: str) -> str:
        """Where somebody is sent to; `back` is where the provider sends them afterwards. It is asked for a
        strong sign-on where the operator has told what that is called. Raises `ProviderFailed`."""
        wanted = {"acr_values": " ".join(self._strength.acr)} if self._strength.acr else {}
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=asked.state,
                nonce=asked.nonce,
                code_verifier=asked.verifier,
                **wanted,
            )
        return str(url)

    def identity(self, asked: Asked, *, code: str, back: str) -> Identity:
        """Who came back with this code. Raises `ProviderFailed`."""
        endpoint = self._endpoint("token_endpoint")
        try:
            with self._client(back) as client:
                token = client.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=asked.verifier,
                    timeout=_WAIT_S,
                    allow_redirects=False,
                )
        except AuthlibBaseError as error:
            raise ProviderFailed("code_refused", f"the provider refused the code: {error.error}") from error
        except RequestException as error:
            raise ProviderFailed("unreachable", f"token endpoint: {type(error).__name__}") from error
        except ValueError as error:
            raise ProviderFailed("unreachable", "the token endpoint did not answer in JSON") from error
        return self._believed(str(token.get("id_token") or ""), asked.nonce)

    def _client(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._secret,
            scope=_SCOPES,
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _believed(self, id_token: str, nonce: str) -> Identity:
        """What an ID token says, when it is signed by the provider, for us, now, and for this sign-in."""
        try:
            claims = self._opened(id_token).claims
            rules = jwt.JWTClaimsRegistry(
                leeway=_LEEWAY_S,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self._client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
            )
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise ProviderFailed("not_believed", f"ID token: {error}") from error
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise ProviderFailed("not_believed", "ID token: it was made for another sign-in")
        if claims.get("azp", self._client_id) != self._client_id:
            raise ProviderFailed("not_believed", "ID token: it was made for another program")
        verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
        email = str(claims["email"]).strip().lower() if verified else None
        return Identity(
            self.issuer, str(claims["sub"])[:255], email, strong=self._strength.is_told_by(claims)
        )

    def _opened(self, id_token: str) -> jwt.Token:
        keys = KeySet.import_key_set(self._asked_for("jwks_uri"))  # type: ignore[arg-type]  # a plain dict
        try:
            return jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            with self._lock:
                self._kept.pop("jwks_uri", None)  # the provider may have changed its keys meanwhile
            fresh = KeySet.import_key_set(self._asked_for("jwks_uri"))  # type: ignore[arg-type]  # the same
            return jwt.decode(id_token, fresh, algorithms=_ALGORITHMS)

    def _endpoint(self, name: str) -> str:
        """One of the provider's addresses; it is as safe as the issuer's own."""
        url = self._asked_for("configuration").get(name)
        safe = isinstance(url, str) and urlsplit(url).scheme in ("https", urlsplit(self.issuer).scheme)
        if not safe:
            raise ProviderFailed("unreachable", f"the provider's configuration names no safe {name}")
        return str(url)

    def _asked_for(self, what: str) -> dict[str, Any]:
        """The provider's configuration or keys, fetched anew every hour."""
        with self._lock:
            kept = self._kept.get(what)
        if kept is not None and time.monotonic() - kept[0] < _KEPT_S:
            return kept[1]
        if what == "configuration":
            found = _fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise ProviderFailed("unreachable", "the configuration is another issuer's")
        else:
            found = _fetched(self._endpoint(what))
        with self._lock:
            self._kept[what] = (time.monotonic(), found)
        return found


def _values(setting: str | None) -> tuple[str, ...]:
    return tuple(setting.split(",")) if setting else ()


def _fetched(url: str) -> dict[str, Any]:
    try:
        answer = httpx.get(url, timeout=_WAIT_S, follow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderFailed("unreachable", f"{url}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise ProviderFailed("unreachable", f"{url}: not an object")
    return found
