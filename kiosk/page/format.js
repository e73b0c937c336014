/** Numbers and times as people read them; pure. */

/**
 * Whole minutes, outwards, so that a range never promises too much.
 * @param {{low_s: number, high_s: number}} expected
 * @returns {{low: number, high: number}}
 */
export function minutes(expected) {
  return { low: Math.floor(expected.low_s / 60), high: Math.max(1, Math.ceil(expected.high_s / 60)) };
}

/**
 * @param {number} moment milliseconds since 1970
 * @param {string} zone e.g. Asia/Ho_Chi_Minh
 * @returns {{date: string, day: string, month: string, weekday: number, time: string}} weekday 0 is Sunday
 */
export function local(moment, zone) {
  /** @type {Record<string, string>} */
  const parts = {};
  for (const { type, value } of formatter(zone).formatToParts(moment)) parts[type] = value;
  const weekday = new Date(Date.UTC(+parts.year, +parts.month - 1, +parts.day)).getUTCDay();
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    day: parts.day,
    month: parts.month,
    weekday,
    time: `${parts.hour}:${parts.minute}`,
  };
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

/** @param {string} zone */
function formatter(zone) {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(zone, made);
  return made;
}

/**
 * Counters as people read them: `3, 4, 7`, and `1–40` where four or more follow each other.
 * @param {number[]} counters
 * @returns {string}
 */
export function countersText(counters) {
  /** @type {number[][]} */
  const runs = [];
  for (const counter of [...new Set(counters)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && counter === /** @type {number} */ (last.at(-1)) + 1) last.push(counter);
    else runs.push([counter]);
  }
  return runs.map((run) => (run.length > 3 ? `${run[0]}–${run.at(-1)}` : run.join(", "))).join(", ");
}
