// The words of the display, in both languages.

/** @typedef {Record<string, string>} Texts */

/** @type {Record<string, Texts>} */
export const TEXTS = {
  vi: {
    invite: "Mời quý công dân có số",
    counter: "Quầy",
    number: "Số",
    near: "Sắp đến lượt",
    nobody: "Không có người chờ",
    waiting: "Đang chờ",
    mean: "Chờ trung bình hôm nay",
    goal: "mục tiêu",
    goalOnly: "Mục tiêu thời gian chờ",
    emptyTitle: "Chưa có số nào được gọi",
    emptyText: "Xin quý công dân lấy số ở máy và chờ gọi.",
    closedTitle: "Hiện không phát số",
    closedText: "Mời quý công dân trở lại trong giờ làm việc.",
    opensAt: "Phát số trở lại",
    stale: "Mất kết nối. Số trên màn hình là của {age} trước.",
    staleText: "Xin theo lời mời của cán bộ.",
    connecting: "Đang kết nối với máy chủ…",
    refusedTitle: "Không mở được bảng gọi số",
    refusedText: "Máy chủ không biết bộ phận “{office}”. Xin kiểm tra địa chỉ của trang.",
    addressTitle: "Địa chỉ của trang chưa đúng",
    addressText: "Không hiểu “{part}”. Ví dụ đúng: ?counters=1,2,5-9&sound=off&lang=vi,en",
    sound: "Chạm để bật tiếng",
  },
  en: {
    invite: "Now calling number",
    counter: "Counter",
    number: "Number",
    near: "Next",
    nobody: "Nobody is waiting",
    waiting: "Waiting",
    mean: "Mean wait today",
    goal: "goal",
    goalOnly: "Goal for the wait",
    emptyTitle: "No number has been called yet",
    emptyText: "Please take a number at the machine and wait to be called.",
    closedTitle: "No numbers are given now",
    closedText: "Please come back during opening hours.",
    opensAt: "Numbers are given again",
    stale: "Not connected. The numbers shown are {age} old.",
    staleText: "Please listen to the staff.",
    connecting: "Connecting to the server…",
    refusedTitle: "This board cannot be opened",
    refusedText: "The server does not know the office “{office}”. Please check the address of this page.",
    addressTitle: "The address of this page is not right",
    addressText: "“{part}” is not understood. A right example: ?counters=1,2,5-9&sound=off&lang=vi,en",
    sound: "Touch to turn on the sound",
  },
};

/**
 * The office's own words, where it has some, else the usual ones.
 * @param {Record<string, Record<string, string>> | undefined} own @param {string} lang @param {string} name @param {string} key
 */
export function ownOr(own, lang, name, key) {
  return own?.[name]?.[lang] ?? say(lang, key);
}

/**
 * A text with its places filled in.
 * @param {string} lang @param {string} key @param {Record<string, string | number>} places
 */
export function say(lang, key, places = {}) {
  const words = (TEXTS[lang] ?? TEXTS.vi)[key];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(places[name]));
}
