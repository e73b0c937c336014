"""Somebody who administers an office on its pages, without script: opens forms, fills in, sends."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import TestResponse

from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from tests.builders import OFFICE
from tests.server.web.house import House
from tests.support.servers import STAFF_PASSWORD

Said = list[tuple[str, str]]


class _Forms(HTMLParser):
    """What a browser would send of each form of a page, by its action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Said] = {}
        self._said: Said = []
        self._select = self._area = ""
        self._chosen: str | None = None
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        name = about.get("name", "")
        if tag == "form":
            self._said = self.forms.setdefault(about.get("action", ""), [])
        elif tag == "input" and name:
            kind = about.get("type", "text")
            if kind not in ("checkbox", "radio") or "checked" in about:
                self._said.append((name, about.get("value", "")))
        elif tag == "select":
            self._select, self._chosen, self._first = name, None, None
        elif tag == "option":
            self._first = about["value"] if self._first is None else self._first
            self._chosen = about["value"] if "selected" in about else self._chosen
        elif tag == "textarea":
            self._area = name
            self._said.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._said.append((self._select, self._chosen if self._chosen is not None else self._first or ""))
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self._said[-1] = (self._area, self._said[-1][1] + data)


def forms(page: str) -> dict[str, Said]:
    """The forms of a page by their action, each as a browser would send it."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class Editor:
    """An administrator at the pages of one office."""

    def __init__(self, house: House, *, username: str = "quan-tri", office: str = OFFICE) -> None:
        self.house = house
        self.base = f"/admin/{office}"
        self.said: Said = []
        self._at = ""
        if username == "quan-tri":
            house.app.database.write(lambda tx: public_password.admit(tx, None, administrator(username)))
        house.sign_in(username)

    def open(self, section: str, *, lang: str = "vi") -> TestResponse:
        """The form of a section, filled in as it comes."""
        self._at = f"{self.base}/set-up/{section}" + ("?lang=en" if lang == "en" else "")
        answer = self.house.get(self._at)
        self.said = forms(answer.text).get(self._at, [])
        return answer

    def put(self, **fields: str) -> None:
        """Fill in fields; `__` is a dot in their names."""
        for name, value in fields.items():
            self.set(name.replace("__", "."), value)

    def set(self, name: str, *values: str) -> None:
        """The values of a field, in the place of those it has."""
        self.said = [(key, value) for key, value in self.said if key != name] + [(name, v) for v in values]

    def send(self, **more: str) -> TestResponse:
        """Send the form of the section; what comes back is filled in again."""
        return self.post(self._at, [*self.said, *more.items()])

    def press(self, step: str) -> TestResponse:
        """A button that adds, moves or removes an entry; the form that comes back is the next to send."""
        answer = self.send(do=step)
        self.said = forms(answer.text)[self._at]
        return answer

    def apply(self, page: TestResponse, **more: str) -> TestResponse:
        """The button of a page of differences."""
        (at,) = [action for action in forms(page.text) if "/apply" in action]
        return self.post(at, [*forms(page.text)[at], *more.items()])

    def post(self, path: str, said: Said) -> TestResponse:
        data: dict[str, list[str]] = {}
        for name, value in said:
            data.setdefault(name, []).append(value)
        answer = self.house.http.post(path, data=data)
        answer.get_data()
        return answer


def administrator(username: str) -> AccountSetUp:
    """An account of no single office."""
    return AccountSetUp(username=username, name="Quản Trị", role="admin", password=STAFF_PASSWORD)
