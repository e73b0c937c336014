/** Where everything stands in the chart of half-hours: pure geometry, in the chart's own units. */

/** @typedef {import("./kinds.js").HalfHour} HalfHour */
/**
 * @typedef {{half: HalfHour, x: number, width: number, solid: number|null, dashed: number|null,
 *   over: boolean, label: boolean, value: boolean}} Bar heights from the ground
 */
/** @typedef {{width: number, height: number, left: number, ground: number, goal: number, bars: Bar[], ticks: {y: number, minutes: number}[]}} Chart */

const LEFT = 40;
const RIGHT = 16;
const TOP = 26;
const BELOW = 26;
const LABEL_WIDTH = 46;
const VALUE_WIDTH = 28;
const MOST_BAR = 64;

/**
 * @param {HalfHour[]} halves @param {number} goal_s @param {number} width @param {number} height
 * @returns {Chart}
 */
export function chartOf(halves, goal_s, width, height) {
  const ground = height - BELOW;
  const top_s = highest(halves, goal_s);
  const up = (/** @type {number} */ seconds) => ((ground - TOP) * seconds) / top_s;
  const step = (width - LEFT - RIGHT) / Math.max(1, halves.length);
  const barWidth = Math.min(MOST_BAR, step * 0.72);
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  const bars = halves.map((half, at) => ({
    half,
    x: LEFT + step * at + (step - barWidth) / 2,
    width: barWidth,
    solid: half.mean_s === null ? null : Math.max(2, up(half.mean_s)),
    dashed: half.expected_mean_s === null ? null : Math.max(2, up(half.expected_mean_s)),
    over: (half.mean_s ?? 0) > goal_s,
    label: at % every === 0,
    value: step >= VALUE_WIDTH,
  }));
  return { width, height, left: LEFT, ground, goal: ground - up(goal_s), bars, ticks: ticksTo(top_s, goal_s).map((s) => ({ y: ground - up(s), minutes: s / 60 })) };
}

/** What the chart must hold: the goal with room above it, and every bar. @param {HalfHour[]} halves @param {number} goal_s */
function highest(halves, goal_s) {
  const all = halves.flatMap((half) => [half.mean_s ?? 0, half.expected_mean_s ?? 0]);
  return Math.max(goal_s * 1.5, ...all) * 1.04;
}

/** Multiples of the goal, few enough to be read. @param {number} top_s @param {number} goal_s */
function ticksTo(top_s, goal_s) {
  const step = goal_s * Math.max(1, Math.ceil(top_s / goal_s / 4));
  return [0, ...Array.from({ length: Math.floor(top_s / step) }, (_, at) => step * (at + 1))];
}
