"""What is kept of people: one table, from which the purges, the page for citizens and the guide are made.

Everything personal in a table of the database stands here, or its column is declared impersonal; a test
walks all columns. What is kept elsewhere (kiosks, logs, backups) stands here, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from server.domain.privacy_columns import PERSONAL

Both = tuple[str, str]
"""A text in Vietnamese and in English."""
Whose = Literal["citizen", "staff", "both"]

TASK: Both = (
    "Thực hiện nhiệm vụ tiếp công dân của cơ quan nhà nước (Luật 91/2025/QH15; Nghị định 118/2025/NĐ-CP)",
    "The office's public duty to receive citizens (Law 91/2025/QH15; Decree 118/2025)",
)
CONSENT: Both = (
    "Sự đồng ý của công dân khi đặt lịch, không đánh dấu sẵn (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP)",
    "The citizen's consent when booking, never ticked beforehand (Law 91/2025/QH15, Decree 356/2025)",
)
SECURITY: Both = (
    "Bảo vệ dữ liệu và hệ thống khỏi truy cập trái phép (Luật 91/2025/QH15)",
    "Protecting data and the system from misuse (Law 91/2025/QH15)",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept of people."""

    key: str
    whose: Whose
    what: Both
    why: Both
    basis: Both
    until: Both
    period: timedelta | None = None
    """Counted from what `until` says; a purge deletes what is older. None: no purge does."""
    where: Both = ("Cơ sở dữ liệu của máy chủ", "The server's database")
    columns: Mapping[str, str] = field(default_factory=dict)
    """The columns of the database as words, by their tables; empty: it is kept elsewhere."""


def _kept(key: str, whose: Whose, **about: object) -> Kept:
    return Kept(key, whose, columns=PERSONAL.get(key, {}), **about)  # type: ignore[arg-type]  # the fields by name


TABLE: tuple[Kept, ...] = (
    _kept(
        "contacts",
        "citizen",
        what=(
            "Họ tên, số điện thoại, e-mail, mã hồ sơ, ghi chú khi đặt lịch; số CCCD chỉ là mã băm có khoá",
            "Name, phone, e-mail, dossier code and note of a booking; a citizen ID as a keyed hash alone",
        ),
        why=(
            "Giữ lịch hẹn, nhắc hẹn, và tìm lại lịch hẹn khi công dân đến",
            "To keep the booking, to remind of it, and to find it when the citizen comes",
        ),
        basis=CONSENT,
        until=("30 ngày sau giờ hẹn", "30 days after the booked time"),
        period=timedelta(days=30),
    ),
    _kept(
        "messages",
        "citizen",
        what=("Số điện thoại hoặc e-mail của tin nhắn chờ gửi", "Phone or e-mail of messages that wait"),
        why=("Gửi xác nhận và nhắc hẹn", "To send confirmations and reminders"),
        basis=CONSENT,
        until=(
            "khi đã gửi; muộn nhất 7 ngày sau giờ phải gửi",
            "until sent; 7 days after it was due at most",
        ),
        period=timedelta(days=7),
    ),
    _kept(
        "visitors",
        "citizen",
        what=("Mã băm có khoá của địa chỉ mạng khi giữ chỗ", "Keyed hash of the network address of a hold"),
        why=("Chống giữ chỗ hàng loạt để đầu cơ", "Against taking slots in bulk to trade them"),
        basis=SECURITY,
        until=("24 giờ", "24 hours"),
        period=timedelta(days=1),
    ),
    _kept(
        "answers",
        "citizen",
        what=(
            "Câu trả lời của máy chủ, có mã lịch hẹn nhưng không có tên",
            "Answers of the server, with codes, without names",
        ),
        why=("Yêu cầu gửi lại không tạo số thứ hai", "A repeated request gives no second number"),
        basis=TASK,
        until=("7 ngày", "7 days"),
        period=timedelta(days=7),
    ),
    _kept(
        "remarks",
        "citizen",
        what=("Lời góp ý khi đánh giá", "What was written with a rating"),
        why=("Cải thiện phục vụ", "To serve better"),
        basis=CONSENT,
        until=("90 ngày sau khi viết", "90 days after it was written"),
        period=timedelta(days=90),
    ),
    _kept(
        "notes",
        "citizen",
        what=(
            "Ghi chú của cán bộ về lượt phục vụ; lý do gọi không theo thứ tự, huỷ số, tạm nghỉ quầy",
            "What clerks noted of a visit; reasons of calls out of order, removed numbers and pauses",
        ),
        why=(
            "Bàn giao giữa các quầy trong một lượt, giải thích việc thay đổi thứ tự",
            "To hand a visit over between counters, and to answer for changes of the order",
        ),
        basis=TASK,
        until=("30 ngày sau lượt phục vụ", "30 days after the visit"),
        period=timedelta(days=30),
    ),
    _kept(
        "notices",
        "citizen",
        what=(
            "Thông báo trên màn hình, gồm cả thư xin lỗi có thể nêu tên công dân và mã hồ sơ",
            "Notices on the displays, letters of apology among them, which may name a citizen and a dossier",
        ),
        why=("Thông tin cho người dân trong sảnh", "To tell the people in the hall"),
        basis=TASK,
        until=("30 ngày sau khi gỡ xuống", "30 days after the notice ended"),
        period=timedelta(days=30),
    ),
    _kept(
        "visits",
        "citizen",
        what=(
            "Số thứ tự, giờ chờ, giờ phục vụ, mã diện ưu tiên, mã hồ sơ, mã lịch hẹn; không có tên",
            "Numbers, times, a neutral code of the priority category, dossier codes, booking codes; no name",
        ),
        why=("Đo thời gian chờ, báo cáo theo quy định", "To measure waits and report on them"),
        basis=TASK,
        until=(
            "theo thời hạn lưu hồ sơ của cơ quan; sau khi xoá liên hệ thì không còn gắn với ai",
            "as long as the office keeps its records; tied to nobody once the contact is gone",
        ),
    ),
    _kept(
        "deliveries",
        "citizen",
        what=(
            "Sự kiện gửi tới hệ thống đối tác: số và mã, không có tên",
            "Events for partners: numbers and codes, no names",
        ),
        why=("Nối với hệ thống giải quyết TTHC của tỉnh", "To connect the province's dossier system"),
        basis=TASK,
        until=("30 ngày sau khi gửi xong", "30 days after delivery ended"),
        period=timedelta(days=30),
    ),
    _kept(
        "accounts",
        "staff",
        what=(
            "Tên đăng nhập, họ tên, vai trò, e-mail, mã băm mật khẩu, mã xác thực hai bước (đã mã hoá)",
            "User name, name, role, e-mail, hash of the password, second factor (sealed)",
        ),
        why=(
            "Chỉ người có thẩm quyền được làm việc trên hệ thống",
            "Only those who may can work with the system",
        ),
        basis=TASK,
        until=("khi còn tài khoản; sau đó chỉ giữ tên", "as long as the account; after that the name alone"),
    ),
    _kept(
        "sessions",
        "staff",
        what=("Phiên đăng nhập: giờ, địa chỉ mạng, trình duyệt", "Sessions: times, network address, browser"),
        why=(
            "Cán bộ thấy nơi mình đang đăng nhập và tự kết thúc được",
            "Staff see where they are signed in, and end it",
        ),
        basis=SECURITY,
        until=("90 ngày sau khi bắt đầu", "90 days after they began"),
        period=timedelta(days=90),
    ),
    _kept(
        "tries",
        "both",
        what=(
            "Lần đăng nhập hoặc ghép nối sai: tên, địa chỉ mạng",
            "Failed sign-ins and pairings: name, network address",
        ),
        why=("Chặn dò mật khẩu và mã", "To stop guessing of passwords and codes"),
        basis=SECURITY,
        until=("2 ngày", "2 days"),
        period=timedelta(days=2),
    ),
    _kept(
        "work",
        "staff",
        what=("Ai phục vụ ở quầy nào, lúc nào", "Who served at which counter, and when"),
        why=("Báo cáo năng suất và thời gian phục vụ", "Reports of productivity and serving times"),
        basis=TASK,
        until=("theo thời hạn lưu hồ sơ của cơ quan", "as long as the office keeps its records"),
    ),
    _kept(
        "setup",
        "staff",
        what=(
            "Cấu hình của cơ quan và lịch sử sửa đổi, có tên cán bộ",
            "The set-up and its history, with names of staff",
        ),
        why=("Biết ai đã đổi gì, và hoàn tác", "To know who changed what, and to undo it"),
        basis=TASK,
        until=("theo thời hạn lưu hồ sơ của cơ quan", "as long as the office keeps its records"),
    ),
    _kept(
        "audit",
        "staff",
        what=(
            "Nhật ký kiểm toán: ai đã làm gì, đã xem dữ liệu nào; không có tên công dân, không có số CCCD",
            "The audit: who did what and read what; no citizen's name, no citizen ID",
        ),
        why=("Chứng minh dữ liệu được dùng đúng", "To prove that data are used as they should"),
        basis=SECURITY,
        until=(
            "khi còn hệ thống: nhật ký xoá được thì không chứng minh được gì",
            "as long as the installation: an audit that can be deleted proves nothing",
        ),
    ),
    _kept(
        "kiosk",
        "citizen",
        what=(
            "Khoá công khai, mã lịch hẹn đã huỷ hoặc đã đến trong ngày, số in khi mất mạng; không có tên",
            "Public keys, codes of the day's cancelled or used bookings, numbers printed offline; no names",
        ),
        why=("Kiosk vẫn phục vụ khi mất máy chủ", "The kiosk goes on when the server is away"),
        basis=TASK,
        until=("đến lần cập nhật sau, trong ngày", "until the next update, the same day"),
        where=("Máy kiosk", "The kiosk"),
    ),
    _kept(
        "logs",
        "both",
        what=(
            "Nhật ký kỹ thuật: sự kiện và mã; máy chủ web phía trước có thể ghi địa chỉ mạng",
            "Technical logs: events and ids; a web server in front may log network addresses",
        ),
        why=("Tìm lỗi", "To find faults"),
        basis=SECURITY,
        until=("theo cài đặt của máy, nên là 14 ngày", "as the machine is set; 14 days are enough"),
        where=("journald và nginx của máy chủ", "journald and nginx of the server"),
    ),
    _kept(
        "backups",
        "both",
        what=("Bản sao của cơ sở dữ liệu", "Copies of the database"),
        why=("Khôi phục khi máy hỏng", "To go on after a machine has failed"),
        basis=TASK,
        until=(
            "30 ngày; sau khi khôi phục, dữ liệu đã xoá được xoá lại",
            "30 days; after a restore, erasures are repeated",
        ),
        where=(
            "Thư mục sao lưu, mã hoá khi rời máy",
            "The folder of backups, encrypted when it leaves the machine",
        ),
    ),
    _kept(
        "keys",
        "citizen",
        what=(
            "Khoá ngẫu nhiên để nhận ra công dân, mỗi quý một khoá; danh sách yêu cầu xoá là mã băm có khoá",
            "Random keys that recognise people, one per quarter; the list of erasures, as keyed hashes",
        ),
        why=("Nhận ra một người mà không lưu số CCCD", "To recognise somebody without keeping who it is"),
        basis=CONSENT,
        until=(
            "khoá: 120 ngày sau quý; danh sách xoá: 400 ngày",
            "keys: 120 days after their quarter; the list: 400 days",
        ),
        where=("Thư mục khoá, ngoài cơ sở dữ liệu", "The folder of keys, outside the database"),
    ),
)


def period(key: str) -> timedelta:
    """For how long something is kept; raises `KeyError` for what no purge deletes."""
    found = next(one.period for one in TABLE if one.key == key)
    if found is None:
        raise KeyError(key)
    return found
