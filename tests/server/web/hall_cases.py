"""How the live hall refuses."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.server.web.cases import case
from tests.server.web.house import URL, House


@case("want_counter", "unknown_service", 404)
def _(house: House) -> TestResponse:
    wish = {"counter": 3, "service": "nothing"}
    return house.ask("POST", f"{URL}/hall/wanted", wish, token=house.token("supervisor"))
