/** The counter page in Vietnamese. `{…}` are filled in; keys are the same in every language. */

export default {
  // Actions, as printed on the buttons.
  open: "Mở quầy", reopen: "Mở lại quầy", pause: "Tạm nghỉ", close: "Đóng quầy",
  call_next: "Gọi số tiếp theo", call_other: "Gọi số khác…",
  start: "Bắt đầu", recall: "Gọi lại", no_show_next: "Không đến, gọi tiếp", no_show: "Không đến",
  put_back: "Trả lại hàng chờ", put_back_short: "Trả lại hàng",
  finish: "Xong", finish_next: "Xong và gọi số tiếp theo", hold: "Tạm giữ", transfer: "Chuyển…",
  resume: "Tiếp tục", restore: "Khôi phục", remove: "Bỏ khỏi hàng…", cancel: "Thôi",
  forgotten_start: "Đã phục vụ xong",

  // Head of the page.
  page_title: "Quầy · Đúng Hẹn", counter_n: "Quầy {n}",
  other_counter: "Chọn quầy khác",
  lost_banner: "Mất kết nối với máy chủ, đang tự nối lại. Màn hình là của lúc {time}; các nút tạm khóa.",
  alert_since: "từ {time}", more_services: "+{n} lĩnh vực",
  state_open: "Đang mở", state_paused: "Tạm nghỉ", state_closed: "Đóng", state_not_open: "Không mở",

  // Signing in and choosing a counter.
  sign_in_title: "Đăng nhập quầy",
  choose_title: "Chọn quầy làm việc", choose_hint: "Phím mũi tên để chọn, F3 hoặc Enter để mở quầy.",
  choose_none: "Bộ phận này chưa có quầy nào. Xin hỏi người quản trị.",
  this_machine: "quầy của máy này", open_counter_n: "Mở quầy {n}", continue_counter_n: "Vào quầy {n}",
  serves: "Lĩnh vực nhận tại quầy",
  serves_none: "Chọn ít nhất một lĩnh vực.", taken_by: "Quầy {n} đang do {name} mở.",
  taken_by_somebody: "Quầy {n} đang do một đồng nghiệp mở.", take_over: "Tiếp quản quầy {n}",
  take_over_hint: "Chỉ tiếp quản khi đồng nghiệp quên đóng quầy. Người đang được phục vụ ở quầy sẽ chuyển sang quý vị.",

  // The current citizen.
  waited_label: "đã chờ", booked: "đặt lịch {time}", came: "đến {time}", issued: "lấy số {time}",
  persons: "{n} người", transferred_leg: "chuyển từ quầy khác", in_language: "dùng {language}", note: "Ghi chú:",
  language_en: "tiếng Anh", language_other: "ngôn ngữ {code}",
  since_called: "từ khi gọi", since_started: "đang phục vụ", now_called: "Đang mời", now_serving: "Đang phục vụ",
  idle_title: "Sẵn sàng gọi người tiếp theo", idle_waiting: "{n} người đang chờ ở quầy này",
  next_is: "Tiếp theo", idle_empty: "Chưa có ai chờ ở quầy này", idle_empty_hint: "Có người lấy số là hiện ngay ở cột bên.",
  paused_title: "Quầy đang tạm nghỉ", paused_reason: "Lý do: {reason}", closed_title: "Quầy đang đóng",
  closed_hint: "Mở quầy để gọi số. Số của người dân vẫn được giữ trong hàng chờ.",

  // Dossiers.
  dossiers: "Mã hồ sơ đã nhận (quét hoặc gõ)", dossier_placeholder: "Mã hồ sơ, Enter để thêm", dossier_remove: "Bỏ mã {code}",
  dossier_unusual: "Xin xem lại: mã thường có dạng H21.65-220914-0011. Mã vẫn được ghi nhận.",
  dossier_letters: "Chưa thêm: mã hồ sơ chỉ gồm chữ không dấu, số và . / _ -",
  dossier_again: "Mã này đã có trong danh sách.", dossier_many: "Một lượt ghi được nhiều nhất 50 mã hồ sơ.",

  // Bookings.
  wrote: "Lời nhắn khi đặt lịch:", next_wrote: "Tiếp theo {number} nhắn:", wrote_mark: "có lời nhắn", came_late: "đến trễ",
  dossier_booked: "Nhận mã đã ghi khi đặt lịch: {code}", coming: "Lịch hẹn sắp tới", coming_more: "và {n} lịch hẹn nữa hôm nay",

  // Panels.
  transfer_to: "Nơi chuyển đến", hold_title: "Tạm giữ {number}", hold_note: "Ghi chú (không bắt buộc)", hold_placeholder: "Ví dụ: đi sao chụp giấy tờ",
  transfer_title: "Chuyển {number}", transfer_find: "Tìm lĩnh vực hoặc quầy",
  transfer_return: "Quay lại quầy này sau khi xong", transfer_note: "Ghi chú cho quầy sau (không bắt buộc)",
  transfer_nothing: "Không có nơi nào khớp.", transfer_choose: "Chọn lĩnh vực hoặc quầy muốn chuyển đến.",
  transfer_do: "Chuyển {number}", open_at: "đang mở: quầy {counters}", open_nowhere: "chưa có quầy nào mở",

  other_title_n: "Gọi {number} ngoài thứ tự", other_do: "Gọi {number}", other_finish_do: "Xong {current} và gọi {number}",
  remove_title: "Bỏ {number} khỏi hàng chờ?", remove_hint: "Người này sẽ không được gọi nữa và phải lấy số mới.", remove_do: "Bỏ {number}",
  reason: "Lý do", reason_needed: "Xin cho biết lý do.",
  why_call: ["Người cao tuổi, sức khỏe yếu", "Đã hẹn trước với quầy", "Quay lại bổ sung giấy tờ"],
  why_remove: ["Công dân báo đã về", "Lấy nhầm lĩnh vực", "Một người lấy nhiều số"],
  pause_title: "Tạm nghỉ quầy {n}", why_pause: ["Nghỉ giải lao", "Họp", "Đi lấy hồ sơ"],
  close_title: "Đóng quầy {n}?", close_hint: "Còn {n} người đang chờ mà quầy này nhận được.", close_hint_none: "Không còn ai chờ ở quầy này.",
  close_held: "Còn {n} số đang tạm giữ ở quầy này: đóng quầy rồi các số ấy vẫn giữ.",

  // The line and what stands beside it.
  line: "Đang chờ ở quầy này", line_empty: "Không có ai chờ.", held: "Tạm giữ", no_shows: "Vừa không đến",
  slot: "lịch {time}", left: "còn {n} phút", over: "quá {n} phút", held_for: "{n} phút", held_now: "vừa giữ",
  call_this: "Gọi số này…",

  // Today's own figures.
  today: "Hôm nay của tôi", today_served: "lượt đã phục vụ", today_minutes: "phút mỗi lượt",
  today_dossiers: "hồ sơ đã nhận", today_wait: "chờ trung bình", goal_met: "trong {n} phút", goal_missed: "quá {n} phút",

  // What was just done.
  done_called: "Đã gọi {number}.", done_recalled: "Đã gọi lại {number}.", done_finished: "{number} đã xong.",
  done_no_show: "{number} được ghi là không đến.", done_put_back: "{number} đã trở lại hàng chờ.", done_put_back_later: "{number} đã trở lại hàng chờ, ít phút nữa gọi lại được.",
  done_held: "{number} đang được tạm giữ.", done_transferred: "{number} đã chuyển.", done_restored: "{number} đã trở lại hàng chờ.",
  done_removed: "{number} đã bỏ khỏi hàng chờ.", nobody_waits: "Chưa có ai chờ mà quầy này gọi được.",
};
