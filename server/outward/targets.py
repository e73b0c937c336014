"""Where a webhook may go: every address is looked at before a connection to it is made."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import typing
from collections.abc import Iterable

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TargetRefused(Exception):
    """The name leads to this machine or into a private network, and that is not allowed here."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Looks a name up once, and connects to the very address that was found good.

    Looking it up again when connecting would let a name answer with a public address first and
    with one of the house afterwards. Link-local addresses are refused always: in a data centre
    they lead to the machine's own secrets.
    """

    def __init__(self, *, private_targets: bool) -> None:
        self._private_targets = private_targets
        self._network: httpcore.AsyncNetworkBackend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises `TargetRefused`, and `httpcore.ConnectError` where nobody answers."""
        address = self._allowed(await _addresses(host, port))
        return await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)

    def _allowed(self, found: list[Address]) -> Address:
        for address in found:
            if not may_be_told(address, private_targets=self._private_targets):
                raise TargetRefused("leads to this machine or into a private network")
        return found[0]


def may_be_told(address: Address, *, private_targets: bool) -> bool:
    """Whether a webhook may go to this address.

    >>> may_be_told(ipaddress.ip_address("10.0.0.1"), private_targets=False)
    False
    """
    mapped = getattr(address, "ipv4_mapped", None)
    plain: Address = mapped or address
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified:
        return False
    return private_targets or plain.is_global


async def _addresses(host: str, port: int) -> list[Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError("the name is not known") from error
    return [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
