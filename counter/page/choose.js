/** Choosing a counter and opening it; this machine's last counter is offered first. */

import { Refused, Unreachable } from "./shared/api.js";
import { button, el, focusOn, replace } from "./shared/dom.js";
import { keyName } from "./state.js";

/** @typedef {import("./kinds.js").Place} Place */
/**
 * @typedef {{api: import("./shared/api.js").Api, texts: import("./shared/texts.js").Texts, office: string, places: Place[],
 *   session: {name: string, username: string}, serviceNames: Record<string, import("./kinds.js").Names>, remembered: number|null, word: string|null,
 *   done: (counter: number) => void, signedOut: () => void, signOut: (() => void)|null, switchLanguage: () => void}} Given
 */

/** @param {Given} given */
export function chooseScreen(given) {
  const { texts, places } = given;
  const screen = new Choosing(given);
  const element = el("main", { class: "choose" },
    el("header", { class: "choose-head" },
      el("div", {}, el("h1", {}, texts.say("choose_title")), el("p", { class: "soft" }, texts.say(places.length ? "choose_hint" : "choose_none"))),
      el("div", { class: "head-buttons" }, el("span", { class: "head-staff" }, given.session.name),
        button({ text: texts.say("other_language"), kind: "quiet", press: given.switchLanguage }),
        given.signOut && button({ text: texts.say("sign_out"), kind: "quiet", press: given.signOut }))),
    el("div", { class: "choose-body" }, screen.grid, screen.detail));
  const key = (/** @type {KeyboardEvent} */ event) => screen.key(event);
  document.addEventListener("keydown", key);
  return { element, start: () => screen.start(), stop: () => document.removeEventListener("keydown", key) };
}

class Choosing {
  /** @param {Given} given */
  constructor(given) {
    this.given = given;
    this.grid = el("div", { class: "place-grid" });
    this.detail = el("section", { class: "card choose-detail" });
    this.chosen = given.places.find(({ number }) => number === given.remembered) ?? this.#mine() ?? given.places[0] ?? null;
    this.word = given.word;
    this.takeOver = false;
    this.underWay = false;
    /** Services of the chosen counter that it does not take today. @type {Set<string>} */
    this.unticked = new Set();
  }

  start() {
    this.#draw();
    if (this.chosen) focusOn(this.grid, `place-${this.chosen.number}`);
  }

  #mine() {
    return this.given.places.find((place) => this.#isMine(place));
  }

  /** @param {Place} place */
  #isMine({ state, staff_name }) {
    return state !== "closed" && staff_name === this.given.session.name;
  }

  /** @param {Place} place */
  #choose(place) {
    this.chosen = place;
    this.word = null;
    this.takeOver = false;
    this.unticked.clear();
    this.#draw();
  }

  #draw() {
    replace(this.grid, ...this.given.places.map((place) => this.#place(place)));
    this.detail.hidden = this.chosen === null;
    if (this.chosen) replace(this.detail, ...this.#detailOf(this.chosen));
  }

  /** @param {Place} place */
  #place(place) {
    const { texts, remembered } = this.given;
    const { number, state, staff_name } = place;
    const tone = { open: "good", paused: "near", closed: "" }[state];
    return el("button", { type: "button", class: "place-tile", "data-focus": `place-${number}`, "aria-pressed": String(place === this.chosen),
      onclick: () => this.#choose(place), ondblclick: () => void this.open() },
      el("strong", { class: "number" }, String(number)),
      el("span", { class: "place-who" }, staff_name ?? (number === remembered ? texts.say("this_machine") : "\u00a0")),
      el("span", { class: `badge ${tone}` }, texts.say(`state_${state}`)));
  }

  /** @param {Place} place */
  #detailOf(place) {
    const { texts } = this.given;
    const mine = this.#isMine(place);
    const doText = this.takeOver ? "take_over" : mine ? "continue_counter_n" : "open_counter_n";
    return [
      el("h2", {}, texts.name(place.names) || texts.say("counter_n", { n: place.number })),
      !mine && this.#services(place),
      this.word && el("p", { class: "notice over", role: "alert" }, this.word),
      this.takeOver && el("p", { class: "soft" }, texts.say("take_over_hint")),
      button({ text: texts.say(doText, { n: place.number }), kind: this.takeOver ? "danger large" : "primary large",
        key: this.takeOver ? "" : "F3", focus: "open", busy: this.underWay, press: () => void this.open() }),
    ];
  }

  /** @param {Place} place */
  #services({ services }) {
    const { texts, serviceNames } = this.given;
    const tick = (/** @type {string} */ code) => el("input", { type: "checkbox", "data-focus": `service-${code}`,
      checked: !this.unticked.has(code), onchange: () => this.#toggle(code) });
    return el("fieldset", { class: "services" }, el("legend", { class: "label" }, texts.say("serves")),
      ...services.map((code) => el("label", { class: "tick" }, tick(code), el("span", {}, texts.name(serviceNames[code] ?? { vi: code })))));
  }

  /** @param {string} code */
  #toggle(code) {
    if (!this.unticked.delete(code)) this.unticked.add(code);
  }

  /** The services that stay ticked; null for all. @param {Place} place @returns {string[]|null} */
  #ticked({ services }) {
    return this.unticked.size ? services.filter((code) => !this.unticked.has(code)) : null;
  }

  async open() {
    const place = this.chosen;
    if (!place || this.underWay) return;
    if (this.#isMine(place)) return this.given.done(place.number);
    const services = this.#ticked(place);
    if (services?.length === 0) return this.#say(this.given.texts.say("serves_none"));
    this.underWay = true;
    this.#draw();
    try {
      await this.given.api.press(`/api/v1/offices/${encodeURIComponent(this.given.office)}/counters/${place.number}/open`,
        { ...(services && { services }), ...(this.takeOver && { take_over: true }) });
      this.given.done(place.number);
    } catch (error) {
      this.underWay = false;
      this.#refused(error, place);
    }
  }

  /** @param {unknown} error @param {Place} place */
  #refused(error, place) {
    const { texts } = this.given;
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (error instanceof Refused && error.status === 401) return this.given.signedOut();
    if (error.code !== "counter_taken") return this.#say(texts.refusal(error.code, { number: error.problem?.ticket?.number ?? "" }));
    const name = error.problem.staff_name ?? place.staff_name;
    this.takeOver = true;
    this.#say(name ? texts.say("taken_by", { n: place.number, name }) : texts.say("taken_by_somebody", { n: place.number }));
    focusOn(this.detail, "open");
  }

  /** @param {string} words */
  #say(words) {
    this.word = words;
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const onTile = event.target instanceof HTMLElement && event.target.classList.contains("place-tile");
    if (keyName(event) !== null) event.preventDefault();
    if (keyName(event) === "F3" && !event.repeat && !this.takeOver) return void this.open();
    if (!onTile) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) void this.open();
    } else this.#walk(event);
  }

  /** Arrow keys and digits choose a counter. @param {KeyboardEvent} event */
  #walk(event) {
    const { places } = this.given;
    const at = places.indexOf(/** @type {Place} */ (this.chosen));
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const next = by ? places[at + by] : places.find(({ number }) => String(number) === event.key);
    if (!next) return;
    event.preventDefault();
    this.#choose(next);
    focusOn(this.grid, `place-${next.number}`);
  }
}
