/** What the address of the page of ratings says: which days, and by what. Pure. */

/** By what the ratings of one office are shown, and those of all; the first where nothing is said. */
export const BY = ["service", "counter", "clerk", "day", "form"];
export const BY_OF_ALL = ["office", "service", "day", "form"];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** @typedef {{from: string, to: string, by: string}} Asked */

/** A day so many days later. @param {string} day @param {number} by */
export function later(day, by) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
}

/** @param {string|null} day */
function isDay(day) {
  return day !== null && DATE.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}

/**
 * The days of a quick choice. @param {string} name @param {string} today `2026-11-23`, at the office
 * @returns {{from: string, to: string}}
 */
export function quick(name, today) {
  const month = `${today.slice(0, 7)}-01`;
  if (name === "today") return { from: today, to: today };
  if (name === "week") return { from: later(today, -6), to: today };
  if (name === "month") return { from: month, to: today };
  const end = later(month, -1);
  return { from: `${end.slice(0, 7)}-01`, to: end };
}

/**
 * What an address asks for; what it does not say, or says wrongly, is this month by the first of `bys`.
 * @param {string} search @param {string} today @param {string[]} [bys] @returns {Asked}
 */
export function parse(search, today, bys = BY) {
  const query = new URLSearchParams(search);
  const [from, to, by] = [query.get("from"), query.get("to"), query.get("by") ?? ""];
  const days = isDay(from) && isDay(to) && String(from) <= String(to) ? { from: String(from), to: String(to) } : quick("month", today);
  return { ...days, by: bys.includes(by) ? by : bys[0] };
}

/** @param {Asked} asked */
export function toSearch({ from, to, by }) {
  return `?${new URLSearchParams({ from, to, by })}`;
}
