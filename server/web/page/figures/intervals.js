/** Two means with their intervals over one scale, and the goal: whether they can be told apart is seen at once. */

import { interval, minutes } from "./numbers.js";
import { ticks } from "./shapes.js";
import { svg } from "./svg.js";

/** @typedef {import("./judging.js").Judged} Judged */

const WIDTH = 520;
const LEFT = 16;
const RIGHT = 24;
const ROW = 76;
const TOP = 34;

/**
 * @param {{name: string, told: Judged}[]} sides @param {number} goal seconds @param {{lang: string, words: string, alt: string}} about
 */
export function intervals(sides, goal, { lang, words, alt }) {
  const most = Math.max(goal, ...sides.map(({ told }) => told.high_s ?? told.mean_s ?? 0)) / 60;
  const x = (/** @type {number} */ seconds) => LEFT + (Math.max(0, seconds) / 60 / (most * 1.08)) * (WIDTH - LEFT - RIGHT);
  const height = TOP + ROW * sides.length + 26;
  const grid = ticks(most).map((at) => svg("g", {}, svg("line", { x1: x(at * 60), x2: x(at * 60), y1: TOP - 6, y2: height - 26, class: "grid" }),
    svg("text", { x: x(at * 60), y: height - 8, class: "hour" }, String(at))));
  const line = svg("g", { class: "goal" }, svg("line", { x1: x(goal), x2: x(goal), y1: TOP - 10, y2: height - 26 }), svg("text", { x: x(goal), y: TOP - 16 }, words));
  return svg("svg", { class: "fig-intervals", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": alt }, ...grid, line,
    ...sides.map((side, at) => rowOf(side, TOP + at * ROW + ROW - 22, x, lang)));
}

/** @param {{name: string, told: Judged}} side @param {number} y @param {(seconds: number) => number} x @param {string} lang */
function rowOf({ name, told }, y, x, lang) {
  const ends = typeof told.low_s === "number" && typeof told.high_s === "number";
  return svg("g", {}, svg("text", { x: LEFT, y: y - 36, class: "side" }, name),
    ends && svg("line", { x1: x(told.low_s ?? 0), x2: x(told.high_s ?? 0), y1: y, y2: y, class: "range" }),
    svg("circle", { cx: x(told.mean_s ?? 0), cy: y, r: 6, class: "mean" }),
    svg("text", { x: x(told.mean_s ?? 0), y: y - 12, class: "value" }, minutes(told.mean_s, lang)),
    ends && svg("title", {}, interval(told.low_s, told.high_s, lang)));
}
