"""What is wrong with a set-up, in the language of the reader: the checks tell it in English."""

from __future__ import annotations

import re

from server.web.admin.reason_words import OF_TABLES, OF_TOML, OF_VALUES

_IN_VIETNAMESE = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        *OF_TABLES,
        (r"is missing", "còn thiếu"),
        (r"is missing: a service that takes tickets has a letter", "còn thiếu: thủ tục phát số phải có chữ"),
        (r"is empty", "còn trống"),
        (r"has fewer than (\d+) characters", r"ngắn hơn \1 ký tự"),
        (r"has more than (\d+) characters", r"dài hơn \1 ký tự"),
        (r"is one of those that everybody tries first", "là mật khẩu ai cũng thử đầu tiên"),
        (
            r"is little more than a name of the person, the office or the product",
            "chỉ là tên người, tên bộ phận hoặc tên phần mềm",
        ),
        (r"has more than (\d+) entries", r"có nhiều hơn \1 mục"),
        (r"needs at least one entry", "cần ít nhất một mục"),
        (r"needs (\d+) entries", r"cần \1 mục"),
        (r"has no Vietnamese text: add vi", "chưa có tiếng Việt"),
        (r"says something twice", "có mục lặp lại"),
        (r"says the longer time first", "số lớn đứng trước số nhỏ"),
        (r"is not on a multiple of 5 minutes", "không tròn 5 phút"),
        (r"must be a whole number", "phải là số nguyên"),
        (r"must be a number", "phải là số"),
        (r"must be a time.*|Input should be in a valid time format.*", "phải là giờ, ví dụ 07:30"),
        (r"must be a date.*|Input should be a valid date.*", "phải là ngày"),
        (r"Input should be a valid datetime.*", "phải là ngày và giờ"),
        (r"must be one of (.+)", r"phải là một trong: \1"),
        (r"must be more than (.+)", r"phải lớn hơn \1"),
        (r"must be at least (.+)", r"phải từ \1 trở lên"),
        (r"must be at most (.+)", r"phải không quá \1"),
        (r"must be a multiple of (.+)", r"phải là bội của \1"),
        (r"must be one capital letter: A–Z or Đ", "phải là một chữ in hoa: A–Z hoặc Đ"),
        (r"may have only the letters .+", "chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới"),
        (r"may have no line breaks or other control characters", "không được có dấu xuống dòng"),
        (r"(.+) is the \w+ of (.+) already", r"\1 đã có ở \2"),
        (r"there is no service “(.+?)”.*", r"không có thủ tục “\1”"),
        (r"there is no resource “(.+?)”.*", r"không có phương tiện “\1”"),
        (r"there is no office “(.+?)” yet; import it first", r"chưa có bộ phận “\1”"),
        (r"there is no time zone “(.+?)”.*", r"không có múi giờ “\1”"),
        (r"leads back to itself: (.+)", r"dẫn vòng về chính nó: \1"),
        (r"leads back to this office by way of (.+)", r"dẫn vòng về bộ phận này qua \1"),
        (r"is the office itself", "chính là bộ phận này"),
        (r"is before valid_from, (.+)", r"trước ngày bắt đầu \1"),
        (r"“(.+)” takes no tickets itself; name (.+)", r"“\1” không phát số trực tiếp; hãy chọn \2"),
        (r"“(.+)” takes no bookings itself", r"“\1” không đặt lịch trực tiếp"),
        (r"no counter serves “(.+)”", r"chưa có quầy nào tiếp nhận “\1”"),
        (r"the office has no \[\[hours\]\].*", "bộ phận chưa có giờ làm việc nên không bao giờ mở cửa"),
        (r"there is no \[booking\].*", "chưa có quy định đặt lịch: không ai đặt được các khung giờ này"),
        (r"(.+): the office is closed then; it has no hours between (.+)", r"\1: bộ phận đóng cửa lúc \2"),
        (r"(.+): ends before it begins", r"\1: kết thúc trước khi bắt đầu"),
        (r"(\d+) minutes do not fit in", r"không đủ chỗ cho \1 phút"),
        (r"there are no places: give public or internal ones", "không có chỗ nào"),
        (r"(.+): pool (.+) overlaps (.+)", r"\1: nhóm \2 chồng lên \3"),
        (r"this is the set-up of office (.+)", r"đây là thiết lập của bộ phận \1"),
        (r"(.+) is an account of (.+)", r"\1 là tài khoản của \2"),
        (
            r"passwords stay as they are .+: (.+)",
            r"mật khẩu giữ nguyên (mật khẩu trong tệp chỉ cho tài khoản mới): \1",
        ),
        (r"no password yet, see .+: (.+)", r"chưa có mật khẩu: \1"),
        (
            r"(\w+) become inactive, and stay in the figures of the past: (.+)",
            r"thôi dùng nhưng vẫn còn trong số liệu cũ: \2",
        ),
        (r"booking (\S+) \((.+), (.+)\): (.+)", r"lịch hẹn \1 (\2, \3)"),
        (r"(.+) is in (.+) already", r"\1 đã có ở \2"),
        (r"(.+) overlaps (.+) of (.+)", r"\1 chồng lên \2 của \3"),
        (r"more than (\d+) stretches", r"nhiều hơn \1 buổi"),
        (r"(.+) has hours of its own in (.+): one must go", r"\1 đã có giờ riêng ở \2: phải bỏ một"),
        (r"(.+) will be closed: .+", r"\1 sẽ đóng cửa vì ngày được làm theo không có giờ"),
        (r"says until when, but paused_reason does not say why", "có ghi đến lúc nào nhưng chưa ghi lý do"),
        (
            r"only a clerk sits at a counter; leave it out here",
            "chỉ cán bộ tiếp nhận ngồi quầy: hãy để trống",
        ),
        (
            r"(\w+): with long names it has (\d+) letters and becomes (\d+) messages; at most (\d+) are sent",
            r"\1: khi điền tên dài, tin có \2 ký tự và thành \3 tin nhắn; nhiều nhất \4",
        ),
        (
            r"(\w+): with long names it has (\d+) letters and becomes (\d+) messages; one holds (\d+), .*",
            r"\1: khi điền tên dài, tin có \2 ký tự và thành \3 tin nhắn; một tin chứa \4 ký tự có dấu",
        ),
        (r"(\w+): (\S+) cannot be filled in here.* There is: (.+)", r"\1: không điền được \2. Có: \3"),
        (r"(\w+): has to say (.+) and (.+) once each.*", r"\1: phải có \2 và \3, mỗi chỗ một lần"),
        (r"(\w+): a brace stands alone; .*", r"\1: thừa một dấu ngoặc nhọn; viết {{ để có dấu ngoặc"),
        (r"(\w+): has more than (\d+) characters", r"\1: dài hơn \2 ký tự"),
        (r"no clerk may serve “(.+)”", r"chưa có cán bộ nào được tiếp nhận “\1”"),
        (r"counter (\d+) still has (.+)", r"quầy \1 còn \2"),
        (r"service (.+) still has (.+)", r"thủ tục \1 còn \2"),
        (r"no counter would serve (.+), which still has (.+)", r"không còn quầy nào cho \1, đang có \2"),
        (
            r"the time zone would change while people are here: (.+)",
            r"múi giờ sẽ đổi khi còn người ở đây: \1",
        ),
        (r"somebody of category (.+) is still here", r"còn người thuộc diện \1 ở đây"),
        *OF_VALUES,
        *OF_TOML,
    )
)


def spelled(reason: str, lang: str) -> str:
    """A reason in the language of the reader; one of a newer library stays in English.

    >>> spelled("must be at most 240", "vi")
    'phải không quá 240'
    """
    if lang != "vi":
        return reason
    for pattern, words in _IN_VIETNAMESE:
        if found := pattern.fullmatch(reason):
            return found.expand(words)
    return reason
