"""The page of devices: pairing by a form, revoking by a button, and a floor that says how each machine is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.actions.house import device_history, devices
from server.actions.house.sightings import Sightings
from server.domain.pairing import FAILURES
from server.web.admin.device_texts import TEXTS
from tests.builders import OFFICE
from tests.server.web.house import House

PAGE = f"/admin/{OFFICE}/devices"
VI, EN = TEXTS["vi"], TEXTS["en"]


@pytest.fixture
def supervised(house: House) -> House:
    """The supervisor of the office is signed in."""
    assert house.sign_in("giang").status_code == 200
    return house


def shown(house: House, role: str = "display", **wish: Any) -> str:
    """The code that a machine shows."""
    answer = house.ask("POST", "/api/v1/pairings", {"role": role, **wish})
    code: str = answer.get_json()["code"]
    return code


def send(house: House, path: str = PAGE, **said: str) -> TestResponse:
    return house.http.post(path, data={"csrf_token": house.csrf, **said})


def heard(house: House, name: str) -> None:
    sightings = Sightings(house.app.database)
    sightings.note(house.hall.sql("SELECT id FROM device WHERE name = :name", name=name)[0].id)
    sightings.write()
    house.app.database.write(device_history.keep)


def test_a_typed_code_pairs_the_machine_and_the_page_says_so(supervised: House) -> None:
    answer = send(supervised, code=f" {shown(supervised).lower()} ", name="Màn hình sảnh")
    assert answer.status_code == 303
    page = supervised.get(answer.location).text
    assert VI["paired"].format(name="Màn hình sảnh") in page
    assert VI["never"] in page


def test_only_the_code_needs_typing(supervised: House) -> None:
    for role in ("kiosk", "display", "display"):
        assert send(supervised, code=shown(supervised, role)).status_code == 303
    assert send(supervised, code=shown(supervised, "tablet", counter=3)).status_code == 303
    names = [row.name for row in supervised.hall.sql("SELECT name FROM device ORDER BY id")]
    assert names == ["Kiosk 1", "Màn hình 1", "Màn hình 2", "Máy đánh giá quầy 3"]


@pytest.mark.parametrize(
    ("said", "status", "trouble"),
    [
        ({"code": "A3FK9M"}, 404, "wrong_code"),
        ({"code": ""}, 404, "wrong_code"),
        ({"code": "x" * 41}, 422, "invalid"),
        ({}, 422, "invalid"),
        ({"code": "A3FK9M", "role": "admin"}, 422, "invalid"),
        ({"code": "A3FK9M", "counter": "3; DROP"}, 422, "invalid"),
        ({"code": "A3FK9M", "name": "a\x00b"}, 422, "invalid"),
    ],
)
def test_what_is_wrong_is_told_in_the_form_and_kept_in_it(
    supervised: House, said: dict[str, str], status: int, trouble: str
) -> None:
    answer = send(supervised, **said)
    assert (answer.status_code, VI[trouble] in answer.text) == (status, True)
    assert supervised.hall.sql("SELECT id FROM device") == []


def test_expired_and_used_codes_and_machines_of_another_kind_are_told_apart(supervised: House) -> None:
    code = shown(supervised)
    assert VI["other_kind"].format(what=VI["display"]) in send(supervised, code=code, role="kiosk").text
    assert VI["counter_needed"] in send(supervised, code=shown(supervised, "counter")).text
    assert send(supervised, code=code).status_code == 303
    assert VI["code_used"] in send(supervised, code=code).text
    old = shown(supervised)
    supervised.clock.tick(minutes=10)
    assert VI["code_expired"] in send(supervised, code=old).text


def test_who_guesses_codes_is_throttled_and_others_are_not(supervised: House) -> None:
    answers = [send(supervised, code="A3FK9M").status_code for _ in range(FAILURES + 1)]
    assert answers == [404] * FAILURES + [429]
    assert VI["too_many_tries"] in send(supervised, code=shown(supervised)).text
    supervised.clock.tick(minutes=10)
    assert send(supervised, code=shown(supervised)).status_code == 303


def test_a_revoked_machine_leaves_the_floor_and_the_page_says_so(supervised: House) -> None:
    send(supervised, code=shown(supervised), name="TV")
    number = supervised.hall.sql("SELECT id FROM device")[0].id
    assert f'data-device="{number}"' in supervised.get(PAGE).text
    answer = send(supervised, f"{PAGE}/{number}/revoke")
    page = supervised.get(answer.location).text
    assert VI["revoked"].format(name="TV") in page
    assert f'data-device="{number}"' not in page


def test_a_device_that_is_none_is_not_revoked(supervised: House) -> None:
    assert send(supervised, f"{PAGE}/4711/revoke").status_code == 404


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/1/revoke"])
def test_nobody_changes_anything_without_the_sessions_token_or_the_right(house: House, path: str) -> None:
    assert send(house, path, code="A3FK9M").status_code == 401
    house.sign_in("hoa")
    assert send(house, path, code="A3FK9M").status_code == 403
    house.sign_in("giang")
    assert house.http.post(path, data={"code": "A3FK9M"}).status_code == 403


def test_the_floor_says_who_is_there_who_is_not_and_since_when(supervised: House) -> None:
    for name in ("Kiosk 1", "TV 1"):
        role = "kiosk" if name == "Kiosk 1" else "display"
        act = lambda tx, role=role, name=name: devices.create_token(tx, OFFICE, role=role, name=name)  # noqa: E731 - short
        supervised.app.database.write(act)
        heard(supervised, name)
    supervised.clock.tick(minutes=30)
    heard(supervised, "Kiosk 1")
    page = supervised.get(f"{PAGE}?lang=en").text
    tiles = re.findall(r'(?s)<li class="machine (\w+)".*?<span>([^<]+)</span></h2>.*?</dl>', page)
    assert tiles == [("over", "TV 1"), ("good", "Kiosk 1")]
    assert f"{EN['last_seen']} 08:00" in page
    assert "30 min" in page


def test_a_printer_that_needs_somebody_is_seen_at_once(supervised: House) -> None:
    token = supervised.token("kiosk")
    report = {"printer": "paper_out", "version": "1.4"}
    assert (
        supervised.ask("POST", f"/api/v1/offices/{OFFICE}/device-reports", report, token=token).status_code
        == 200
    )
    supervised.app.watch.look()
    page = supervised.get(PAGE).text
    assert 'class="machine near"' in page
    assert VI["printer_paper_out"] in page
    assert "1.4" in page


@pytest.mark.parametrize(
    ("role", "off_s", "said"),
    [
        ("display", 90, "1 min fast"),
        ("tablet", -12, "12 s slow"),
        ("counter", 0, "right"),
        ("display", None, "not told"),
    ],
)
def test_the_clock_of_every_machine_is_told(
    supervised: House, role: str, off_s: int | None, said: str
) -> None:
    token = supervised.token(role, counter=None if role == "display" else 3)
    at = {} if off_s is None else {"at": (supervised.clock.now() + timedelta(seconds=off_s)).isoformat()}
    answer = supervised.ask("POST", f"/api/v1/offices/{OFFICE}/device-reports", at, token=token)
    assert answer.status_code == 200
    page = supervised.get(f"{PAGE}?lang=en").text
    assert f"<dt>{EN['clock']}</dt><dd>{said}</dd>" in page


def test_a_name_is_text_and_nothing_else(supervised: House) -> None:
    send(supervised, code=shown(supervised), name="<script>alert(1)</script>")
    page = supervised.get(PAGE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_text_is_there_in_both_languages() -> None:
    assert set(VI) == set(EN)


def made(house: House, role: str, name: str, **about: Any) -> tuple[int, str]:
    """A token as the command makes it: its row and itself."""
    token = house.app.database.write(
        lambda tx: devices.create_token(tx, OFFICE, role=role, name=name, **about)
    )
    return house.hall.sql("SELECT id FROM device WHERE name = :name", name=name)[0].id, token


def test_a_machine_gets_another_name_and_counter_and_the_audit_keeps_both(supervised: House) -> None:
    number, _ = made(supervised, "tablet", "Máy A", counter=3)
    answer = send(supervised, f"{PAGE}/{number}/change", name="Máy B", counter="5")
    assert VI["changed"].format(name="Máy B") in supervised.get(answer.location).text
    (row,) = supervised.hall.sql("SELECT name, counter_number FROM device")
    assert tuple(row) == ("Máy B", 5)
    (entry,) = supervised.hall.sql("SELECT old, new FROM audit_entry WHERE action = 'device.changed'")
    assert "Máy A" in entry.old
    assert "Máy B" in entry.new


@pytest.mark.parametrize(
    ("said", "status", "trouble"),
    [
        ({"name": "", "counter": "3"}, 422, "invalid"),
        ({"name": "A"}, 409, "counter_needed"),
        ({"name": "A", "counter": "99"}, 404, "unknown_counter"),
    ],
)
def test_a_wrong_change_is_told_and_nothing_is_changed(
    supervised: House, said: dict[str, str], status: int, trouble: str
) -> None:
    number, _ = made(supervised, "counter", "Máy A", counter=3)
    answer = send(supervised, f"{PAGE}/{number}/change", **said)
    assert (answer.status_code, VI[trouble] in answer.text) == (status, True)
    assert supervised.hall.sql("SELECT name FROM device")[0].name == "Máy A"
    assert send(supervised, f"{PAGE}/4711/change", name="A").status_code == 404


def test_a_machine_paired_in_place_of_another_ends_the_other(supervised: House) -> None:
    old, _ = made(supervised, "display", "TV cũ")
    assert send(supervised, code=shown(supervised), name="TV mới", replaces=str(old)).status_code == 303
    page = supervised.get(PAGE).text
    assert ("TV cũ" in page, "TV mới" in page) == (False, True)
    code = shown(supervised)
    assert send(supervised, code=code, replaces="4711").status_code == 404
    assert send(supervised, code=code).status_code == 303  # nothing was paired in place of nothing


def test_keys_that_are_no_machine_are_listed_and_revoked_here(supervised: House) -> None:
    number, _ = made(supervised, "supervisor", "Khoá cũ")
    made(supervised, "integration", "Cổng tỉnh", scopes=["figures:read"])
    page = supervised.get(PAGE).text
    assert VI["scope_figures:read"] in page
    assert f'<h2 id="keys">{VI["keys"]}<' in page
    assert VI["all_scopes"] in page
    assert VI["make_key"] not in page  # a supervisor makes none
    assert send(supervised, f"{PAGE}/{number}/revoke").status_code == 303
    assert f'data-key="{number}"' not in supervised.get(PAGE).text


def test_only_an_administrator_makes_a_key_which_is_shown_once_and_works(supervised: House) -> None:
    path, said = f"/admin/{OFFICE}/access-keys", {"name": "Cổng tỉnh", "scopes": "webhooks"}
    assert send(supervised, path, **said).status_code == 403
    supervised.hall.sql("UPDATE staff SET role = 'admin' WHERE username = 'giang'")
    supervised.sign_in("giang")
    assert send(supervised, path, name="x").status_code == 422
    assert send(supervised, path, name="x", scopes="everything").status_code == 422
    answer = send(supervised, path, **said)
    found = re.search(r'class="new-key">([\w-]+)<', answer.text)
    assert found is not None
    assert found[1] not in supervised.get(PAGE).text
    hooks = supervised.ask("GET", f"/api/v1/offices/{OFFICE}/webhooks", token=found[1])
    assert hooks.status_code == 200
    (entry,) = supervised.hall.sql("SELECT actor, new FROM audit_entry WHERE action = 'device.made'")
    assert (entry.actor, found[1] in entry.new, "webhooks" in entry.new) == ("giang", False, True)
    assert supervised.get(f"/integrations/{OFFICE}").status_code == 200
