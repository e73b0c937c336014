/** What figures say: met or not, would it hold, and whether two of them can be told apart. */

/** @typedef {{n: number, mean_s?: number|null, low_s?: number|null, high_s?: number|null, reached?: boolean|null, verdict?: string|null}} Judged */

/** The tone of a mean: `good` within the goal, `near` in its last tenth, `over`; "" for none. @param {number|null|undefined} seconds @param {number} goal */
export function tone(seconds, goal) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds > goal) return "over";
  return seconds > goal * 0.9 ? "near" : "good";
}

/** How sure a verdict is, as a tone. @param {string|null|undefined} verdict */
export function verdictTone(verdict) {
  return verdict === "met" ? "good" : verdict === "not_met" ? "over" : "near";
}

/** The key of the words for a verdict; verdicts of newer servers too. @param {string|null|undefined} verdict */
export function verdictKey(verdict) {
  return ["met", "not_met", "cannot_tell", "too_few_days"].includes(verdict ?? "") ? `verdict_${verdict}` : "verdict_other";
}

/**
 * Whether one mean is lower than another: `lower`, `higher`, or `cannot_tell` where their intervals overlap;
 * `too_few` where one has none.
 * @param {Judged} one @param {Judged} other
 */
export function compared(one, other) {
  const ends = [one.low_s, one.high_s, other.low_s, other.high_s];
  if (ends.some((end) => end === null || end === undefined)) return "too_few";
  const [low, high, otherLow, otherHigh] = /** @type {number[]} */ (ends);
  if (high < otherLow) return "lower";
  return low > otherHigh ? "higher" : "cannot_tell";
}

/** One less the other; null where either is missing. @param {number|null|undefined} one @param {number|null|undefined} other */
export function difference(one, other) {
  return one === null || one === undefined || other === null || other === undefined ? null : one - other;
}

/**
 * Shares of several days together: parts and wholes are added, never shares averaged.
 * @template T @param {T[]} rows @param {(row: T) => string} key @param {(row: T) => [number, number]} counts part and whole
 * @returns {{key: string, part: number, whole: number, share: number|null}[]} in the order of appearance
 */
export function pooled(rows, key, counts) {
  /** @type {Map<string, {key: string, part: number, whole: number, share: number|null}>} */
  const found = new Map();
  for (const row of rows) {
    const [part, whole] = counts(row);
    const sum = found.get(key(row)) ?? { key: key(row), part: 0, whole: 0, share: null };
    sum.part += part;
    sum.whole += whole;
    sum.share = sum.whole ? sum.part / sum.whole : null;
    found.set(sum.key, sum);
  }
  return [...found.values()];
}

/**
 * Rows in another order; rows without a figure come last either way, equal ones stay as they were.
 * @template T @param {T[]} rows @param {(row: T) => number|string|null|undefined} value @param {boolean} down
 */
export function sorted(rows, value, down) {
  const missing = (/** @type {unknown} */ found) => found === null || found === undefined;
  return rows
    .map((row, place) => ({ row, place, found: value(row) }))
    .sort((a, b) => {
      if (missing(a.found) || missing(b.found)) return Number(missing(a.found)) - Number(missing(b.found)) || a.place - b.place;
      const order = typeof a.found === "string" ? a.found.localeCompare(String(b.found), "vi", { numeric: true }) : Number(a.found) - Number(b.found);
      return (down ? -order : order) || a.place - b.place;
    })
    .map(({ row }) => row);
}
