"""The page of devices: a floor of green and red, forms to pair, change and revoke, and the access keys."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from pydantic import BeforeValidator, Field, StringConstraints, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import access_keys, changing_devices, device_floor, devices, pairing
from server.actions.house.pairing import Typed
from server.contract.messages import Request
from server.contract.messages.base import NO_CONTROLS
from server.domain.device_errors import CODE_REFUSED, CounterNeeded, OtherKind
from server.domain.errors import TooManyTries, UnknownCounter
from server.domain.people import SCOPES, Permission, Role
from server.settings import Settings
from server.storage.happenings import Transaction
from server.web.admin.device_texts import TEXTS, clock, lasted
from server.web.admin.frame import Frame, Visit
from server.web.refusals import STATUS

_ROW = "int(max=4611686018427387904)"
_TOLD = (*CODE_REFUSED, CounterNeeded, OtherKind, TooManyTries, UnknownCounter)
_EMPTY = BeforeValidator(lambda value: value or None)


_ROWS = 4611686018427387904
_Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_CONTROLS)]
_Named = Annotated[_Name, StringConstraints(min_length=1)]


class PairForm(Request):
    """What the form says; `replaces`: the device in whose place this machine is put."""

    code: Annotated[str, StringConstraints(max_length=40)]
    name: _Name = ""
    role: Annotated[Literal["kiosk", "counter", "display", "tablet"] | None, _EMPTY] = None
    counter: Annotated[int | None, _EMPTY] = None
    replaces: Annotated[Annotated[int, Field(ge=1, le=_ROWS)] | None, _EMPTY] = None

    def typed(self) -> Typed:
        role = None if self.role is None else Role(self.role)
        return Typed(self.code, self.name, role, self.counter)


class ChangeForm(Request):
    """What the form of one machine says."""

    name: _Named
    counter: Annotated[int | None, _EMPTY] = None


class KeyForm(Request):
    """What the form of a new access key says."""

    name: _Named
    scopes: Annotated[list[Literal[SCOPES]], Field(min_length=1)]  # type: ignore[valid-type]  # a tuple of them


def blueprint(frame: Frame, settings: Settings) -> Blueprint:
    """`/admin/{office}/devices`."""
    pages = frame.blueprint("admin_devices")

    @pages.get("/admin/<office>/devices")
    def show_devices(office: str) -> AnyResponse:
        return _page(frame, frame.enter(office), office)

    @pages.post("/admin/<office>/devices")
    def pair_device(office: str) -> AnyResponse:
        visit = frame.enter(office)
        said = _said("code", "name", "role", "counter", "replaces")
        try:
            device_id = _pair(frame, visit, office, PairForm.model_validate(said), settings.signing_key())
        except ValidationError:
            return _page(frame, visit, office, said=said, trouble="invalid", status=422)
        except _TOLD as refusal:
            what = str(next(iter(refusal.facts.values()), ""))
            facts = {"trouble": refusal.code, "what": what, "status": STATUS[type(refusal)]}
            return _page(frame, visit, office, said=said, **facts)
        return visit.go(f"/admin/{office}/devices", paired=device_id)

    @pages.post(f"/admin/<office>/devices/<{_ROW}:device>/revoke")
    def revoke_device(office: str, device: int) -> AnyResponse:
        visit = frame.enter(office)
        frame.database.write(lambda tx: devices.revoke(tx, visit.caller, office, device))
        return visit.go(f"/admin/{office}/devices", revoked=device)

    _add_change(pages, frame)
    _add_keys(pages, frame)
    return pages


def _add_change(pages: Blueprint, frame: Frame) -> None:
    @pages.post(f"/admin/<office>/devices/<{_ROW}:device>/change")
    def change_device(office: str, device: int) -> AnyResponse:
        visit = frame.enter(office)
        try:
            form = ChangeForm.model_validate(_said("name", "counter"))
        except ValidationError:
            return _page(frame, visit, office, change_trouble="invalid", status=422)
        change = partial(changing_devices.change, name=form.name, counter=form.counter)
        try:
            frame.database.write(lambda tx: change(tx, visit.caller, office, device))
        except (CounterNeeded, UnknownCounter) as refusal:
            status = STATUS[type(refusal)]
            return _page(frame, visit, office, change_trouble=refusal.code, status=status)
        return visit.go(f"/admin/{office}/devices", changed=device)


def _add_keys(pages: Blueprint, frame: Frame) -> None:
    @pages.post("/admin/<office>/access-keys")
    def make_access_key(office: str) -> AnyResponse:
        """The answer shows the key, once; it is kept nowhere."""
        visit = frame.enter(office)
        try:
            said = {**_said("name"), "scopes": request.form.getlist("scopes")}
            form = KeyForm.model_validate(said)
        except ValidationError:
            return _page(frame, visit, office, key_trouble="key_invalid", status=422)
        key = frame.database.write(
            lambda tx: access_keys.make(tx, visit.caller, office, name=form.name, scopes=form.scopes)
        )
        return _page(frame, visit, office, new_key=key)


def _said(*names: str) -> dict[str, str]:
    """What the form says in these fields."""
    return {name: value for name in names if (value := request.form.get(name)) is not None}


def _pair(frame: Frame, visit: Visit, office: str, form: PairForm, key: str) -> int:
    """Wrong codes are remembered in a transaction of their own: the one that met them is undone."""

    def pair(tx: Transaction) -> int:
        paired = pairing.pair(tx, visit.caller, office, form.typed(), key=key)
        if form.replaces is not None:
            devices.revoke(tx, visit.caller, office, form.replaces)
        return paired

    try:
        return frame.database.write(pair)
    except CODE_REFUSED:
        frame.database.write(lambda tx: pairing.remember_failure(tx, visit.caller, office))
        raise


def _page(
    frame: Frame, visit: Visit, office: str, *, said: dict[str, str] | None = None, **facts: Any
) -> AnyResponse:
    database = frame.database
    with database.read() as tx:
        machines = device_floor.floor(tx, visit.caller, office, rate=database.clock.rate)
        keys = access_keys.keys(tx, visit.caller, office)
        done = _done(tx, visit, office)
        now = tx.now
        zone = ZoneInfo(tx.office(office).time_zone)
    untroubled = {"trouble": None, "what": "", "change_trouble": None, "key_trouble": None, "new_key": None}
    return visit.page(
        "admin/devices.html",
        TEXTS,
        here="devices",
        machines=machines,
        counts=Counter(machine.look for machine in machines),
        keys=keys,
        scopes=SCOPES if visit.caller.may(Permission.MAKE_ACCESS_KEYS) else (),
        said=said or {},
        done=done,
        kinds=("kiosk", "display", "counter", "tablet"),
        moment=_moment(zone, now),
        lasted=lambda seconds: lasted(seconds, visit.lang),
        clock=lambda off_s: clock(off_s, visit.lang),
        **{**untroubled, **facts},
    )


def _done(tx: Any, visit: Visit, office: str) -> tuple[str, str] | None:
    """What the address says was done, with the device's name; nothing of another office's device."""
    for step in ("paired", "changed", "revoked"):
        wanted = request.args.get(step, type=int)
        for row in devices.devices(tx, office) if wanted is not None else ():
            if row.id == wanted:
                return step, row.name
    return None


def _moment(zone: ZoneInfo, now: datetime) -> Any:
    """Says a moment in the office's time: today's by the hour, others with their day."""

    def say(moment: datetime | None) -> str:
        if moment is None:
            return "–"
        local = moment.astimezone(zone)
        same = local.date() == now.astimezone(zone).date()
        return f"{local:%H:%M}" if same else f"{local:%H:%M} {local:%d/%m}"

    return say
