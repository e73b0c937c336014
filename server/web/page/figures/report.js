/** The report of one office: what its address says is shown, and every change of it is in the address. */

import { el, replace } from "/counter-page/shared/dom.js";
import { deskHead } from "/page/desk.js";
import { Asks } from "./asks.js";
import { Card } from "./card.js";
import { called } from "./names.js";
import { wall } from "./numbers.js";
import { partsOf } from "./parts.js";
import { before, periodWords, spanWords } from "./periods.js";
import { Picker } from "./picker.js";
import { parse, periodIn, toSearch } from "./state.js";
import { TicketList } from "./tickets.js";

/** @typedef {import("./state.js").State} State */

/**
 * What every part of the report sees.
 * @typedef {object} View
 * @property {import("/counter-page/shared/texts.js").Texts} texts
 * @property {string} lang
 * @property {string} office
 * @property {import("./kinds.js").Office} place
 * @property {{role: string, username: string, name: string}} session
 * @property {boolean} own whether only the caller's own figures are shown
 * @property {string} today in the office's own time
 * @property {State} state
 * @property {(path: string) => Promise<any>} ask
 * @property {(change: Partial<State>) => void} go to another state; the address says it
 * @property {(change: Partial<State>) => string} link the address of another state
 * @property {(address: string) => void} follow such an address, without loading the page anew
 * @property {(dimension: string, key: string, names?: Record<string, string>|null) => string} called what a key is called
 * @property {() => void} signedOut
 * @property {() => void} refused
 */

/** A page's screen. */
export class Report {
  /** @param {any} given the page's api, texts, session, office, place and ways out */
  constructor({ api, texts, session, office, place, today, own, switchLanguage, signedOut, signOut, refused }) {
    this.texts = texts;
    this.place = place;
    this.asks = new Asks((path) => api.get(path));
    /** @type {View} */
    this.view = {
      texts, lang: texts.language, office, place, session, today, own, signedOut, refused,
      state: parse(location.search, today),
      ask: (path) => this.asks.ask(path),
      go: (change) => this.#go(change),
      link: (change) => location.pathname + toSearch({ ...this.view.state, ...change }, today),
      follow: (address) => this.#follow(address),
      called: (dimension, key, names) => called(texts, place, dimension, key, names),
    };
    this.head = deskHead({ texts, here: "figures", title: texts.say(this.view.own ? "title_own" : "title"), office, switchLanguage, signOut });
    this.picker = new Picker(this.view);
    this.cards = partsOf(this.view).map((part) => new Card(this.view, part));
    this.tickets = new TicketList(this.view);
    this.main = el("main", { class: "fig-main", id: "report", tabindex: "-1" });
    if (session.role === "clerk") for (const way of this.head.element.querySelectorAll(".desk-way:not([aria-current])")) way.remove();
    if (["province", "admin"].includes(session.role)) this.head.element.querySelector("nav")?.prepend(el("a", { class: "desk-way", href: "/figures" }, texts.say("all_offices")));
    this.foot = el("footer", { class: "fig-foot soft" }, texts.say("footer"));
    this.printed = el("p", { class: "fig-printed" });
    this.element = el("div", { class: "desk-page fig-page" }, this.head.element, this.picker.element, this.main, this.foot, this.printed);
    this.back = () => this.#shown(parse(location.search, today));
    this.element.addEventListener("click", (event) => this.#click(event));
    this.stamp = () => {
      this.printed.textContent = texts.say("printed", { at: `${wall(new Date().toISOString(), place.time_zone)} ${new Date().toLocaleDateString("vi-VN", { timeZone: place.time_zone })}`, name: session.name });
    };
  }

  start() {
    window.addEventListener("popstate", this.back);
    window.addEventListener("beforeprint", this.stamp);
    this.#shown(this.view.state);
  }

  stop() {
    window.removeEventListener("popstate", this.back);
    window.removeEventListener("beforeprint", this.stamp);
    this.asks.begin();
    for (const card of [...this.cards, this.tickets.card]) card.stop();
  }

  /** A plain click on a way within the report does not load the page anew. @param {MouseEvent} event */
  #click(event) {
    const way = event.target instanceof Element ? event.target.closest("a[data-go]") : null;
    if (!(way instanceof HTMLAnchorElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#follow(way.href);
  }

  /** @param {Partial<State>} change */
  #go(change) {
    const state = { ...this.view.state, ...change };
    const down = Boolean(state.behind) !== Boolean(this.view.state.behind);
    history.pushState(null, "", location.pathname + toSearch(state, this.view.today));
    this.#shown(state);
    if (down) {
      window.scrollTo(0, 0);
      this.main.focus({ preventScroll: true });
    }
  }

  /** @param {string} address of a state of this page */
  #follow(address) {
    this.#go(parse(new URL(address, location.href).search, this.view.today));
  }

  /** @param {State} state */
  #shown(state) {
    this.view.state = state;
    this.asks.begin();
    this.#say();
    this.picker.draw();
    const wanted = state.behind ? [this.tickets.card] : this.cards;
    const elements = wanted.map((card) => card.element);
    if (elements[0]?.parentElement !== this.main) replace(this.main, ...elements);
    for (const card of [...this.cards, this.tickets.card]) if (!wanted.includes(card)) card.stop();
    void this.#load(wanted, state);
  }

  /** The answer goes first and alone: the server does not work on the charts while somebody waits for it. @param {Card<any>[]} wanted @param {State} state */
  async #load([first, ...rest], state) {
    const answered = first.load();
    for (const card of rest) card.wait();
    await answered;
    if (this.view.state === state) for (const card of rest) void card.load();
  }

  /** Title and soft line: which office, which period. */
  #say() {
    const { texts, view } = this;
    const period = periodIn(view.state);
    const words = periodWords(view.state.kind, period, texts);
    const beside = view.state.against === "before" ? ` · ${texts.say("compare")} ${spanWords(before(period))}` : "";
    document.title = `${words} · ${texts.say("page_title")}`;
    this.head.about(`${texts.name(view.place.names)} · ${words}${beside}`);
  }
}
