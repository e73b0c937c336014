// Follows an office live: Socket.IO where it can be had, the board every 3 s where not, and always an
// honest word on how old the picture is.

import { io } from "./vendor/socket.io/socket.io.esm.min.js";
import { createClock } from "./clock.js";
import * as following from "./following.js";

/** @typedef {import("./fold.js").Board} Board */
/** @typedef {import("./fold.js").LiveEvent} LiveEvent */
/**
 * `connected`: what is shown is current. `stale`: it is `age_s` seconds old (null: nothing came yet).
 * `refused`: the server does not know the office or does not let this page in; `code` says why.
 * @typedef {{mode: "connecting" | "connected" | "stale" | "refused", age_s: number | null, code?: string}} State
 */
/**
 * @typedef {{
 *   office: string, token?: string | (() => string), fetch?: typeof fetch,
 *   onBoard?: (board: Board) => void, onEvent?: (event: LiveEvent) => void, onState?: (state: State) => void,
 * }} Options
 */

const POLL_S = 3;
const ANSWER_S = 2; // how long an answer to `watch` may take
const SILENCE_S = 6.5; // ticks come every 5 s: when one is well overdue, ask; stale is then said within 10 s
const STALE_S = 10; // older than this is said, even when nothing looks wrong
const CUT_STALE_S = 3; // with the line cut it is said sooner

/**
 * Follow the events of an office until `stop()`. A token that may change is given as a function, with the `fetch` that
 * says it.
 *
 * `onBoard` gets a whole board whenever there is no other way to be right; `onEvent` gets each event
 * once, in order of its seq; `onState` is called every second.
 * @param {Options} options
 */
export function follow(options) {
  const clock = createClock();
  const line = new Line(options, clock);
  const timer = setInterval(() => line.everySecond(), 1000);
  return {
    clock,
    /** A fresh board, beside the events. @returns {Promise<Board>} */
    board: () => fetchBoard(options),
    stop() {
      clearInterval(timer);
      line.socket.disconnect();
    },
  };
}

/** @param {Options} options @returns {Promise<Board>} */
async function fetchBoard({ office, token, fetch: ask }) {
  const headers = typeof token === "string" ? { Authorization: `Bearer ${token}` } : undefined;
  const signal = AbortSignal.timeout(ANSWER_S * 1000);
  const answer = await (ask ?? fetch)(`/api/v1/offices/${encodeURIComponent(office)}/board`, { headers, signal });
  const body = await answer.json();
  if (answer.status >= 500) throw new Error(`the server cannot answer: ${answer.status}`);
  if (!answer.ok) throw new Refusal(body.code ?? String(answer.status));
  return body;
}

class Refusal extends Error {}

/** One page's line to the server. */
class Line {
  /** @param {Options} options @param {import("./clock.js").ServerClock} clock */
  constructor(options, clock) {
    this.options = options;
    this.clock = clock;
    this.state = following.start();
    /** When we last knew that the picture was current, and when we last heard anything (monotonic ms). */
    this.current = /** @type {number | null} */ (null);
    this.heardAt = performance.now();
    this.pollAt = performance.now() + POLL_S * 1000;
    this.polls = 0;
    this.refusal = /** @type {string | undefined} */ (undefined);
    this.questions = 0;
    this.socket = this.connect();
  }

  connect() {
    const socket = io("/live", {
      auth: (/** @type {(said: {token?: string}) => void} */ say) => say(this.credentials()),
      transports: ["websocket"],
      reconnectionDelay: 300,
      reconnectionDelayMax: 1000,
      timeout: 2000,
    });
    socket.on("connect", () => {
      this.heardAt = performance.now();
      this.polls = 0;
      this.take(following.ask(this.state));
    });
    socket.on("connect_error", () => {
      if (this.state.seq === null) this.pollAt = Math.min(this.pollAt, performance.now()); // show something soon
    });
    socket.on("disconnect", () => this.take(following.unanswered(this.state)));
    socket.on("event", (event) => this.learn(following.heard(this.state, event)));
    socket.on("tick", ({ seq, at, rate }) => {
      this.clock.set(at, rate);
      this.learn(following.ticked(this.state, seq));
    });
    return socket;
  }

  /** The token as it is when the line is opened. */
  credentials() {
    const { token } = this.options;
    const now = typeof token === "function" ? token() : token;
    return now ? { token: now } : {};
  }

  /** Do what following decided. @param {import("./following.js").Next} next */
  take(next) {
    this.state = next.state;
    if (next.board) {
      this.clock.set(next.board.at, next.board.rate);
      this.options.onBoard?.(next.board);
    }
    for (const event of next.events) this.options.onEvent?.(event);
    if (next.since !== undefined) this.watch(next.since);
  }

  /**
   * The same, when it came from the server: with nothing left to ask, the picture is current.
   * @param {import("./following.js").Next} next
   */
  learn(next) {
    this.heardAt = performance.now();
    this.take(next);
    if (!this.state.asking) this.current = performance.now();
  }

  /** @param {number | null} since */
  watch(since) {
    this.questions += 1;
    const question = this.questions;
    const words = { office: this.options.office, ...(since !== null && { since }) };
    this.socket.timeout(ANSWER_S * 1000).emit("watch", words, (error, answer) => {
      if (question !== this.questions || !this.state.asking) return;
      if (error) this.unanswered();
      else if (answer?.seq === undefined) this.refuse(answer?.error ?? "refused");
      else this.accept(answer);
    });
  }

  /** @param {import("./following.js").Answer & {at?: string, rate?: number}} answer */
  accept(answer) {
    this.refusal = undefined;
    if (answer.at) this.clock.set(answer.at, answer.rate);
    this.learn(following.answered(this.state, answer));
  }

  /** The line looks alive but says nothing: make a new one. */
  unanswered() {
    this.take(following.unanswered(this.state));
    if (this.socket.connected) this.socket.disconnect().connect();
    this.tell(performance.now());
  }

  /**
   * The server said no. That it cannot answer now is no refusal: the silence that follows asks again.
   * @param {string} code
   */
  refuse(code) {
    this.heardAt = performance.now();
    if (code !== "unavailable") this.refusal = code;
    this.take(following.unanswered(this.state));
  }

  everySecond() {
    const now = performance.now();
    if (this.socket.connected && !this.state.asking && now - this.heardAt > SILENCE_S * 1000) {
      this.heardAt = now;
      this.take(following.ask(this.state));
    }
    if (!this.socket.connected && now >= this.pollAt) {
      this.pollAt = now + POLL_S * 1000;
      if (!this.socket.active) this.socket.connect();
      void this.poll();
    }
    this.tell(now);
  }

  /**
   * Ask for the board while there is no socket. The first answer after a cut only says that the line
   * is back: a socket then brings every event that was missed, which a board cannot.
   */
  async poll() {
    let board;
    try {
      board = await fetchBoard(this.options);
    } catch (error) {
      this.polls = 0;
      if (error instanceof Refusal) this.refusal = error.message;
      return;
    }
    this.refusal = undefined;
    if (this.socket.connected) return;
    this.polls += 1;
    if (this.polls === 1 && this.state.seq !== null) return void this.socket.disconnect().connect();
    this.clock.set(board.at, board.rate);
    this.learn(following.jumped(this.state, board));
  }

  /** @param {number} now */
  tell(now) {
    const age_s = this.current === null ? null : (now - this.current) / 1000;
    const limit = this.socket.connected || this.polls > 1 ? STALE_S : CUT_STALE_S;
    /** @type {State} */
    let state = { mode: "connected", age_s };
    if (this.refusal !== undefined) state = { mode: "refused", age_s, code: this.refusal };
    else if (age_s === null) state = { mode: "connecting", age_s };
    else if (age_s > limit) state = { mode: "stale", age_s };
    this.options.onState?.(state);
  }
}
