/** Periods of a report: whole days as `YYYY-MM-DD`, both ends included, as the server counts them. */

/** @typedef {"day"|"week"|"month"|"quarter"|"half_year"|"nine_months"|"year"} Kind */
/** @typedef {{first: string, last: string}} Period */

/** @type {Kind[]} */
export const KINDS = ["day", "week", "month", "quarter", "half_year", "nine_months", "year"];
/** @type {Record<string, number>} */
const MONTHS = { month: 1, quarter: 3, half_year: 6, nine_months: 9, year: 12 };
const DAY_MS = 86_400_000;

/** A date's number of days since 1970; NaN for what is no date. @param {string} day */
export function dayNumber(day) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return NaN;
  const number = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  return dayOf(number) === day ? number : NaN;
}

/** @param {number} number days since 1970 */
export function dayOf(number) {
  const moment = new Date(number * DAY_MS);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString().slice(0, 10);
}

/** @param {string} day @param {number} by days */
export function daysLater(day, by) {
  return dayOf(dayNumber(day) + by);
}

/** 1 is Monday, 7 Sunday. @param {string} day */
export function weekday(day) {
  return ((dayNumber(day) + 3) % 7) + 1;
}

/** How many days a period has. @param {Period} period */
export function daysIn({ first, last }) {
  return dayNumber(last) - dayNumber(first) + 1;
}

/** The first day of the month so many months after a day's. @param {string} day @param {number} by */
function monthLater(day, by) {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
}

/**
 * The period of a kind that a day is in. Quarters, halves and years are those of the calendar; the nine months
 * are January to September of the day's year, also when they are over.
 * @param {Kind} kind @param {string} day @returns {Period}
 */
export function periodOf(kind, day) {
  if (kind === "day") return { first: day, last: day };
  if (kind === "week") {
    const first = daysLater(day, 1 - weekday(day));
    return { first, last: daysLater(first, 6) };
  }
  const months = MONTHS[kind];
  const month = Number(day.slice(5, 7)) - 1;
  const into = kind === "nine_months" ? month : month % months;
  const first = monthLater(day, -into);
  return { first, last: daysLater(monthLater(first, months), -1) };
}

/** The same kind of period, so many later (or earlier). @param {Kind} kind @param {string} day @param {number} by */
export function stepped(kind, day, by) {
  const { first } = periodOf(kind, day);
  if (kind === "day") return daysLater(day, by);
  if (kind === "week") return daysLater(first, 7 * by);
  return monthLater(first, by * (kind === "nine_months" ? 12 : MONTHS[kind]));
}

/**
 * What a period is compared with: as many whole months before where it is whole months, else as many days.
 * @param {Period} period @returns {Period}
 */
export function before({ first, last }) {
  const end = daysLater(first, -1);
  if (first.endsWith("-01") && daysLater(last, 1).endsWith("-01")) {
    const months = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5, 7)) - Number(first.slice(5, 7)) + 1;
    return { first: monthLater(first, -months), last: end };
  }
  return { first: daysLater(end, 1 - daysIn({ first, last })), last: end };
}

/** `23/11/2026`, or without the year. @param {string} day @param {boolean} [year] */
export function dayWords(day, year = true) {
  const [y, m, d] = day.split("-").map(Number);
  return year ? `${d}/${m}/${y}` : `${d}/${m}`;
}

/** `2–8/11/2026`, `28/12/2025–3/1/2026`. @param {Period} period */
export function spanWords({ first, last }) {
  if (first === last) return dayWords(first);
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}–${dayWords(last)}`;
  return `${dayWords(first, first.slice(0, 4) !== last.slice(0, 4))}–${dayWords(last)}`;
}

/**
 * What people call a period. @param {Kind|"free"} kind @param {Period} period
 * @param {{say: (key: string, facts?: Record<string, string|number>) => string, list: (key: string) => string[]}} texts
 */
export function periodWords(kind, period, texts) {
  const year = Number(period.first.slice(0, 4));
  const month = Number(period.first.slice(5, 7));
  if (kind === "day") return `${texts.list("weekdays")[weekday(period.first) - 1]} ${dayWords(period.first)}`;
  if (kind === "month") return texts.say("month_of", { month: texts.list("months")[month - 1], year });
  if (kind === "quarter") return texts.say("quarter_of", { quarter: Math.ceil(month / 3), year });
  if (kind === "half_year") return texts.say(month < 7 ? "first_half_of" : "second_half_of", { year });
  if (kind === "nine_months") return texts.say("nine_months_of", { year });
  if (kind === "year") return texts.say("year_of", { year });
  return spanWords(period);
}
