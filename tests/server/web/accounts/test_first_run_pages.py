"""The first run: a code from the terminal, once, then an office from a template or a file."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.actions.house import first_run, setting_up
from server.app import Application, create_app
from server.commands.serving import offer_first_run
from server.demo import public_password
from server.demo.office import demo_office
from server.settings import Settings
from server.setup_file import starting
from server.setup_file.writing import written
from server.storage import migrating
from server.storage.database import make_engine
from tests.server.web.accounts.browser import ADMIN_PASSWORD, Visitor
from tests.support.clocks import StoppedClock
from tests.support.offices import STAFF_PASSWORD

OFFICE = {"kind": "commune", "name": "Phường Quy Nhơn", "code": "p-quynhon", "hotline": "1022"}


class Empty:
    """A server on an empty database, and the code that its terminal shows."""

    def __init__(self, url: str, clock: StoppedClock) -> None:
        engine = make_engine(url)
        migrating.migrate(engine)
        engine.dispose()
        self.clock = clock
        self.app: Application = create_app(Settings(database=url, secret_key="only for tests"), clock)
        self.database = self.app.database
        self.code = self.database.write(first_run.new_code)

    def take_over(self, visitor: Visitor, **other: str) -> TestResponse:
        said = {"code": self.code, "name": "Nguyễn Thị Hoa", "username": "hoa"}
        said |= {"password": ADMIN_PASSWORD, "again": ADMIN_PASSWORD, **other}
        return visitor.http.post("/set-up", data=said)

    def usernames(self) -> list[str]:
        with self.database.engine.connect() as connection:
            return list(connection.exec_driver_sql("SELECT username FROM staff").scalars())


@pytest.fixture
def empty(tmp_path: Path, clock: StoppedClock) -> Iterator[Empty]:
    empty = Empty(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield empty
    empty.database.close()


@pytest.fixture
def admin(empty: Empty) -> Visitor:
    """The first administrator, who just took over."""
    visitor = Visitor(empty.app)
    assert empty.take_over(visitor).location == "/set-up/office"
    return visitor


def make_office(visitor: Visitor, **other: Any) -> TestResponse:
    return visitor.send("/set-up/office", seen_on="/set-up/office", **{**OFFICE, **other})


def test_an_empty_server_leads_to_the_first_run(empty: Empty) -> None:
    visitor = Visitor(empty.app)
    assert visitor.see("/").location == "/set-up"
    for lang in ("vi", "en"):
        assert f'lang="{lang}"' in visitor.see(f"/set-up?lang={lang}").text


def test_the_code_is_long_enough_and_kept_as_a_hash(empty: Empty) -> None:
    assert len(empty.code.replace("-", "")) == 10
    with empty.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM first_run").all())
    assert empty.code not in kept
    assert empty.code.replace("-", "") not in kept


def test_however_it_is_typed_it_makes_one_administrator_and_dies(empty: Empty) -> None:
    first, second = Visitor(empty.app), Visitor(empty.app)
    assert empty.take_over(first, code=f" {empty.code.lower().replace('-', ' ')} ").status_code == 303
    assert empty.take_over(second, username="minh").location == "/set-up/office"
    assert empty.usernames() == ["hoa"]
    assert not second.is_in()
    assert second.see("/set-up").location == "/set-up/office"
    assert second.see("/set-up/office").location == "/sign-in?next=/set-up/office"


def test_an_earlier_code_ends_with_the_next_start(empty: Empty) -> None:
    old = empty.code
    empty.code = empty.database.write(first_run.new_code)
    assert empty.take_over(Visitor(empty.app), code=old).status_code == 422
    assert empty.take_over(Visitor(empty.app)).status_code == 303


def test_guessing_the_code_is_throttled(empty: Empty) -> None:
    visitor = Visitor(empty.app)
    answers = [empty.take_over(visitor, code=f"ABCDE-FGH{n:02}").status_code for n in range(9)]
    assert answers == [422] * 8 + [429]
    assert empty.take_over(visitor).status_code == 429
    empty.clock.tick(minutes=2)
    assert empty.take_over(visitor).status_code == 303


@pytest.mark.parametrize(
    "other",
    [
        {"again": "another one entirely"},
        {"password": "sáu bảy tám", "again": "sáu bảy tám"},
        {"password": "matkhau123456", "again": "matkhau123456"},
        {"username": "not a name"},
        {"username": ""},
        {"name": ""},
        {"name": "a\tb"},
        {"code": ""},
    ],
)
def test_what_is_wrong_is_told_and_makes_nobody(empty: Empty, other: dict[str, str]) -> None:
    answer = empty.take_over(Visitor(empty.app), **other)
    assert (answer.status_code, empty.usernames()) == (422, [])
    assert 'role="alert"' in answer.text
    assert ADMIN_PASSWORD not in answer.text


def test_an_office_without_accounts_still_needs_its_first_administrator(
    empty: Empty, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = demo_office().model_copy(update={"staff": []})
    empty.database.write(lambda tx: setting_up.apply(tx, bare))
    url = empty.database.engine.url.render_as_string(hide_password=False)
    offer_first_run(Settings(database=url, secret_key="only for tests"), empty.clock)
    empty.code = capsys.readouterr().out.split()[-1]
    visitor = Visitor(empty.app)
    assert empty.take_over(visitor).location == "/admin"
    assert visitor.see(f"/admin/{bare.office.code}").status_code == 200
    offer_first_run(Settings(database=url, secret_key="only for tests"), empty.clock)
    assert capsys.readouterr().out == ""


def test_with_an_office_and_its_accounts_there_is_no_first_run(empty: Empty) -> None:
    empty.database.write(lambda tx: public_password.furnish(tx, demo_office()))
    with empty.database.read() as tx:
        assert (first_run.is_needed(tx), first_run.is_open(tx)) == (False, False)
    visitor = Visitor(empty.app)
    assert visitor.see("/").status_code == 200
    assert empty.take_over(visitor).location == "/set-up/office"
    assert "admin" not in empty.usernames()


@pytest.mark.parametrize("kind", starting.TEMPLATES)
def test_a_template_becomes_the_own_office(empty: Empty, admin: Visitor, kind: str) -> None:
    assert make_office(admin, kind=kind).location == "/admin/p-quynhon"
    with empty.database.read() as tx:
        office = tx.office("p-quynhon")
    assert office.names["vi"] == "Phường Quy Nhơn"
    assert len(office.counters) == len(starting.template(kind).counters)
    assert admin.see("/").status_code == 200


@pytest.mark.parametrize(
    "other", [{"code": "x y"}, {"code": ""}, {"name": ""}, {"name": "x" * 250}, {"hotline": "a\nb"}]
)
def test_a_name_that_is_none_is_told(empty: Empty, admin: Visitor, other: dict[str, str]) -> None:
    answer = make_office(admin, **other)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with empty.database.read() as tx:
        assert not tx.offices.all(tx.connection)


def test_an_office_is_not_made_over_another(admin: Visitor) -> None:
    assert make_office(admin).status_code == 303
    assert make_office(admin, name="Khác").status_code == 409


def send_file(visitor: Visitor, raw: bytes, name: str = "office.toml") -> TestResponse:
    return visitor.send("/set-up/office/file", seen_on="/set-up/office", file=(BytesIO(raw), name))


def test_a_file_becomes_an_office(empty: Empty, admin: Visitor) -> None:
    setup = demo_office()
    text = written(setup.model_copy(update={"staff": None}))
    assert send_file(admin, text.encode()).location == f"/admin/{setup.office.code}"
    with empty.database.read() as tx:
        assert len(tx.office(setup.office.code).counters) == len(setup.counters)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "role"),
        (b"[office\n", "role"),
        (b"\xff\xfe\x00nonsense", "role"),
        (b'[office]\ncode = "x y"\nlevel = "moon"\n', "office.level"),
        (b"a = 1\n" * 3, "role"),
    ],
)
def test_nonsense_is_told_by_line_and_half_applied_never(
    empty: Empty, admin: Visitor, raw: bytes, told: str
) -> None:
    answer = send_file(admin, raw, "../../etc/passwd")
    assert answer.status_code == 422
    assert told in answer.text
    with empty.database.read() as tx:
        assert not tx.offices.all(tx.connection)


def test_a_weak_password_in_a_file_is_told_by_line(empty: Empty, admin: Visitor) -> None:
    clerk = '\n[[staff]]\nusername = "an"\nname = "An"\nrole = "clerk"\npassword = "matkhau123"\n'
    text = written(demo_office().model_copy(update={"staff": None})) + clerk
    answer = send_file(admin, text.encode())
    assert answer.status_code == 422
    assert f'<td class="count">{text.count(chr(10))}</td><td><code>staff[1].password</code>' in answer.text
    assert "ai cũng thử đầu tiên" in answer.text
    assert "matkhau123" not in answer.text
    with empty.database.read() as tx:
        assert not tx.offices.all(tx.connection)


def test_supervisors_make_no_offices(empty: Empty, admin: Visitor) -> None:
    empty.database.write(lambda tx: setting_up.apply(tx, demo_office().model_copy(update={"staff": None})))
    new = {"name": "Cúc", "username": "cuc", "role": "supervisor", "password": "sông Côn chảy"}
    admin.send("/admin/ttpvhcc/staff", seen_on="/admin/ttpvhcc/staff", **new)
    cuc = Visitor(empty.app)
    cuc.sign_in("cuc", "sông Côn chảy")
    changed = {"old": "sông Côn chảy", "new": STAFF_PASSWORD + " mới", "again": STAFF_PASSWORD + " mới"}
    cuc.send("/account/password", **changed)
    assert cuc.see("/set-up/office").location == "/"
