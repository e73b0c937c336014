/** Bars that stand on 0, each with its tone, its words and where it leads. */

import { Plot, axis, colour, fillOf, goalLine, room } from "./plot.js";
import { ticks } from "./shapes.js";

/**
 * @typedef {{value: number|null, label: string, tip: string, link: string|null, tone: string}} Bar
 * @typedef {object} Drawn
 * @property {Bar[]} bars
 * @property {string} alt
 * @property {number} [goal] a height
 * @property {number} [goalAt] a place between bars, from the left edge of the first
 * @property {string} [goalWords]
 * @property {number} [top] the least height of the scale
 * @property {[number, number]|null} [band] an interval behind the bars
 * @property {(value: number) => string} write how heights are written
 * @property {number} [every] every so many bars have a label
 */

/** @param {import("./report.js").View} view @param {HTMLElement} place @param {Drawn} drawn */
export async function drawBars(view, place, drawn) {
  const { bars, alt, goal, goalAt, goalWords = "", band, write } = drawn;
  const plot = new Plot({ texts: view.texts, alt, points: bars, go: view.follow });
  place.append(plot.element);
  const uPlot = await plot.plotter();
  if (!uPlot || !plot.element.isConnected) return;
  const top = Math.max(drawn.top ?? 0, ...bars.map(({ value }) => value ?? 0)) * 1.08 || 1;
  const every = drawn.every ?? Math.max(1, Math.ceil(bars.length / Math.max(4, plot.element.clientWidth / 52)));
  const places = bars.map((_, at) => at);
  const tones = { good: fillOf("good"), near: fillOf("good"), over: fillOf("over"), none: fillOf("none") };
  const disp = { fill: { unit: 3, values: () => bars.map(({ tone }) => tones[tone] ?? tones.none) } };
  const draws = [];
  if (goal !== undefined) draws.push(goalLine({ y: goal, words: goalWords }));
  if (goalAt !== undefined) draws.push(goalLine({ x: goalAt - 0.5, words: goalWords }));
  plot.draw(uPlot, {
    scales: { x: { time: false, range: () => [-0.6, bars.length - 0.4] }, y: { range: () => [0, top] } },
    axes: [
      axis({ splits: () => places.filter((at) => at % every === 0), values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map((one) => bars[one]?.label ?? ""), grid: { show: false }, size: 30 }),
      axis({ splits: () => ticks(top), values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(write), size: room(ticks(top).map(write)) }),
    ],
    series: [{}, { paths: uPlot.paths.bars({ size: [0.78, 72], radius: 0.08, disp }), fill: colour("jade"), width: 0, points: { show: false } }],
    hooks: { drawAxes: band ? [behind(band)] : [], draw: draws },
  }, [places, bars.map(({ value }) => value)]);
}

/** A band across the chart. @param {[number, number]} band */
function behind([low, high]) {
  return (/** @type {any} */ plot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = "rgb(87 83 78 / 14%)";
    const above = plot.valToPos(high, "y", true);
    ctx.fillRect(bbox.left, above, bbox.width, plot.valToPos(Math.max(0, low), "y", true) - above);
    ctx.restore();
  };
}
