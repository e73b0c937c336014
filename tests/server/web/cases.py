"""How to be refused: each case brings one refusal of the API document about, at its door."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.test import TestResponse

from tests.server.web.house import House

Case = Callable[[House], TestResponse]
CASES: dict[tuple[str, str], tuple[int, Case]] = {}


def case(operation: str, code: str, status: int = 409) -> Callable[[Case], Case]:
    """Register how to be refused with `code` at an operation of the API document."""

    def register(act: Case) -> Case:
        assert (operation, code) not in CASES
        CASES[operation, code] = (status, act)
        return act

    return register
