"""Messages to an example citizen, to be looked at before anything is sent."""

from __future__ import annotations

import pytest

from server.domain.outgoing import MessageKind, Sample
from server.outward.composing import Style
from server.outward.samples import Samples
from tests.builders import MORNING, Hall


def sample(hall: Hall, kind: MessageKind, language: str = "vi", *, accents: bool = True) -> Sample:
    office = hall.office()
    compose = Samples(Style("https://hen.example.vn", accents=accents))
    return compose(office, kind, language, service=office.services["land"], now=MORNING)


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_message_can_be_looked_at(hall: Hall, kind: MessageKind, language: str) -> None:
    shown = sample(hall, kind, language)
    assert ("012" if kind is MessageKind.NEAR else "7K3M-92QX") in shown.subject
    assert {"vi": "Nguyễn Văn A", "en": "Nguyen Van A"}[language] in shown.mail
    assert (shown.letters, shown.parts) == (len(shown.sms), 1)


def test_it_is_about_tomorrow_and_written_as_this_house_writes(hall: Hall) -> None:
    shown = sample(hall, MessageKind.BOOKED, accents=False)
    assert "08:30–09:00, thứ Ba, 24/11/2026" in shown.mail
    assert shown.sms.startswith("Lich hen 7K3M-92QX: 08:30 ngay 24/11, Dat dai")
    assert "https://hen.example.vn/a/" in shown.sms
