"""Text messages through a gateway that takes JSON over HTTP, as SMS and Zalo gateways do."""

from __future__ import annotations

import asyncio
import ssl

import httpx

from server.outward.channels import TIME_OUT_S, Busy, Down, Letter, Refused

WHOLE_TIME_OUT_S = 30.0
"""For a whole delivery, however slowly the gateway says its answer."""
_LATER = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})


class GatewayChannel:
    """POSTs `{id, to, text}`; the id is also the Idempotency-Key, so that a repetition is known as one."""

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        time_out_s: float = TIME_OUT_S,
        whole_time_out_s: float = WHOLE_TIME_OUT_S,
    ) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._tls = ssl.create_default_context()
        self._time_out_s = time_out_s
        self._whole_time_out_s = whole_time_out_s

    def send(self, letter: Letter) -> None:
        """2xx is sent; 4xx but 408 and 429 is refused for good; everything else is tried again."""
        try:
            status = asyncio.run(self._posted(letter))
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Down("http_timeout") from error
        except httpx.TransportError as error:
            raise Down("http_unreachable") from error
        if httpx.codes.is_success(status):
            return
        if status in _LATER:
            raise Busy(f"http_{status}")
        raise Refused(f"http_{status}") if httpx.codes.is_client_error(status) else Down(f"http_{status}")

    async def _posted(self, letter: Letter) -> int:
        """The status of the answer; its body says nothing that is needed, however long it is."""
        body = {"id": letter.message_id, "to": letter.to, "text": letter.text}
        headers = {**self._headers, "Idempotency-Key": letter.message_id}
        async with (
            asyncio.timeout(self._whole_time_out_s),
            httpx.AsyncClient(timeout=self._time_out_s, verify=self._tls) as client,
            client.stream("POST", self._url, json=body, headers=headers) as answer,
        ):
            return answer.status_code
