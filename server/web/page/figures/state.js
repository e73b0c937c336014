/** What the page shows, kept whole in its address: a view can be shared, printed and gone back to. */

import { KINDS, dayNumber, daysIn, periodOf } from "./periods.js";

/** @typedef {import("./periods.js").Kind} Kind */
/** @typedef {import("./periods.js").Period} Period */

/**
 * @typedef {object} State
 * @property {Kind|"free"} kind
 * @property {string} day a day of the period, where it is of a kind
 * @property {string} first of a free period
 * @property {string} last of a free period
 * @property {string} by what the table is grouped by
 * @property {string} level of offices, "" for all
 * @property {string} against "" for nothing, `before`, or `office:CODE`
 * @property {string} only one filter, `service:land`; "" for none
 * @property {string} behind the tickets that are looked at, `weekday:2,half_hour:10:00`; "" for none
 * @property {"time"|"longest"} order of those tickets
 * @property {number} skip of those tickets
 * @property {string} drawn the day whose counters are drawn; "" for the last one
 */

export const GROUPINGS = ["service", "counter", "clerk", "category", "channel", "hour", "weekday", "week", "month"];
export const FILTERS = ["service", "counter", "clerk", "category", "channel"];
export const LEVELS = ["province", "commune", "district"];
/** How tickets can be chosen besides; each is a name of the server's query. */
export const CHOICES = ["half_hour", "weekday", "outcome", "over_s", "upto_s", "booked", "from", "to", ...FILTERS];
const LONGEST_DAYS = 366 * 30;

/** @param {string} today in the office's own time @returns {State} */
export function first(today) {
  return {
    kind: "month", day: today, first: "", last: "", by: "service", level: "", against: "", only: "", behind: "",
    order: "time", skip: 0, drawn: "",
  };
}

/** The state that an address names; what it says wrongly is as if it were not said. @param {string} search @param {string} today */
export function parse(search, today) {
  const said = new URLSearchParams(search);
  const state = first(today);
  const free = { first: said.get("from") ?? "", last: said.get("to") ?? "" };
  const kind = said.get("period") ?? "";
  if (isPeriod(free)) Object.assign(state, { kind: "free", ...free });
  else if (/** @type {string[]} */ (KINDS).includes(kind)) state.kind = /** @type {Kind} */ (kind);
  if (!Number.isNaN(dayNumber(said.get("day") ?? ""))) state.day = said.get("day") ?? today;
  if ([...GROUPINGS, "office"].includes(said.get("by") ?? "")) state.by = said.get("by") ?? state.by;
  if (LEVELS.includes(said.get("level") ?? "")) state.level = said.get("level") ?? "";
  if (/^(before|office:.+)$/.test(said.get("with") ?? "")) state.against = said.get("with") ?? "";
  state.only = chosen(said.get("only") ?? "", FILTERS).slice(0, 1).map(([name, key]) => `${name}:${key}`).join("");
  state.behind = chosen(said.get("tickets") ?? "", CHOICES).map(([name, key]) => `${name}:${key}`).join(",");
  if (said.get("tickets") === "all") state.behind = "all";
  if (said.get("order") === "longest") state.order = "longest";
  state.skip = Math.max(0, Math.floor(Number(said.get("skip")) || 0));
  if (!Number.isNaN(dayNumber(said.get("counters") ?? ""))) state.drawn = said.get("counters") ?? "";
  return state;
}

/** @param {Period} period */
export function isPeriod(period) {
  const days = daysIn(period);
  return days >= 1 && days <= LONGEST_DAYS;
}

/** The address of a state; what is as usual is not said. @param {State} state @param {string} today */
export function toSearch(state, today) {
  const usual = first(today);
  const said = new URLSearchParams();
  if (state.kind === "free") {
    said.set("from", state.first);
    said.set("to", state.last);
  } else if (state.kind !== usual.kind || state.day !== today) {
    said.set("period", state.kind);
    if (state.day !== today) said.set("day", state.day);
  }
  /** @type {[string, string][]} */
  const rest = [["by", state.by === usual.by ? "" : state.by], ["level", state.level], ["with", state.against], ["only", state.only],
    ["tickets", state.behind], ["order", state.order === "time" ? "" : state.order], ["skip", state.skip ? String(state.skip) : ""],
    ["counters", state.drawn]];
  for (const [name, value] of rest) if (value) said.set(name, value);
  const words = said.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return words ? `?${words}` : "";
}

/** The period of a state. @param {State} state @returns {Period} */
export function periodIn(state) {
  return state.kind === "free" ? { first: state.first, last: state.last } : periodOf(state.kind, state.day);
}

/**
 * Choices as they stand in an address: `weekday:2,half_hour:10:00`. Keys may be empty ("no counter known").
 * @param {string} text @param {string[]} names those that may be chosen @returns {[string, string][]}
 */
export function chosen(text, names) {
  return text
    .split(",")
    .map((part) => /** @type {[string, string]} */ ([part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)]))
    .filter(([name]) => names.includes(name));
}

/** The tickets behind a key of a grouping, as they stand in an address. @param {string} by @param {string} key */
export function behindKey(by, key) {
  if (by === "weekday_hour") return `weekday:${key.slice(0, 1)},half_hour:${key.slice(2)}`;
  if (by === "hour") return `half_hour:${key}`;
  if (by === "day") return `from:${key},to:${key}`;
  if (by === "week" || by === "month") {
    const { first: begin, last } = periodOf(by, by === "month" ? `${key}-01` : key);
    return `from:${begin},to:${last}`;
  }
  return `${by}:${key}`;
}
