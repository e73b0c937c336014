/** Pure rules of reception: what was typed or scanned, what can be done with a booking, how a day stands. */

/** @typedef {import("./kinds.js").Booked} Booked */

/** How many letters are asked for while somebody still types; Enter asks for fewer. */
const LEAST_TYPED = 3;

/**
 * What stands in the field. An ID card is known by its twelve digits first, whatever else the scanner
 * read from it is dropped here and goes nowhere.
 * @param {string} text @returns {{kind: "nothing"} | {kind: "card", id: string} | {kind: "text", q: string}}
 */
export function meant(text) {
  const said = text.normalize("NFC").trim();
  const card = /^(\d{12})(?:$|[^\d])/.exec(said);
  if (card) return { kind: "card", id: card[1] };
  return said === "" ? { kind: "nothing" } : { kind: "text", q: said.slice(0, 200) };
}

/** Whether to ask before Enter was pressed. @param {string} q */
export function askedWhileTyping(q) {
  return q.length >= LEAST_TYPED;
}

/**
 * How a booking stands, as the key of a word and its tone. `now` in milliseconds.
 * @param {Booked} booked @param {number} now
 * @returns {{key: string, tone: "good"|"near"|"over"|""}}
 */
export function standing(booked, now) {
  if (booked.state === "arrived") return arrived(booked);
  if (booked.state === "missed") return { key: "is_missed", tone: "over" };
  if (booked.state === "cancelled") return { key: "is_cancelled", tone: "" };
  return Date.parse(booked.start) < now ? { key: "is_overdue", tone: "near" } : { key: "is_expected", tone: "" };
}

/** @param {Booked} booked @returns {{key: string, tone: "good"|"near"|""}} */
function arrived({ ticket_state, late }) {
  if (ticket_state === "waiting") return late ? { key: "is_waiting_late", tone: "near" } : { key: "is_waiting", tone: "good" };
  if (ticket_state === "called" || ticket_state === "serving") return { key: "is_at_counter", tone: "good" };
  if (ticket_state === "served") return { key: "is_served", tone: "" };
  return { key: "is_ended", tone: "" };
}

/**
 * What can be done with a booking, the most likely first; the server has the last word.
 * @param {Booked} booked @param {number} now (ms) @param {{today: boolean}} day whether it is of today
 * @returns {("check_in"|"walk_in"|"move"|"cancel"|"undo")[]}
 */
export function possible(booked, now, { today }) {
  if (booked.state === "arrived") return booked.ticket_state === "waiting" ? ["undo"] : [];
  if (booked.state === "missed") return today ? ["check_in"] : [];
  if (booked.state !== "booked") return [];
  if (!today) return ["move", "cancel"];
  return Date.parse(booked.start) > now ? ["check_in", "walk_in", "move", "cancel"] : ["check_in", "move", "cancel"];
}

/**
 * A day's bookings by slot, in order, with how many of each slot have come.
 * @param {Booked[]} appointments @returns {{start: string, come: number, of: number, rows: Booked[]}[]}
 */
export function bySlot(appointments) {
  /** @type {Map<string, Booked[]>} */
  const slots = new Map();
  for (const booked of appointments) slots.set(booked.start, [...(slots.get(booked.start) ?? []), booked]);
  return [...slots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([start, rows]) => {
    const kept = rows.filter(({ state }) => state !== "cancelled");
    return { start, rows, of: kept.length, come: kept.filter(({ state }) => state === "arrived").length };
  });
}

/** The slot that runs now, or comes next; null when all have passed. @param {{start: string}[]} slots @param {number} now (ms) */
export function slotOfNow(slots, now) {
  const begun = slots.filter(({ start }) => Date.parse(start) <= now).at(-1);
  const running = begun && now - Date.parse(begun.start) < 30 * 60_000 ? begun : null;
  return (running ?? slots.find(({ start }) => Date.parse(start) > now) ?? null)?.start ?? null;
}

/** `days` office days from `first` on, as ISO dates. @param {string} first @param {number} days */
export function daysFrom(first, days) {
  return Array.from({ length: days }, (_, n) => {
    const date = new Date(`${first}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() + n);
    return date.toISOString().slice(0, 10);
  });
}

/** A day's share as whole percent, `–` when there is nothing to share. @param {number|null} share */
export function percent(share) {
  return share === null ? "–" : `${Math.round(share * 100)} %`;
}

/** The services that take tickets, in the order of the tree. @param {any[]} services @returns {import("./kinds.js").Service[]} */
export function leaves(services) {
  return services.flatMap((service) => (service.services.length ? leaves(service.services) : [service]));
}

/** The office-local date of a moment, as ISO. @param {string} moment @param {string} timeZone */
export function dateAt(moment, timeZone) {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(new Date(moment));
}
