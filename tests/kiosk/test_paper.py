"""The ticket as a picture, and as the bytes that a printer gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk.paper import draw
from kiosk.printing.commands import ticket_bytes
from kiosk.slip import slip_of
from tests.fakes.escpos_commands import Reader, tickets_in
from tests.kiosk.builders import LINK, office, ticket
from tests.support.hostile import HALVES, HOSTILE

WIDTHS = {80: 576, 58: 384}
TICKET_COMMANDS = {"init", "raster", "feed", "cut"}


def paper(dots: int = 576, *, language: str = "vi", reprint: bool = False, **changes: object) -> Image.Image:
    return draw(slip_of(ticket(**changes), office(), language=language, reprint=reprint), dots)


def is_same(one: Image.Image, other: Image.Image) -> bool:
    return (
        one.size == other.size
        and ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None
    )


@pytest.mark.parametrize("dots", WIDTHS.values(), ids=WIDTHS.keys())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_qr_on_the_paper_leads_to_the_ticket(
    dots: int, language: str, screenshot: Callable[[str], Path]
) -> None:
    picture = paper(dots, language=language)
    picture.save(screenshot(f"kiosk-paper-{dots}-{language}"))
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [LINK]


def test_without_a_link_there_is_no_qr() -> None:
    assert zxingcpp.read_barcodes(paper(follow_url=None).convert("L")) == []


@pytest.mark.parametrize("dots", WIDTHS.values(), ids=WIDTHS.keys())
def test_the_printer_gets_the_picture_and_nothing_else(dots: int) -> None:
    picture = paper(dots)
    reader = Reader()
    commands = reader.feed(ticket_bytes(picture))
    assert reader.rest == b""
    assert {command.name for command in commands} == TICKET_COMMANDS
    (printed,) = tickets_in(commands)
    assert is_same(printed.crop((0, 0, *picture.size)), picture)
    assert [code.text for code in zxingcpp.read_barcodes(printed.convert("L"))] == [LINK]


@pytest.mark.parametrize("dots", WIDTHS.values(), ids=WIDTHS.keys())
def test_hostile_text_reaches_the_paper_as_dots_only(dots: int) -> None:
    """Every text stands on each width of paper, five on a ticket, elsewhere on the one than on the other."""
    every = (*HOSTILE, *HALVES)
    turned = every[dots // 192 :] + every[: dots // 192] + every[:5]
    for first in range(0, len(every), 5):
        texts = number, service, name, house_text, hotline = turned[first : first + 5]
        harmful_office = office(names={"vi": name}, name=name, house_text=house_text, hotline=hotline)
        harmful = ticket(
            number=number or "A001",
            service_names={"vi": service},
            service_name=service,
            counters=[10**9] * 9,
        )
        picture = draw(slip_of(harmful, harmful_office, language="vi", reprint=True), dots)
        assert picture.width == dots
        assert picture.height <= 2400
        assert {command.name for command in Reader().feed(ticket_bytes(picture))} == TICKET_COMMANDS, texts
        assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [LINK], texts


@pytest.mark.parametrize("obeyed", [b"\x10\x04\x01", b"\x10\x05\x02", b"\x10\x14\x08"])
def test_dots_that_would_read_as_a_real_time_command_lose_that_meaning(obeyed: bytes) -> None:
    picture = Image.frombytes("1", (72, 8), (obeyed * 24)[:72], "raw", "1;I")
    sent = ticket_bytes(picture)
    assert obeyed[:2] not in sent
    (printed,) = tickets_in(Reader().feed(sent))
    changed = ImageChops.difference(printed.crop((0, 0, 72, 8)).convert("L"), picture.convert("L"))
    assert 0 < changed.histogram()[255] <= 72 // 3


def test_a_reprint_begins_with_a_band_across_the_paper() -> None:
    def has_band(picture: Image.Image) -> bool:
        rows = (picture.convert("L").crop((24, y, 552, y + 1)) for y in range(12, 24))
        return any(row.histogram()[0] > 500 for row in rows)

    assert has_band(paper(reprint=True))
    assert not has_band(paper(reprint=False))


def test_all_texts_stay_inside_the_margins() -> None:
    for dots in WIDTHS.values():
        left, _, right, _ = ImageChops.invert(paper(dots, reprint=True).convert("L")).getbbox() or (
            0,
            0,
            0,
            0,
        )
        assert left >= 8
        assert right <= dots - 8


def test_the_number_is_the_largest_thing_and_grows_with_the_paper() -> None:
    narrow, wide = (paper(dots, number="A1025") for dots in (384, 576))
    assert wide.height > narrow.height
