/** One part of the report: it asks for its figures, shows that this takes a while, draws, and says what went wrong. */

import { Refused, Unreachable } from "/counter-page/shared/api.js";
import { button, el, replace } from "/counter-page/shared/dom.js";
import { Gone } from "./asks.js";

/** @typedef {import("./report.js").View} View */

const ASK_AGAIN_MS = 3000;

/**
 * @template Answer
 * @typedef {object} Part
 * @property {string} name of the part, for styles and tests
 * @property {string} [title]
 * @property {(view: View) => string|null} [heading] a title that depends on the view; null to hide the part
 * @property {(view: View) => Promise<Answer>} ask
 * @property {(answer: Answer, body: HTMLElement, view: View) => void} draw puts the figures into the body
 */

/** @template Answer */
export class Card {
  #turn = 0;
  #timer = 0;

  /** @param {View} view @param {Part<Answer>} part */
  constructor(view, part) {
    this.view = view;
    this.part = part;
    this.heading = el("h2", { id: `part-${part.name}` });
    this.body = el("div", { class: "fig-body" });
    this.element = el("section", { class: `card fig-card fig-${part.name}`, "aria-labelledby": `part-${part.name}` },
      el("div", { class: "fig-card-head" }, this.heading), this.body);
  }

  /** Title and skeleton, before anything is asked. Whether the part is shown at all. */
  wait() {
    const { part, view } = this;
    this.stop();
    const heading = part.heading ? part.heading(view) : part.title ?? "";
    this.element.hidden = heading === null;
    this.heading.textContent = heading ?? "";
    this.heading.hidden = !heading;
    if (heading === null) return false;
    this.element.setAttribute("aria-busy", "true");
    if (!this.body.childElementCount) replace(this.body, el("div", { class: "skeleton fig-late fig-waiting", "aria-hidden": "true" }));
    return true;
  }

  /** Ask for what the view shows now, and draw it, unless another view came meanwhile. */
  async load() {
    const { part, view } = this;
    if (!this.wait()) return;
    const turn = this.#turn;
    try {
      const answer = await part.ask(view);
      if (turn === this.#turn) part.draw(answer, this.body, view);
    } catch (error) {
      if (turn === this.#turn && !(error instanceof Gone)) this.#fail(error);
    } finally {
      if (turn === this.#turn) this.element.removeAttribute("aria-busy");
    }
  }

  /** Nothing is asked or drawn any more. */
  stop() {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  /** @param {unknown} error */
  #fail(error) {
    const { texts, signedOut, refused } = this.view;
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (error instanceof Refused && error.status === 401) return signedOut();
    if (error instanceof Refused && error.status === 403) return refused();
    const lost = error instanceof Unreachable;
    const own = error.code === "too_many_tickets" ? texts.say("too_many_tickets") : texts.refusal(error.code);
    if (lost) this.#timer = setTimeout(() => void this.load(), ASK_AGAIN_MS);
    replace(this.body, el("div", { class: "fig-trouble", role: "alert" }, el("p", {}, lost ? texts.say("offline") : own),
      button({ text: texts.say("try_again"), kind: "small", focus: "retry", press: () => void this.load() })));
  }
}

/** Words where there is nothing to draw. @param {string} words @param {...import("/counter-page/shared/dom.js").Child} more */
export function nothing(words, ...more) {
  return el("div", { class: "fig-empty" }, el("p", {}, words), ...more);
}

/** The title of a part that is told of a whole office only: with a filter it would mislead, and is not shown. @param {View} view @param {string} title */
export function ofAll({ texts, state }, title) {
  return state.only ? null : texts.say(title);
}

/**
 * A table behind a chart, made when somebody opens it.
 * @param {View} view @param {() => HTMLElement} make
 */
export function tableBehind({ texts }, make) {
  const details = el("details", { class: "fig-behind" }, el("summary", {}, texts.say("table_show")));
  details.addEventListener("toggle", () => {
    if (details.childElementCount < 2) details.append(el("div", { class: "fig-scroll", tabindex: "0" }, make()));
  });
  return details;
}

/** A plain table. @param {string} caption @param {string[]} heads @param {(string|Node)[][]} rows the first cell of each names it */
export function plainTable(caption, heads, rows) {
  return el("table", { class: "fig-table" }, el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first), ...rest.map((cell) => el("td", {}, cell))))));
}
