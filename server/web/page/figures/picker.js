/** Which period is shown, what it is compared with, and how it leaves the page: printed or as a file. */

import { el, replace } from "/counter-page/shared/dom.js";
import { path } from "./paths.js";
import { chosenWords } from "./names.js";
import { KINDS, periodOf, periodWords, stepped } from "./periods.js";
import { isPeriod, periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */

const OF_PROVINCE = new Set(["province", "admin"]);

/** The bar under the head. */
export class Picker {
  /** @type {{code: string, names: Record<string, string>}[]} */ #offices = [];
  #open = false;

  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.element = el("section", { class: "fig-picker", "aria-label": view.texts.say("period"), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    if (OF_PROVINCE.has(view.session.role)) void this.#findOffices();
  }

  /** Whom staff of the province may compare with: the offices of the period's first day, for one day is quickly told. Without an answer there is the period before alone. */
  async #findOffices() {
    const { ask, state, office } = this.view;
    const { first } = periodIn(state);
    const found = await ask(path("waits", { from: first, to: first, by: "office" })).catch(() => ({ rows: [] }));
    this.#offices = found.rows.filter((/** @type {any} */ row) => row.key !== office).map((/** @type {any} */ row) => ({ code: row.key, names: row.names ?? { vi: row.key } }));
    this.draw();
  }

  draw() {
    const { state } = this.view;
    this.#open = state.kind === "free" ? true : this.#open;
    replace(this.element, this.#kinds(), state.kind === "free" || this.#open ? this.#free() : this.#steps(), this.#compare(), this.#out(), this.#filter());
  }

  #kinds() {
    const { texts, state, go } = this.view;
    const choose = (/** @type {any} */ kind) => {
      this.#open = false;
      go({ kind, first: "", last: "", day: state.kind === "free" ? state.first : state.day });
    };
    const free = el("button", { type: "button", class: "fig-choice", "aria-pressed": String(state.kind === "free" || this.#open), "data-focus": "kind-free", onclick: () => {
      this.#open = true;
      this.draw();
      this.element.querySelector("input")?.focus();
    } }, texts.say("kind_free"));
    const kinds = KINDS.map((kind) => el("button", { type: "button", class: "fig-choice", "aria-pressed": String(kind === state.kind && !this.#open), "data-focus": `kind-${kind}`, onclick: () => choose(kind) }, texts.say(`kind_${kind}`)));
    return el("div", { class: "fig-choices fig-kinds", role: "group", "aria-label": texts.say("period") }, ...kinds, free);
  }

  #steps() {
    const { texts, state, today } = this.view;
    const kind = /** @type {import("./periods.js").Kind} */ (state.kind);
    const now = periodOf(kind, today).first === periodIn(state).first;
    const step = (/** @type {number} */ by, /** @type {string} */ name, /** @type {string} */ sign) =>
      el("button", { type: "button", class: "fig-step", "aria-label": texts.say(name), title: `${texts.say(name)} (Shift+${by < 0 ? "←" : "→"})`, "data-focus": name, disabled: by > 0 && now, onclick: () => this.#step(by) }, sign);
    return el("div", { class: "fig-steps" }, step(-1, "earlier", "◂"), el("strong", { class: "fig-now figures" }, periodWords(kind, periodIn(state), texts), now && kind !== "day" && el("span", { class: "soft" }, ` ${texts.say("until_now")}`)), step(1, "later", "▸"),
      !now && el("button", { type: "button", class: "fig-choice", "data-focus": "current", onclick: () => this.view.go({ day: today }) }, texts.say(kind === "day" ? "today" : "current")));
  }

  /** @param {number} by */
  #step(by) {
    const { state, today, go } = this.view;
    if (state.kind === "free") return;
    const day = stepped(state.kind, state.day, by);
    if (by > 0 && periodOf(state.kind, day).first > today) return;
    go({ day: periodOf(state.kind, today).first === day ? today : day });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (typing || !event.shiftKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    this.#step(event.key === "ArrowLeft" ? -1 : 1);
  }

  #free() {
    const { texts, state, go } = this.view;
    const { first, last } = periodIn(state);
    const field = (/** @type {string} */ name, /** @type {string} */ value) => el("label", { class: "fig-field" }, el("span", { class: "soft" }, texts.say(name)), el("input", { class: "input fig-date", type: "date", name, value, required: true }));
    const wrong = el("p", { class: "field-error", role: "alert", hidden: true }, texts.say("wrong_period"));
    const form = el("form", { class: "fig-free", onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const said = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const period = { first: String(said.get("from")), last: String(said.get("to")) };
      wrong.hidden = isPeriod(period);
      if (isPeriod(period)) go({ kind: "free", ...period });
    } }, field("from", first), field("to", last), el("button", { type: "submit", class: "button small", "data-focus": "free-show" }, texts.say("show")), wrong);
    return form;
  }

  #compare() {
    const { texts, state, go } = this.view;
    const options = [["", texts.say("compare_none")], ["before", texts.say("compare_before")], ...this.#offices.map(({ code, names }) => [`office:${code}`, texts.name(names)])];
    if (!options.some(([value]) => value === state.against)) options.push([state.against, state.against.replace("office:", "")]);
    return el("label", { class: "fig-field" }, el("span", { class: "soft" }, texts.say("compare")),
      el("select", { class: "input fig-select", "data-focus": "compare", onchange: (/** @type {any} */ event) => go({ against: event.target.value }) },
        ...options.map(([value, words]) => el("option", { value, selected: value === state.against }, words))));
  }

  #out() {
    const { texts, state, office, session } = this.view;
    const { first, last } = periodIn(state);
    const file = (/** @type {string} */ ending) => el("a", { class: "fig-way", href: path(`report.${ending}`, { office, from: first, to: last }), download: true }, texts.say(`export_${ending}`));
    return el("div", { class: "fig-out" },
      el("button", { type: "button", class: "button small", "data-focus": "print", onclick: () => window.print() }, texts.say("print")),
      session.role !== "clerk" && el("details", { class: "fig-menu" }, el("summary", { class: "button small", "data-focus": "export" }, texts.say("export")), el("div", { class: "fig-menu-list card" }, file("pdf"), file("xlsx"))));
  }

  /** What of the office is looked at, with a way to all of it. */
  #filter() {
    const { texts, state, place, link } = this.view;
    if (!state.only) return null;
    const what = chosenWords(texts, place, state.only);
    return el("p", { class: "fig-only" }, el("span", { class: "badge" }, texts.say("only", { what })), " ", el("a", { href: link({ only: "" }), "data-go": true, "aria-label": texts.say("only_remove", { what }) }, "×"));
  }
}
