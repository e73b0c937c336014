"""Every address that a browser opens, who looks at it, and with what in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask

from tests.support.servers import OFFICE


@dataclass(frozen=True)
class Place:
    """A page of the server: its path, who is signed in ("" for nobody), and what shows that it is ready."""

    path: str
    who: str = ""
    ready: str = "h1"
    without: str = ""
    """What is taken out before the look, because there is enough of the same."""

    def address(self, language: str) -> str:
        path, _, asked = self.path.partition("?")
        return f"{path}?{asked + '&' if asked else ''}{urlencode({'lang': language})}"


FORM = "/rating-forms/<code>/<int(max=1000000):version>"
# The parts of an address come from what `premises.at_work` has made.
PLACES: dict[str, list[Place]] = {
    "/": [Place("/")],
    "/counter": [Place("/counter"), Place("/counter", "hoa", ".place-tile")],
    "/reception": [Place("/reception"), Place("/reception", "thuan", ".day-figures")],
    "/display/<office>": [
        Place(f"/display/{OFFICE}?sound=off", ready="html:not([data-state=loading]) #clock:not(:empty)"),
        Place("/display/none", ready="h1"),
    ],
    "/hall": [Place("/hall"), Place("/hall", "supervisor", ".desk-line")],
    "/hall/<office>": [Place(f"/hall/{OFFICE}", "province", ".desk-line"), Place("/hall/none", "province")],
    "/t/<token>": [Place("/t/{waiting}"), Place("/t/{served}"), Place("/t/none")],
    "/t/<token>/rate": [Place("/t/{served}/rate"), Place("/t/none/rate")],
    "/rate/<office>/<int(max=9999):counter>": [
        Place(f"/rate/{OFFICE}/3"),
        Place(f"/rate/{OFFICE}/3", "hoa"),
    ],
    "/figures/<office>": [
        Place(f"/figures/{OFFICE}"),
        Place(f"/figures/{OFFICE}", "supervisor", ".fig-groups table"),
    ],
    "/figures/<office>/ratings": [Place(f"/figures/{OFFICE}/ratings", "supervisor", ".results .card")],
    "/figures/ratings": [Place("/figures/ratings", "province", ".results .card")],
    "/figures": [Place("/figures"), Place("/figures", "province"), Place("/figures?kind=free", "admin")],
    "/rating-forms": [Place("/rating-forms"), Place("/rating-forms", "province")],
    FORM: [Place("/rating-forms/hai-long/1", "province"), Place("/rating-forms/tt-2018/1", "province")],
    "/integrations/<office>": [
        Place(f"/integrations/{OFFICE}"),
        Place(f"/integrations/{OFFICE}", "supervisor"),
    ],
    "/book": [Place("/book")],
    "/book/<office>": [Place(f"/book/{OFFICE}"), Place("/book/none")],
    "/book/<office>/<service>": [Place(f"/book/{OFFICE}/land"), Place(f"/book/{OFFICE}/none")],
    "/book/<office>/hold/<hold>": [
        Place(f"/book/{OFFICE}/hold/{{hold}}"),
        Place(f"/book/{OFFICE}/hold/none"),
    ],
    "/a/<token>": [Place("/a/{booked}"), Place("/a/{cancelled}"), Place("/a/none")],
    "/a/<token>/move": [Place("/a/{booked}/move")],
    "/sign-in": [Place("/sign-in")],
    "/account": [Place("/account"), Place("/account", "hoa")],
    "/privacy": [Place("/privacy")],
    "/set-up": [Place("/set-up")],
    "/set-up/office": [Place("/set-up/office")],
    "/nothing": [Place("/nothing")],
    "/api/docs": [Place("/api/docs", without=".card:nth-of-type(n + 12)")],
}
# Opened by programs, saved as files, or leading elsewhere: nobody reads them in a browser.
FILES = (
    re.compile(r"/api/(v1/.*|openapi\.json)"),
    re.compile(r"/health/.*"),
    re.compile(r"/a/<token>\.ics"),
    re.compile(r"/<any\(.*\):folder>/<path:name>"),
    re.compile(r"/metrics"),
    re.compile(r"/own-voice/.*"),
    re.compile(r"/admin/<office>/files/<.*"),
    re.compile(r"/sign-in/(elsewhere|back)"),
)
# For the addresses of administration: every part that may stand in one.
PARTS: dict[str, str] = {"office": OFFICE, "section": "services", "username": "hoa"}
OF_THE_PROVINCE = {"/admin/staff/<username>": "/admin/staff/tinh"}
"""Where the usual part would be of another office."""
ROLES = ("admin", "supervisor")


def rules_of(flask: Flask) -> set[str]:
    """What can be got, but for files and programs."""
    got = {rule.rule for rule in flask.url_map.iter_rules() if "GET" in (rule.methods or set())}
    return {rule for rule in got if not any(file.fullmatch(rule) for file in FILES)}


def is_listed_by_itself(rule: str) -> bool:
    """Administration grows; its pages are found, so that none is forgotten."""
    return rule == "/admin" or rule.startswith("/admin/")


def of_administration(flask: Flask) -> Iterator[Place]:
    """Every page of administration, to somebody who may see all, and the first also to strangers."""
    yield Place("/admin")
    for rule in sorted(filter(is_listed_by_itself, rules_of(flask))):
        filled = re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda part: PARTS.get(part[1], "1"), rule)
        yield Place(OF_THE_PROVINCE.get(rule, filled), "admin")
