// What an event does to the board: the same rules as `server.domain.board`, so that a page which
// folds the events shows the same hall as the server.

/** @typedef {{call_id: string, number: string, counter: number, called_at: string, recalls: number, voice: string[][]}} Call */
/** @typedef {{number: string, service: string}} Place */
/** @typedef {{seq: number, kind: string, at: string, [field: string]: any}} LiveEvent */
/**
 * The board as the server sends it (`server.contract.messages.Board`).
 * @typedef {{
 *   office: string, names: Record<string, string>, languages: string[], time_zone: string,
 *   seq: number, at: string, rate: number, goal_s: number, open_now: boolean,
 *   opens_at: string | null, closed_reason: string | null,
 *   services: Record<string, Record<string, string>>, counters: Record<string, string>,
 *   calls: Call[], waiting: Place[], notices: {id: number, texts: Record<string, string>}[],
 *   texts?: Record<string, Record<string, string>>, today: {n: number, mean_wait_s: number | null},
 * }} Board
 */

const CALLING = new Set(["ticket_called", "ticket_called_out_of_order", "ticket_recalled"]);
const UNCALLING = new Set([
  "ticket_no_show", "ticket_put_back", "ticket_transferred", "ticket_left", "ticket_removed", "ticket_closed",
]);
const WAITING_AGAIN = new Set(["ticket_issued", "ticket_put_back", "ticket_restored", "ticket_transferred"]);
/** @type {Record<string, string>} */
const COUNTER = { counter_opened: "open", counter_paused: "paused", counter_closed: "closed" };

/**
 * Whether an event calls a number to a counter (a recall does).
 * @param {LiveEvent} event
 */
export function calls(event) {
  return CALLING.has(event.kind);
}

/**
 * The board after one event; a kind nobody knows moves only the seq.
 * @param {Board} board
 * @param {LiveEvent} event
 * @returns {Board}
 */
export function fold(board, event) {
  return { ...after(board, event), seq: event.seq };
}

/** @param {Board} board @param {LiveEvent} event @returns {Board} */
function after(board, event) {
  const { kind } = event;
  if (kind === "day_closed") return { ...board, calls: [], waiting: [] };
  if (kind === "notice_changed") return { ...board, notices: event.notices };
  if (kind in COUNTER) return withCounter(board, event.counter, COUNTER[kind]);
  if (event.number === undefined) return board;
  let next = board;
  if (CALLING.has(kind)) next = withCall(next, event);
  else if (UNCALLING.has(kind)) next = withoutNumber(next, event.number);
  if (WAITING_AGAIN.has(kind)) next = withWaiting(next, event);
  return next;
}

/** @param {Board} board @param {number} counter @param {string} state @returns {Board} */
function withCounter(board, counter, state) {
  const calls = state === "closed" ? board.calls.filter((call) => call.counter !== counter) : board.calls;
  return { ...board, counters: { ...board.counters, [counter]: state }, calls };
}

/** @param {Board} board @param {LiveEvent} event @returns {Board} */
function withCall(board, event) {
  const { call_id, number, counter, voice } = event;
  const earlier = board.calls.find((call) => call.counter === counter);
  const recalls = event.kind === "ticket_recalled" && earlier ? earlier.recalls + 1 : 0;
  const call = { call_id, number, counter, called_at: event.at, recalls, voice };
  const calls = [call, ...board.calls.filter((other) => other.counter !== counter)];
  return { ...board, calls, waiting: board.waiting.filter((place) => place.number !== number) };
}

/** @param {Board} board @param {string} number @returns {Board} */
function withoutNumber(board, number) {
  return {
    ...board,
    calls: board.calls.filter((call) => call.number !== number),
    waiting: board.waiting.filter((place) => place.number !== number),
  };
}

/** @param {Board} board @param {LiveEvent} event @returns {Board} */
function withWaiting(board, event) {
  const { number, service, before } = event;
  const waiting = board.waiting.filter((place) => place.number !== number);
  const found = before === null ? -1 : waiting.findIndex((place) => place.number === before);
  waiting.splice(found < 0 ? waiting.length : found, 0, { number, service });
  return { ...board, waiting };
}

/**
 * Takes from a fresh board what no event tells: names, hours, notices, today's mean. The calls and
 * the line stay those of the events, so that a board fetched between two events loses neither.
 * @param {Board} board
 * @param {Board} fresh
 * @returns {Board}
 */
export function refreshed(board, fresh) {
  if (fresh.seq < board.seq) return board;
  return { ...fresh, seq: board.seq, calls: board.calls, waiting: board.waiting };
}
