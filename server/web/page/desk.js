/**
 * What the pages of a supervisor's desk share: the head with its ways around, and how such a page begins.
 * The live hall, the reports and the ratings are one desk; they look and lead alike.
 */

import { Page } from "/counter-page/shared/page.js";
import { button, el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { catalogueOf } from "/counter-page/shared/texts.js";

/** @typedef {import("/counter-page/shared/texts.js").Catalogue} Catalogue */
/** @typedef {import("/counter-page/shared/texts.js").Texts} Texts */
/** Which page of the desk this is. @typedef {"today"|"figures"|"ratings"} Place */

/** @type {Catalogue} */
export const DESK = {
  vi: {
    desk_around: "Các trang của lãnh đạo", desk_today: "Hôm nay", desk_figures: "Báo cáo", desk_ratings: "Đánh giá",
    sign_in_title: "Đăng nhập để xem số liệu", wrong_role: "Trang này dành cho lãnh đạo bộ phận và cấp tỉnh.",
    desk_choose: "Chọn một bộ phận ở trang đầu.", desk_start: "Về trang đầu",
  },
  en: {
    desk_around: "Pages of the supervisor", desk_today: "Today", desk_figures: "Reports", desk_ratings: "Ratings",
    sign_in_title: "Sign in to see the figures", wrong_role: "This page is for supervisors and the province office.",
    desk_choose: "Choose an office on the start page.", desk_start: "To the start page",
  },
};

/** A page's own texts with the desk's and the common ones. @param {Catalogue} own @returns {Catalogue} */
export function deskCatalogue({ vi, en }) {
  return catalogueOf({ vi: { ...DESK.vi, ...vi }, en: { ...DESK.en, ...en } });
}

/** Where the pages of an office's desk are. @param {string} office @returns {Record<Place, string>} */
export function places(office) {
  const code = encodeURIComponent(office);
  return { today: `/hall/${code}`, figures: `/figures/${code}`, ratings: `/figures/${code}/ratings` };
}

/** The office that the address names: the part after the first. @param {string} path */
export function officeIn(path) {
  const [, , code = ""] = path.split("/");
  return decodeURIComponent(code);
}

/**
 * The head: the title, a line about it, and the ways around.
 * @param {{texts: Texts, here: Place, title: string, office: string, switchLanguage: () => void, signOut: () => void}} given
 * `about` writes the soft line beside the title; `line` says whether the page is up to date: a state
 * ("good", "near", "over") and its words, null for nothing to say.
 */
export function deskHead({ texts, here, title, office, switchLanguage, signOut }) {
  const about = el("p", { class: "desk-about soft figures" });
  const line = el("p", { class: "desk-line", role: "status" });
  const ways = Object.entries(places(office)).map(([name, address]) =>
    el("a", { class: "desk-way", href: address, "aria-current": name === here ? "page" : null }, texts.say(`desk_${name}`)));
  const language = button({ text: texts.say("other_language"), kind: "desk-quiet", focus: "language", press: switchLanguage });
  language.setAttribute("lang", texts.language === "vi" ? "en" : "vi");
  const leave = button({ text: texts.say("sign_out"), kind: "desk-quiet", focus: "sign_out", press: signOut });
  const element = el("header", { class: "desk-head" },
    el("div", { class: "desk-title" }, el("h1", {}, title), about),
    line,
    el("nav", { class: "desk-ways", "aria-label": texts.say("desk_around") }, ...ways, language, leave));
  return {
    element,
    about: whenChanged((/** @type {string} */ words) => replace(about, words)),
    line: whenChanged((/** @type {{state: string, words: string}|null} */ said) =>
      replace(line, said && el("span", { class: `badge ${said.state}` }, said.words))),
  };
}

const ROLES = new Set(["supervisor", "province"]);

/** A page of the desk: the office is in its address, and only whoever leads may see it. */
export class DeskPage extends Page {
  get office() {
    return officeIn(location.pathname) || (this.session?.office ?? "");
  }

  begin() {
    if (!ROLES.has(this.session.role)) return this.sayInTheMiddle(this.texts.say("wrong_role"));
    if (!this.office) return this.chooseOffice();
    return this.work();
  }

  /** What the page shows to somebody who may see it. @returns {unknown} */
  work() {
    throw new Error("every page of the desk shows something of its own");
  }

  /** Staff of the province belong to no office: the start page lists them all. */
  chooseOffice() {
    const { texts } = this;
    this.again = () => this.chooseOffice();
    this.show({
      element: el("main", { class: "middle" }, el("div", { class: "card signin" }, el("h1", { class: "brand" }, "Đúng Hẹn"),
        el("p", {}, texts.say("desk_choose")), el("a", { class: "button primary", href: "/" }, texts.say("desk_start")),
        button({ text: texts.say("sign_out"), press: this.signOut }))),
    });
  }
}
