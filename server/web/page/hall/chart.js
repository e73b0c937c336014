/** The wait by half-hours: bars against the line of the goal, those to come as outlines. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { timeOfDay } from "/look/words.js";
import { chartOf } from "./bars.js";
import { svg } from "./icons.js";
import { goal, minutes, people } from "./numbers.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").HalfHour} HalfHour */
/** @typedef {import("./bars.js").Bar} Bar */


/** @param {Hall} hall */
export function chart(hall) {
  const { texts } = hall;
  const place = el("div", { class: "chart-place" });
  const hint = el("span", { class: "soft" });
  const element = el("section", { class: "card hall-chart" },
    el("div", { class: "hall-part-head" }, el("h2", {}, texts.say("chart"), " ", hint), legend(hall)), place);
  /** @type {HallView|null} */ let shown = null;
  const draw = whenChanged((/** @type {{width: number, height: number}} */ size, /** @type {HalfHour[]} */ halves, /** @type {number} */ goal_s, /** @type {string} */ zone) => {
    hint.textContent = `(${texts.say("chart_hint", { goal: goal(goal_s, texts.language) })})`;
    const any = halves.some((half) => half.mean_s !== null || half.expected_mean_s !== null);
    if (!any) return replace(place, el("p", { class: "hall-nothing soft" }, texts.say("chart_empty")));
    replace(place, /** @type {any} */ (picture(hall, halves, { goal_s, size, zone })), table(hall, halves, zone));
  });
  const again = () => shown && place.clientWidth && draw({ width: place.clientWidth, height: place.clientHeight }, shown.half_hours, shown.goal_s, shown.time_zone);
  const resized = new ResizeObserver(again);
  return {
    element,
    start: () => resized.observe(place),
    stop: () => resized.disconnect(),
    draw(/** @type {HallView} */ view) {
      shown = view;
      again();
    },
  };
}

/** @param {Hall} hall */
function legend({ texts }) {
  const key = (/** @type {string} */ name) => el("span", { class: `chart-key ${name}` }, el("i", { "aria-hidden": "true" }), texts.say(`chart_${name}`));
  return el("p", { class: "chart-legend soft" }, key("measured"), key("over"), key("expected"));
}

/** @param {Hall} hall @param {HalfHour[]} halves @param {{goal_s: number, size: {width: number, height: number}, zone: string}} about */
function picture(hall, halves, { goal_s, size, zone }) {
  const drawn = chartOf(halves, goal_s, size.width, size.height);
  const { texts } = hall;
  const lines = drawn.ticks.map(({ y, minutes: at }) => svg("g", {},
    svg("line", { class: at === 0 ? "chart-ground" : "chart-tick", x1: drawn.left, x2: drawn.width, y1: y, y2: y }),
    svg("text", { class: "chart-scale", x: drawn.left - 10, y: y + 4, "text-anchor": "end" }, goal(at * 60, texts.language))));
  const line = svg("line", { class: "chart-goal", x1: drawn.left, x2: drawn.width, y1: drawn.goal, y2: drawn.goal });
  return svg("svg", { class: "chart", viewBox: `0 0 ${drawn.width} ${drawn.height}`, width: drawn.width, height: drawn.height, role: "img", "aria-label": texts.say("chart") },
    ...lines, ...drawn.bars.map((bar) => barOf(hall, bar, drawn, zone)), line);
}

/** @param {Hall} hall @param {Bar} bar @param {import("./bars.js").Chart} drawn @param {string} zone */
function barOf({ texts }, bar, drawn, zone) {
  const { half, x, width } = bar;
  const lang = texts.language;
  const time = timeOfDay(half.start, zone);
  const said = [];
  if (half.mean_s !== null) said.push(texts.say("bar_measured", { time, mean: minutes(half.mean_s, lang), n: half.n }));
  if (half.expected_mean_s !== null) said.push(texts.say("bar_expected", { time, mean: minutes(half.expected_mean_s, lang), n: people(half.expected_n) }));
  const group = svg("g", { class: "chart-bar" }, svg("title", {}, said.join("\n")),
    svg("rect", { class: "chart-reach", x, y: 0, width, height: drawn.ground }));
  if (bar.solid !== null) group.append(column(`chart-solid${bar.over ? " over" : ""}`, bar.solid, { x, width, ground: drawn.ground }));
  if (bar.dashed !== null) group.append(column("chart-dashed", bar.dashed, { x: x + 1, width: width - 2, ground: drawn.ground }));
  const top = Math.max(bar.solid ?? 0, bar.dashed ?? 0);
  const value = half.mean_s ?? half.expected_mean_s;
  if (bar.value && value !== null) group.append(svg("text", { class: `chart-value${half.mean_s === null ? " soft" : ""}${bar.over ? " over" : ""}`, x: x + width / 2, y: drawn.ground - top - 7, "text-anchor": "middle" }, minutes(value, lang)));
  if (bar.label) group.append(svg("text", { class: "chart-label", x: x + width / 2, y: drawn.ground + 20, "text-anchor": "middle" }, time));
  return group;
}

/** A bar with a round top that stands on the ground. @param {string} name @param {number} height @param {{x: number, width: number, ground: number}} where */
function column(name, height, { x, width, ground }) {
  const round = Math.min(4, height, width / 2);
  const top = ground - height;
  const d = `M${x} ${ground}V${top + round}q0 ${-round} ${round} ${-round}h${width - 2 * round}q${round} 0 ${round} ${round}V${ground}Z`;
  return svg("path", { class: name, d });
}

/** The same for whoever hears the page. @param {Hall} hall @param {HalfHour[]} halves @param {string} zone */
function table({ texts }, halves, zone) {
  const lang = texts.language;
  const heads = ["half_hour", "measured_min", "visits", "expected_min"].map((key) => el("th", { scope: "col" }, texts.say(key)));
  const rows = halves.filter((half) => half.mean_s !== null || half.expected_mean_s !== null).map((half) => el("tr", {},
    el("th", { scope: "row" }, timeOfDay(half.start, zone)),
    el("td", {}, half.mean_s === null ? "–" : minutes(half.mean_s, lang)), el("td", {}, String(half.n)),
    el("td", {}, half.expected_mean_s === null ? "–" : minutes(half.expected_mean_s, lang))));
  return el("div", { class: "visually-hidden" }, el("table", {}, el("caption", {}, texts.say("chart_table")),
    el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
}
