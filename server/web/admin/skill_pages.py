"""Who may serve what: the clerks of an office against its services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import accounts, small_changes
from server.domain.office import Office
from server.web.admin.frame import Frame
from server.web.admin.skill_texts import TEXTS

_PATH = "/admin/<office>/skills"


@dataclass(frozen=True, slots=True)
class _Row:
    """A clerk, what they may serve (none: everything), and the counter where they sit now."""

    username: str
    name: str
    services: frozenset[str]
    counter: int | None


def blueprint(frame: Frame) -> Blueprint:
    """The table, and its form."""
    pages = frame.blueprint("admin_skills")

    @pages.get(_PATH)
    def show_skills(office: str) -> AnyResponse:
        visit = frame.enter(office)
        with frame.database.read() as tx:
            here = tx.office(office)
            found = accounts.listed(tx, office)
        clerks = [
            _Row(row.username, row.name, frozenset(row.services), row.counter_number)
            for row in found
            if row.active and row.role == "clerk"
        ]
        leaves = [one for one in here.services.values() if one.active and not one.children]
        facts: dict[str, Any] = {"clerks": clerks, "leaves": leaves, "thin": _thin(here, clerks)}
        return visit.page("admin/skills.html", TEXTS, here="skills", saved="saved" in request.args, **facts)

    @pages.post(_PATH)
    def save_skills(office: str) -> AnyResponse:
        visit = frame.enter(office)
        skills = _read(request.form)
        frame.database.write(lambda tx: small_changes.set_skills(tx, visit.caller, office, skills))
        return visit.go(f"/admin/{office}/skills", saved="yes")

    return pages


def _read(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """What the form says of each clerk that it names."""
    return {username: form.getlist(f"skill.{username}") for username in form.getlist("clerk")}


def _thin(office: Office, clerks: list[_Row]) -> list[tuple[str, str]]:
    """Services that one clerk serves or none: the key of what is said, and the code."""
    found = []
    for service in office.services.values():
        if not clerks or not service.active or service.children:
            continue
        n = sum(1 for clerk in clerks if not clerk.services or service.code in clerk.services)
        if n < 2 <= len(clerks) or n == 0:
            found.append(("alone" if n else "nobody", service.code))
    return found
