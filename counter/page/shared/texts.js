/** The texts of a page in the language chosen on this machine. */

import { REFUSALS } from "./refusals.js";

/** @typedef {"vi"|"en"} Language */
/** @typedef {Record<string, string|number>} Facts */
/** @typedef {Record<Language, Record<string, string|string[]>>} Catalogue */

/** What every page that staff sign in to says. @type {Catalogue} */
export const COMMON = {
  vi: {
    skip: "Chuyển đến nội dung", other_language: "English", sign_out: "Đăng xuất",
    connected: "Đã kết nối", connecting: "Đang kết nối…", not_connected: "Mất kết nối", try_again: "Thử lại",
    locked_lost: "Tạm khóa: mất kết nối với máy chủ.",
    username: "Tên đăng nhập", password: "Mật khẩu", sign_in: "Đăng nhập", show_password: "Hiện mật khẩu",
    totp: "Mã trong ứng dụng xác thực, hoặc mã khôi phục", other_ways: "Cách đăng nhập khác",
    session_over: "Phiên làm việc đã hết. Xin đăng nhập lại.",
    minutes: "{n} phút", under_minute: "chưa đến 1 phút",
  },
  en: {
    skip: "Skip to the content", other_language: "Tiếng Việt", sign_out: "Sign out",
    connected: "Connected", connecting: "Connecting…", not_connected: "Not connected", try_again: "Try again",
    locked_lost: "Locked: no connection to the server.",
    username: "User name", password: "Password", sign_in: "Sign in", show_password: "Show password",
    totp: "Code from your authenticator app, or a recovery code", other_ways: "Other ways to sign in",
    session_over: "Your session has ended. Please sign in again.",
    minutes: "{n} min", under_minute: "less than 1 min",
  },
};

/** @param {string} text @param {Facts} facts */
function filled(text, facts) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** The texts of one language: a page's own catalogue, which holds the common ones too. */
export class Texts {
  /** @param {Language} language @param {Catalogue} catalogue */
  constructor(language, catalogue) {
    this.language = language;
    this.catalogue = catalogue[language];
  }

  /** One text, filled in; an unknown key is a fault of the page. @param {string} key @param {Facts} [facts] */
  say(key, facts = {}) {
    const text = this.catalogue[key];
    if (typeof text !== "string") throw new RangeError(`no text ${key}`);
    return filled(text, facts);
  }

  /** A list of ready-made answers. @param {string} key @returns {string[]} */
  list(key) {
    const texts = this.catalogue[key];
    if (!Array.isArray(texts)) throw new RangeError(`no list ${key}`);
    return texts;
  }

  /** What a refusal means, by its code; codes of newer servers too. @param {string} code @param {Facts} [facts] */
  refusal(code, facts = {}) {
    return filled((REFUSALS[code] ?? REFUSALS.other)[this.language], { code, ...facts });
  }

  /** A name that the server gave in several languages. @param {Record<string, string>} names */
  name(names) {
    return names[this.language] ?? names.vi ?? Object.values(names)[0] ?? "";
  }
}

/** A page's own texts with the common ones. @param {Catalogue} own @returns {Catalogue} */
export function catalogueOf({ vi, en }) {
  return { vi: { ...COMMON.vi, ...vi }, en: { ...COMMON.en, ...en } };
}

/** The language chosen on this machine, Vietnamese if none. @param {Storage} storage @returns {Language} */
export function chosenLanguage(storage) {
  return storage.getItem("dunghen.language") === "en" ? "en" : "vi";
}

/** @param {Storage} storage @param {Language} language */
export function chooseLanguage(storage, language) {
  storage.setItem("dunghen.language", language);
}
