"""Where somebody is led after signing in: a path of this server and nothing else."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")
_MOST = 500


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """The wanted path when it is one of ours, with its query; else another.

    >>> local_path("/admin?lang=en"), local_path("//elsewhere.example/"), local_path("https://elsewhere.example")
    ('/admin?lang=en', '/', '/')
    """
    if wanted is not None and len(wanted) <= _MOST and _LOCAL.fullmatch(wanted):
        return wanted
    return otherwise
