"""What entries of the audit are called where people read them, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

ACTIONS: Words = {
    "session.begun": ("đăng nhập", "signed in"),
    "session.ended": ("đăng xuất", "signed out"),
    "session.refused": ("đăng nhập bị từ chối", "sign-in refused"),
    "account.created": ("tạo tài khoản", "account created"),
    "account.changed": ("sửa tài khoản", "account changed"),
    "account.deactivated": ("ngừng tài khoản", "account deactivated"),
    "account.ended": ("kết thúc tài khoản", "account ended"),
    "account.linked": ("nối với đăng nhập chung", "linked to single sign-on"),
    "account.password_changed": ("đổi mật khẩu", "password changed"),
    "account.password_given": ("cấp mật khẩu mới", "new password given"),
    "account.recovery_codes_renewed": ("làm mới mã dự phòng", "recovery codes renewed"),
    "account.session_ended": ("kết thúc một phiên", "a session ended"),
    "account.signed_out_everywhere": ("đăng xuất mọi nơi", "signed out everywhere"),
    "account.totp_set_up": ("bật xác thực hai bước", "second step set up"),
    "account.totp_removed": ("tắt xác thực hai bước", "second step removed"),
    "device.made": ("tạo mã truy cập", "token made"),
    "device.paired": ("ghép thiết bị", "device paired"),
    "device.changed": ("sửa thiết bị", "device changed"),
    "device.revoked": ("thu hồi thiết bị", "device revoked"),
    "device.code_refused": ("mã ghép bị từ chối", "pairing code refused"),
    "device.token_renewed": ("thiết bị đổi khoá", "device renewed its token"),
    "device.old_token_shown": ("khoá cũ bị dùng lại", "an old token was shown again"),
    "setup.changed": ("sửa thiết lập", "set-up changed"),
    "setup.downloaded": ("tải tệp thiết lập", "set-up downloaded"),
    "notice.put_up": ("đăng thông báo", "notice put up"),
    "notice.taken_down": ("gỡ thông báo", "notice taken down"),
    "service.resumed": ("mở lại lĩnh vực", "service resumed"),
    "counter.taken_over": ("nhận thay quầy", "counter taken over"),
    "counter.closed_for_colleague": ("đóng quầy hộ đồng nghiệp", "counter closed for a colleague"),
    "counter.bookings_read": ("xem người đã đặt lịch tại quầy", "bookings read at a counter"),
    "bookings.listed": ("xem danh sách lịch hẹn", "bookings listed"),
    "bookings.searched": ("tìm lịch hẹn", "bookings searched"),
    "remarks.read": ("đọc góp ý", "remarks read"),
    "person.found": ("tìm dữ liệu của một người", "a person's data found"),
    "person.exported": ("trích dữ liệu của một người", "a person's data exported"),
    "person.erased": ("xoá dữ liệu của một người", "a person's data erased"),
    "person.erased_again": ("xoá lại sau khi phục hồi", "erased again after a restore"),
    "rating_form.drafted": ("soạn phiếu đánh giá", "rating form drafted"),
    "rating_form.changed": ("sửa phiếu đánh giá", "rating form changed"),
    "rating_form.published": ("ban hành phiếu đánh giá", "rating form published"),
    "rating_form.retired": ("thôi dùng phiếu đánh giá", "rating form retired"),
    "rating_form.deleted": ("xoá phiếu đánh giá", "rating form deleted"),
    "webhook.made": ("thêm kết nối đối tác", "webhook added"),
    "webhook.removed": ("gỡ kết nối đối tác", "webhook removed"),
    "import.published": ("ban hành nhật ký đã nhập", "import published"),
    "import.removed": ("gỡ nhật ký đã nhập", "import removed"),
    "booking_key.rotated": ("thay khoá lịch hẹn", "booking key rotated"),
    "figures.read_of_clerks": ("xem số liệu từng cán bộ", "figures of clerks read"),
    "figures.log_exported": ("trích nhật ký phiếu", "ticket log exported"),
    "figures.rebuilt": ("tính lại số liệu", "figures rebuilt"),
    "audit.read": ("xem kiểm toán", "audit read"),
}
ACTORS: Words = {
    "clerk": ("cán bộ tiếp nhận", "clerk"),
    "receptionist": ("tiếp đón", "receptionist"),
    "supervisor": ("lãnh đạo bộ phận", "supervisor"),
    "province": ("cấp tỉnh", "province"),
    "admin": ("quản trị", "administrator"),
    "kiosk": ("máy lấy số", "kiosk"),
    "counter": ("quầy", "counter"),
    "display": ("màn hình", "display"),
    "tablet": ("máy đánh giá", "tablet"),
    "integration": ("đối tác", "integration"),
    "command": ("dòng lệnh", "command line"),
    "stranger": ("người lạ", "stranger"),
    "citizen": ("công dân", "citizen"),
    "system": ("hệ thống", "system"),
    "first run": ("cài đặt lần đầu", "first run"),
    "single sign-on": ("đăng nhập chung", "single sign-on"),
}
"""Roles, and whoever acts without an account."""


def named(words: Words, code: str, lang: str) -> str:
    """The words for it; what has none stays as it is written down."""
    vi, en = words.get(code, (code, code))
    return en if lang == "en" else vi
