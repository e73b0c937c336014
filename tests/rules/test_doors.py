"""Every route of the server stands here with who may use it, so that no door is open by oversight."""

from __future__ import annotations

import pytest
from flask import Flask

from server.app import create_app, door_groups
from server.domain.people import BOOKERS, COUNTER_STAFF, ISSUERS, RECEPTION, WATCHERS, Role
from server.ports import SystemClock
from server.settings import Settings
from server.storage import migrating
from server.storage.database import make_engine
from server.web.doors import Door
from server.web.live import Live

ANYONE: frozenset[Role] | None = None
PLACE = "/api/v1/offices/<office>/counters/<int(max=9999):counter>"
STEPS = (
    *("open", "pause", "close", "call-next", "call", "recall", "start", "finish", "no-show", "put-back"),
    *("hold", "resume", "transfer", "restore", "remove"),
)

WEBHOOKS = "/api/v1/offices/<office>/webhooks"
ROW = "int(max=4611686018427387904)"
RATING_FORM = "/rating-forms/<code>/<int(max=1000000):version>"
BOOKING = f"/api/v1/offices/<office>/appointments/<{ROW}:appointment>"
PARTNERS = frozenset({Role.INTEGRATION, Role.SUPERVISOR})

FILES = ("csv", "xlsx")
LEADERS = frozenset({Role.SUPERVISOR, Role.PROVINCE, Role.ADMIN})
ANSWERABLE = LEADERS | {Role.INTEGRATION}
READERS = ANSWERABLE | {Role.CLERK}
TABLETS = frozenset({Role.COUNTER, Role.TABLET, Role.CLERK, Role.SUPERVISOR})
MACHINES = frozenset({Role.KIOSK, Role.COUNTER, Role.DISPLAY, Role.TABLET})

DOORS: dict[str, frozenset[Role] | None] = {
    "GET /api/v1/offices/<office>": ANYONE,
    "GET /api/v1/offices/<office>/board": ANYONE,
    "POST /api/v1/offices/<office>/tickets": ISSUERS,
    "POST /api/v1/offices/<office>/device-reports": MACHINES,
    "POST /api/v1/pairings": ANYONE,
    "GET /api/v1/pairings/<pairing>": ANYONE,
    "POST /api/v1/device/token": MACHINES,
    "GET /api/v1/challenges": ANYONE,
    "GET /api/v1/offices/<office>/events": PARTNERS,
    f"GET {WEBHOOKS}": PARTNERS,
    f"POST {WEBHOOKS}": PARTNERS,
    f"DELETE {WEBHOOKS}/<{ROW}:webhook>": PARTNERS,
    f"POST {WEBHOOKS}/<{ROW}:webhook>/test": PARTNERS,
    f"GET {WEBHOOKS}/<{ROW}:webhook>/deliveries": PARTNERS,
    f"POST {WEBHOOKS}/<{ROW}:webhook>/deliveries/<{ROW}:delivery>/retry": PARTNERS,
    "GET /api/v1/offices/<office>/slots": ANYONE,
    "POST /api/v1/offices/<office>/holds": ANYONE,
    "DELETE /api/v1/holds/<hold>": ANYONE,
    "POST /api/v1/appointments": ANYONE,
    "GET /api/v1/appointments/<token>": ANYONE,
    "PATCH /api/v1/appointments/<token>": ANYONE,
    "DELETE /api/v1/appointments/<token>": ANYONE,
    "GET /api/v1/offices/<office>/appointments": COUNTER_STAFF | BOOKERS,
    "POST /api/v1/offices/<office>/appointments": BOOKERS,
    "POST /api/v1/offices/<office>/appointments/search": COUNTER_STAFF | BOOKERS,
    "POST /api/v1/offices/<office>/appointments/from-ticket": RECEPTION,
    f"POST {BOOKING}/undo-check-in": RECEPTION,
    f"POST {BOOKING}/cancel": BOOKERS,
    f"POST {BOOKING}/move": BOOKERS,
    "POST /api/v1/offices/<office>/check-ins": RECEPTION | {Role.KIOSK},
    "GET /api/v1/offices/<office>/booking-keys": frozenset({Role.KIOSK}),
    **{f"GET /api/v1/figures/{name}": READERS for name in ("waits", "distribution", "tickets")},
    **{f"GET /api/v1/figures/{name}": ANSWERABLE for name in ("counters", "counter-day", "bookings")},
    **{f"GET /api/v1/figures/{name}": ANSWERABLE for name in ("productivity", "devices")},
    **{f"GET /api/v1/figures/{name}.{ending}": READERS for name in ("waits", "tickets") for ending in FILES},
    **{f"GET /api/v1/figures/ratings.{ending}": READERS for ending in FILES},
    **{f"GET /api/v1/figures/report.{ending}": ANSWERABLE for ending in (*FILES, "pdf", "json")},
    **{
        f"GET /api/v1/figures/{name}.{ending}": ANSWERABLE
        for name in ("counters", "bookings", "productivity", "devices")
        for ending in FILES
    },
    "GET /api/v1/figures/ratings": READERS,
    "GET /api/v1/offices/<office>/rating-remarks": LEADERS,
    f"GET {PLACE}/rating": TABLETS,
    f"POST {PLACE}/rate": TABLETS,
    "POST /api/v1/offices/<office>/ratings": RECEPTION,
    "GET /api/v1/tickets/<token>/rating": ANYONE,
    "POST /api/v1/tickets/<token>/rating": ANYONE,
    "GET /api/v1/open-data/waits.csv": ANYONE,
    "GET /api/v1/open-data/datapackage.json": ANYONE,
    "GET /api/v1/tickets/<token>": ANYONE,
    "POST /api/v1/tickets/<token>/leave": ANYONE,
    "GET /api/v1/offices/<office>/counters": COUNTER_STAFF,
    "GET /api/v1/offices/<office>/hall": WATCHERS,
    "POST /api/v1/offices/<office>/hall/wanted": WATCHERS - {Role.INTEGRATION},
    f"GET {PLACE}": COUNTER_STAFF,
    **{f"POST {PLACE}/{step}": COUNTER_STAFF for step in STEPS},
}
# Whoever asks may see these: they show only what the hall shows, or files.
PAGES = {
    "GET /",
    "GET /counter",
    "GET /reception",
    "GET /display/<office>",
    "GET /hall",
    "GET /hall/<office>",
    "GET /t/<token>",
    "GET /t/<token>/rate",
    "GET /rate/<office>/<int(max=9999):counter>",
    "GET /figures/<office>",
    "GET /figures/<office>/ratings",
    "GET /figures/ratings",
    "GET /rating-forms",
    f"GET {RATING_FORM}",
    "GET /integrations/<office>",
    "GET /figures",
    "GET /book",
    "GET /book/<office>",
    "GET /book/<office>/<service>",
    "GET /book/<office>/hold/<hold>",
    "GET /a/<token>",
    "GET /a/<token>.ics",
    "GET /a/<token>/move",
    "GET /<any(look, page, 'counter-page', 'reception-page', 'display-page', voice):folder>/<path:name>",
    "GET /api/docs",
    "GET /api/openapi.json",
    "GET /health/live",
    "GET /health/ready",
    "GET /api/v1/session",
    "GET /admin",
}
# State-changing and not guarded by a role, each for a reason.
DELIBERATE = {
    "POST /api/v1/offices/<office>/holds": "strangers book; an address is bounded, and solves puzzles",
    "POST /api/v1/pairings": "a machine without a token asks for a code; bounded for each address and at all",
    "DELETE /api/v1/holds/<hold>": "whoever has the unguessable hold gives it back",
    "POST /api/v1/appointments": "whoever has the unguessable hold books it",
    "PATCH /api/v1/appointments/<token>": "the unguessable link is the credential",
    "DELETE /api/v1/appointments/<token>": "the unguessable link is the credential",
    "POST /api/v1/tickets/<token>/leave": "the unguessable link is the credential",
    "POST /t/<token>/leave": "the same, as a form for phones without script",
    "POST /api/v1/tickets/<token>/rating": "the unguessable link is the credential",
    "POST /t/<token>/rate": "the same, as a form for phones without script",
    "POST /rating-forms": "signing in, as a form; throttled as the one below",
    "POST /rating-forms/sign-out": "ends only the session whose cookie and CSRF token are shown",
    **dict.fromkeys(
        (
            "POST /rating-forms/new",
            f"POST {RATING_FORM}",
            f"POST {RATING_FORM}/new-version",
            f"POST {RATING_FORM}/<any(publish, retire, delete):step>",
        ),
        "the province's forms: the page looks at session, role and CSRF token itself",
    ),
    "POST /book/<office>/<service>": "anyone may hold a time; bounded for each network address",
    "POST /book/<office>/hold/<hold>": "the unguessable link is the credential",
    "POST /book/<office>/hold/<hold>/release": "the unguessable link is the credential",
    "POST /a/<token>/cancel": "the unguessable link is the credential",
    "POST /a/<token>/move": "the unguessable link is the credential",
    "POST /admin/sign-in": "signing in, as a form; throttled as the one below",
    "POST /admin/sign-out": "ends only the session whose cookie and CSRF token are shown",
    "POST /figures": "signing in, as a form; throttled as the one below",
    "POST /figures/sign-out": "ends only the session whose cookie and CSRF token are shown",
    "POST /integrations/<office>": "signing in, as a form; throttled as the one below",
    f"POST /integrations/<office>/<{ROW}:webhook>/<{ROW}:delivery>/retry": (
        "a supervisor's form: the page looks at session, role and CSRF token itself"
    ),
    "POST /api/v1/session": "signing in is how a credential is got; throttled",
    "DELETE /api/v1/session": "ends only the session whose cookie and CSRF token are shown",
}
# Questions that change nothing, and whose words may be somebody's name: those belong in no address.
ASKED_BY_BODY = ("POST /api/v1/offices/<office>/appointments/search",)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = f"sqlite:///{tmp_path_factory.mktemp('doors') / 'office.db'}"
    engine = make_engine(url)
    migrating.migrate(engine)
    engine.dispose()
    return Settings(database=url, secret_key="only for tests")


@pytest.fixture(scope="module")
def flask(settings: Settings) -> Flask:
    return create_app(settings, SystemClock()).flask


@pytest.fixture(scope="module")
def doors(settings: Settings) -> dict[str, Door]:
    database = create_app(settings, SystemClock()).database
    groups = door_groups(settings, database)
    return {f"{door.method} /api/v1{door.rule}": door for group in groups for door in group.doors}


def routes(flask: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in flask.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_listed_with_who_may_use_it(flask: Flask) -> None:
    assert routes(flask) == set(DOORS) | PAGES | set(DELIBERATE)


def test_every_door_lets_in_exactly_whom_the_list_says(doors: dict[str, Door]) -> None:
    assert {name: door.who for name, door in doors.items()} == DOORS


def test_whatever_changes_something_is_guarded_or_has_its_reason(
    flask: Flask, doors: dict[str, Door]
) -> None:
    changing = {name for name in routes(flask) if not name.startswith("GET ")}
    unguarded = {name for name in changing if name not in doors or doors[name].who is None}
    assert unguarded == set(DELIBERATE)
    assert all(DELIBERATE.values())


def test_nothing_is_changed_by_a_get(doors: dict[str, Door]) -> None:
    reading = {name for name, door in doors.items() if not door.writes}
    assert reading == {name for name in doors if name.startswith("GET ")} | set(ASKED_BY_BODY)


def test_what_creates_something_asks_for_a_key(doors: dict[str, Door]) -> None:
    assert {name for name, door in doors.items() if door.status == 201} == {
        name for name, door in doors.items() if door.key == "required"
    }


def test_every_role_of_a_door_exists_for_a_device_or_an_account() -> None:
    told = {role for who in DOORS.values() if who is not None for role in who}
    assert told == {
        Role.KIOSK,
        Role.COUNTER,
        Role.DISPLAY,
        Role.TABLET,
        Role.CLERK,
        Role.RECEPTIONIST,
        Role.SUPERVISOR,
        Role.INTEGRATION,
        Role.PROVINCE,
        Role.ADMIN,
    }


def test_a_socket_may_say_only_what_is_listed() -> None:
    """`before_request` does not guard sockets: watching a board is all that anybody may do there."""
    assert {name for name in vars(Live) if name.startswith("on_")} == {
        "on_connect",
        "on_disconnect",
        "on_watch",
    }
