"""How webhooks are refused."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.server.web.cases import case
from tests.server.web.house import URL, House

HOOKS = f"{URL}/webhooks"
FAR = "https://partner.example.vn/told"


def made(house: House, *, url: str = FAR, **how: Any) -> dict[str, Any]:
    """A new webhook of the integration."""
    how.setdefault("token", house.token("integration"))
    answer = house.ask("POST", HOOKS, {"url": url}, **how)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    hook: dict[str, Any] = answer.get_json()
    return hook


@case("create_webhook", "webhook_refused", 403)
def _(house: House) -> TestResponse:
    return house.ask("POST", HOOKS, {"url": "http://127.0.0.1/told"}, token=house.token("integration"))


@case("create_webhook", "limit_reached")
def _(house: House) -> TestResponse:
    for _ in range(20):
        made(house)
    return house.ask("POST", HOOKS, {"url": FAR}, token=house.token("integration"))


@case("create_webhook", "idempotency_mismatch", 422)
def _(house: House) -> TestResponse:
    made(house, key="k")
    body = {"url": f"{FAR}/elsewhere"}
    return house.ask("POST", HOOKS, body, token=house.token("integration"), key="k")


@case("delete_webhook", "unknown_webhook", 404)
def _(house: House) -> TestResponse:
    return house.ask("DELETE", f"{HOOKS}/1", token=house.token("integration"))


@case("test_webhook", "unknown_webhook", 404)
def _(house: House) -> TestResponse:
    return house.ask("POST", f"{HOOKS}/1/test", {}, token=house.token("integration"))


@case("list_deliveries", "unknown_webhook", 404)
def _(house: House) -> TestResponse:
    return house.ask("GET", f"{HOOKS}/1/deliveries", token=house.token("integration"))


@case("retry_delivery", "unknown_webhook", 404)
def _(house: House) -> TestResponse:
    return house.ask("POST", f"{HOOKS}/1/deliveries/1/retry", {}, token=house.token("integration"))


@case("retry_delivery", "unknown_delivery", 404)
def _(house: House) -> TestResponse:
    path = f"{HOOKS}/{made(house)['id']}/deliveries/1/retry"
    return house.ask("POST", path, {}, token=house.token("integration"))


@case("retry_delivery", "impossible_step")
def _(house: House) -> TestResponse:
    hook, token = made(house)["id"], house.token("integration")
    sent = house.ask("POST", f"{HOOKS}/{hook}/test", {}, token=token).get_json()["id"]
    house.hall.sql("UPDATE webhook_delivery SET state = 'delivered'")
    return house.ask("POST", f"{HOOKS}/{hook}/deliveries/{sent}/retry", {}, token=token)
