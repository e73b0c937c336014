"""Watching: the office, the board, a ticket's holder, and the counter as each may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from server.actions.hall import describing, estimating, notices, places
from server.actions.hall.missing import missing_devices
from server.actions.hall.wishing import wanted_counters
from server.actions.house import auditing
from server.actions.house.devices import alerts
from server.contract import messages
from server.contract.messages import as_rfc3339
from server.domain import figures, hours, speech
from server.domain.office import Counter, Office, Service
from server.domain.people import Caller
from server.storage import queries
from server.storage.happenings import Transaction


def office_view(tx: Transaction, code: str, *, rate: float, public_url: str | None) -> messages.Office:
    """What a kiosk shows before anyone has pressed; raises `UnknownOffice`."""
    office = tx.office(code)
    day = hours.office_day(office.hours, tx.now)
    span = hours.tickets_now(office.hours, tx.now) if office.in_force(day) else None
    waiting = queries.waiting_by_service(tx, office, day=day)
    busy = queries.busy_counters(tx, office)
    about = {
        name: getattr(office, name)
        for name in ("code", "short_name", "level", "address", "hotline", "house_text")
    }
    return messages.Office(
        **about,
        name=_in_vietnamese(office.names),
        names=dict(office.names),
        foot_texts=dict(office.texts.get("ticket_foot", {})),
        time_zone=office.time_zone,
        languages=list(office.languages),
        goal_s=office.goal_s,
        at=tx.now,
        rate=rate,
        open_now=span is not None,
        closed_reason=_closed_reason(tx, office) if span is None else None,
        opens_at=hours.opens_next(office.hours, tx.now) if span is None else None,
        tickets_until=None if span is None or office.hours.always_open else span.end,
        categories=[
            messages.Category(code=c.code, name=_in_vietnamese(c.names), names=dict(c.names))
            for c in office.categories.values()
        ],
        services=[_node(tx, office, root, day, waiting, busy) for root in office.roots],
        bookings=office.booking is not None,
        public_url=public_url,
    )


def _in_vietnamese(names: Any) -> str:
    text: str = names.get("vi") or next(iter(names.values()))
    return text


def _closed_reason(tx: Transaction, office: Office) -> str | None:
    reason = hours.closed_reason(office.hours, tx.now)
    return None if reason is None else _in_vietnamese(reason)


def _node(
    tx: Transaction, office: Office, code: str, day: date, waiting: dict[str, int], busy: set[int]
) -> messages.Service:
    service = office.services[code]
    if service.children:
        children = [_node(tx, office, child, day, waiting, busy) for child in service.children]
        return messages.Service(
            **_named(service), services=children, waiting=sum(c.waiting for c in children)
        )
    serving = office.serving(code)
    ahead = queries.ahead(tx, office, code, day=day)
    return messages.Service(
        **_named(service),
        waiting=waiting.get(code, 0),
        expected=estimating.expected(tx, office, code, ahead, busy=busy),
        counters=[counter.number for counter in serving],
        idle_counter=any(counter.number not in busy for counter in serving),
        unavailable=_unavailable(tx, service),
    )


def _named(service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "letter": service.letter,
        "name": _in_vietnamese(service.names),
        "names": dict(service.names),
    }


def _unavailable(tx: Transaction, service: Service) -> messages.Unavailable | None:
    if not service.paused(tx.now):
        return None
    return messages.Unavailable(reason=service.paused_reason or "", until=service.paused_until)


def board(tx: Transaction, code: str, *, rate: float) -> messages.Board:
    """What the displays show; raises `UnknownOffice`."""
    office = tx.office(code)
    seq = queries.seq_of(tx, office)
    day = hours.office_day(office.hours, tx.now)
    open_now = office.in_force(day) and hours.tickets_now(office.hours, tx.now) is not None
    return messages.Board(
        office=office.code,
        names=dict(office.names),
        languages=list(office.languages),
        time_zone=office.time_zone,
        seq=seq,
        at=tx.now,
        rate=rate,
        goal_s=office.goal_s,
        open_now=open_now,
        opens_at=None if open_now else hours.opens_next(office.hours, tx.now),
        closed_reason=None if open_now else _closed_reason(tx, office),
        services={s.code: dict(s.names) for s in office.services.values() if s.active and not s.children},
        counters={str(c.number): c.state for c in office.counters.values()},
        calls=_calls(tx, office),
        waiting=[
            messages.BoardWaiting(number=row.number, service=office.service_by_id(row.service_id).code)
            for row in queries.everybody_waiting(tx, office)
        ],
        notices=notices.shown(tx, office),
        texts=_texts(office),
        today=today(tx, office, day),
    )


_ON_BOARD = ("invite", "empty_board", "closed_board")
"""The office's own words that displays show."""


def _texts(office: Office) -> dict[str, dict[str, str]]:
    """The office's own words for its displays; `call` is what they say, also where only `invite` is set."""
    texts = {name: dict(office.texts[name]) for name in _ON_BOARD if name in office.texts}
    said = {language: speech.own_call(office.texts, language) for language in office.voice_languages}
    call = {language: sentence for language, sentence in said.items() if sentence}
    return {**texts, "call": call} if call else texts


def _calls(tx: Transaction, office: Office) -> list[messages.BoardCall]:
    return [
        messages.BoardCall(
            call_id=row.call_id,
            number=row.call_number,
            counter=row.number,
            called_at=row.call_at,
            recalls=row.call_recalls,
            voice=row.call_voice,
        )
        for row in queries.board_calls(tx, office)
    ]


def today(tx: Transaction, office: Office, day: date) -> messages.Today:
    """The mean wait of the day's answered legs so far."""
    waits = _known(figures.leg_wait_s(leg) for leg in queries.answered_legs(tx, office, day=day))
    return messages.Today(n=len(waits), mean_wait_s=_mean(waits))


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def events_since(tx: Transaction, code: str, seq: int, *, limit: int) -> list[dict[str, Any]] | None:
    """The public events after `seq`, or None when they are too many to replay."""
    office = tx.office(code)
    if not 0 <= queries.seq_of(tx, office) - seq <= limit:
        return None
    return public_events(tx, queries.events_after(tx, office.id, seq, limit=limit))


def public_events(tx: Transaction, rows: Sequence[queries.TicketRow]) -> list[dict[str, Any]]:
    """Events as the hall may know them, with the words of notices."""
    return notices.worded(tx, [public_event(row) for row in rows])


def public_event(row: queries.TicketRow) -> dict[str, Any]:
    """An event as the log keeps it for the hall; notices are named by their ids alone."""
    return {"seq": row.seq, "kind": row.kind, "at": as_rfc3339(row.at), **row.public}


_P = describing.Personal


def counter_view(
    tx: Transaction, caller: Caller, place: places.Place, *, rate: float
) -> messages.CounterView:
    """Everything a counter's page shows; raises `UnknownOffice`, `UnknownCounter`, `NotAllowed`."""
    at = places.seen_at(tx, caller, place)
    office, counter = at.office, at.counter
    current = queries.current_ticket(tx, office, counter.number)
    ticket = None if current is None else describing.ticket_for_staff(tx, office, current, personal=_P.ALL)
    line = _line(tx, office, queries.waiting_line(tx, office, counter, day=at.day))
    _note_reading(tx, caller, at, [*([] if ticket is None else [ticket]), *line[:1]])
    restorable = queries.recent_no_shows(
        tx, office, counter.number, day=at.day, since=tx.now - office.policy.restore_within
    )
    return messages.CounterView(
        office=office.code,
        office_names=dict(office.names),
        time_zone=office.time_zone,
        counter=counter.number,
        names=dict(counter.names),
        at=tx.now,
        rate=rate,
        seq=queries.seq_of(tx, office),
        goal_s=office.goal_s,
        state=counter.state,
        reason=counter.reason,
        staff_name=counter.staff_name,
        services=_in_order(office, counter.services),
        service_names={
            s.code: dict(s.names) for s in office.services.values() if s.active and not s.children
        },
        ticket=ticket,
        on_hold=_described(tx, office, queries.on_hold(tx, office, counter.number)),
        line=line,
        recent_no_shows=_described(tx, office, restorable),
        places=[_place(office, other) for other in office.counters.values()],
        today=_own_figures(tx, at),
        alerts=[*alerts(tx, office), *missing_devices(tx, office), *wanted_counters(tx, office)],
    )


def _described(tx: Transaction, office: Office, rows: list[queries.TicketRow]) -> list[messages.Ticket]:
    return [describing.ticket_for_staff(tx, office, row) for row in rows]


def _line(tx: Transaction, office: Office, rows: list[queries.TicketRow]) -> list[messages.Ticket]:
    """The first one with what they wrote, to be read before the call."""
    first = [describing.ticket_for_staff(tx, office, row, personal=_P.NOTE) for row in rows[:1]]
    return first + _described(tx, office, rows[1:])


def _note_reading(tx: Transaction, caller: Caller, at: places.At, shown: Iterable[messages.Ticket]) -> None:
    """A counter's page, which asks again at each event, is told once an hour for whoever looks at it."""
    if found := sum(map(describing.tells, shown)):
        what = f"counter {at.counter.number}"
        hour, office_id = timedelta(hours=1), at.office.id
        auditing.record_reading(
            tx, caller, "counter.bookings_read", what, office_id=office_id, found=found, once_in=hour
        )


def _in_order(office: Office, codes: frozenset[str]) -> list[str]:
    return [code for code in office.services if code in codes]


def _place(office: Office, counter: Counter) -> messages.CounterPlace:
    return messages.CounterPlace(
        number=counter.number,
        names=dict(counter.names),
        state=counter.state,
        staff_name=counter.staff_name,
        services=_in_order(office, counter.services),
    )


def counter_places(tx: Transaction, caller: Caller, code: str) -> messages.CounterPlaces:
    """The counters of an office, for whoever signs in at one."""
    office = tx.office(code)
    caller.must_be_of(office.id)
    return messages.CounterPlaces(places=[_place(office, counter) for counter in office.counters.values()])


def _own_figures(tx: Transaction, at: places.At) -> messages.OwnFigures:
    """The day of whoever sits at this counter now; of the counter itself when nobody signed in."""
    who = {"counter": at.counter.number, "staff_id": at.counter.staff_id}
    legs = queries.answered_legs(tx, at.office, day=at.day, **who)
    return messages.OwnFigures(
        served=len(legs),
        mean_counter_time_s=_mean(_known(figures.counter_time_s(leg) for leg in legs)),
        dossiers=queries.dossiers_received(tx, at.office, day=at.day, **who),
        mean_wait_s=_mean(_known(figures.leg_wait_s(leg) for leg in legs)),
    )
