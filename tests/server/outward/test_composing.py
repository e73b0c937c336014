"""What citizens read, in both languages and on every channel."""

from __future__ import annotations

import string
import tomllib
import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import update

import server.outward.composing
from server.actions.house import setting_up
from server.actions.outgoing import messaging
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.outgoing import MessageKind, Outlet
from server.domain.segments import fits
from server.outward.channels import Letter
from server.outward.composing import Style, catalogue, letter
from server.outward.facts import Pointless, facts_of
from server.storage import outboxes
from server.storage.database import Database
from server.storage.tables import appointment, booking_contact
from tests.builders import MORNING, Hall
from tests.server.outward.builders import SLOT, book, cancel, check_in, move, outgoing, with_outlets
from tests.support.clocks import StoppedClock

LINKS = Style("https://hen.example.vn/")


@pytest.fixture(autouse=True)
def _outlets(database: Database) -> None:
    with_outlets(database)


def written(database: Database, kind: str, outlet: Outlet = Outlet.EMAIL, *, style: Style = LINKS) -> Letter:
    """The letter of the newest message of a kind."""
    row = outgoing(database, lambda one: (one.kind, one.channel) == (kind, outlet))[-1]
    with database.read() as tx:
        return letter(facts_of(tx, row), outlet, style)


def test_a_confirmation_says_everything_one_needs(database: Database) -> None:
    row = book(database)
    told = written(database, "booked")
    assert told.subject == "Lịch hẹn 7K3M-9200: 08:00 thứ Tư, 25/11/2026"
    assert told.text == (
        "Kính gửi quý công dân Trần Văn Bình,\n\n"
        "Lịch hẹn của quý công dân đã được ghi nhận.\n\n"
        "Giờ hẹn: 08:00–08:30, thứ Tư, 25/11/2026\n"
        "Lĩnh vực: Đất đai\n"
        "Nơi hẹn: Trung tâm Phục vụ hành chính công, Tỉnh Bình Định · 127 Hai Bà Trưng\n"
        "Mã lịch hẹn: 7K3M-9200\n\n"
        "Khi đến, quét mã QR của lịch hẹn hoặc nhập mã lịch hẹn tại máy lấy số, từ 07:30 đến 08:30.\n\n"
        "Mang theo:\n"
        "- Căn cước công dân hoặc tài khoản VNeID\n"
        "- Giấy chứng nhận quyền sử dụng đất (bản chính)\n"
        "- Tờ khai theo mẫu\n\n"
        f"Xem mã QR, đổi hoặc hủy lịch hẹn: https://hen.example.vn/a/{row.token}\n\n"
        "Thư được gửi tự động, xin quý công dân không trả lời.\n"
        "Đường dây nóng: 1022\n"
    )
    assert told.calendar is not None
    (event,) = Calendar.from_ical(told.calendar).walk("VEVENT")
    assert (event["UID"], event.start, event["URL"]) == (
        "7K3M9200@ttpvhcc",
        SLOT,
        f"https://hen.example.vn/a/{row.token}",
    )


def test_an_office_says_it_in_its_own_words(database: Database) -> None:
    own = {
        "booked": {"vi": "Phường đã ghi lịch {code} lúc {start} {{mới}}."},
        "closing": {"vi": "Trân trọng cảm ơn.", "en": "Thank you."},
    }
    setup = SetUp.model_validate(demo_office().model_dump() | {"texts": own, "staff": None})
    database.write(lambda tx: setting_up.apply(tx, setup))
    book(database)
    told = written(database, "booked").text
    assert "\n\nPhường đã ghi lịch 7K3M-9200 lúc 08:00 {mới}.\n\n" in told
    assert "Trân trọng cảm ơn." in told
    assert "Thư được gửi tự động" not in told


def own_words(database: Database, **texts: dict[str, str]) -> None:
    """Let the office say it in its own words."""
    setup = SetUp.model_validate(demo_office().model_dump() | {"texts": texts, "staff": None})
    database.write(lambda tx: setting_up.apply(tx, setup))


def test_subjects_and_text_messages_are_the_offices_own(database: Database) -> None:
    own_words(
        database,
        booked_subject={"vi": "Hẹn {start} ngày {short_date} tại {office}"},
        booked_sms={"vi": "Mã {code}, {start}-{end} ngày {short_date}. Gọi {hotline}"},
        reminder_sms={"vi": "Mai {date} lúc {start}: {service}, {place}"},
    )
    row = book(database)
    assert written(database, "booked").subject == "Hẹn 08:00 ngày 25/11 tại TTPVHCC tỉnh Bình Định"
    assert written(database, "booked", Outlet.SMS).text == ("Mã 7K3M-9200, 08:00-08:30 ngày 25/11. Gọi 1022")
    plain = Style("https://hen.example.vn", accents=False)
    assert written(database, "booked", Outlet.SMS, style=plain).text == (
        f"Ma 7K3M-9200, 08:00-08:30 ngay 25/11. Goi 1022 https://hen.example.vn/a/{row.token}"
    )
    assert written(database, "reminder", Outlet.SMS).text == (
        "Mai thứ Tư, 25/11/2026 lúc 08:00: Đất đai, "
        "Trung tâm Phục vụ hành chính công, Tỉnh Bình Định · 127 Hai…"
    )


def test_what_the_office_does_not_say_in_a_language_stays_as_usual(database: Database) -> None:
    own_words(database, booked_sms={"vi": "Mã {code}"}, booked_subject={"vi": "Mã {code}"})
    book(database, language="en")
    assert written(database, "booked").subject.startswith("Appointment 7K3M-9200:")
    assert written(database, "booked", Outlet.SMS).text.startswith("Appointment 7K3M-9200:")


def test_own_words_longer_than_two_messages_are_not_sent(database: Database) -> None:
    """English words were counted with English names; this office has a Vietnamese name alone."""
    own_words(
        database, booked_sms={"vi": "Mã {code}", "en": "Come at {start}. " + "Please bring papers. " * 7}
    )
    book(database, language="en")
    with database.read() as tx:
        facts = facts_of(tx, outgoing(database, lambda one: one.channel == "sms")[0])
    assert letter(facts, Outlet.SMS, LINKS).text.startswith("Come at 08:00. Please")
    texts = {"booked_sms": {"en": "{service} " + "Please bring papers. " * 8}}
    unnamed = replace(facts, at_office=replace(facts.at_office, texts=texts))
    assert letter(unnamed, Outlet.SMS, LINKS).text.startswith("Land ")
    vietnamese = replace(unnamed, for_service=replace(facts.for_service, names={"vi": "Đất đai"}))
    assert letter(vietnamese, Outlet.SMS, LINKS).text.startswith("Appointment 7K3M-9200:")


def test_in_english_for_who_booked_in_english(database: Database) -> None:
    book(database, language="en", contact={"name": None})
    told = written(database, "booked")
    assert told.subject == "Appointment 7K3M-9200: 08:00, Wednesday 25/11/2026"
    assert told.text.startswith("Dear citizen,\n\nYour appointment is booked.\n")
    assert "Land use right certificate (original)" in told.text
    assert told.sender_name == "Public Administration Service Centre"


def test_a_language_without_a_catalogue_gets_the_first_one(database: Database) -> None:
    book(database, language="fr")
    assert written(database, "booked").text.startswith("Kính gửi")


def test_without_a_public_address_there_is_no_link(database: Database) -> None:
    book(database)
    assert "http" not in written(database, "booked", style=Style()).text


def test_a_message_tells_what_is_true_when_it_goes_out(database: Database) -> None:
    row = book(database)
    move(database, row.id, SLOT + timedelta(hours=1))
    told = written(database, "moved")
    assert "09:00–09:30" in told.text
    assert told.calendar is not None
    assert Calendar.from_ical(told.calendar).walk("VEVENT")[0]["SEQUENCE"] == 1


def test_a_cancellation_takes_the_event_out_of_the_calendar(database: Database) -> None:
    row = book(database)
    cancel(database, row.id)
    told = written(database, "cancelled")
    assert told.subject == "Đã hủy lịch hẹn 7K3M-9200"
    assert "http" not in told.text
    assert "Mang theo" not in told.text
    assert told.calendar is not None
    assert Calendar.from_ical(told.calendar).walk("VEVENT")[0]["STATUS"] == "CANCELLED"


def test_a_near_turn_is_told_with_its_number_and_its_link(hall: Hall) -> None:
    ticket = hall.press("land")
    row = book(hall.database, tell=False, start=MORNING)
    check_in(hall.database, row.id, ticket.visit)
    hall.database.write(lambda tx: messaging.near(tx, tx.office(hall.code)))
    told = written(hall.database, "near", Outlet.SMS, style=Style("https://hen.example.vn", accents=False))
    link = f"https://hen.example.vn/t/{hall.token_of(ticket)}"
    assert told.text == (
        f"So A001 sap den luot. Moi quy cong dan vao khu vuc cho, TTPVHCC tinh Binh Dinh {link}"
    )
    hall.open(3)
    hall.called(3)
    with pytest.raises(Pointless) as error:
        written(hall.database, "near", Outlet.SMS)
    assert error.value.code == "overtaken"


# --- text messages ---------------------------------------------------------------------------------


def test_a_text_message_with_accents_is_short_and_one_without_has_room_for_the_link(
    database: Database,
) -> None:
    row = book(database)
    link = f"https://hen.example.vn/a/{row.token}"
    accented = written(database, "booked", Outlet.SMS)
    assert accented.text == "Lịch hẹn 7K3M-9200: 08:00 ngày 25/11, Đất đai, TTPVHCC tỉnh Bình Định"
    plain = written(database, "booked", Outlet.SMS, style=Style("https://hen.example.vn", accents=False))
    assert plain.text == f"Lich hen 7K3M-9200: 08:00 ngay 25/11, Dat dai, TTPVHCC tinh Binh Dinh {link}"
    assert plain.calendar is None


@pytest.mark.parametrize("language", sorted(catalogue()))
@pytest.mark.parametrize("accents", [True, False])
def test_whatever_is_said_fits_into_one_message(database: Database, language: str, accents: bool) -> None:
    long = {"vi": "Đăng ký biến động quyền sử dụng đất " * 9, "en": "Registration of changes of land " * 9}
    row = book(database, language=language)
    cancelled = book(database, language=language)
    cancel(database, cancelled.id)
    move(database, row.id, SLOT + timedelta(hours=1))
    for kind in ("moved", "cancelled", "reminder"):
        for style in (Style(accents=accents), Style("https://a-long-name.example.vn", accents=accents)):
            row = outgoing(database, lambda one, k=kind: (one.kind, one.channel) == (k, "sms"))[-1]
            with database.read() as tx:
                facts = facts_of(tx, row)
            named = replace(facts, for_service=replace(facts.for_service, names=long))
            text = letter(named, Outlet.SMS, style).text
            assert fits(text), text
            assert facts.code in text


# --- no longer worth sending -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["booked", "reminder"])
def test_what_was_overtaken_is_not_said(database: Database, kind: str) -> None:
    row = book(database)
    database.write(lambda tx: tx.connection.execute(_state(row.id, "missed")))
    with pytest.raises(Pointless) as error:
        written(database, kind)
    assert error.value.code == "overtaken"


def _state(key: int, state: str) -> Any:
    return update(appointment).where(appointment.c.id == key).values(state=state)


@pytest.mark.parametrize(("hours", "late"), [(23.9, False), (24, True)])
def test_after_a_day_nobody_is_told_any_more(
    database: Database, clock: StoppedClock, hours: float, late: bool
) -> None:
    book(database)
    clock.tick(hours=hours)
    if late:
        with pytest.raises(Pointless, match="too_late"):
            written(database, "booked")
    else:
        written(database, "booked")


def test_once_the_slot_has_begun_nobody_is_told_of_it(database: Database, clock: StoppedClock) -> None:
    book(database, start=MORNING + timedelta(hours=1))
    clock.tick(hours=1)
    with pytest.raises(Pointless, match="too_late"):
        written(database, "booked")


# --- hostile text and the catalogue ----------------------------------------------------------------


@pytest.mark.parametrize(
    "evil",
    [
        "Bình\r\nMã lịch hẹn: 0000",
        "Bình{code}{0.__class__}",
        "Bình\u202e0029\u202c",
        "Bình\x00\x1b[2J",
        "%s%n",
    ],
)
def test_a_name_is_a_name_and_nothing_else(database: Database, evil: str) -> None:
    row = book(database)
    database.write(
        lambda tx: tx.connection.execute(update(booking_contact).values(name=evil.replace("\x00", "")))
    )
    told = written(database, "booked")
    lines = told.text.splitlines()
    assert lines[0].startswith("Kính gửi quý công dân")
    assert lines[1] == ""
    assert sum(line.startswith("Mã lịch hẹn:") for line in lines) == 1
    assert not set("\u202e\u202c\x00\x1b\r") & set(told.text + told.to_name + told.subject)
    assert row.token in told.text


def test_an_erased_contact_is_addressed_without_a_name(database: Database) -> None:
    book(database)
    database.write(lambda tx: tx.connection.execute(booking_contact.delete()))
    assert written(database, "booked").text.startswith("Kính gửi quý công dân,\n")


def test_every_text_is_there_in_every_language_with_the_same_words_to_fill_in() -> None:
    texts = tomllib.loads((Path(server.outward.composing.__file__).parent / "texts.toml").read_text("utf-8"))
    assert list(texts)[:2] == ["vi", "en"]
    shapes = {
        language: {kind: blanks(words[kind]) for kind in MessageKind} for language, words in texts.items()
    }
    assert shapes["vi"] == shapes["en"]
    assert all(unicodedata.is_normalized("NFC", text) for text in map(str, texts.values()))
    assert all(len(words["weekdays"]) == 7 for words in texts.values())


def blanks(words: dict[str, Any]) -> list[set[str]]:
    """The words to fill in of every text of a kind."""
    lines = [words["subject"].replace(", {date}", " {date}"), words["intro"], *words["sms"]]
    return [{name for _, name, _, _ in string.Formatter().parse(line) if name} for line in lines]


def test_the_outbox_names_nobody(database: Database) -> None:
    book(database)
    with database.read() as tx:
        rows = outboxes.unfinished(tx, since=MORNING)
    assert len(rows) == 4
    assert not any("binh@example.vn" in repr(row) or "912345678" in repr(row) for row in rows)
