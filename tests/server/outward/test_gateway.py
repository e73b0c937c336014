"""Text messages against a real gateway that takes, refuses, is busy, broken, slow or gone."""

from __future__ import annotations

import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.outward.channels import Busy, Down, Letter, NotSent, Refused
from server.outward.gateway import GatewayChannel
from tests.server.outward.gateway_server import Gateway, gateway_server
from tests.server.outward.letters import letter
from tests.server.outward.talking import talking
from tests.support.ports import free_port

TO = "+84912345678"


def send(channel: GatewayChannel, message: Letter) -> None:
    """In a thread of its own, as the worker does; a browser's tests may have a loop running in this one."""
    with ThreadPoolExecutor(1) as worker:
        worker.submit(channel.send, message).result()


def test_a_message_is_posted_with_its_id_as_idempotency_key() -> None:
    gateway = Gateway()
    with gateway_server(gateway) as url:
        send(GatewayChannel(url, "t0ken"), letter(to=TO, text="Lịch hẹn 7K3M-92QX: 08:30 ngày 25/11"))
    assert gateway.bodies == [
        {"id": letter().message_id, "to": TO, "text": "Lịch hẹn 7K3M-92QX: 08:30 ngày 25/11"}
    ]
    assert gateway.headers[0]["Authorization"] == "Bearer t0ken"
    assert gateway.headers[0]["Idempotency-Key"] == letter().message_id


def test_a_gateway_without_a_token_gets_none() -> None:
    gateway = Gateway()
    with gateway_server(gateway) as url:
        send(GatewayChannel(url, None), letter(to=TO))
    assert "Authorization" not in gateway.headers[0]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_sent(status: int) -> None:
    with gateway_server(Gateway([status])) as url:
        send(GatewayChannel(url, None), letter(to=TO))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused),
        (401, Refused),
        (404, Refused),
        (422, Refused),
        (408, Busy),
        (429, Busy),
        (500, Down),
        (503, Down),
        (302, Down),
    ],
)
def test_everything_else_is_refused_or_tried_again(status: int, kind: type[NotSent]) -> None:
    gateway = Gateway([status])
    with gateway_server(gateway) as url, pytest.raises(NotSent) as error:
        send(GatewayChannel(url, None), letter(to=TO))
    assert (type(error.value), error.value.code) == (kind, f"http_{status}")
    assert TO not in str(error.value)
    assert len(gateway.bodies) == 1, "a message went somewhere it was not meant to go"


def test_a_gateway_that_hangs_is_not_waited_for() -> None:
    with gateway_server(Gateway(delay_s=1)) as url, pytest.raises(Down) as error:
        send(GatewayChannel(url, None, time_out_s=0.2), letter(to=TO))
    assert error.value.code == "http_timeout"


def slow(url: str) -> GatewayChannel:
    return GatewayChannel(url, None, time_out_s=1, whole_time_out_s=0.5)


def test_a_gateway_that_answers_a_letter_at_a_time_is_cut_off() -> None:
    def drip(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):  # cut off, as it should be
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200:
                connection.sendall(bytes([letter]))
                time.sleep(0.05)

    with talking(drip) as port, pytest.raises(Down) as error:
        send(slow(f"http://127.0.0.1:{port}/"), letter(to=TO))
    assert error.value.code == "http_timeout"


def test_a_gateway_that_is_not_there_is_down() -> None:
    with pytest.raises(Down) as error:
        send(GatewayChannel(f"http://127.0.0.1:{free_port()}/", None), letter(to=TO))
    assert error.value.code == "http_unreachable"
