"""What every answer carries, and what the pages are served with."""

from __future__ import annotations

import re

import pytest

from tests.server.web.house import URL, House

PAGES = ("/", "/counter", "/display/ttpvhcc", "/api/docs", "/look/fold.js", URL, "/health/ready", "/nothing")


def test_every_answer_forbids_inline_script_and_framing(house: House) -> None:
    for path in PAGES:
        headers = house.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("path", ["/", "/counter", "/display/ttpvhcc", "/api/docs"])
def test_no_page_has_script_or_style_in_its_text(house: House, path: str) -> None:
    page = house.get(path).get_data(as_text=True)
    assert page.startswith("<!doctype html>") or page.lower().startswith("<!doctype html>")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page), "inline script"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), "inline style or handler"


def test_no_page_asks_another_host_for_anything(house: House) -> None:
    house.press()
    link = f"/t/{house.press().get_json()['token']}"
    for path in ("/", "/counter", "/display/ttpvhcc", "/api/docs", link):
        page = house.get(path).get_data(as_text=True)
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page), path


def test_a_ticket_page_stays_out_of_caches_and_other_sites_logs(house: House) -> None:
    link = house.press().get_json()["token"]
    for path, status in ((f"/t/{link}", 200), ("/t/" + "a" * 24, 404)):
        answer = house.get(path)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(("lang", "expected"), [("en", "en"), ("vi", "vi"), ("xx", "vi"), ("<b>", "vi")])
def test_a_ticket_page_speaks_the_language_asked_for(house: House, lang: str, expected: str) -> None:
    for path in (f"/t/{house.press().get_json()['token']}", "/t/" + "a" * 24):
        page = house.get(path, query_string={"lang": lang}).get_data(as_text=True)
        assert f'<html lang="{expected}"' in page


def test_files_are_served_only_from_their_folders(house: House) -> None:
    assert house.get("/look/fold.js").status_code == 200
    for path in (
        "/look/../../setup.cfg",
        "/look/%2e%2e/%2e%2e/setup.cfg",
        "/look/..%2f..%2fsetup.cfg",
        "/look//etc/passwd",
        "/voice/../build.py",
        "/page/",
        "/look/",
        "/templates/ticket.html",
    ):
        assert house.get(path).status_code in {301, 308, 404}, path


def test_health_says_alive_and_ready(house: House) -> None:
    assert house.get("/health/live").get_json() == {"status": "live"}
    assert house.get("/health/ready").get_json() == {"status": "ready", "offices": 1}


def test_a_server_without_its_database_is_alive_but_not_ready(house: House) -> None:
    house.hall.sql("ALTER TABLE office RENAME TO gone")
    assert house.get("/health/live").status_code == 200
    assert house.get("/health/ready").status_code in {500, 503}


def test_the_api_page_shows_every_operation(house: House) -> None:
    page = house.get("/api/docs").get_data(as_text=True)
    for path in house.get("/api/openapi.json").get_json()["paths"]:
        assert re.sub(r"[{}]", "", path) in re.sub(r"<[^>]*>|[{}]", "", page)
