"""What a refusal means to whoever administers an office, by its code: in Vietnamese and English."""

from __future__ import annotations

from server.domain.errors import InUse, Refusal, SetUpInvalid
from server.web.admin import reasons

WORDS: dict[str, tuple[str, str]] = {
    # What there is not.
    "unknown_office": ("Không có bộ phận một cửa này.", "There is no such office."),
    "unknown_service": (
        "Bộ phận không có lĩnh vực này, hoặc lĩnh vực không phát số trực tiếp.",
        "This office has no such service, or it does not take tickets itself.",
    ),
    "unknown_category": ("Bộ phận không có diện ưu tiên này.", "This office has no such priority category."),
    "unknown_counter": ("Bộ phận không có quầy này.", "This office has no such counter."),
    "unknown_ticket": ("Ở đây không có số này.", "There is no such ticket here."),
    "unknown_notice": ("Màn hình không còn thông báo này.", "The displays show no such notice."),
    "unknown_device": ("Bộ phận không có thiết bị này.", "This office has no such device."),
    "unknown_staff": ("Không có tài khoản này.", "There is no such account."),
    "unknown_booking": ("Không tìm thấy lịch hẹn này.", "There is no such appointment here."),
    "unknown_webhook": ("Không có webhook này.", "There is no such webhook."),
    "unknown_delivery": ("Webhook này không có lần gửi đó.", "This webhook has no such delivery."),
    "unknown_pairing": ("Không có lần ghép thiết bị này.", "There is no such pairing."),
    "unknown_import": ("Không có lần nhập dữ liệu này.", "There is no such import."),
    "unknown_rating_form": ("Không có phiếu đánh giá này.", "There is no such rating form."),
    # Who may.
    "not_allowed": ("Tài khoản này không được làm việc đó ở đây.", "This account may not do that here."),
    "scope_missing": ("Khóa này không được làm việc đó.", "This key may not do that."),
    "wrong_credentials": (
        "Tên đăng nhập hoặc mật khẩu chưa đúng.",
        "The user name or the password is wrong.",
    ),
    "too_many_tries": (
        "Sai quá nhiều lần. Xin chờ vài phút rồi thử lại.",
        "Too many failed tries. Please wait a few minutes, then try again.",
    ),
    "password_refused": (
        "Mật khẩu quá ngắn hoặc là mật khẩu ai cũng thử trước tiên. Xin chọn mật khẩu khác.",
        "The password is too short, or one that everybody tries first. Please choose another.",
    ),
    "wrong_password": ("Mật khẩu hiện tại chưa đúng.", "That is not your password now."),
    "password_change_required": (
        "Xin đổi mật khẩu đầu tiên trước.",
        "Please change your first password first.",
    ),
    "totp_required": ("Xin nhập thêm mã xác thực.", "The code of the moment is needed, too."),
    "wrong_code": (
        "Mã sai, đã dùng rồi hoặc đã hết hạn.",
        "The code is wrong, was used already, or is over.",
    ),
    "totp_set_up_required": (
        "Xin thiết lập xác thực hai bước trước.",
        "Please set up two-step sign-in first.",
    ),
    "totp_exists": (
        "Tài khoản đã có xác thực hai bước. Xin gỡ trước rồi thiết lập lại.",
        "The account has two-step sign-in already. Please remove it first.",
    ),
    "not_yourself": (
        "Không ai tự đổi vai trò hoặc tự khóa tài khoản của mình. Xin nhờ đồng nghiệp.",
        "Nobody changes the own role, or ends the own account. Please ask a colleague.",
    ),
    "last_administrator": (
        "Đây là người quản trị cuối cùng còn đăng nhập được; phải còn ít nhất một người.",
        "This is the last administrator who may sign in; somebody has to remain.",
    ),
    "already_set_up": (
        "Máy chủ đã có tài khoản; thiết lập lần đầu đã xong.",
        "This server has an account already; the first run is over.",
    ),
    "not_linked": (
        "Chưa có tài khoản nào liên kết với danh tính này. Xin nhờ người quản trị.",
        "No account is linked with this identity. Please ask an administrator.",
    ),
    "no_provider": (
        "Máy chủ này chưa kết nối với hệ thống đăng nhập một lần nào, nên không liên kết danh tính được.",
        "This server is set to no single sign-on, so there is nothing that an identity could belong to.",
    ),
    "link_taken": (
        "Một tài khoản khác đã dùng địa chỉ thư hoặc danh tính này.",
        "Another account has this e-mail address or identity already.",
    ),
    "account_exists": ("Đã có tài khoản với tên đăng nhập này.", "There is an account of that name already."),
    # Changes.
    "in_use": (
        "Công dân còn đang chờ hoặc đang được phục vụ ở phần sẽ bị bỏ.",
        "Citizens are still waiting for, or served at, what would go.",
    ),
    "set_up_invalid": (
        "Nội dung này không hợp với những gì đã có ở đây.",
        "The set-up does not go with what else is here.",
    ),
    "stale": (
        "Người khác vừa thay đổi mục này. Xin tải lại trang rồi xem lại.",
        "Somebody else has just changed this. Please load the page again, and look again.",
    ),
    "idempotency_mismatch": (
        "Lần gửi này trùng với một lần khác. Xin tải lại trang rồi gửi lại.",
        "This form collided with another. Please load the page again, and send again.",
    ),
    "notice_invalid": (
        "Thông báo chưa hợp lệ. Xin xem lại nội dung và thời gian.",
        "The notice is not valid. Please look at its words and times again.",
    ),
    "import_under_way": (
        "Một lần nhập dữ liệu khác đang chạy. Xin chờ xong.",
        "Another import is under way. Please wait until it is done.",
    ),
    "changed_meanwhile": (
        "Dữ liệu đã thay đổi trong lúc đó. Xin làm lại.",
        "The data has changed meanwhile. Please begin again.",
    ),
    "reader_died": (
        "Không đọc được tệp này. Xin thử lại hoặc gửi tệp khác.",
        "This file could not be read. Please try again, or send another.",
    ),
    # Devices.
    "too_many_pairings": (
        "Quá nhiều thiết bị đang xin ghép. Xin chờ vài phút.",
        "Too many devices ask to be paired. Please wait a few minutes.",
    ),
    "code_expired": (
        "Mã ghép đã hết hạn. Thiết bị đang hiện mã mới.",
        "The pairing code is over. The device shows a new one.",
    ),
    "code_used": ("Mã ghép này đã dùng rồi.", "This pairing code was used already."),
    "other_kind": (
        "Mã này của thiết bị loại khác hoặc ở bộ phận khác.",
        "The code belongs to a device of another kind, or of another office.",
    ),
    "counter_needed": ("Xin chọn quầy của thiết bị này.", "Please choose the counter of this device."),
    "webhook_refused": (
        "Không được gửi webhook đến chính máy chủ này hoặc mạng nội bộ.",
        "Webhooks to this machine and to private networks are not allowed here.",
    ),
    # The hall.
    "closed": ("Bộ phận đang ngoài giờ phát số.", "The office gives no tickets now."),
    "service_unavailable": ("Lĩnh vực này đang tạm ngừng.", "This service is paused."),
    "counter_not_open": ("Quầy chưa mở.", "The counter is not open."),
    "counter_taken": ("Một đồng nghiệp đang mở quầy này.", "A colleague is signed in at this counter."),
    "not_skilled": (
        "Cán bộ này không được phân công các lĩnh vực đó.",
        "This clerk may serve none of these services.",
    ),
    "busy": ("Quầy còn đang có số.", "The counter still has a ticket."),
    "not_started": ("Số này đã gọi nhưng chưa bắt đầu phục vụ.", "The ticket was called but not started."),
    "no_current_ticket": ("Quầy không có số nào đang phục vụ.", "The counter has no current ticket."),
    "impossible_step": (
        "Không còn làm được bước này nữa. Xin tải lại trang.",
        "This step is not possible any more. Please load the page again.",
    ),
    "not_served_here": (
        "Quầy này không tiếp nhận lĩnh vực đó, hoặc không ai tiếp nhận được.",
        "This counter does not serve that service, or nobody can.",
    ),
    "restore_too_late": ("Đã quá thời gian khôi phục số.", "It is too late to restore the ticket."),
    # Appointments.
    "no_bookings": (
        "Bộ phận hoặc lĩnh vực này không nhận đặt lịch.",
        "This office, or this service, takes no bookings.",
    ),
    "no_such_slot": (
        "Không có khung giờ này, hoặc không đặt được nữa.",
        "There is no such slot, or it cannot be booked now.",
    ),
    "slot_full": ("Khung giờ này đã đầy.", "Every place of this slot is taken."),
    "hold_expired": ("Đã hết thời gian giữ chỗ.", "The hold has expired."),
    "limit_reached": ("Đã đến giới hạn của bộ phận.", "This is more than the office's limits allow."),
    "challenge_required": ("Thao tác quá nhanh. Xin chờ một chút.", "Too fast. Please wait a moment."),
    "consent_required": (
        "Cần công dân đồng ý trước khi lưu thông tin cá nhân.",
        "Personal data may be kept only with consent.",
    ),
    "ambiguous": (
        "Chỉ dùng một cách: mã, hoặc số điện thoại và giờ hẹn, hoặc số căn cước.",
        "One way at a time: a code, or a phone and the start of the slot, or a citizen ID.",
    ),
    "too_early": ("Chưa đến giờ nhận số của lịch hẹn.", "It is too early to check in."),
    "other_office": ("Lịch hẹn này ở bộ phận khác.", "The appointment is at another office."),
    "other_day": ("Lịch hẹn này vào ngày khác.", "The appointment is on another day."),
    "cancelled": ("Lịch hẹn này đã hủy.", "The appointment was cancelled."),
    "already_called": (
        "Số của lịch hẹn đã được gọi, không bỏ nhận số được nữa.",
        "The ticket was called already, so its check-in cannot be undone.",
    ),
    # Figures and ratings.
    "too_many_tickets": (
        "Khoảng thời gian này có quá nhiều lượt. Xin chọn khoảng ngắn hơn.",
        "There are too many tickets in this time. Please choose a shorter one.",
    ),
    "one_office": ("Xin chọn một bộ phận.", "Please choose one office."),
    "open_data_busy": (
        "Hệ thống đang bận. Xin thử lại sau một phút.",
        "Busy now. Please try again in a minute.",
    ),
    "rating_form_invalid": ("Phiếu đánh giá chưa hợp lệ.", "The rating form is not valid."),
    "rating_invalid": (
        "Câu trả lời không hợp với phiếu đánh giá.",
        "The answers do not go with the rating form.",
    ),
    "no_rating_form": ("Chưa có phiếu đánh giá nào được dùng.", "No rating form is in use."),
    "rating_form_fixed": (
        "Phiếu đã phát hành không sửa được nữa. Xin lập phiên bản mới.",
        "A published rating form is fixed. Please make a new version.",
    ),
    "rating_form_exists": (
        "Đã có phiếu đánh giá với mã này.",
        "There is a rating form with this code already.",
    ),
    "already_rated": ("Lượt này đã được đánh giá.", "This visit was rated already."),
    "not_served_yet": ("Lượt này chưa được phục vụ xong.", "This visit is not served yet."),
    "not_asked_here": ("Phiếu này không được hỏi ở đây.", "This rating form is not asked here."),
}
_WITH_REASONS = (InUse, SetUpInvalid)
"""Their detail tells places and reasons, in words that `reasons` knows."""


def told(refusal: Refusal, lang: str) -> str:
    """What a refusal means; with its reasons where it has some. Nothing for one without words.

    >>> from server.domain.errors import UnknownDevice
    >>> told(UnknownDevice(), "vi"), told(UnknownDevice(), "en")
    ('Bộ phận không có thiết bị này.', 'This office has no such device.')
    """
    words = WORDS.get(refusal.code, ("", ""))[lang == "en"]
    if not isinstance(refusal, _WITH_REASONS) or refusal.detail == type(refusal).__doc__:
        return words
    return f"{words} {reasons_of(refusal, lang)}"


def reasons_of(refusal: Refusal, lang: str) -> str:
    """The reasons that stand in a refusal, each in the reader's language after its place.

    >>> from server.domain.errors import SetUpInvalid
    >>> reasons_of(SetUpInvalid("office.parent: is the office itself"), "vi")
    'office.parent: chính là bộ phận này'
    """
    return "; ".join(_reason(one, lang) for one in refusal.detail.split("; "))


def _reason(told: str, lang: str) -> str:
    whole = reasons.spelled(told, lang)
    place, colon, reason = told.partition(": ")
    return whole if whole != told or not colon else f"{place}: {reasons.spelled(reason, lang)}"
