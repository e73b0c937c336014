/**
 * What each action asks of the server: pure, from what the clerk sees to the requests of one press.
 *
 * Every request about a ticket names the ticket and the version that the clerk saw, so that a press
 * made on an old picture is refused instead of meeting somebody else.
 */

import { situation, stepBody } from "./state.js";

/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {{step: string, body: object, done: string|null, ticket: number|null, number: string}} Request */
/**
 * What the page adds to an action.
 * @typedef {object} Extra
 * @property {string[]} [dossiers] codes received from the current citizen
 * @property {Ticket} [ticket] the ticket of a row, where the action is not about the current one
 * @property {string} [reason]
 * @property {string} [note]
 * @property {{service?: string, counter?: number}} [to] where a transfer goes
 * @property {boolean} [comesBack] whether it returns to this counter
 * @property {string[]} [services] what the counter is opened for
 * @property {boolean} [takeOver]
 */

/** @param {string} step @param {object} body @param {string|null} done @param {Ticket|null} [ticket] @returns {Request} */
function request(step, body, done = null, ticket = null) {
  return { step, body, done, ticket: ticket?.id ?? null, number: ticket?.number ?? "" };
}

/** @param {Ticket} ticket */
const named = (ticket) => ({ ticket: ticket.id, version: ticket.version });

const CALL_NEXT = request("call-next", {}, "called");

/** @type {Record<string, (view: CounterView, extra: Extra) => Request[]>} */
const REQUESTS = {
  open: (_view, { services, takeOver }) => [
    request("open", { ...(services && { services }), ...(takeOver && { take_over: true }) }),
  ],
  pause: (_view, { reason }) => [request("pause", { reason })],
  close: () => [request("close", {})],
  call_next: () => [CALL_NEXT],
  call_other: (view, { ticket, reason, dossiers }) => [
    ...(situation(view) === "serving" ? [finish(view, dossiers)] : []),
    request("call", { ticket: ticket?.id, reason }, "called", ticket),
  ],
  finish_next: (view, { dossiers = [] }) => [
    request("call-next", stepBody(view, { finish_current: true, dossiers }), "finished_called", view.ticket),
  ],
  start: (view) => [request("start", stepBody(view), null, view.ticket)],
  recall: (view) => [request("recall", stepBody(view), "recalled", view.ticket)],
  no_show: (view) => [request("no-show", stepBody(view), "no_show", view.ticket)],
  no_show_next: (view) => [request("no-show", stepBody(view), "no_show", view.ticket), CALL_NEXT],
  put_back: (view) => [
    request("put-back", stepBody(view), situation(view) === "called" ? "put_back_later" : "put_back", view.ticket),
  ],
  finish: (view, { dossiers }) => [finish(view, dossiers)],
  hold: (view, { note = "" }) => [request("hold", stepBody(view, { note }), "held", view.ticket)],
  transfer: (view, { to, comesBack = false, note = "" }) => [
    request("transfer", stepBody(view, { ...to, return: comesBack, note }), "transferred", view.ticket),
  ],
  resume: (_view, { ticket }) => ofRow("resume", null, ticket),
  finish_held: (_view, { ticket, dossiers = [] }) => ofRow("finish", "finished", ticket, { dossiers }),
  no_show_held: (_view, { ticket }) => ofRow("no-show", "no_show", ticket),
  restore: (_view, { ticket }) => ofRow("restore", "restored", ticket),
  remove: (_view, { ticket, reason }) => ofRow("remove", "removed", ticket, { reason }),
};

/** @param {CounterView} view @param {string[]} [dossiers] */
function finish(view, dossiers = []) {
  return request("finish", stepBody(view, { dossiers }), "finished", view.ticket);
}

/** @param {string} step @param {string|null} done @param {Ticket} [ticket] @param {object} [more] */
function ofRow(step, done, ticket, more = {}) {
  if (!ticket) throw new RangeError(`${step} needs a ticket`);
  return [request(step, { ...named(ticket), ...more }, done, ticket)];
}

/** The requests of one press, in order. @param {string} id @param {CounterView} view @param {Extra} [extra] */
export function requestsOf(id, view, extra = {}) {
  return REQUESTS[id](view, extra);
}

/**
 * What was done, as keys of texts, once all requests of a press were answered.
 * @param {Request[]} requests @param {{ticket?: Ticket|null}[]} answers
 * @returns {{key: string, number: string}[]}
 */
export function whatWasDone(requests, answers) {
  return requests.flatMap(({ done, number }, i) => {
    const called = answers[i]?.ticket;
    if (done === "called") return [outcome(called)];
    if (done === "finished_called") return [{ key: "done_finished", number }, outcome(called)];
    return done ? [{ key: `done_${done}`, number }] : [];
  });
}

/** @param {Ticket|null|undefined} called */
function outcome(called) {
  return called ? { key: "done_called", number: called.number } : { key: "nobody_waits", number: "" };
}
