// Following an office's events without losing one: what to hand on, and when to watch again.
// Pure: what came in, and the state before, give what to do and the state after.

/** @typedef {import("./fold.js").Board} Board */
/** @typedef {import("./fold.js").LiveEvent} LiveEvent */
/** @typedef {{seq: number, board?: Board, events?: LiveEvent[]}} Answer the acknowledgement of `watch` */
/**
 * `seq`: the last event handed on (null: nothing yet). `asking`: a `watch` is under way, so that
 * events are kept in `early` until its answer says where they belong.
 * @typedef {{seq: number | null, asking: boolean, early: LiveEvent[]}} Following
 */
/**
 * `since` is there when the server shall be asked (null: for a whole board).
 * @typedef {{state: Following, board?: Board, events: LiveEvent[], since?: number | null}} Next
 */

const MOST_EARLY = 1000;

/** @returns {Following} */
export function start() {
  return { seq: null, asking: false, early: [] };
}

/**
 * Ask the server, from where we are.
 * @param {Following} state
 * @returns {Next}
 */
export function ask(state) {
  return { state: { ...state, asking: true, early: [] }, events: [], since: state.seq };
}

/**
 * The server could not be asked; the next chance is the next connection or tick.
 * @param {Following} state
 * @returns {Next}
 */
export function unanswered(state) {
  return { state: { ...state, asking: false, early: [] }, events: [] };
}

/**
 * @param {Following} state
 * @param {Answer} answer
 * @returns {Next}
 */
export function answered(state, answer) {
  const early = state.early;
  if (answer.board) return withEarly({ seq: answer.seq, asking: false, early: [] }, early, [], answer.board);
  const events = (answer.events ?? []).filter((event) => event.seq > (state.seq ?? 0));
  if (state.seq === null || !joined(state.seq, events, answer.seq)) return ask({ ...state, seq: null });
  return withEarly({ seq: answer.seq, asking: false, early: [] }, early, events);
}

/**
 * Whether `events` lead from `seq` to `last` without a hole.
 * @param {number} seq @param {LiveEvent[]} events @param {number} last
 */
function joined(seq, events, last) {
  return events.every((event, i) => event.seq === seq + 1 + i) && seq + events.length === last;
}

/**
 * @param {Following} state @param {LiveEvent[]} early @param {LiveEvent[]} events @param {Board} [board]
 * @returns {Next}
 */
function withEarly(state, early, events, board) {
  /** @type {Next} */
  let next = { state, events, ...(board && { board }) };
  for (const event of early) {
    const one = heard(next.state, event);
    next = { ...next, state: one.state, events: [...next.events, ...one.events] };
    if (one.since !== undefined) return { ...next, since: one.since };
  }
  return next;
}

/**
 * One event arrived.
 * @param {Following} state
 * @param {LiveEvent} event
 * @returns {Next}
 */
export function heard(state, event) {
  if (state.asking) {
    return { state: { ...state, early: [...state.early, event].slice(-MOST_EARLY) }, events: [] };
  }
  if (state.seq === null) return ask(state);
  if (event.seq <= state.seq) return { state, events: [] };
  if (event.seq > state.seq + 1) return ask(state);
  return { state: { ...state, seq: event.seq }, events: [event] };
}

/**
 * The server said where it is: ahead of us, something was lost; behind us, it may have another
 * history (a restored backup), and its answer will tell.
 * @param {Following} state
 * @param {number} seq
 * @returns {Next}
 */
export function ticked(state, seq) {
  return state.asking || seq === state.seq ? { state, events: [] } : ask(state);
}

/**
 * A whole board came another way (polling): go on from there.
 * @param {Following} state
 * @param {Board} board
 * @returns {Next}
 */
export function jumped(state, board) {
  if (state.asking || board.seq === state.seq) return { state, events: [] };
  return { state: { seq: board.seq, asking: false, early: [] }, events: [], board };
}
