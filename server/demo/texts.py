"""What a demo says on the terminal, in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from server.demo.report import Report, Tally

SIGN_IN = "hoa / dunghen-demo"
RECEPTION_SIGN_IN = "thuan / dunghen-demo"
SUPERVISOR_SIGN_IN = "giang / dunghen-demo"
PROVINCE_SIGN_IN = "tinh / dunghen-demo"
STOPPED = "Đã dừng · Stopped"

_STATES = {
    "served": "đã phục vụ · served",
    "no_show": "gọi không đến · no-show",
    "left": "tự rời đi · left",
    "removed": "đưa ra khỏi hàng · removed",
    "closed_by_system": "hệ thống đóng · closed by the system",
    "waiting": "còn chờ · still waiting",
    "called": "đang gọi · called",
    "serving": "đang phục vụ · being served",
    "on_hold": "tạm gác · on hold",
}


@dataclass(frozen=True)
class Addresses:
    """Where a demo is reached: ports of this machine, and the address that phones use."""

    host: str
    port: int
    kiosk_port: int
    public_url: str

    @property
    def server(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def kiosk(self) -> str:
        return f"http://127.0.0.1:{self.kiosk_port}"

    @property
    def local_only(self) -> bool:
        """Whether no phone can reach the office."""
        return urlsplit(self.public_url).hostname == "127.0.0.1"


def welcome(addresses: Addresses, office: str, tickets: Path) -> str:
    """The block that a newcomer sees when everything is ready."""
    url = addresses.public_url
    rows = [
        ("Trang đầu · Start page", f"{url}/"),
        ("Máy lấy số · Kiosk", f"{addresses.kiosk}/"),
        ("Quầy · Counter", f"{url}/counter?office={office}"),
        ("Tiếp đón · Reception", f"{url}/reception"),
        ("Đặt lịch · Booking", f"{url}/book/{office}"),
        ("Bảng hiển thị · Display", f"{url}/display/{office}"),
        ("Sảnh hôm nay · The hall", f"{url}/hall/{office}"),
        ("Báo cáo · Reports", f"{url}/figures/{office}"),
        ("Toàn tỉnh · Province", f"{url}/figures"),
        ("Đăng nhập · Sign in", f"{SIGN_IN} (tiếp đón · reception: {RECEPTION_SIGN_IN})"),
        ("", f"(lãnh đạo · supervisor: {SUPERVISOR_SIGN_IN}; tỉnh · province: {PROVINCE_SIGN_IN})"),
        ("Phiếu in ra · Tickets", f"{_short(tickets)}/*.png"),
        ("Điện thoại · Phone", "quét mã QR trên phiếu · scan the QR on a ticket"),
    ]
    if addresses.local_only:
        rows.append(("", "(điện thoại thật: thêm --lan · real phones: add --lan)"))
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name:<{width}}   {value}" for name, value in rows]
    return "\n".join(
        ["", "  Đúng Hẹn đang chạy · Đúng Hẹn is running", "", *lines, "", "  Ctrl-C: dừng · stop", ""]
    )


def _short(path: Path) -> Path:
    """The path as somebody in the current folder would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def port_busy(port: int, option: str) -> str:
    """Why nothing was started, and what to do."""
    return (
        f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng {option}."
        f" · Port {port} is in use by another program; choose another with {option}."
    )


def folder_in_use(file: str) -> str:
    """Why nothing was started: two servers never share a database."""
    return (
        f"{file} đang được một phiên khác dùng; hãy dừng phiên đó trước."
        f" · {file} is in use by another demo; stop that one first."
    )


NO_NETWORK = (
    "Máy này chưa nối mạng nội bộ; hãy chạy không có --lan. · This machine has no network; run without --lan."
)


def tally_line(moment: datetime, tally: Tally) -> str:
    """One line of the live tally; `moment` is in the office's own time."""
    states = tally.states
    return "   ".join(
        [
            f"{moment:%H:%M}",
            f"đã lấy số · issued {tally.issued:>4}",
            f"đang chờ · waiting {states.get('waiting', 0):>3}",
            f"đã phục vụ · served {states.get('served', 0):>4}",
            f"chờ trung bình · mean wait {minutes(tally.mean_wait_s)}",
        ]
    )


def minutes(seconds: float | None) -> str:
    """Minutes with a decimal comma, a dash for nothing: `9,4 phút`."""
    return "–" if seconds is None else f"{seconds / 60:.1f} phút".replace(".", ",")


def summary(report: Report) -> str:
    """How the day went."""
    tally = report.tally
    lines = [f"Ngày · Day {report.day}: {tally.issued} phiếu · tickets"]
    lines += [
        f"  {count:>5}  {_STATES.get(state, state)}"
        for state, count in sorted(tally.states.items(), key=lambda entry: -entry[1])
    ]
    lines.append(f"  {tally.transfers:>5}  lần chuyển tiếp · transfers")
    lines.append(f"Thời gian chờ trung bình · Mean wait: {minutes(tally.mean_wait_s)}")
    if report.violations:
        lines.append(f"Sai quy tắc · Invariants broken: {len(report.violations)}")
        lines += [f"  {violation}" for violation in report.violations]
    else:
        lines.append("Kiểm tra · Verify: mọi quy tắc được giữ · all invariants hold")
    return "\n".join(lines)
