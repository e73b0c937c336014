/** The tickets behind a figure: a page of them at a time; numbers and times, nobody's name. */

import { button, el, replace } from "/counter-page/shared/dom.js";
import { goal } from "./answer.js";
import { Card, nothing } from "./card.js";
import { chosenWords } from "./names.js";
import { count, minutes, wall } from "./numbers.js";
import { PAGE, tickets } from "./paths.js";
import { dayWords, periodWords } from "./periods.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").TicketFact} TicketFact */

/** Columns of words; the others are figures and stand to the right. */
const WORDS = new Set(["service", "clerk"]);
const OUTCOMES = ["served", "transferred", "no_show", "left", "removed", "closed_by_system"];

/** The list as one part, which takes the place of all others. */
export class TicketList {
  /** @param {View} view */
  constructor(view) {
    this.card = new Card(view, { name: "tickets", heading: ({ texts }) => texts.say("tickets_title"), ask: (now) => now.ask(tickets(now.state, now.office)), draw });
  }
}

/** @param {{total: number, skip: number, tickets: TicketFact[]}} answer @param {HTMLElement} body @param {View} view */
function draw({ total, skip, tickets: rows }, body, view) {
  const { texts, lang, state, place } = view;
  const words = [periodWords(state.kind, periodIn(state), texts), state.only && chosenWords(texts, place, state.only), chosenWords(texts, place, state.behind)].filter(Boolean);
  replace(body,
    el("div", { class: "fig-list-head" },
      el("a", { class: "button small", href: view.link({ behind: "", skip: 0, order: "time" }), "data-go": true, "data-focus": "back" }, texts.say("tickets_back")),
      el("p", { class: "fig-chosen" }, el("strong", { class: "figures" }, texts.say("tickets_count", { n: count(total, lang) })), ` · ${words.join(" · ")}`)),
    chooser(view),
    rows.length ? table(rows, view) : nothing(texts.say("tickets_none")),
    total > 0 && pages(total, skip, rows.length, view));
}

/** @param {View} view */
function chooser({ texts, state, go }) {
  const chosenOutcome = /(?:^|,)outcome:(\w+)/.exec(state.behind)?.[1] ?? "";
  const choose = (/** @type {string} */ outcome) => {
    const rest = state.behind.split(",").filter((part) => part && part !== "all" && !part.startsWith("outcome:"));
    go({ behind: [...rest, outcome && `outcome:${outcome}`].filter(Boolean).join(",") || "all", skip: 0 });
  };
  const outcome = el("select", { class: "input fig-select", "aria-label": texts.say("outcome"), "data-focus": "outcome", onchange: (/** @type {any} */ event) => choose(event.target.value) },
    el("option", { value: "" }, texts.say("outcome_any")), ...OUTCOMES.map((name) => el("option", { value: name, selected: name === chosenOutcome }, texts.say(`outcome_${name}`))));
  const orders = ["time", "longest"].map((name) => el("button", { type: "button", class: "fig-choice", "aria-pressed": String(state.order === name), "data-focus": `order-${name}`,
    onclick: () => go({ order: /** @type {"time"|"longest"} */ (name), skip: 0 }) }, texts.say(`order_${name}`)));
  return el("div", { class: "fig-choices" }, outcome, el("div", { class: "fig-choices", role: "group", "aria-label": texts.say("order") }, ...orders));
}

/** @param {TicketFact[]} rows @param {View} view */
function table(rows, view) {
  const { texts } = view;
  const names = ["number", "day", "service", "counter", ...(view.own ? [] : ["clerk"]), "arrived", "slot", "from", "called", "started", "ended", "waited"];
  return el("div", { class: "fig-scroll", tabindex: "0" }, el("table", { class: "fig-table fig-tickets" }, el("caption", { class: "visually-hidden" }, texts.say("tickets_title")),
    el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col", class: WORDS.has(name) ? "words" : "" }, texts.say(`ticket_${name}`))), el("th", { scope: "col", class: "words" }, texts.say("outcome")))),
    el("tbody", {}, ...rows.map((row) => line(row, view)))));
}

/** @param {TicketFact} row @param {View} view */
function line(row, { texts, lang, place, called, own }) {
  const at = (/** @type {string|null} */ moment) => wall(moment, place.time_zone);
  const over = row.waited_s > place.goal_s;
  const number = el("th", { scope: "row", class: "figures" }, row.number, row.leg > 1 && el("span", { class: "soft fig-small" }, ` ${texts.say("ticket_leg", { n: row.leg })}`));
  const waited = el("td", { class: over ? "over" : "" }, el("strong", {}, minutes(row.waited_s, lang)),
    over && el("span", { class: "fig-mark", title: `${texts.say("over_goal")} (${goal(place.goal_s, lang)})` }, " ▲"));
  return el("tr", {}, number, el("td", {}, dayWords(row.day)), el("td", { class: "words" }, called("service", row.service)), el("td", {}, row.counter === null ? "–" : String(row.counter)),
    !own && el("td", { class: "words" }, row.clerk ?? "–"), el("td", {}, at(row.arrived_at)), el("td", {}, at(row.slot)), el("td", {}, at(row.waits_from)), el("td", {}, at(row.called_at)),
    el("td", {}, at(row.started_at)), el("td", {}, at(row.ended_at)), waited,
    el("td", { class: "words" }, texts.say(OUTCOMES.includes(row.outcome) ? `outcome_${row.outcome}` : "none_known"), !row.counted && el("span", { class: "soft fig-small" }, ` (${texts.say("in_vain")})`)));
}

/** @param {number} total @param {number} skip @param {number} shown @param {View} view */
function pages(total, skip, shown, { texts, lang, go }) {
  const turn = (/** @type {string} */ name, /** @type {number} */ to, /** @type {boolean} */ there) =>
    there && button({ text: texts.say(name), kind: "small", focus: name, press: () => go({ skip: Math.max(0, to) }) });
  return el("nav", { class: "fig-pages" }, turn("tickets_earlier", skip - PAGE, skip > 0),
    el("span", { class: "figures soft" }, shown ? texts.say("tickets_page", { from: count(skip + 1, lang), to: count(skip + shown, lang), n: count(total, lang) }) : ""),
    turn("tickets_later", skip + PAGE, skip + shown < total));
}
