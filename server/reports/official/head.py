"""Head, title and foot of an official report, by Decree 30/2020/NĐ-CP, appendix III, form 1.4."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from server.contract.messages.reports import OfficialReport
from server.reports.official import style
from server.reports.official.style import marked, shown, text
from server.reports.official.words import period_name

_LEFT_WIDTH = style.WIDTH * 0.44
_DOTS = "…" * 14
_FORMLESS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)


class Stroke(Flowable):  # type: ignore[misc]  # reportlab comes without types
    """A thin line in the middle of its column."""

    def __init__(self, length: float, *, above: float = 3, below: float = 4) -> None:
        super().__init__()
        self._length = length
        self._above = above
        self._below = below

    def wrap(self, room: float, _height: float) -> tuple[float, float]:
        self._room = room
        return room, self._above + self._below

    def draw(self) -> None:
        begin = (self._room - self._length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(begin, self._below, begin + self._length, self._below)


def head(report: OfficialReport) -> list[Flowable]:
    """Who reports, the nation's name and motto, number, place and date."""
    issuer = report.issuer
    name = issuer.names.get("vi") or _DOTS
    left = [
        text((issuer.superior or _DOTS).upper(), style.HEAD),
        text(name.upper(), style.HEAD_BOLD),
        Stroke(22 * mm),
    ]
    right = [
        text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style.HEAD_BOLD),
        text("Độc lập - Tự do - Hạnh phúc", style.CENTRED_BOLD),
        Stroke(54 * mm),
    ]
    number = f"Số:{' ' * 12}/{issuer.symbol or 'BC-' + '…' * 4}"
    place = f"{issuer.place or '…' * 8}, ngày {' ' * 6} tháng {' ' * 6} năm {' ' * 8}"
    lines = [
        [left, right],
        [text_kept(number, style.CENTRED), text_kept(place, style.HEAD_ITALIC)],
    ]
    drawn = Table(lines, colWidths=[_LEFT_WIDTH, style.WIDTH - _LEFT_WIDTH])
    drawn.setStyle(_FORMLESS)
    return [drawn, Spacer(0, 8 * mm)]


def text_kept(written: str, look: ParagraphStyle) -> Flowable:
    """A line with room left open in it, to be filled in by hand."""
    parts = written.split("  ")
    return marked(" ".join(escape(shown(part)) or "&nbsp;&nbsp;" for part in parts), look)


def title(report: OfficialReport) -> list[Flowable]:
    """What is reported, and to whom."""
    where = "Bộ phận Một cửa các đơn vị" if len(report.offices) > 1 else "Bộ phận Một cửa"
    lines: list[Flowable] = [
        text("BÁO CÁO", style.TITLE),
        text(f"Kết quả thời gian chờ của công dân tại {where}", style.TITLE),
        text(period_name(report), style.TITLE),
        Stroke(45 * mm, above=5, below=10),
    ]
    if report.issuer.superior:
        lines += [text(f"Kính gửi: {report.issuer.superior}.", style.CENTRED), Spacer(0, 4 * mm)]
    return lines


def foot(report: OfficialReport, last: list[Flowable]) -> Flowable:
    """To whom it goes, and room for the signature and the seal: never on a page without what is said last."""
    to = "Như trên;" if report.issuer.superior else f"{'…' * 10};"
    left = [
        marked("<b><i>Nơi nhận:</i></b>", style.SMALL),
        text(f"- {to}", style.SMALL),
        text("- Lưu: VT.", style.SMALL),
    ]
    right = [
        text((report.issuer.signer or "THỦ TRƯỞNG ĐƠN VỊ").upper(), style.CENTRED_BOLD),
        marked("<i>(Ký, ghi rõ họ tên, đóng dấu)</i>", style.HEAD),
        Spacer(0, 26 * mm),
    ]
    drawn = Table([[left, right]], colWidths=[_LEFT_WIDTH, style.WIDTH - _LEFT_WIDTH])
    drawn.setStyle(_FORMLESS)
    return KeepTogether([*last, Spacer(0, 6 * mm), drawn])
