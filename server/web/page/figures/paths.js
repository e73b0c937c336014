/** The addresses of the figures that a state of the page asks for. */

import { before } from "./periods.js";
import { CHOICES, chosen, periodIn } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./periods.js").Period} Period */

/** Tickets on one page of the list. */
export const PAGE = 50;

/** @param {string} name of the door @param {Record<string, string|number|null>} query null is not said; an empty key is: those without one */
export function path(name, query) {
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== null) said.set(key, String(value));
  return `/api/v1/figures/${name}?${said}`;
}

/** @param {Period} period */
export function days({ first, last }) {
  return { from: first, to: last };
}

/** The one filter of a state, as the server's query. @param {State} state @returns {Record<string, string>} */
export function filter({ only }) {
  if (!only) return {};
  const at = only.indexOf(":");
  return { [only.slice(0, at)]: only.slice(at + 1) };
}

/** Waits of the page's office and period. @param {State} state @param {string} office @param {string} by */
export function waits(state, office, by) {
  return path("waits", { office, ...days(periodIn(state)), by, ...filter(state) });
}

/** Waits of what the page is compared with; null without. @param {State} state @param {string} office @param {string} by */
export function waitsAgainst(state, office, by) {
  const other = against(state, office);
  return other && path("waits", { office: other.office, ...days(other.period), by, ...filter(state) });
}

/** Whose figures stand beside the page's: an office and a period. @param {State} state @param {string} office */
export function against(state, office) {
  if (!state.against) return null;
  const period = periodIn(state);
  if (state.against === "before") return { office, period: before(period) };
  return { office: state.against.slice("office:".length), period };
}

/** The tickets behind a figure, as far as the view's own filter goes. @param {State} state @param {string} office */
export function tickets(state, office) {
  const choices = Object.fromEntries(chosen(state.behind, CHOICES));
  return path("tickets", { office, ...days(periodIn(state)), ...filter(state), ...choices, order: state.order, skip: state.skip, limit: PAGE });
}
