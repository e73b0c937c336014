/** The supervisor's page of ratings: the whole office first, then by service, counter, clerk or day. */

import { button, el, replace } from "/counter-page/shared/dom.js";
import { Refused, Unreachable } from "/counter-page/shared/api.js";
import { DeskPage, deskHead } from "/page/desk.js";
import { dayWords, remarkList, table, whole } from "./results_rows.js";
import { BY, BY_OF_ALL, parse, quick, toSearch } from "./results_state.js";
import { RESULTS } from "./results_texts.js";

/** The page of the whole province; offices have theirs below their code. */
const OF_ALL = "/figures/ratings";
const PROVINCE = new Set(["province", "admin"]);

/** @typedef {import("./results_rows.js").Figure} Figure */
/** @typedef {import("./results_state.js").Asked} Asked */

class Results {
  #questions = 0;

  /**
   * @param {any} given the page's api, texts, office, place (names, time zone, now; null for all offices), the clerk who
   *   sees but their `own`, and ways out
   */
  constructor({ api, texts, office, place, own, switchLanguage, signOut, signedOut }) {
    Object.assign(this, { api, texts, office, place, own, signedOut });
    this.bys = place ? BY : BY_OF_ALL;
    const { time_zone: timeZone, at } = place ?? { time_zone: "Asia/Ho_Chi_Minh", at: Date.now() };
    this.today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(at));
    this.asked = parse(location.search, this.today, this.bys);
    this.head = place
      ? deskHead({ texts, here: "ratings", title: texts.say(own ? "title_own" : "title"), office, switchLanguage, signOut })
      : provinceHead({ texts, switchLanguage, signOut });
    this.picker = el("section", { class: "card picker" });
    this.body = el("div", { class: "results", "aria-live": "polite" });
    this.element = el("div", { class: "desk-page" }, this.head.element, el("main", { class: "desk-main" }, this.picker, this.body));
    this.back = () => this.#shown(parse(location.search, this.today, this.bys));
  }

  start() {
    window.addEventListener("popstate", this.back);
    this.#shown(this.asked);
  }

  stop() {
    window.removeEventListener("popstate", this.back);
    this.#questions += 1;
  }

  /** @param {Partial<Asked>} change */
  #go(change) {
    const asked = { ...this.asked, ...change };
    history.pushState(null, "", location.pathname + toSearch(asked));
    this.#shown(asked);
  }

  /** @param {Asked} asked */
  #shown(asked) {
    this.asked = this.own ? { ...asked, by: "clerk" } : asked;
    const where = this.place ? this.texts.name(this.place.names) : this.texts.say("all_offices");
    this.head.about(`${where} · ${dayWords(asked.from)}–${dayWords(asked.to)}`);
    this.#drawPicker();
    void this.#load();
  }

  #drawPicker() {
    const { texts, asked } = this;
    const date = (/** @type {"from"|"to"} */ name) => el("p", { class: "field" }, el("label", { for: name }, texts.say(name)),
      el("input", { class: "input", type: "date", id: name, name, value: asked[name], required: true, "data-focus": name }));
    const error = el("p", { class: "field-error", role: "alert", hidden: true }, texts.say("wrong_period"));
    const form = el("form", { class: "days", onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const said = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const [from, to] = [String(said.get("from")), String(said.get("to"))];
      error.hidden = from <= to;
      if (from <= to) this.#go({ from, to });
    } }, date("from"), date("to"), button({ text: texts.say("show"), submit: true, focus: "show" }), error);
    const quicks = ["today", "week", "month", "last_month"].map((name) => {
      const days = quick(name, this.today);
      const here = days.from === asked.from && days.to === asked.to;
      return this.#choice(texts.say(name), here, days, name);
    });
    const bys = this.bys.map((by) => this.#choice(texts.say(`by_${by}`), by === asked.by, { by }, by));
    replace(this.picker, form,
      el("div", { class: "choices", role: "group", "aria-label": texts.say("quick") }, ...quicks),
      !this.own && el("div", { class: "choices by", role: "group", "aria-label": texts.say("by") }, el("span", { class: "soft" }, texts.say("by")), ...bys));
  }

  /** @param {string} text @param {boolean} here @param {Partial<Asked>} change @param {string} focus */
  #choice(text, here, change, focus) {
    return el("button", { type: "button", class: "choice", "aria-pressed": here ? "true" : "false", "data-focus": focus,
      onclick: () => this.#go(change) }, text);
  }

  async #load() {
    this.#questions += 1;
    const question = this.#questions;
    this.body.setAttribute("aria-busy", "true");
    const { from, to, by } = this.asked;
    const office = encodeURIComponent(this.office);
    const whose = this.place ? `office=${office}&` : "";
    const figures = (/** @type {string} */ key) => this.api.get(`/api/v1/figures/ratings?${whose}from=${from}&to=${to}&by=${key}`);
    const remarks = async () => (await this.api.get(`/api/v1/offices/${office}/rating-remarks?from=${from}&to=${to}`)).remarks;
    try {
      const [all, groups, said] = await Promise.all([figures(this.own ? "clerk" : "form"), figures(by), this.own || !this.place ? null : remarks()]);
      if (question === this.#questions) this.#draw(all.rows, groups.rows, said);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      if (question === this.#questions) this.#failed(error);
    } finally {
      if (question === this.#questions) this.body.removeAttribute("aria-busy");
    }
  }

  /** @param {Refused|Unreachable} error */
  #failed(error) {
    if (error instanceof Refused && error.status === 401) return this.signedOut();
    const { texts } = this;
    replace(this.body, el("div", { class: "card failed", role: "alert" }, el("p", {}, texts.say("failed")),
      error instanceof Refused && el("p", { class: "soft" }, texts.refusal(error.code)),
      button({ text: texts.say("try_again"), kind: "primary", press: () => void this.#load() })));
  }

  /** @param {Figure[]} all @param {Figure[]} groups @param {any[]|null} remarks null: they are not for this reader */
  #draw(all, groups, remarks) {
    const { texts, asked } = this;
    if (!all.length) {
      replace(this.body, el("div", { class: "card empty" }, el("h2", {}, texts.say("empty")), el("p", { class: "soft" }, texts.say("empty_hint"))));
      return;
    }
    const first = this.own ? all.find((row) => row.key === this.own) : all[0];
    const names = [...new Set(groups.map(({ form, version }) => `${form} ${version}`))];
    const several = names.length > 1;
    const versions = asked.by === "form" ? [groups] : names.map((name) => groups.filter(({ form, version }) => `${form} ${version}` === name));
    replace(this.body,
      several && el("p", { class: "notice" }, texts.say("versions")),
      first && !first.suppressed && whole(first, texts),
      ...versions.map((rows) => el("section", { class: "card" },
        several && asked.by !== "form" && el("h2", {}, texts.say("version", { name: rows[0].form, version: rows[0].version })),
        table(asked.by, rows, texts))),
      el("p", { class: "soft rule" }, texts.say("rule")),
      remarks && el("section", { class: "card" }, el("h2", {}, texts.say("remarks")), el("p", { class: "soft rule" }, texts.say("remarks_hint")),
        remarkList(remarks, texts)));
  }
}

/** The head of the page of all offices, which leads to the province's other pages. @param {any} given */
function provinceHead({ texts, switchLanguage, signOut }) {
  const about = el("p", { class: "desk-about soft figures" });
  const way = (/** @type {string} */ name, /** @type {string} */ address) => el("a", { class: "desk-way", href: address }, texts.say(name));
  const language = texts.language === "vi" ? "" : "?lang=en";
  const element = el("header", { class: "desk-head" },
    el("div", { class: "desk-title" }, el("h1", {}, texts.say("title")), about),
    el("nav", { class: "desk-ways", "aria-label": texts.say("desk_around") },
      way("province_way", `/figures${language}`), way("forms_way", `/rating-forms${language}`),
      button({ text: texts.say("other_language"), kind: "desk-quiet", focus: "language", press: switchLanguage }),
      button({ text: texts.say("sign_out"), kind: "desk-quiet", focus: "sign_out", press: signOut })));
  return { element, about: (/** @type {string} */ words) => replace(about, words) };
}

class RatingsPage extends DeskPage {
  begin() {
    if (location.pathname === OF_ALL)
      return PROVINCE.has(this.session.role) ? this.work() : this.sayInTheMiddle(this.texts.say("wrong_role"));
    return this.session.role === "clerk" ? this.work() : super.begin();
  }

  async work() {
    const place = location.pathname === OF_ALL ? null : await this.ask("");
    const again = () => {
      const { api, texts, office, switchLanguage, signOut, signedOut } = this;
      const own = this.session.role === "clerk" && this.session.username;
      this.show(new Results({ api, texts, office, place, own, switchLanguage, signOut, signedOut }));
    };
    this.again = again;
    again();
  }
}

void new RatingsPage(RESULTS).start();
