/** The counters of one day: when each was open, and every ticket from its call to its end. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing, ofAll, plainTable, tableBehind } from "./card.js";
import { minutes, percent, wall } from "./numbers.js";
import { path } from "./paths.js";
import { dayWords, daysIn, daysLater, weekday } from "./periods.js";
import { lanesOf } from "./shapes.js";
import { periodIn } from "./state.js";
import { svg } from "./svg.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").CounterDay} CounterDay */

const LANE = 34;
const LEFT = 84;
const RIGHT = 62;
const TOP = 24;
const WIDTH = 1180;

/** @type {import("./card.js").Part<CounterDay>} */
export const gantt = {
  name: "gantt",
  heading: (view) => ofAll(view, "gantt_title"),
  ask: (view) => view.ask(path("counter-day", { office: view.office, day: dayDrawn(view) })),
  draw(day, body, view) {
    const { texts } = view;
    const { lanes, hours } = lanesOf(day);
    const tip = el("p", { class: "fig-tip figures", role: "status", hidden: true });
    if (!lanes.length) return replace(body, chooser(day.day, view), nothing(texts.say("gantt_none")));
    const alt = texts.say("gantt_alt", { day: dayWords(day.day), n: lanes.length, tickets: day.tickets.length });
    const drawn = draw(lanes, hours, day, view, tip, alt);
    replace(body, chooser(day.day, view), el("p", { class: "soft fig-note" }, texts.say("gantt_note")), el("div", { class: "fig-scroll fig-gantt-room" }, drawn, tip), legend(texts),
      tableBehind(view, () => table(day, view)));
  },
};

/** The day that is drawn: the one that was chosen, if it is in the period, else its last working day until today. @param {View} view */
function dayDrawn({ state, today }) {
  const period = periodIn(state);
  if (state.drawn && state.drawn >= period.first && state.drawn <= period.last) return state.drawn;
  let day = period.last < today ? period.last : today < period.first ? period.first : today;
  for (let back = 0; weekday(day) > 5 && back < Math.min(2, daysIn(period)) && day > period.first; back += 1) day = daysLater(day, -1);
  return day;
}

/** @param {string} day @param {View} view */
function chooser(day, { texts, state, go }) {
  const period = periodIn(state);
  const step = (/** @type {number} */ by, /** @type {string} */ name, /** @type {string} */ sign) => el("button", { type: "button", class: "fig-step", "aria-label": texts.say(name), "data-focus": `gantt-${name}`, disabled: by < 0 ? day <= period.first : day >= period.last,
    onclick: () => go({ drawn: daysLater(day, by) }) }, sign);
  const field = el("input", { class: "input fig-date", type: "date", value: day, min: period.first, max: period.last, "aria-label": texts.say("gantt_day"), "data-focus": "gantt-day",
    onchange: (/** @type {any} */ event) => event.target.validity.valid && event.target.value && go({ drawn: event.target.value }) });
  return el("div", { class: "fig-choices" }, step(-1, "earlier", "◂"), field, step(1, "later", "▸"), el("span", { class: "soft" }, texts.list("weekdays")[weekday(day) - 1]));
}

/**
 * @param {ReturnType<typeof lanesOf>["lanes"]} lanes @param {number[]} hours @param {CounterDay} day @param {View} view
 * @param {HTMLElement} tip @param {string} alt
 */
function draw(lanes, hours, day, view, tip, alt) {
  const room = WIDTH - LEFT - RIGHT;
  const x = (/** @type {number} */ share) => LEFT + share * room;
  const height = TOP + lanes.length * LANE + 6;
  const scale = hours.map((hour, at) => svg("g", {}, svg("line", { x1: x(at / (hours.length - 1)), x2: x(at / (hours.length - 1)), y1: TOP - 4, y2: height - 6, class: "grid" }),
    svg("text", { x: x(at / (hours.length - 1)), y: TOP - 9, class: "hour" }, wall(new Date(hour).toISOString(), day.time_zone))));
  const stripes = svg("pattern", { id: "gantt-stripes", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 6, height: 6, class: "stripe-room" }), svg("rect", { width: 2, height: 6, class: "stripe" }));
  const over = svg("pattern", { id: "gantt-over", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 5, height: 5, class: "over-room" }), svg("rect", { width: 1.4, height: 5, class: "over-line" }));
  const drawn = svg("svg", { class: "fig-lanes", viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": alt }, svg("defs", {}, stripes, over), ...scale,
    ...lanes.map((lane, at) => laneOf(lane, TOP + at * LANE, x, day, view)));
  listen(drawn, tip, view);
  return drawn;
}

/** One counter. @param {any} lane @param {number} top @param {(share: number) => number} x @param {CounterDay} day @param {View} view */
function laneOf(lane, top, x, day, { texts, lang, called }) {
  const time = (/** @type {string} */ moment) => wall(moment, day.time_zone);
  const spans = lane.spans.map((/** @type {any} */ span) => svg("rect", { x: x(span.from), width: Math.max(1, x(span.to) - x(span.from)), y: top + 3, height: LANE - 8, rx: 4, class: `span ${span.state}` },
    svg("title", {}, `${texts.say(span.state === "paused" ? "gantt_span_paused" : "gantt_span_open", { from: time(span.began_at), to: span.ended_at ? time(span.ended_at) : "…" })}${span.reason ? ` (${span.reason})` : ""}`)));
  const blocks = lane.tickets.map(({ ticket, from, to }, /** @type {number} */ place) => {
    const late = ticket.waited_s > day.goal_s;
    const words = texts.say("gantt_ticket", { number: ticket.number, service: called("service", ticket.service), called: time(ticket.called_at), ended: time(ticket.ended_at), waited: minutes(ticket.waited_s, lang) });
    const wide = Math.max(2.5, x(to) - x(from) - 1);
    return svg("g", { class: `block ${late ? "over" : "good"}${ticket.counted ? "" : " missed"}`, tabindex: "-1", role: "img", "aria-label": words, "data-counter": lane.counter, "data-place": place, "data-words": words },
      svg("rect", { x: x(from), width: wide, y: top + 6, height: LANE - 14, rx: 2.5 }), late && svg("rect", { x: x(from), width: wide, y: top + 3.500, height: 3, class: "late" }));
  });
  return svg("g", {}, svg("text", { x: LEFT - 10, y: top + LANE / 2 + 3, class: "counter" }, texts.say("gantt_counter", { n: lane.counter })), ...spans, ...blocks,
    svg("text", { x: WIDTH - RIGHT + 8, y: top + LANE / 2 + 3, class: "used" }, percent(lane.occupancy, lang)));
}

/** One stop of the Tab key; arrows go along a counter and between counters. @param {SVGElement} drawn @param {HTMLElement} tip @param {View} view */
function listen(drawn, tip, view) {
  const blocks = /** @type {SVGElement[]} */ ([...drawn.querySelectorAll(".block")]);
  blocks[0]?.setAttribute("tabindex", "0");
  const tell = (/** @type {Element|null} */ block) => {
    tip.hidden = !block;
    if (!block) return;
    tip.textContent = block.getAttribute("data-words");
    const [box, room] = [block.getBoundingClientRect(), drawn.getBoundingClientRect()];
    tip.style.left = `${Math.max(0, Math.min(box.left - room.left - 40, room.width - tip.offsetWidth))}px`;
    tip.style.top = `${box.top - room.top > 60 ? box.top - room.top - tip.offsetHeight - 6 : box.bottom - room.top + 6}px`;
  };
  const open = (/** @type {Element} */ block) => view.go({ behind: `counter:${block.getAttribute("data-counter")},from:${dayDrawn(view)},to:${dayDrawn(view)}`, skip: 0 });
  const near = (/** @type {EventTarget|null} */ target) => (target instanceof Element ? target.closest(".block") : null);
  drawn.addEventListener("mouseover", (event) => tell(near(event.target)));
  drawn.addEventListener("mouseleave", () => tell(null));
  drawn.addEventListener("focusin", (event) => tell(near(event.target)));
  drawn.addEventListener("focusout", () => tell(null));
  drawn.addEventListener("click", (event) => {
    const block = near(event.target);
    if (block) open(block);
  });
  drawn.addEventListener("keydown", (event) => {
    const block = near(event.target);
    if (!block) return;
    if (event.key === "Enter") return open(block);
    const next = beside(blocks, /** @type {SVGElement} */ (block), event.key);
    if (!next) return;
    event.preventDefault();
    block.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

/** The block that a key leads to. @param {SVGElement[]} blocks @param {SVGElement} block @param {string} key */
function beside(blocks, block, key) {
  const at = blocks.indexOf(block);
  if (key === "ArrowRight") return blocks[at + 1];
  if (key === "ArrowLeft") return blocks[at - 1];
  if (key !== "ArrowDown" && key !== "ArrowUp") return null;
  const counters = [...new Set(blocks.map((one) => one.dataset.counter))];
  const wanted = counters[counters.indexOf(block.dataset.counter) + (key === "ArrowDown" ? 1 : -1)];
  const left = block.getBoundingClientRect().left;
  const lane = blocks.filter((one) => one.dataset.counter === wanted);
  return lane.sort((one, other) => Math.abs(one.getBoundingClientRect().left - left) - Math.abs(other.getBoundingClientRect().left - left))[0];
}

/** @param {any} texts */
function legend(texts) {
  const swatch = (/** @type {string} */ kind) => el("span", { class: `fig-swatch ${kind}` });
  return el("p", { class: "fig-legend soft" }, swatch("open"), texts.say("legend_open"), swatch("paused"), texts.say("legend_paused"), swatch("good"), texts.say("legend_within"), swatch("over"), texts.say("legend_over"));
}

/** @param {CounterDay} day @param {View} view */
function table(day, { texts, lang, called }) {
  const at = (/** @type {string|null} */ moment) => wall(moment, day.time_zone);
  const rows = [...day.tickets].sort((a, b) => (a.counter ?? 0) - (b.counter ?? 0) || String(a.called_at).localeCompare(String(b.called_at)));
  return plainTable(texts.say("gantt_title"), ["counter", "number", "service", "called", "started", "ended", "waited"].map((name) => texts.say(`ticket_${name}`)),
    rows.map((row) => [String(row.counter), row.number, called("service", row.service), at(row.called_at), at(row.started_at), at(row.ended_at), minutes(row.waited_s, lang)]));
}
