"""How an official report looks: paper, type and tables by Decree 30/2020/NĐ-CP, appendix I.

A4 with margins of 20 mm above and below, 30 mm left and 15 mm right; body of 13 points; Times New Roman,
for which Tinos stands, of the same widths.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Paragraph, Table, TableStyle

from server.domain.plain_text import one_line

PAPER = A4
ABOVE, BELOW, LEFT, RIGHT = 20 * mm, 20 * mm, 30 * mm, 15 * mm
WIDTH = PAPER[0] - LEFT - RIGHT
INK, GREY, RULE, SHADE = HexColor("#111111"), HexColor("#4A4A4A"), HexColor("#7A7A7A"), HexColor("#EDEDED")
FONT, BOLD, ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic"
_FILES = {FONT: "400Regular", BOLD: "700Bold", ITALIC: "400Regular_Italic"}
_LONGEST_NAME = 300


@cache
def register_fonts() -> None:
    """Make the fonts known, once for the process."""
    folder = Path(__file__).parents[1] / "vendor" / "tinos"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, folder / f"Tinos_{file}.ttf"))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _style(name: str, **about: Any) -> ParagraphStyle:
    plain = {"fontName": FONT, "fontSize": 13, "leading": 17, "textColor": INK, "splitLongWords": 1}
    return ParagraphStyle(name, **(plain | about))


BODY = _style("body", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=5)
NOTE = _style("note", fontName=ITALIC, fontSize=11, leading=14, alignment=TA_JUSTIFY, spaceAfter=6)
SECTION = _style(
    "section", fontName=BOLD, spaceBefore=10, spaceAfter=5, firstLineIndent=10 * mm, keepWithNext=1
)
CAPTION = _style(
    "caption", fontName=BOLD, fontSize=12, leading=15, alignment=TA_CENTER, spaceBefore=4, spaceAfter=3
)
CENTRED = _style("centred", alignment=TA_CENTER)
CENTRED_BOLD = _style("centred bold", fontName=BOLD, alignment=TA_CENTER)
HEAD = _style("head", fontSize=12, leading=15, alignment=TA_CENTER)
HEAD_BOLD = _style("head bold", fontName=BOLD, fontSize=12, leading=15, alignment=TA_CENTER)
HEAD_ITALIC = _style("head italic", fontName=ITALIC, leading=16, alignment=TA_CENTER)
TITLE = _style("title", fontName=BOLD, fontSize=14, leading=18, alignment=TA_CENTER)
SMALL = _style("small", fontSize=11, leading=14)
CELL = _style("cell", fontSize=11, leading=13.5, alignment=TA_LEFT)
CELL_HEAD = _style("cell head", fontName=BOLD, fontSize=11, leading=13.5, alignment=TA_CENTER)
CELL_BOLD = _style("cell bold", fontName=BOLD, fontSize=11, leading=13.5, alignment=TA_LEFT)
CELL_RIGHT = _style("cell right", fontSize=11, leading=13.5, alignment=TA_RIGHT)
CELL_CENTRED = _style("cell centred", fontSize=11, leading=13.5, alignment=TA_CENTER)
CELL_RIGHT_BOLD = _style("cell right bold", fontName=BOLD, fontSize=11, leading=13.5, alignment=TA_RIGHT)
CELL_CENTRED_BOLD = _style("cell centred bold", fontName=BOLD, fontSize=11, leading=13.5, alignment=TA_CENTER)


def text(written: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of what somebody wrote, which is text and never markup."""
    return Paragraph(escape(shown(written)), style)


def section(title: str, *, room: float = 30 * mm) -> list[Flowable]:
    """The heading of a section, with at least so much `room` for what begins below it."""
    return [CondPageBreak(room), text(title, SECTION)]


def captioned(caption: str, drawn: Flowable, *, room: float = 45 * mm) -> list[Flowable]:
    """A table or chart under its caption, begun where there is at least so much `room` on the page."""
    return [CondPageBreak(room), text(caption, CAPTION), drawn]


def shown(written: str) -> str:
    """One line of it, cut where it is longer than any name."""
    line = one_line(written)
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def marked(markup: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of our own words, with markup; what people wrote goes through `escape` and `shown`."""
    return Paragraph(markup, style)


def table(
    head: list[str], rows: list[list[Any]], widths: list[float], *, last_is_total: bool = False
) -> Table:
    """A ruled table whose head is said again on every page; `widths` are shares of the line, `rows` texts
    or paragraphs. The first column is to the left, numbers to the right, unless a cell is a paragraph."""
    whole = sum(widths)
    body = [[_cell(cell, place) for place, cell in enumerate(row)] for row in rows]
    if last_is_total and body:
        body[-1] = [_bold(cell) for cell in rows[-1]]
    content = [[text(name, CELL_HEAD) for name in head], *body]
    drawn = LongTable(content, colWidths=[WIDTH * width / whole for width in widths], repeatRows=1)
    drawn.setStyle(_RULES)
    drawn.spaceBefore, drawn.spaceAfter = 2, 8
    return drawn


def _cell(cell: Any, place: int) -> Any:
    if not isinstance(cell, str):
        return cell
    return text(cell, CELL if place == 0 else CELL_RIGHT)


def _bold(cell: Any) -> Any:
    return text(cell, CELL_RIGHT_BOLD) if isinstance(cell, str) else cell


_RULES = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, RULE),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ]
)
