"""The set-up of an office as files: downloaded, and taken back with the differences shown first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from flask import Blueprint, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import auditing
from server.contract.setup_file import SetUp
from server.domain.revisions import How
from server.reports.files import File, plain_name
from server.setup_file.problems import Finding, Problem
from server.setup_file.reading import read
from server.setup_file.revised import plain
from server.setup_file.writing import written as written_toml
from server.storage import setups
from server.web.admin import reasons
from server.web.admin.file_texts import TEXTS
from server.web.admin.frame import Frame, Visit
from server.web.admin.reviewing import Intent, reviewed
from server.web.admin.set_up_tables import MERGE, written
from server.web.doors import as_file
from server.web.guarding import WHOLE

Located = Callable[[Iterable[Problem]], Sequence[Finding]]
KINDS = ("toml", *MERGE)
_MOST_TOLD = 200
_NAMING_STAFF = ("set-up.toml", "staff.csv")
_NAMES = "'set-up.toml', 'services.csv', 'counters.csv', 'holidays.csv', 'staff.csv'"


def blueprint(frame: Frame) -> Blueprint:
    """`/admin/{office}/files`, and the files themselves."""
    pages = frame.blueprint("admin_files")

    @pages.get("/admin/<office>/files")
    def show_files(office: str) -> AnyResponse:
        return _page(frame.enter(office))

    @pages.get(f"/admin/<office>/files/<any({_NAMES}):name>")
    def download_set_up(office: str, name: str) -> AnyResponse:
        visit = frame.enter(office)
        setup = _stored(frame, office)
        if name in _NAMING_STAFF:
            _note_reading(frame, visit, setup, name)
        return as_file(_file(setup, name))

    @pages.post("/admin/<office>/files")
    def upload_set_up(office: str) -> AnyResponse:
        """Nothing is applied here: the differences are shown, or what is wrong with the file."""
        visit = frame.enter(office)
        kind = request.form.get("kind", "")
        sent = request.files.get("file")
        raw = sent.stream.read(WHOLE) if sent is not None else b""
        if kind not in KINDS or not raw:
            return _page(visit, status=422, trouble="no_file")
        return _taken(frame, visit, office, kind=kind, raw=raw)

    return pages


def _stored(frame: Frame, office: str) -> SetUp:
    with frame.database.read() as tx:
        stored = setups.stored(tx.connection, office)
    if stored is None:
        raise NotFound
    return stored


def _note_reading(frame: Frame, visit: Visit, setup: SetUp, name: str) -> None:
    """Whoever takes away the names of the staff is told in the audit, once an hour for each file."""
    with frame.database.read() as tx:
        auditing.record_reading(
            tx,
            visit.caller,
            "setup.downloaded",
            name,
            office_id=visit.office.id if visit.office else None,
            found=len(setup.staff or ()),
            once_in=timedelta(hours=1),
        )


def _file(setup: SetUp, name: str) -> File:
    """One of the files of an office; its name says which office and which part."""
    shown = plain_name(f"{setup.office.code}-{name}")
    if name == "set-up.toml":
        return File(shown, "application/toml; charset=utf-8", written_toml(setup).encode())
    return File(shown, "text/csv; charset=utf-8", written(setup, name.removesuffix(".csv")))


def _taken(frame: Frame, visit: Visit, office: str, *, kind: str, raw: bytes) -> AnyResponse:
    """The page of differences, or every fault of the file with its line."""
    intent, found, located = _understood(_stored(frame, office), kind, raw)
    if intent is None:
        return _page(visit, status=422, trouble="wrong", kind=kind, findings=found)
    page = reviewed(frame, visit, intent, code=office)
    if isinstance(page, AnyResponse):
        return page
    return _page(visit, status=422, trouble="wrong", kind=kind, findings=located(page))


def _understood(stored: SetUp, kind: str, raw: bytes) -> tuple[Intent | None, Sequence[Finding], Located]:
    """What a file wants to change; None with the findings where it makes no sense."""
    if kind == "toml":
        reading = read(raw)
        if reading.setup is None:
            return None, reading.problems, reading.located
        return Intent(_named(plain(reading.setup)), How.TOML), (), reading.located
    merged = MERGE[kind](stored, raw)
    if merged.setup is None:
        return None, merged.problems, merged.located
    return Intent({kind: plain(merged.setup)[kind]}, How.CSV), (), merged.located


def _named(sections: dict[str, object]) -> dict[str, object]:
    """A file without staff leaves the accounts alone."""
    return {name: value for name, value in sections.items() if name != "staff" or value is not None}


def _page(
    visit: Visit,
    *,
    status: int = 200,
    trouble: str | None = None,
    kind: str = "toml",
    findings: Sequence[Finding] = (),
) -> AnyResponse:
    told = [(one.line, one.key, reasons.spelled(one.reason, visit.lang)) for one in findings[:_MOST_TOLD]]
    return visit.page(
        "admin/files.html",
        TEXTS,
        here="files",
        status=status,
        trouble=trouble,
        kinds=KINDS,
        kind=kind,
        findings=told,
        more=len(findings) - len(told),
    )
