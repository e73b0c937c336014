"""Text messages through a gateway that takes JSON over HTTP, as SMS and Zalo gateways do."""

from __future__ import annotations

import httpx

from server.outward.channels import TIME_OUT_S, Busy, Down, Letter, Refused

_LATER = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})


class GatewayChannel:
    """POSTs `{id, to, text}`; the id is also the Idempotency-Key, so that a repetition is known as one."""

    def __init__(self, url: str, token: str | None, *, time_out_s: float = TIME_OUT_S) -> None:
        self._url = url
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=time_out_s, headers=headers, follow_redirects=False)

    def send(self, letter: Letter) -> None:
        """2xx is sent; 4xx but 408 and 429 is refused for good; everything else is tried again."""
        body = {"id": letter.message_id, "to": letter.to, "text": letter.text}
        try:
            # The answer's body says nothing that is needed, however long it is.
            with self._client.stream(
                "POST", self._url, json=body, headers={"Idempotency-Key": letter.message_id}
            ) as answer:
                status = answer.status_code
        except httpx.TimeoutException as error:
            raise Down("http_timeout") from error
        except httpx.TransportError as error:
            raise Down("http_unreachable") from error
        if httpx.codes.is_success(status):
            return
        if status in _LATER:
            raise Busy(f"http_{status}")
        raise Refused(f"http_{status}") if httpx.codes.is_client_error(status) else Down(f"http_{status}")
