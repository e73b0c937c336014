"""Vietnamese words for the seldom reasons: of values of another type, and of files that cannot be read."""

from __future__ import annotations

OF_VALUES = (
    (r"must be a table with keys of its own", "phải là một bảng có các mục riêng"),
    (r"is not a key here; did you mean “(.+)”\?", r"không có mục này ở đây; có phải “\1”?"),
    (r"is not a key here", "không có mục này ở đây"),
    (r"must be a text in quotes", "phải là chữ trong dấu nháy"),
    (r"has letters that cannot be read", "có chữ không đọc được"),
    (r'must be a table: \{ vi = "…" \}', 'phải là một bảng: { vi = "…" }'),
    (r"a language is two small letters, as vi or en", "ngôn ngữ là hai chữ thường, như vi hoặc en"),
    (r"must be a list: .*", "phải là danh sách"),
    (r"is not a date and time.*", "phải là ngày và giờ, ví dụ 01/01/2027 07:30"),
    (r"is not a date.*", "phải là ngày, ví dụ 01/01/2027"),
    (r"is not a time.*", "phải là giờ, ví dụ 07:30"),
    (r"must be true or false", "phải là có hoặc không (true, false)"),
    (r"is too large a number", "số quá lớn"),
    (r"“(.+)” is a word of the administration's addresses", r"“\1” là từ dành riêng cho trang quản trị"),
    (r"([^:]+): (.+) overlaps (.+)", r"\1: \2 chồng lên \3"),
    (
        r"may serve everything, as all they were limited to goes: (.+)",
        r"được tiếp nhận mọi thủ tục, vì các thủ tục được giao đều bỏ: \1",
    ),
    (r"has two targets for the same year and area", "có hai chỉ tiêu cho cùng một năm và một phạm vi"),
    (r"has two reports for the same kind of period", "có hai báo cáo cho cùng một loại kỳ"),
    (r"names only one end of the baseline period", "kỳ gốc còn thiếu ngày đầu hoặc ngày cuối"),
    (r"has a baseline that ends before it begins", "kỳ gốc kết thúc trước khi bắt đầu"),
    (r"is a time of the office's own wall: leave the zone out", "là giờ tại bộ phận: không ghi múi giờ"),
    (
        r"reports on all offices, which only an office of the province does",
        "báo cáo mọi bộ phận, chỉ bộ phận cấp tỉnh mới làm được",
    ),
)
OF_TABLES = (
    (r"the file is larger than (\d+) MB", r"tệp lớn hơn \1 MB"),
    (r"the file is UTF-16; save it as UTF-8", "tệp ở dạng UTF-16; hãy lưu lại ở dạng UTF-8"),
    (r"not UTF-8 \(byte (.+)\); save the file as UTF-8", r"không phải UTF-8 (byte \1); hãy lưu ở dạng UTF-8"),
    (r"the row has (\d+) cells, the first line (\d+)", r"hàng này có \1 ô, dòng đầu có \2"),
    (r"the file is empty; its first line names the columns", "tệp trống; dòng đầu phải ghi tên các cột"),
    (r"there are no rows below the first line", "không có hàng nào dưới dòng đầu"),
    (r"cannot be read as CSV: (.+)", r"không đọc được theo dạng CSV, hãy xem lại dấu nháy kép (\1)"),
    (r"is not a column here; did you mean “(.+)”\?", r"không có cột này; có phải “\1”?"),
    (r"is not a column here", "không có cột này"),
    (r"is missing: the first line names the columns", "còn thiếu: dòng đầu phải ghi tên các cột"),
    (r"is a column twice", "cột bị lặp lại"),
    (r"(.+) is in line (\d+) already", r"\1 đã có ở dòng \2"),
)
_TOML = (
    (r"values are nested too deeply", "các giá trị lồng nhau quá sâu"),
    (r"invalid initial character for a key part", "tên mục bắt đầu bằng ký tự không hợp lệ"),
    (r"invalid value", "giá trị không hợp lệ"),
    (r"found invalid character (.+?)", r"có ký tự không hợp lệ \1"),
    (r"cannot declare (.+) twice", r"mục \1 bị khai báo hai lần"),
    (r"expected '\]\]' at the end of an array declaration", "thiếu ]] ở cuối dòng"),
    (r"expected '\]' at the end of a table declaration", "thiếu ] ở cuối dòng"),
    (r"expected '=' after a key in a key/value pair", "thiếu dấu = sau tên mục"),
    (r"expected newline or end of document after a statement", "còn chữ thừa sau giá trị"),
    (r"expected (.+?)", r"thiếu \1"),
    (r"cannot mutate immutable namespace (.+)", r"không thêm được vào mục \1 đã khép"),
    (r"cannot redefine namespace (.+)", r"mục \1 bị khai báo lại"),
    (r"cannot overwrite a value", "mục này đã có giá trị"),
    (r"invalid hex value", "mã ký tự không hợp lệ"),
    (r"escaped character is not a Unicode scalar value", "mã ký tự không hợp lệ"),
    (r"unclosed array", "danh sách chưa đóng bằng ]"),
    (r"unclosed inline table", "bảng chưa đóng bằng }"),
    (r"duplicate inline table key (.+)", r"mục \1 bị lặp lại"),
    (r"unescaped '\\' in a string", "dấu \\\\ trong chữ phải viết hai lần"),
    (r"illegal character (.+?)", r"có ký tự không được dùng \1"),
    (r"unterminated string", "chữ chưa đóng dấu nháy"),
    (r"invalid date or datetime", "ngày hoặc giờ không hợp lệ"),
    (r"invalid statement", "dòng này không phải là “tên = giá trị”"),
)
"""What Python's `tomllib` says, as `server.setup_file.syntax` writes it."""
_HINTS = (
    ("", ""),
    (r"; a time has seconds: 07:30:00", "; giờ phải có giây: 07:30:00"),
    (r'; a text stands in quotes: "…"', '; chữ phải nằm trong dấu nháy: "…"'),
)
OF_TOML = tuple((what + hint, said + hinted) for what, said in _TOML for hint, hinted in _HINTS)
