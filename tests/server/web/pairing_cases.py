"""How machines that want to be paired are refused; they register themselves."""

from __future__ import annotations

from werkzeug.test import TestResponse

from server.domain.pairing import OPEN_PER_ADDRESS
from tests.server.web.cases import case
from tests.server.web.house import House

PAIRINGS = "/api/v1/pairings"


@case("begin_pairing", "too_many_pairings", 429)
def _(house: House) -> TestResponse:
    for _ in range(OPEN_PER_ADDRESS):
        assert house.ask("POST", PAIRINGS, {"role": "display"}).status_code == 200
    return house.ask("POST", PAIRINGS, {"role": "display"})


@case("show_pairing", "unknown_pairing", 404)
def _(house: House) -> TestResponse:
    shown = house.ask("POST", PAIRINGS, {"role": "display"}).get_json()
    return house.ask("GET", f"{PAIRINGS}/{shown['id']}", headers={"Authorization": "Pairing x"})
