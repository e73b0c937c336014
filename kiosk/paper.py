"""Draws a ticket: black on white, one bit a dot, as wide as the paper and as long as it needs."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from PIL import Image, ImageDraw

from kiosk.lettering import Block, Weight, fit
from kiosk.slip import Slip

LONGEST_DOTS = 2400
"""30 cm: no ticket is longer, because every block of it has a largest number of lines."""
INK = 160
"""Grey below this is black: letters keep their thin strokes on a thermal head."""


@dataclass(frozen=True)
class Measures:
    """Sizes in dots (8 a millimetre) for one width of paper; sizes of letters from large to small."""

    width: int
    margin: int
    number: tuple[int, ...]
    title: tuple[int, ...]
    text: tuple[int, ...]
    small: tuple[int, ...]
    module: int
    gap: int


MEASURES = {
    576: Measures(
        width=576,
        margin=16,
        number=(216, 190, 160, 130, 100, 70, 48),
        title=(38, 34, 30, 27),
        text=(32, 29, 26, 24),
        small=(26, 24, 22),
        module=7,
        gap=12,
    ),
    384: Measures(
        width=384,
        margin=8,
        number=(148, 130, 110, 90, 70, 48, 36),
        title=(30, 27, 24),
        text=(27, 25, 23),
        small=(23, 21),
        module=6,
        gap=10,
    ),
}


def draw(slip: Slip, dots: int) -> Image.Image:
    """The ticket as a one-bit picture `dots` wide (576 for 80 mm paper, 384 for 58 mm)."""
    roll = Roll(MEASURES[dots])
    m = roll.measures
    if slip.reprint:
        roll.band(slip.reprint, m.text)
    roll.centred(slip.office, Weight.BOLD, m.title, max_lines=4)
    roll.rule()
    roll.centred(slip.number_title, Weight.SEMI_BOLD, m.small, max_lines=1)
    roll.number(slip.number)
    roll.centred(slip.service, Weight.BOLD, m.title, max_lines=4)
    roll.centred(slip.booking, Weight.BOLD, m.text, max_lines=2)
    roll.centred(slip.issued, Weight.MEDIUM, m.small, max_lines=2)
    roll.rule()
    for label, value in slip.facts:
        roll.fact(label, value)
    if slip.target:
        roll.space()
        roll.band(slip.target, m.text)
    _end(roll, slip)
    return roll.cut()


def _end(roll: Roll, slip: Slip) -> None:
    if slip.follow_url:
        roll.space()
        roll.qr(slip.follow_url)
        roll.centred(slip.follow_hint, Weight.MEDIUM, roll.measures.small, max_lines=2)
    if slip.house_text or slip.hotline:
        roll.rule()
    roll.centred(slip.house_text, Weight.MEDIUM, roll.measures.small, max_lines=4)
    roll.centred(slip.hotline, Weight.BOLD, roll.measures.small, max_lines=2)


class Roll:
    """A strip of paper that things are put on from top to bottom."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self._image = Image.new("L", (measures.width, LONGEST_DOTS), 255)
        self._draw = ImageDraw.Draw(self._image)
        self._top = measures.gap
        self._inner = measures.width - 2 * measures.margin

    def space(self) -> None:
        """A gap between two things."""
        self._top += self.measures.gap

    def rule(self) -> None:
        """A line across."""
        self.space()
        left, right = self.measures.margin, self.measures.width - self.measures.margin
        self._draw.rectangle((left, self._top, right - 1, self._top + 1), fill=0)
        self._top += 2
        self.space()

    def centred(self, text: str, weight: Weight, sizes: tuple[int, ...], *, max_lines: int) -> None:
        """A text in the middle; nothing when it is empty."""
        if text.strip():
            self._put(fit(text, self._inner, weight=weight, sizes=sizes, max_lines=max_lines), fill=0)

    def number(self, number: str) -> None:
        """The number as large as the paper allows, without the empty space that letters stand in."""
        sizes = self.measures.number
        block = fit(number, self._inner, weight=Weight.EXTRA_BOLD, sizes=sizes, max_lines=1)
        left, top, right, bottom = block.face.getbbox(block.lines[0])
        self.space()
        place = ((self.measures.width - (right - left)) / 2 - left, self._top - top)
        self._draw.text(place, block.lines[0], font=block.face, fill=0)
        self._top += int(bottom - top) + 2 * self.measures.gap

    def fact(self, label: str, value: str) -> None:
        """What it is at the left, how much at the right; a long value goes below."""
        sizes = self.measures.text
        left = fit(label, self._inner, weight=Weight.MEDIUM, sizes=sizes[1:], max_lines=1)
        right = fit(value, self._inner, weight=Weight.BOLD, sizes=sizes, max_lines=3)
        taken = left.face.getlength(left.lines[0]) + 2 * self.measures.gap
        below = len(right.lines) > 1 or taken + right.face.getlength(right.lines[0]) > self._inner
        drop = 0 if below else right.face.getmetrics()[0] - left.face.getmetrics()[0]  # one base line
        self._draw.text((self.measures.margin, self._top + drop), left.lines[0], font=left.face, fill=0)
        self._top += left.height if below else 0
        self._put(right, fill=0, to_the_right=True)

    def band(self, text: str, sizes: tuple[int, ...]) -> None:
        """White letters on a black band."""
        block = fit(text, self._inner - 16, weight=Weight.BOLD, sizes=sizes, max_lines=2)
        left, right = self.measures.margin, self.measures.width - self.measures.margin
        self._draw.rectangle((left, self._top, right - 1, self._top + block.height + 11), fill=0)
        self._top += 6
        self._put(block, fill=255)
        self._top += 6
        self.space()

    def qr(self, text: str) -> None:
        """A QR code whose modules are whole dots, with the four white modules that readers need."""
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
        code.add_data(text)
        code.make(fit=True)
        matrix = code.get_matrix()
        module = max(2, min(self.measures.module, self.measures.width // len(matrix)))
        left = (self.measures.width - module * len(matrix)) // 2
        for row, cells in enumerate(matrix):
            for column, dark in enumerate(cells):
                if dark:
                    x, y = left + column * module, self._top + row * module
                    self._draw.rectangle((x, y, x + module - 1, y + module - 1), fill=0)
        self._top += module * len(matrix)

    def cut(self) -> Image.Image:
        """The strip up to here, in black and white."""
        strip = self._image.crop((0, 0, self.measures.width, self._top + self.measures.gap))
        return strip.point(lambda grey: 0 if grey < INK else 255).convert("1", dither=Image.Dither.NONE)

    def _put(self, block: Block, *, fill: int, to_the_right: bool = False) -> None:
        for line in block.lines:
            free = self.measures.width - block.face.getlength(line)
            left = free - self.measures.margin if to_the_right else free / 2
            self._draw.text((left, self._top), line, font=block.face, fill=fill)
            self._top += block.line_height
