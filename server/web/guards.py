"""The table: who may call every page, form and file, every door of the API, and every event of a socket.

To open a page, add a row. `session(permission)` is for members of staff; `anyone` and `link` tell why no
name is asked. A door with a permission of its own needs no row here: what it says of itself is its row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from server.domain.people import Permission
from server.web.doors import Door
from server.web.guarding import (
    WHOLE,
    By,
    Guard,
    Table,
    Unguarded,
    anyone,
    link,
    session,
    signing_in,
    welcome,
)

_ROW = "int(max=4611686018427387904)"
_FORM = "/rating-forms/<code>/<int(max=1000000):version>"
_OFFICE = "/admin/<office>"
_SET_UP_FILES = "'set-up.toml', 'services.csv', 'counters.csv', 'holidays.csv', 'staff.csv'"
_V1 = "/api/v1"
_LINK = "the unguessable link is the credential"
_SIGNS_IN = "how a session is got; throttled for each account and address"
_OWN = "everybody looks after the own account"
_SIGNS_OUT = "ends only the session whose cookie and CSRF token are shown"

PAGES: Table = {
    "GET /": anyone("which offices there are"),
    "GET /<any(look, page, 'counter-page', 'reception-page', 'display-page', voice):folder>/<path:name>": (
        anyone("what pages are made of", counted=False)
    ),
    "GET /own-voice/<office>/<language>": anyone("what loudspeakers say: the office's words alone"),
    "GET /api/docs": anyone("what partners read before they have a key"),
    "GET /api/openapi.json": anyone("the same, for programs"),
    "GET /health/live": anyone("asked by what keeps the server alive; tells nothing of anybody"),
    "GET /health/ready": anyone("the same"),
    # Rooms: the page is a file, and what it shows it asks of doors, after signing in where they want it.
    "GET /counter": anyone("a page without anything in it until somebody signs in"),
    "GET /reception": anyone("the same"),
    "GET /hall": anyone("the same"),
    "GET /hall/<office>": anyone("the same"),
    "GET /figures/<office>": anyone("the same"),
    "GET /figures/<office>/ratings": anyone("the same"),
    "GET /figures/ratings": anyone("the same"),
    "GET /rate/<office>/<int(max=9999):counter>": anyone("the same"),
    "GET /display/<office>": anyone("what hangs in the hall"),
    # Citizens.
    "GET /t/<token>": link(_LINK),
    "POST /t/<token>/leave": link(_LINK),
    "GET /t/<token>/rate": link(_LINK),
    "POST /t/<token>/rate": link(_LINK),
    "GET /book": anyone("citizens book without an account"),
    "GET /book/<office>": anyone("the same"),
    "GET /book/<office>/<service>": anyone("the same"),
    "POST /book/<office>/<service>": anyone("anyone may hold a time; bounded for each address"),
    "GET /book/<office>/hold/<hold>": link(_LINK),
    "POST /book/<office>/hold/<hold>": link(_LINK),
    "POST /book/<office>/hold/<hold>/release": link(_LINK),
    "GET /a/<token>": link(_LINK),
    "GET /a/<token>.ics": link(_LINK),
    "GET /a/<token>/move": link(_LINK),
    "POST /a/<token>/move": link(_LINK),
    "POST /a/<token>/cancel": link(_LINK),
    # Staff.
    f"POST {_V1}/session": signing_in(_SIGNS_IN),
    f"GET {_V1}/session": session(None, "tells members of staff who they are"),
    f"DELETE {_V1}/session": session(None, _SIGNS_OUT),
    "GET /figures": session(Permission.READ_PROVINCE),
    "POST /figures": signing_in(_SIGNS_IN),
    "POST /figures/sign-out": session(None, _SIGNS_OUT),
    "GET /integrations/<office>": session(Permission.MANAGE_WEBHOOKS),
    "POST /integrations/<office>": signing_in(_SIGNS_IN),
    f"POST /integrations/<office>/<{_ROW}:webhook>/<{_ROW}:delivery>/retry": (
        session(Permission.MANAGE_WEBHOOKS)
    ),
    "GET /rating-forms": session(Permission.DESIGN_RATING_FORMS),
    f"GET {_FORM}": session(Permission.DESIGN_RATING_FORMS),
    "POST /rating-forms": signing_in(_SIGNS_IN),
    "POST /rating-forms/sign-out": session(None, _SIGNS_OUT),
    "POST /rating-forms/new": session(Permission.DESIGN_RATING_FORMS),
    f"POST {_FORM}": session(Permission.DESIGN_RATING_FORMS),
    f"POST {_FORM}/new-version": session(Permission.DESIGN_RATING_FORMS),
    f"POST {_FORM}/<any(publish, retire, delete):step>": (session(Permission.DESIGN_RATING_FORMS)),
    # Accounts and the first run.
    "GET /sign-in": anyone("how members of staff come in"),
    "POST /sign-in": signing_in(_SIGNS_IN),
    "GET /sign-in/elsewhere": anyone("leads to the province's single sign-on"),
    "GET /sign-in/back": anyone("comes from there: state, nonce and code are looked at"),
    "GET /account": session(None, _OWN),
    "POST /account/password": session(None, _OWN),
    "POST /account/sessions/<handle>/end": session(None, _OWN),
    "POST /account/sessions/end": session(None, _OWN),
    "POST /account/totp/begin": session(None, _OWN),
    "POST /account/totp/confirm": session(None, _OWN),
    "POST /account/totp/<any(remove, codes):step>": session(None, _OWN),
    "GET /set-up": anyone("an empty server; shows nothing but the form"),
    "POST /set-up": signing_in("whoever has the one-time code makes the first account; throttled"),
    "GET /set-up/office": session(Permission.CHANGE_OFFICES),
    "POST /set-up/office": session(Permission.CHANGE_OFFICES),
    "POST /set-up/office/file": session(Permission.CHANGE_OFFICES, most_bytes=WHOLE),
    **{
        f"{method} {place}{below}": session(Permission.MANAGE_ACCOUNTS)
        for place in ("/admin/staff", "/admin/<office>/staff")
        for method, below in (
            ("GET", ""),
            ("POST", ""),
            ("GET", "/<username>"),
            ("POST", "/<username>"),
            ("POST", "/<username>/<any(password, 'sign-out', 'remove-totp', end):step>"),
        )
    },
    "GET /privacy": anyone("what is kept of people, for everybody to read"),
    # Administration.
    "GET /admin/audit": session(Permission.CHANGE_OFFICES),
    f"GET {_OFFICE}/audit": session(Permission.READ_AUDIT),
    "GET /admin/persons": session(Permission.ANSWER_PERSONS),
    "POST /admin/persons/<any(find, export, erase):step>": session(Permission.ANSWER_PERSONS),
    "GET /admin": session(Permission.SEE_ADMINISTRATION),
    "POST /admin/sign-in": signing_in(_SIGNS_IN),
    "POST /admin/sign-out": session(None, _SIGNS_OUT),
    "GET /admin/tree": session(Permission.READ_PROVINCE),
    "POST /admin/tree": session(Permission.CHANGE_OFFICES),
    f"GET {_OFFICE}": session(Permission.SEE_ADMINISTRATION),
    f"GET {_OFFICE}/set-up/<section>": session(Permission.SEE_ADMINISTRATION),
    **{
        # What a difference needs is looked at with the difference itself.
        f"POST {_OFFICE}/{form}": session(Permission.SEE_ADMINISTRATION, most_bytes=WHOLE)
        for form in ("set-up/<section>", "review", "apply")
    },
    f"GET {_OFFICE}/history": session(Permission.SEE_ADMINISTRATION),
    # The same: what was changed last is taken back by whoever might have made that change.
    f"GET {_OFFICE}/undo": session(Permission.SEE_ADMINISTRATION),
    f"GET {_OFFICE}/files": session(Permission.CHANGE_SETUP),
    f"POST {_OFFICE}/files": session(Permission.CHANGE_SETUP, most_bytes=WHOLE),
    f"GET {_OFFICE}/files/<any({_SET_UP_FILES}):name>": session(Permission.CHANGE_SETUP),
    f"GET {_OFFICE}/devices": session(Permission.MANAGE_DEVICES),
    f"POST {_OFFICE}/devices": session(Permission.MANAGE_DEVICES),
    f"POST {_OFFICE}/devices/<{_ROW}:device>/revoke": session(Permission.MANAGE_DEVICES),
    f"POST {_OFFICE}/devices/<{_ROW}:device>/change": session(Permission.MANAGE_DEVICES),
    f"POST {_OFFICE}/access-keys": session(Permission.MAKE_ACCESS_KEYS),
    f"GET {_OFFICE}/check": session(Permission.SEE_ADMINISTRATION),
    f"GET {_OFFICE}/skills": session(Permission.CHANGE_SKILLS),
    f"POST {_OFFICE}/skills": session(Permission.CHANGE_SKILLS, most_bytes=WHOLE),
    f"GET {_OFFICE}/notices": session(Permission.CHANGE_NOTICES),
    f"POST {_OFFICE}/notices": session(Permission.CHANGE_NOTICES),
    f"POST {_OFFICE}/notices/<{_ROW}:number>/end": session(Permission.CHANGE_NOTICES),
    f"GET {_OFFICE}/notices/<{_ROW}:number>/print": session(Permission.CHANGE_NOTICES),
    f"GET {_OFFICE}/pauses": session(Permission.PAUSE_SERVICES),
    f"POST {_OFFICE}/pauses": session(Permission.PAUSE_SERVICES),
    f"POST {_OFFICE}/pauses/<service>/end": session(Permission.PAUSE_SERVICES),
}

OPEN_DOORS: Table = {
    f"GET {_V1}/offices/<office>": anyone("what stands on the door of the office"),
    f"GET {_V1}/offices/<office>/board": welcome("what hangs in the hall; a paired display is known"),
    f"GET {_V1}/challenges": anyone("the work that strangers do instead of having an account"),
    f"GET {_V1}/open-data/waits.csv": anyone("open data: nobody can be told from it"),
    f"GET {_V1}/open-data/datapackage.json": anyone("the same"),
    f"POST {_V1}/pairings": anyone("a machine asks for a code, which an administrator types; bounded"),
    f"GET {_V1}/pairings/<pairing>": link("the machine's own secret is the credential"),
    f"GET {_V1}/offices/<office>/slots": welcome("strangers see times; a key is asked less of"),
    f"POST {_V1}/offices/<office>/holds": welcome(
        "strangers book; an address is bounded, and solves puzzles"
    ),
    f"DELETE {_V1}/holds/<hold>": link(_LINK),
    f"POST {_V1}/appointments": welcome("whoever has the unguessable hold books it"),
    f"GET {_V1}/appointments/<token>": link(_LINK),
    f"PATCH {_V1}/appointments/<token>": link(_LINK),
    f"DELETE {_V1}/appointments/<token>": link(_LINK),
    f"GET {_V1}/tickets/<token>": link(_LINK),
    f"POST {_V1}/tickets/<token>/leave": link(_LINK),
    f"GET {_V1}/tickets/<token>/rating": link(_LINK),
    f"POST {_V1}/tickets/<token>/rating": link(_LINK),
}

SOCKET: Table = {
    "/live connect": welcome("a wrong token is refused, no token is a stranger's"),
    "/live watch": welcome("what hangs in the hall"),
    "/live disconnect": anyone("the end of it", counted=False),
}
"""The events that a client may send, by `/namespace event`. All that is told there is the board of a hall."""


def whole(doors: Iterable[Door]) -> Table:
    """The guard of every route. Raises `Unguarded` for a door that says nothing of who may pass."""
    pages = {name: replace(guard, writes=not name.startswith("GET ")) for name, guard in PAGES.items()}
    return {**pages, **{_route(door): _guard_of(door) for door in doors}}


def _route(door: Door) -> str:
    return f"{door.method} {_V1}{door.rule}"


def _guard_of(door: Door) -> Guard:
    if door.permission is not None:
        return Guard(By.CREDENTIAL, door.permission, scope=door.scope, writes=door.writes)
    row = OPEN_DOORS.get(_route(door))
    if row is None or (row.by is By.WELCOME) is not door.welcome:
        raise Unguarded(f"Say in server/web/guards.py why {_route(door)} is open.")
    return replace(row, scope=door.scope, writes=door.writes)
