/** The side of the page: who waits for this counter, who is set aside, and who just did not come. */

import { timeOfDay } from "/look/words.js";
import { button, el, focusOn, replace, whenChanged } from "./shared/dom.js";
import { lineByService, rowActions, situation } from "./state.js";
import { secondsSince, timeLeft, wholeMinutes } from "./times.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */

/** What the actions of a row are called. @type {Record<string, string>} */
const ROW_WORDS = { call_other: "call_this", remove: "remove", resume: "resume", finish_held: "finish", no_show_held: "no_show" };

/** How long somebody may be set aside before it stands out, in minutes. */
const LONG_HOLD = 10;

/** @param {Work} work */
export function line(work) {
  const parts = [el("section", { class: "line-part waiting" }), el("section", { class: "line-part held" }),
    el("section", { class: "line-part no-shows" }), work.coming.element];
  const element = el("aside", { class: "card side" }, ...parts);
  /** The row whose actions are shown. @type {string|null} */ let chosen = null;
  const choose = (/** @type {string} */ row) => {
    chosen = chosen === row ? null : row;
    draw();
  };
  const isChosen = (/** @type {string} */ row) => row === chosen;
  const drawers = [waiting, held, noShows].map((content, i) =>
    whenChanged((...facts) => replace(parts[i], ...content(work, { facts, choose, isChosen }))));
  function draw() {
    const { view, lost } = work.desk;
    if (!view) return;
    const now = work.officeNow();
    const common = [chosen, lost, situation(view), view.time_zone];
    drawers[0](view.line.map((ticket) => ({ ...ticket, left: ticket.due && timeLeft(ticket.due, now) })), lineByService(view), ...common);
    drawers[1](view.on_hold.map((ticket) => ({ ...ticket, n: wholeMinutes(secondsSince(ticket.held_at ?? ticket.arrived_at, now)) })), ...common);
    drawers[2](view.recent_no_shows, ...common);
  }
  element.addEventListener("keydown", (event) => walk(element, event));
  return {
    element,
    draw,
    tick: draw,
    /** Go to the line, to choose somebody out of order. */
    enter() {
      chosen = null;
      draw();
      const first = work.desk.view?.line[0];
      if (first) focusOn(parts[0], `row-${first.id}`);
    },
  };
}

/** Arrow keys go from row to row. @param {Element} side @param {KeyboardEvent} event */
function walk(side, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const rows = [...side.querySelectorAll("button")];
  const at = rows.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  if (at < 0) return;
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, at + by))].focus();
}

/** @typedef {{facts: any[], choose: (row: string) => void, isChosen: (row: string) => boolean}} Drawing */

/** @param {Work} work @param {Drawing} drawing */
function waiting(work, { facts: [tickets, services], choose, isChosen }) {
  const { texts } = work;
  const view = /** @type {CounterView} */ (work.desk.view);
  const many = services.length > 1 && el("p", { class: "line-services soft" }, services.map(
    ({ service, n }) => `${texts.name(view.service_names[service] ?? { vi: service })} ${n}`).join(" · "));
  const rows = tickets.map((/** @type {Ticket & {left: any}} */ ticket) => row(ticket, {
    texts, zone: view.time_zone, choose, isChosen,
    badge: ticket.left && { tone: ticket.left.tone, text: texts.say(ticket.left.key, ticket.left) },
    actions: rowActions(view).waiting.map((id) => ({ id, text: texts.say(ROW_WORDS[id]), press: () => work.ask(id, ticket) })),
  }));
  return [heading(texts.say("line"), tickets.length), many, rows.length ? el("ul", { class: "rows" }, ...rows)
    : el("p", { class: "soft" }, texts.say("line_empty"))];
}

/** @param {Work} work @param {Drawing} drawing */
function held(work, { facts: [tickets], choose, isChosen }) {
  const { texts } = work;
  const view = /** @type {CounterView} */ (work.desk.view);
  const rows = tickets.map((/** @type {Ticket & {n: number}} */ ticket) => row(ticket, {
    texts, zone: view.time_zone, choose, isChosen, what: ticket.note || texts.name(ticket.service_names),
    badge: { tone: ticket.n >= LONG_HOLD ? "near" : "", text: ticket.n ? texts.say("held_for", ticket) : texts.say("held_now") },
    actions: rowActions(view).held.map((id) => ({ id, text: texts.say(ROW_WORDS[id]), press: () => work.actOnHeld(id, ticket) })),
  }));
  return rows.length ? [heading(texts.say("held"), rows.length), el("ul", { class: "rows" }, ...rows)] : [];
}

/** @param {Work} work @param {Drawing} drawing */
function noShows(work, { facts: [tickets] }) {
  const { texts } = work;
  const view = /** @type {CounterView} */ (work.desk.view);
  const rows = tickets.map((/** @type {Ticket} */ ticket) => el("li", { class: "row plain" },
    el("strong", { class: "row-number figures" }, ticket.number), el("span", { class: "row-what" }, texts.name(ticket.service_names)),
    situation(view) !== "closed" && button({ text: texts.say("restore"), kind: "small", focus: `restore-${ticket.id}`,
      press: () => work.act("restore", { ticket }) })));
  return rows.length ? [heading(texts.say("no_shows"), rows.length), el("ul", { class: "rows" }, ...rows)] : [];
}

/** @param {string} text @param {number} n */
function heading(text, n) {
  return el("h2", { class: "label" }, n ? `${text} · ${n}` : text);
}

/**
 * A row that shows its actions when it is chosen.
 * @param {Ticket} ticket
 * @param {{texts: import("./shared/texts.js").Texts, zone: string, choose: Drawing["choose"], isChosen: Drawing["isChosen"], what?: string,
 *   badge?: {tone: string, text: string}|false|null, actions: {id: string, text: string, press: () => void}[]}} how
 */
function row(ticket, { texts, zone, choose, isChosen, what = texts.name(ticket.service_names), badge, actions }) {
  const name = `row-${ticket.id}`;
  const open = isChosen(name) && actions.length > 0;
  const slot = bookedMark(ticket, texts, zone);
  const main = el("button", { type: "button", class: "row-main", "data-focus": name, "aria-expanded": String(open), onclick: () => choose(name) },
    el("strong", { class: "row-number figures" }, ticket.number),
    el("span", { class: "row-what" }, what, slot && " ", slot),
    badge && el("span", { class: `badge ${badge.tone}` }, badge.text));
  const more = open && el("div", { class: "row-actions" }, ...actions.map(({ id, text, press }) =>
    button({ text, kind: id === "remove" ? "small danger" : "small", focus: `${id}-${ticket.id}`, press })));
  return el("li", { class: open ? "row open" : "row" }, main, more);
}

/** That somebody has a booking: the slot, whether they came late, and whether they wrote something. @param {Ticket} ticket @param {import("./shared/texts.js").Texts} texts @param {string} zone */
function bookedMark({ slot, booking }, texts, zone) {
  const start = booking?.start ?? slot;
  if (!start) return null;
  const words = [texts.say("slot", { time: timeOfDay(start, zone) }), booking?.late && texts.say("came_late"), booking?.wrote && texts.say("wrote_mark")];
  return el("span", { class: "row-slot" }, calendar(), words.filter(Boolean).join(" · "));
}

function calendar() {
  const names = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(names, "svg");
  const path = document.createElementNS(names, "path");
  for (const [name, value] of [["viewBox", "0 0 16 16"], ["width", "14"], ["height", "14"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  path.setAttribute("fill", "currentColor");
  path.setAttribute("d", "M4 1h2v2h4V1h2v2h2v12H2V3h2V1Zm0 6v6h8V7H4Z");
  svg.append(path);
  return svg;
}
