"""Lets only the kiosk's own page use its doors: other pages on the machine or the network may not press."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""What browsers say in `Sec-Fetch-Site` of our own page's requests, and of an address typed by hand."""


def may_knock(method: str, *, host: str, origin: str | None, site: str | None, own_host: str) -> bool:
    """Whether a request comes from our own page.

    The host must be this machine's name or an address: a foreign name that was made to point here
    (DNS rebinding) is none. What changes something must name our own origin.
    """
    if not _is_ours(host, own_host):
        return False
    if site is not None and site not in OWN_SITES:
        return False
    if method in READING:
        return True
    return origin == f"http://{host}"


def _is_ours(host: str, own_host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name in ("localhost", own_host.lower()) or _is_address(name or "")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
