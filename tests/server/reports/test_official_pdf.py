"""The official report as a document: right numbers in Vietnamese, nothing cut off, the same every time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from server.contract.messages.figure_quality import Devices, EstimateFigures
from server.contract.messages.figures import WaitFigures
from server.contract.messages.reports import OfficialReport
from server.domain.periods import Period
from server.reports.official.document import official_pdf
from server.reports.official.words import minutes, percent
from tests.server.reports import samples
from tests.support.browser import SCREENSHOTS
from tests.support.clocks import StoppedClock
from tests.support.hostile import HALVES, HOSTILE
from tests.support.month import fill
from tests.support.offices import database_with_office

LIVE = (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/Annot")
"""What begins something in a PDF that does something."""
ISSUER = {
    "superior": "Ủy ban nhân dân tỉnh Gia Lai",
    "symbol": "BC-TTPVHCC",
    "place": "Quy Nhơn",
    "signer": "Giám đốc",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OfficialReport]:
    """A quarter with much, a month with little, a month with nothing, a province of 136 offices."""
    database = database_with_office(
        f"sqlite:///{tmp_path_factory.mktemp('pdf') / 'office.db'}", StoppedClock()
    )
    fill(database, "ttpvhcc", date(2026, 4, 1), date(2026, 9, 30), a_day=30, mean_wait_s=700)
    fill(database, "ttpvhcc", date(2026, 11, 2), date(2026, 11, 4), a_day=4, mean_wait_s=1300, seed=3)
    much = samples.report(database, samples.QUARTER)
    little = samples.report(database, Period(date(2026, 11, 1), date(2026, 11, 30)))
    empty = samples.report(database, samples.EMPTY)
    database.close()
    whole = much.model_copy(update={"issuer": much.issuer.model_copy(update=ISSUER)})
    return {"much": whole, "little": little, "empty": empty, "province": samples.of_province(whole)}


def pages(content: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            try:
                yield page
            finally:
                page.close()
    finally:
        document.close()


def words(content: bytes) -> str:
    """The whole text, as one line."""
    found = []
    for page in pages(content):
        text = page.get_textpage()
        found.append(text.get_text_bounded())
        text.close()
    return " ".join(unicodedata.normalize("NFC", " ".join(found)).split())


def test_it_has_the_form_of_an_administrative_report(reports: dict[str, OfficialReport]) -> None:
    text = words(official_pdf(reports["much"]))
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-TTPVHCC",
        "Quy Nhơn, ngày",
        "BÁO CÁO Kết quả thời gian chờ của công dân tại Bộ phận Một cửa quý III năm 2026",
        "Nơi nhận:",
        "GIÁM ĐỐC",
    ):
        assert part in text, part
    order = [text.index(f"{number}. ") for number in ("I", "II", "III", "IV", "V", "VI", "VII")]
    assert order == sorted(order)


def test_it_says_first_whether_the_goal_is_met_and_then_whether_it_would_hold(
    reports: dict[str, OfficialReport],
) -> None:
    report = reports["much"]
    text = words(official_pdf(report))
    total = report.total
    met = f"Thời gian chờ trung bình là {minutes(total.mean_s)} phút, mục tiêu không quá 15 phút: ĐẠT."
    assert met in text
    assert f"từ {minutes(total.low_s)} đến {minutes(total.high_s)} phút" in text
    assert text.index("ĐẠT.") < text.index("có thể giữ được")
    little = words(official_pdf(reports["little"]))
    assert "KHÔNG ĐẠT." in little
    assert "3 ngày có số liệu (dưới 5 ngày)" in little


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("met", "có thể giữ được"),
        ("not_met", "không phải do một vài ngày cá biệt"),
        ("cannot_tell", "chưa thể kết luận kết quả có giữ được hay không"),
    ],
)
def test_every_verdict_is_said_in_words(reports: dict[str, OfficialReport], verdict: str, said: str) -> None:
    total = reports["much"].total.model_copy(update={"verdict": verdict})
    assert said in words(official_pdf(reports["much"].model_copy(update={"total": total})))


def test_every_number_is_that_of_the_message(reports: dict[str, OfficialReport]) -> None:
    report = reports["much"]
    text = words(official_pdf(report))
    for row in (report.total, report.before, *report.by_service):
        for seconds in (row.mean_s, row.median_s, row.p90_s):
            assert minutes(seconds) in text
        assert percent(row.share_within_goal) in text
        assert f"{row.n:,}".replace(",", ".") in text
    for row in report.by_time:
        assert minutes(row.mean_s) in text
    total = report.total
    lost = total.no_show + total.left + total.removed + total.closed_by_system
    assert f"{lost} lượt không được phục vụ" in text
    assert "Chưa có số liệu gốc" in text


def test_it_says_whether_what_was_told_came_true_and_how_devices_kept_up(
    reports: dict[str, OfficialReport],
) -> None:
    report = reports["much"]
    unknown = words(official_pdf(report))
    assert "Khoảng chờ đã báo cho công dân chưa có lượt nào" in unknown
    assert "Đồng hồ thiết bị lệch nhiều nhất so với máy chủ –" in unknown
    told = EstimateFigures(n=1234, mae_s=150, bias_s=-30, share_inside=0.8125, share_later=0.0625)
    away = Devices(offline_s=11_100, clock_drift_s=-90, devices=[])
    total = report.total.model_copy(update={"estimates": told})
    text = words(official_pdf(report.model_copy(update={"total": total, "devices": away})))
    assert f"Chờ trong khoảng đã báo (1.234 lượt; mục tiêu 80 %) {percent(0.8125)}" in text
    assert f"Được gọi muộn hơn đã báo (mục tiêu ≤ 10 %) {percent(0.0625)}" in text
    assert "điểm giữa của khoảng đã báo (phút) 2,5" in text
    assert "lớn hơn 0 là chờ lâu hơn đã báo (phút) -0,5" in text
    assert "mất kết nối trong giờ làm việc 3 giờ 05 phút" in text
    assert "lệch nhiều nhất so với máy chủ 90 giây" in text


def test_an_empty_period_says_so_and_computes_nothing(reports: dict[str, OfficialReport]) -> None:
    text = words(official_pdf(reports["empty"]))
    assert "không có lượt công dân nào được phục vụ" in text
    assert "nan" not in text.lower().split()
    assert "None" not in text


def test_a_province_has_every_office_and_the_pooled_mean(reports: dict[str, OfficialReport]) -> None:
    report = reports["province"]
    content = official_pdf(report)
    text = words(content)
    met = report.offices_meeting_goal
    assert f"{met.met}/{met.of} đơn vị có số liệu" in text
    for row in report.by_office:
        assert (row.names or {})["vi"] in text
    assert f"Tất cả {report.total.n:,}".replace(",", ".") in text
    assert text.count("TT Đơn vị Số lượt") == sum(1 for page in tables(content))


def tables(content: bytes) -> list[str]:
    """The pages on which the table of offices stands."""
    found = []
    for page in pages(content):
        text = page.get_textpage()
        said = " ".join(text.get_text_bounded().split())
        text.close()
        if "Ủy ban nhân dân xã Số" in said:
            found.append(said)
    return found


def test_pages_are_numbered_from_the_second_on(reports: dict[str, OfficialReport]) -> None:
    firsts = []
    for page in pages(official_pdf(reports["province"])):
        text = page.get_textpage()
        firsts.append(text.get_text_bounded().split()[0])
        text.close()
    assert len(firsts) > 5
    assert firsts[0] != "1"
    assert firsts[1:] == [str(number) for number in range(2, len(firsts) + 1)]


def test_the_same_message_gives_the_same_bytes(reports: dict[str, OfficialReport]) -> None:
    for report in reports.values():
        assert hashlib.sha256(official_pdf(report)).digest() == hashlib.sha256(official_pdf(report)).digest()


@pytest.mark.parametrize("name", ["much", "little", "empty", "province"])
def test_nothing_leaves_the_margins(reports: dict[str, OfficialReport], name: str) -> None:
    for number, page in enumerate(pages(official_pdf(reports[name])), 1):
        picture = page.render(scale=1.2).to_pil().convert("L")
        picture.save(Path(SCREENSHOTS) / f"report-{name}-{number}.png")
        ink = picture.point(lambda shade: 255 if shade < 200 else 0).getbbox()
        assert ink is not None
        left, top, right, bottom = (edge / 1.2 for edge in ink)
        assert left > 84  # 30 mm, less what an italic letter leans out
        assert right < 595 - 40  # 15 mm, less a pixel
        assert top > 20
        assert bottom < 842 - 55


def longest(report: OfficialReport, name: str) -> OfficialReport:
    """The same with this name wherever there is one."""
    names = {"vi": name, "en": name}

    def named(row: WaitFigures) -> WaitFigures:
        return row.model_copy(update={"names": names})

    return report.model_copy(
        update={
            "issuer": report.issuer.model_copy(
                update={"names": names, "superior": name, "place": name, "signer": name, "symbol": "X" * 40}
            ),
            "by_service": [named(row) for row in report.by_service],
            "by_office": [named(row) for row in report.by_office],
        }
    )


def live(content: bytes) -> list[bytes]:
    """What would do something in this PDF; inside of packed streams any three bytes may stand by chance."""
    objects = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
    return [word for word in LIVE if word in objects]


def test_hostile_names_are_text_in_every_row_and_place_and_nothing_of_them_is_live(
    reports: dict[str, OfficialReport],
) -> None:
    every = (*HOSTILE, *HALVES)
    row = reports["little"].by_service[0]
    rows = [row.model_copy(update={"names": {"vi": name, "en": name}}) for name in every]
    crowded = reports["province"].model_copy(update={"by_service": rows, "by_office": rows})
    content = official_pdf(crowded)
    assert live(content) == []
    text = words(content)
    for name in ("<script>alert(1)</script>", "{{7*7}}", "=1+1", "' OR 1=1 --", "&lt;&amp;", "C:\\x"):
        assert name in text
    short = [name for name in every if len(name) < 60]
    for first in range(0, len(short), 12):
        content = official_pdf(longest(reports["empty"], " ".join(short[first : first + 12])))
        assert live(content) == [], short[first : first + 12]


def test_a_long_name_stays_inside_the_margins(reports: dict[str, OfficialReport]) -> None:
    text = words(official_pdf(longest(reports["little"], "<b>Đất</b> & <img src=x>")))
    assert "<b>Đất</b> & <img src=x>" in text
    for page in pages(official_pdf(longest(reports["province"], "ẩ" * 201))):
        ink = page.render(scale=1).to_pil().convert("L").point(lambda shade: 255 if shade < 200 else 0)
        box = ink.getbbox()
        assert box is not None
        assert box[2] < 595 - 40


def test_nothing_in_it_is_live(reports: dict[str, OfficialReport]) -> None:
    content = official_pdf(longest(reports["much"], "javascript:alert(1) http://example.vn"))
    assert live(content) == []
