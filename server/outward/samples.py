"""What an office would write to an example citizen: its own words as they would really go out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from server.domain.appointments import AppointmentState
from server.domain.hours import office_day, wall_moment
from server.domain.office import Office, Service
from server.domain.outgoing import MessageKind, Outlet, Sample
from server.domain.segments import parts
from server.outward.composing import Style, letter
from server.outward.facts import Facts

_NAMES = {"vi": "Nguyễn Văn A", "en": "Nguyen Van A"}
_TOKEN = "0123456789ABCDEFGHIJKLMN"  # noqa: S105 - as long as those of real links, and of nobody's
_HALF_PAST_EIGHT = time(8, 30)


class Samples:
    """Composes messages of this house, by `style`, without anybody to send them to."""

    def __init__(self, style: Style) -> None:
        self._style = style

    def __call__(
        self, office: Office, kind: MessageKind, language: str, *, service: Service, now: datetime
    ) -> Sample:
        """A message of a kind about a slot of tomorrow for `service`; nothing is kept or sent."""
        facts = _facts(office, kind, language, service=service, now=now)
        mail = letter(facts, Outlet.EMAIL, self._style)
        said = letter(facts, Outlet.SMS, self._style).text
        return Sample(mail.subject, mail.text, said, len(said), parts(said))


def _facts(office: Office, kind: MessageKind, language: str, *, service: Service, now: datetime) -> Facts:
    day = office_day(office.hours, now) + timedelta(days=1)
    start = wall_moment(office.hours.time_zone, datetime.combine(day, _HALF_PAST_EIGHT))
    off = kind is MessageKind.CANCELLED
    return Facts(
        kind=kind,
        message_id="example",
        to="",
        made_at=now,
        language=language,
        name=_NAMES[language],
        code="7K3M-92QX",
        token=_TOKEN,
        revision=0,
        state=(AppointmentState.CANCELLED if off else AppointmentState.BOOKED).value,
        start=start,
        end=start + timedelta(minutes=30),
        at=now,
        pointless_from=start,
        at_office=office,
        for_service=service,
        number=f"{service.letter or 'A'}012",
        turn=_TOKEN,
    )
