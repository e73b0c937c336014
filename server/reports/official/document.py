"""The official report as PDF: the same bytes for the same message."""

from __future__ import annotations

import io
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from server.contract.messages.reports import OfficialReport
from server.reports.official import style
from server.reports.official.head import foot, head, title
from server.reports.official.places import places
from server.reports.official.sections import sections
from server.reports.official.words import period_name
from server.reports.official.work import quality

MEDIA_TYPE = "application/pdf"


def official_pdf(report: OfficialReport) -> bytes:
    """The whole document; nothing in it depends on when or where it is drawn."""
    style.register_fonts()
    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=style.PAPER,
        title=f"Báo cáo kết quả thời gian chờ của công dân {period_name(report)}",
        author=style.shown(report.issuer.names.get("vi", "")),
        subject=report.definition,
        creator="Đúng Hẹn",
        lang="vi-VN",
        invariant=1,
    )
    height = style.PAPER[1] - style.ABOVE - style.BELOW
    frame = Frame(
        style.LEFT, style.BELOW, style.WIDTH, height,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=_number)])
    document.build(_story(report))
    return file.getvalue()


def _story(report: OfficialReport) -> list[Flowable]:
    begin = [*head(report), *title(report), *sections(report)]
    quality_and_places = [*quality(report), *places(report)]
    if report.by_office:
        return [*begin, *quality_and_places[:-1], foot(report, quality_and_places[-1:])]
    return [*begin, foot(report, quality_and_places)]


def _number(canvas: Any, document: Any) -> None:
    """The page's number above its middle, from the second page on, as the decree wants it."""
    if canvas.getPageNumber() > 1:
        canvas.setFont(style.FONT, 13)
        canvas.drawCentredString(style.PAPER[0] / 2, style.PAPER[1] - style.ABOVE / 2 - 4, str(document.page))
