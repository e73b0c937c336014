/** The counter's own ways to measure: time left to a due, the clock of a step, means of the day. */

/** @typedef {import("./kinds.js").Ticket} Ticket */

/** From how little time left somebody is shown as near, in seconds. */
const NEAR_S = 300;

/** Seconds from a moment until now, never below 0. @param {string} since @param {number} now (ms) */
export function secondsSince(since, now) {
  return Math.max(0, (now - Date.parse(since)) / 1000);
}

/** `8:20` minutes of a mean, `–` when nothing was measured. @param {number|null} seconds */
export function meanMinutes(seconds) {
  if (seconds === null) return "–";
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Whole minutes; the begun one is not counted. @param {number} seconds */
export function wholeMinutes(seconds) {
  return Math.floor(Math.max(0, seconds) / 60);
}

/**
 * How much time is left to a ticket's due: the key of the words, its minutes, and the tone.
 * A begun minute counts, so that nobody reads "0 minutes left"; nobody is late before the due.
 * @param {string} due @param {number} now (ms)
 * @returns {{key: "left"|"over", n: number, tone: "good"|"near"|"over"}}
 */
export function timeLeft(due, now) {
  const left = (Date.parse(due) - now) / 1000;
  if (left < 0) return { key: "over", n: Math.max(1, wholeMinutes(-left)), tone: "over" };
  return { key: "left", n: Math.max(1, Math.ceil(left / 60)), tone: left < NEAR_S ? "near" : "good" };
}

/**
 * For how long the current citizen has been called or served.
 * @param {Ticket} ticket @param {number} now (ms)
 * @returns {{seconds: number, key: "since_called"|"since_started"}}
 */
export function stepClock(ticket, now) {
  const called = ticket.called_at ?? ticket.arrived_at;
  if (ticket.state === "called") return { seconds: secondsSince(called, now), key: "since_called" };
  return { seconds: secondsSince(ticket.started_at ?? called, now), key: "since_started" };
}
