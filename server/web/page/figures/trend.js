/** Days as dots, and the means of their weeks or months as a line in its interval. */

import { count } from "./numbers.js";
import { dayNumber, dayOf, dayWords, periodOf, weekday } from "./periods.js";
import { Plot, axis, colour, goalLine } from "./plot.js";
import { ticks } from "./shapes.js";

/** @typedef {import("./kinds.js").Row} Row */

/**
 * @param {import("./report.js").View} view @param {HTMLElement} place
 * @param {{rows: Row[], points: import("./plot.js").Point[], groups: Row[], grains: string, goal: number, goalWords: string, alt: string}} drawn
 */
export async function drawTrend(view, place, { rows, points, groups, grains, goal, goalWords, alt }) {
  const plot = new Plot({ texts: view.texts, alt, points, height: 300, go: view.follow });
  place.append(plot.element);
  const uPlot = await plot.plotter();
  if (!uPlot || !plot.element.isConnected) return;
  const at = rows.map((row) => dayNumber(row.key));
  const means = rows.map((row) => (row.mean_s ?? 0) / 60);
  const top = Math.max(goal / 60, ...means, ...groups.map((row) => (row.high_s ?? 0) / 60)) * 1.05;
  const over = (/** @type {number} */ mean) => mean > goal / 60;
  const dots = (/** @type {string} */ fill, /** @type {number} */ size) => ({ paths: () => null, points: { show: true, size, fill, stroke: fill, width: 0 } });
  plot.draw(uPlot, {
    scales: { x: { time: false, range: () => [at[0] - 2, at[at.length - 1] + 2] }, y: { range: () => [0, top] } },
    axes: [
      axis({ splits: () => firsts(at[0], at[at.length - 1], plot.element.clientWidth), values: (/** @type {any} */ _, /** @type {number[]} */ days) => days.map((day) => label(day, at[at.length - 1] - at[0] > 120)), grid: { show: false }, size: 30 }),
      axis({ splits: () => ticks(top), values: (/** @type {any} */ _, /** @type {number[]} */ values) => values.map((value) => count(value, view.lang)), size: 46 }),
    ],
    series: [{}, dots(colour("jade"), 5), dots(colour("crimson"), 6)],
    hooks: {
      drawAxes: [(/** @type {any} */ plot) => drawGroups(plot, groups, grains)],
      draw: [goalLine({ y: goal / 60, words: goalWords })],
    },
  }, [at, means.map((mean) => (over(mean) ? null : mean)), means.map((mean) => (over(mean) ? mean : null))]);
}

/** The firsts of months between two days, or Mondays where these are few; not all of them where there is little room. @param {number} first @param {number} last @param {number} width */
function firsts(first, last, width) {
  const found = [];
  const marked = last - first > 120 ? (/** @type {string} */ day) => day.endsWith("-01") : (/** @type {string} */ day) => weekday(day) === 1;
  for (let day = first; day <= last; day += 1) if (marked(dayOf(day))) found.push(day);
  const every = Math.max(1, Math.ceil(found.length / Math.max(2, width / 64)));
  return found.filter((_, place) => place % every === 0);
}

/** `3/26` for a month, with the whole year in January; `9/3` for a Monday. @param {number} day @param {boolean} months */
function label(day, months) {
  const [year, month] = dayOf(day).split("-");
  if (!months) return dayWords(dayOf(day), false);
  return month === "01" ? `1/${year}` : `${Number(month)}/${year.slice(2)}`;
}

/** The mean of each group as a step, in its interval. @param {any} plot @param {Row[]} groups @param {string} grains */
function drawGroups(plot, groups, grains) {
  const { ctx } = plot;
  ctx.save();
  for (const row of groups) {
    const { first, last } = periodOf(grains === "month" ? "month" : "week", grains === "month" ? `${row.key}-01` : row.key);
    const [low, high] = plot.scales.x.min === undefined ? [0, 0] : [plot.scales.x.min, plot.scales.x.max];
    const left = plot.valToPos(Math.max(low, dayNumber(first) - 0.35), "x", true);
    const right = plot.valToPos(Math.min(high, dayNumber(last) + 0.35), "x", true);
    const y = (/** @type {number} */ seconds) => plot.valToPos(Math.max(0, seconds) / 60, "y", true);
    if (typeof row.low_s === "number" && typeof row.high_s === "number") {
      ctx.fillStyle = "rgb(87 83 78 / 16%)";
      ctx.fillRect(left, y(row.high_s), right - left, y(row.low_s) - y(row.high_s));
    }
    ctx.fillStyle = colour("ink");
    ctx.fillRect(left, y(row.mean_s ?? 0) - window.devicePixelRatio, right - left, 2 * window.devicePixelRatio);
  }
  ctx.restore();
}
