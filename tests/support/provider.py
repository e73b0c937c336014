"""A small OpenID Connect provider on loopback, with RS256 keys, PKCE, and all that can go wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "dunghen", "a secret that two know"

Claims = dict[str, Any]


@cache
def _key(name: str) -> RSAKey:
    """Made once: that takes a while."""
    return RSAKey.generate_key(2048, {"kid": name}, private=True)


@dataclass
class Grant:
    """What a code stands for."""

    redirect_uri: str
    challenge: str
    nonce: str
    used: bool = False


@dataclass
class Provider:
    """`with Provider() as provider:` is asked at `provider.issuer`. Whoever comes is `who`; `twist` changes
    what the ID token says, `key` signs it, and `cut` breaks the token endpoint's line."""

    who: Claims = field(
        default_factory=lambda: {"sub": "u-1", "email": "hoa@tinh.example", "email_verified": True}
    )
    twist: Callable[[Claims], None] = lambda claims: None
    cut: bool = False
    asks: bool = False
    """Whether somebody has to press a link on its own page: what comes back then comes from there."""
    algorithm: str = "RS256"
    key: RSAKey = field(default_factory=lambda: _key("first"))
    published: list[RSAKey] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)
    acr_values: list[str | None] = field(default_factory=list)
    """What strength was asked for, each time somebody came."""
    fetched: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.published = self.published or [self.key]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self) -> str:
        # By its name: a page of 127.0.0.1 is then another site's, as in the world outside.
        return f"http://localhost:{self._server.server_port}"

    def renew_key(self) -> None:
        """From now on other keys sign, and are published."""
        self.key = _key("second")
        self.published = [self.key]

    # --- what it answers ------------------------------------------------------------------------

    def configuration(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> Claims:
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where somebody who is known is sent back to."""
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        self.acr_values.append(asked.get("acr_values"))
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked["redirect_uri"], asked["code_challenge"], asked["nonce"])
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> tuple[int, Claims]:
        """The answer for a code: once, to the right client, with the right verifier."""
        if not _same_client(authorization):
            return 401, {"error": "invalid_client"}
        grant = self.grants.get(asked.get("code", ""))
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if grant is None or grant.used or grant.challenge != challenge:
            return 400, {"error": "invalid_grant"}
        if grant.redirect_uri != asked.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        grant.used = True
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(grant.nonce)}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims: Claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= self.who
        self.twist(claims)
        if self.algorithm == "none":
            return ".".join([_b64({"alg": "none", "typ": "JWT"}), _b64(claims), ""])
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])


def _same_client(authorization: str) -> bool:
    scheme, _, value = authorization.partition(" ")
    if scheme != "Basic":
        return False
    said = base64.b64decode(value).decode()
    return said == f"{CLIENT_ID}:{CLIENT_SECRET}"


def _b64(what: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(what).encode()).decode().rstrip("=")


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _lead_back(handler: BaseHTTPRequestHandler, where: str, *, by_link: bool) -> None:
    """Send somebody back at once, or show a page of the provider's with a link."""
    page = f'<!doctype html><a id="on" href="{escape(where)}">Go on</a>'.encode() if by_link else b""
    handler.send_response(200 if by_link else 303)
    handler.send_header(*("Content-Type", "text/html") if by_link else ("Location", where))
    handler.end_headers()
    handler.wfile.write(page)


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Four addresses."""

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            provider.fetched.append(asked.path)
            query = _fields(asked.query)
            if asked.path == "/authorize":
                _lead_back(self, provider.authorize(query), by_link=provider.asks)
            else:
                known = {"/.well-known/openid-configuration": provider.configuration, "/keys": provider.keys}
                self._say(200, known[asked.path]())

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = _fields(self.rfile.read(length).decode())
            provider.fetched.append(self.path)
            if provider.cut:
                self.connection.close()
                return
            self._say(*provider.token(body, self.headers.get("Authorization", "")))

        def _say(self, status: int, what: Claims) -> None:
            said = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    return Handler
