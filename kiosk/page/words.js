/** Every text of the page, in Vietnamese and in English. */

import { BOOKING_EN, BOOKING_VI } from "./booking-words.js";

const WEEKDAYS_VI = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const WEEKDAYS_EN = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** @typedef {typeof VI} Words */

const VI = {
  ...BOOKING_VI,
  title: "Lấy số thứ tự",
  /** @param {number} weekday @param {string} day @param {string} month */
  date: (weekday, day, month) => `${WEEKDAYS_VI[weekday]} ${day}/${month}`,
  welcome: "Kính chào quý công dân!",
  chooseField: "Xin chạm vào lĩnh vực cần làm.",
  chooseService: "Xin chạm vào thủ tục cần làm.",
  /** @param {number} n */
  people: (n) => `${n} người`,
  waiting: "đang chờ",
  about: "khoảng",
  /** @param {number} low @param {number} high */
  minutes: (low, high) => (low <= 0 ? `dưới ${high} phút` : low === high ? `${high} phút` : `${low}–${high} phút`),
  /** @param {number} low @param {number} high */
  minutesShort: (low, high) => (low <= 0 ? `<${high}` : low === high ? `${high}` : `${low}–${high}`),
  minutesUnit: "phút",
  nobody: "Không ai chờ",
  calledAtOnce: "được gọi ngay",
  noCounter: "chưa có quầy mở",
  /** @param {string} reason */
  paused: (reason) => `Tạm dừng: ${reason}`,
  until: "đến",
  priority: "Diện ưu tiên",
  /** @param {string} name */
  priorityChosen: (name) => `Diện ưu tiên: ${name}`,
  priorityTake: "Bỏ",
  priorityTitle: "Quý công dân thuộc diện nào?",
  priorityHint: "Không cần giấy tờ ở máy này. Diện ưu tiên không in trên phiếu.",
  largeOn: "Chữ lớn",
  largeOff: "Chữ thường",
  lowOn: "Hạ thấp",
  lowOff: "Đưa lên",
  contrastOn: "Tương phản",
  contrastOff: "Màu thường",
  voiceOn: "Nghe hướng dẫn",
  voiceOff: "Tắt đọc",
  helpers: "Trợ giúp",
  stepBack: "Lùi",
  stepOn: "Tiếp",
  stepChoose: "Chọn",
  steps: "Nghe từng mục",
  language: "English",
  back: "Quay lại",
  home: "Về trang đầu",
  previous: "Trang trước",
  next: "Trang sau",
  /** @param {number} page @param {number} pages */
  page: (page, pages) => `Trang ${page} / ${pages}`,
  taking: "Đang lấy số…",
  /** @param {string} time */
  ticketsUntil: (time) => `Nhận số đến ${time} hôm nay`,
  /** @param {string} hotline */
  hotline: (hotline) => `Tổng đài hỗ trợ: ${hotline}`,
  /** @param {number} s */
  homeIn: (s) => `Màn hình tự về trang đầu sau ${s} giây`,
  stay: "Chạm vào màn hình để ở lại",
  yourNumber: "Số của quý công dân",
  /** @param {string} counters */
  counters: (counters) => `quầy ${counters}`,
  ahead: "Còn trước",
  aheadUnit: () => "người",
  expected: "Chờ khoảng",
  target: "Mục tiêu gọi trước",
  printing: "Đang in phiếu ở khe bên dưới…",
  printed: "Mời lấy phiếu ở khe bên dưới",
  followOnPaper: "Quét mã trên phiếu để theo dõi bằng điện thoại",
  followOnScreen: "Quét mã này để theo dõi bằng điện thoại",
  keep: "xin ghi nhớ số hoặc chụp lại màn hình",
  staffTold: "Số vẫn có giá trị. Cán bộ hướng dẫn đã được báo.",
  reprint: "In lại phiếu",
  done: "Xong",
  /** @type {Record<string, string>} */
  printer: {
    paper_out: "Máy in hết giấy",
    cover_open: "Nắp máy in đang mở",
    offline: "Máy in không trả lời",
    error: "Máy in gặp sự cố",
    late: "Máy in chậm",
  },
  stillOnScreen: "Quý công dân vẫn lấy được số: số hiện trên màn hình này.",
  closedTitle: "Hiện không trong giờ nhận số",
  /** @param {string} when */
  opensAgain: (when) => `Nhận số lại: ${when}`,
  /** @param {string} time @param {string | null} date */
  opensWhen: (time, date) => (date ? `${time} ${date}` : `${time} hôm nay`),
  closedHint: "Xin quý công dân quay lại vào giờ trên. Cảm ơn quý công dân.",
  awayTitle: "Máy đang mất kết nối",
  awayText: "Máy này tạm thời chưa lấy được số. Xin đến quầy hướng dẫn.",
  awayHint: "Máy tự kết nối lại, không cần chạm.",
  unknownTitle: "Máy chưa được gắn với bộ phận một cửa",
  /** @param {string} code */
  unknownText: (code) => `Không có bộ phận nào mang mã “${code}”. Xin đến quầy hướng dẫn và báo cán bộ kỹ thuật.`,
  notAllowedTitle: "Máy chưa được cấp quyền lấy số",
  notAllowedText: "Xin đến quầy hướng dẫn và báo cán bộ kỹ thuật.",
  removedTitle: "Máy này đã bị thu hồi, phải ghép lại mới dùng được",
  removedSteps: [
    "Cán bộ kỹ thuật xóa DUNGHEN_KIOSK_TOKEN trong tệp /etc/dunghen/kiosk.env.",
    "Khởi động lại: sudo systemctl restart dunghen-kiosk",
    "Màn hình này hiện mã. Gõ mã đó ở trang Quản\u00a0trị\u00a0›\u00a0Thiết\u00a0bị.",
  ],
  /** @param {string} name */
  machine: (name) => `Máy: ${name}`,
  pairTitle: "Ghép máy lấy số",
  pairText: "Người quản trị mở trang Quản\u00a0trị\u00a0›\u00a0Thiết\u00a0bị và gõ mã này:",
  pairRevoked: "Máy này đã bị thu hồi, phải ghép lại mới dùng được.",
  pairWait: "Đang xin mã…",
  pairAway: "Chưa nối được với máy chủ. Máy tự thử lại.",
  pairRefused: "Máy chủ chưa cấp mã. Máy tự thử lại.",
  pairCitizens: "Kính mời quý công dân lấy số ở quầy hướng dẫn.",
  loading: "Đang mở máy lấy số…",
  emptyTitle: "Chưa có lĩnh vực nào ở máy này",
  emptyText: "Xin đến quầy hướng dẫn.",
  refusedTitle: "Chưa lấy được số",
  refusedText: "Xin thử lại, hoặc đến quầy hướng dẫn.",
  refusedChanged: "Lĩnh vực này vừa thay đổi. Xin chọn lại.",
  refusedBusy: "Máy đang nhận nhiều yêu cầu. Xin đợi một phút rồi thử lại.",
  again: "Thử lại",
};

/** @type {Words} */
const EN = {
  ...BOOKING_EN,
  title: "Take a number",
  date: (weekday, day, month) => `${WEEKDAYS_EN[weekday]} ${day}/${month}`,
  welcome: "Welcome!",
  chooseField: "Please touch what you came for.",
  chooseService: "Please touch the procedure you need.",
  people: (n) => (n === 1 ? "1 person" : `${n} people`),
  waiting: "waiting",
  about: "about",
  minutes: (low, high) => (low <= 0 ? `under ${high} min` : low === high ? `${high} min` : `${low}–${high} min`),
  minutesShort: (low, high) => (low <= 0 ? `<${high}` : low === high ? `${high}` : `${low}–${high}`),
  minutesUnit: "minutes",
  nobody: "Nobody waiting",
  calledAtOnce: "called at once",
  noCounter: "no counter open yet",
  paused: (reason) => `Paused: ${reason}`,
  until: "until",
  priority: "Priority",
  priorityChosen: (name) => `Priority: ${name}`,
  priorityTake: "Remove",
  priorityTitle: "Which of these are you?",
  priorityHint: "No papers are needed at this machine. It is not printed on the ticket.",
  largeOn: "Large text",
  largeOff: "Normal text",
  lowOn: "Lower",
  lowOff: "Raise",
  contrastOn: "Contrast",
  contrastOff: "Normal colours",
  voiceOn: "Spoken help",
  voiceOff: "Silence",
  helpers: "Help",
  stepBack: "Previous",
  stepOn: "Next",
  stepChoose: "Choose",
  steps: "Listen item by item",
  language: "Tiếng Việt",
  back: "Back",
  home: "Start page",
  previous: "Previous",
  next: "Next",
  page: (page, pages) => `Page ${page} / ${pages}`,
  taking: "Taking your number…",
  ticketsUntil: (time) => `Numbers until ${time} today`,
  hotline: (hotline) => `Help line: ${hotline}`,
  homeIn: (s) => `Back to the start page in ${s} s`,
  stay: "Touch the screen to stay",
  yourNumber: "Your number",
  counters: (counters) => `counter ${counters}`,
  ahead: "Ahead of you",
  aheadUnit: (n = 0) => (n === 1 ? "person" : "people"),
  expected: "Wait about",
  target: "Aim: called before",
  printing: "Your ticket is being printed below…",
  printed: "Please take your ticket below",
  followOnPaper: "Scan the code on the ticket to follow your turn on a phone",
  followOnScreen: "Scan this code to follow your turn on a phone",
  keep: "please remember your number or take a photo of it",
  staffTold: "Your number is valid. Staff have been told.",
  reprint: "Print again",
  done: "Done",
  printer: {
    paper_out: "The printer is out of paper",
    cover_open: "The printer's cover is open",
    offline: "The printer does not answer",
    error: "The printer has a fault",
    late: "The printer is slow",
  },
  stillOnScreen: "You can still take a number: it is shown on this screen.",
  closedTitle: "No numbers are given at this hour",
  opensAgain: (when) => `Numbers again: ${when}`,
  opensWhen: (time, date) => (date ? `${date} at ${time}` : `today at ${time}`),
  closedHint: "Please come back then. Thank you.",
  awayTitle: "This machine has lost its connection",
  awayText: "It cannot give numbers for the moment. Please go to the help desk.",
  awayHint: "It reconnects by itself; there is nothing to touch.",
  unknownTitle: "This machine belongs to no office yet",
  unknownText: (code) => `There is no office “${code}”. Please go to the help desk and tell the technician.`,
  notAllowedTitle: "This machine may not give numbers yet",
  notAllowedText: "Please go to the help desk and tell the technician.",
  removedTitle: "This kiosk has been removed. It must be paired again",
  removedSteps: [
    "The technician takes DUNGHEN_KIOSK_TOKEN out of the file /etc/dunghen/kiosk.env.",
    "Restart it: sudo systemctl restart dunghen-kiosk",
    "This screen shows a code. Type it on the page Administration\u00a0›\u00a0Devices.",
  ],
  machine: (name) => `Machine: ${name}`,
  pairTitle: "Pair this kiosk",
  pairText: "An administrator opens Administration\u00a0›\u00a0Devices, and types this code:",
  pairRevoked: "This kiosk was revoked. It must be paired again before it can be used.",
  pairWait: "Asking for a code…",
  pairAway: "The server cannot be reached. The kiosk tries again by itself.",
  pairRefused: "The server gives no code now. The kiosk tries again by itself.",
  pairCitizens: "Please take a number at the help desk.",
  loading: "Starting…",
  emptyTitle: "There is nothing to choose at this machine yet",
  emptyText: "Please go to the help desk.",
  refusedTitle: "No number could be taken",
  refusedText: "Please try again, or go to the help desk.",
  refusedChanged: "This has just changed. Please choose again.",
  refusedBusy: "The machine is very busy. Please wait a minute and try again.",
  again: "Try again",
};

/** @param {string} language @returns {Words} */
export function wordsIn(language) {
  return language === "en" ? EN : VI;
}

/**
 * A name in the language, else in Vietnamese, else as it came.
 * @param {Record<string, string>} names
 * @param {string} language
 * @param {string} otherwise
 */
export function nameIn(names, language, otherwise) {
  return names[language] || names.vi || otherwise;
}
