/** The reception page in Vietnamese. `{…}` are filled in; keys are the same in every language. */

export default {
  page_title: "Tiếp đón · Đúng Hẹn", reception: "Tiếp đón", sign_in_title: "Đăng nhập tiếp đón",
  wrong_role: "Trang này dành cho cán bộ tiếp đón và lãnh đạo. Xin đăng nhập bằng tài khoản khác.",
  lost_banner: "Mất kết nối với máy chủ, đang tự nối lại. Các nút tạm khóa.",
  back: "Quay lại", escape: "Esc", no_bookings: "Bộ phận này chưa nhận đặt lịch. Vẫn cấp số được.",

  // The field that finds.
  find: "Quét mã QR hoặc gõ mã, số điện thoại, tên, số phiếu", find_placeholder: "Ví dụ: 7K3M-92QX · 0912 345 678 · Nguyễn",
  find_hint: "Luôn gõ hoặc quét được ngay, không cần bấm vào ô.", find_none: "Không tìm thấy “{q}”.",
  find_none_hint: "Xem lại mã trong tin nhắn, hoặc tìm theo số điện thoại. Không có lịch hẹn thì cấp số vãng lai.",
  found_many: "{n} kết quả: dùng phím mũi tên để chọn", card_title: "Đã đọc thẻ căn cước",
  card_hint: "Dùng để nhận ra lịch hẹn hôm nay; không lưu gì từ thẻ.", looking: "Đang tìm…",
  issue: "Cấp số vãng lai", book: "Đặt lịch hộ",

  // How a booking stands.
  is_expected: "Chưa đến giờ", is_overdue: "Chưa đến", is_waiting: "Đang chờ", is_waiting_late: "Đến trễ, đang chờ", is_at_counter: "Đang ở quầy",
  is_served: "Đã xong", is_ended: "Đã kết thúc", is_missed: "Không đến", is_cancelled: "Đã hủy",
  today: "Hôm nay", slot_of: "{come}/{of} đã đến", at_counter: "quầy {n}", nobody_named: "Không ghi tên", from_ticket: "Hẹn lại từ số {number}",
  claims_category: "Có diện ưu tiên", note: "Lời nhắn:", dossier: "Hồ sơ", phone: "điện thoại {phone}",

  // Steps.
  check_in: "Nhận số", walk_in: "Lấy số ngay", move: "Đổi giờ…", cancel: "Hủy lịch…", undo: "Bỏ nhận số…", later: "Hẹn lại giờ khác…",
  walk_in_hint: "Xếp như người vãng lai, không theo giờ hẹn.",
  cancel_ask: "Hủy lịch hẹn {code}?", cancel_hint: "Chỗ được trả lại ngay; mã và QR không dùng được nữa.", cancel_do: "Hủy lịch hẹn", keep: "Giữ nguyên",
  undo_ask: "Bỏ nhận số {number}?", undo_hint: "Số này bị bỏ khỏi hàng chờ, lịch hẹn trở lại như chưa đến.", undo_do: "Bỏ nhận số",
  move_title: "Đổi giờ lịch hẹn {code}", later_title: "Hẹn số {number} vào giờ khác", later_hint: "Số này kết thúc ở đây; người dân về và quay lại theo lịch.",
  done_cancel: "Đã hủy lịch hẹn {code}.", done_undo: "Đã bỏ nhận số {number}; lịch hẹn {code} còn nguyên.", done_move: "Đã đổi giờ lịch hẹn {code}.",

  // A time.
  choose_time: "Chọn giờ", free_places: "còn {n}", usual_walk_ins: "thường có {n} lượt vãng lai", no_times: "Ngày này hết chỗ hoặc không nhận lịch.",

  // Taking a number.
  issue_title: "Cấp số vãng lai", service: "Lĩnh vực", waiting_n: "{n} đang chờ", category: "Diện ưu tiên", category_none: "Không thuộc diện ưu tiên",
  issue_do: "Cấp số", issue_hint: "Gõ chữ cái của lĩnh vực, rồi Enter.", service_paused: "Tạm ngừng: {reason}",

  // Booking for somebody.
  book_title: "Đặt lịch hộ", name: "Họ tên (không bắt buộc)", phone_field: "Số điện thoại (không bắt buộc)", dossier_field: "Mã hồ sơ (không bắt buộc)",
  note_field: "Lời nhắn cho quầy (không bắt buộc)",
  consent: "Người dân đã nghe và đồng ý: thông tin chỉ dùng cho lịch hẹn này, xóa sau 30 ngày.",
  consent_needed: "Ghi tên, điện thoại, hồ sơ hoặc lời nhắn thì cần người dân đồng ý.", book_do: "Đặt lịch {time}", book_do_none: "Chọn giờ trước",
  wrong_phone: "Số điện thoại chưa đúng.", wrong_dossier: "Mã hồ sơ chỉ gồm chữ không dấu, số và . / _ -",

  // What came of it.
  has_number: "Số của quý công dân", late_note: "Đến sau giờ hẹn quá lâu: xếp như người vãng lai.", print: "In phiếu", next_person: "Người tiếp theo",
  booked_title: "Đã đặt lịch", booked_when: "{time}, {day}", code_is: "Mã lịch hẹn", people_ahead: "{n} người phía trước", goes_to: "Quầy {counters}", taken_at: "Lấy số lúc {time}",

  // The day.
  day_title: "Lịch hẹn", days: "Ngày", n_booked: "đã đặt", n_arrived: "đã đến", n_missed: "không đến", n_cancelled: "đã hủy", n_punctual: "gọi đúng hẹn",
  punctual_of: "trong 10 phút từ giờ hẹn, tính trên {n} lượt đã gọi", day_empty: "Chưa có lịch hẹn nào ngày này.", day_empty_hint: "Lịch mới hiện ở đây ngay khi có người đặt.",
  missed_share: "tỷ lệ vắng", lead: "đặt trước", hours: "{n} giờ", days_n: "{n} ngày", now: "Bây giờ",
};
