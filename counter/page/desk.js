/** The desk: what the page knows of its counter, and the only place where presses become requests. */

import { Refused, Unreachable } from "./shared/api.js";
import { counts } from "./state.js";
import { requestsOf, whatWasDone } from "./steps.js";

/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {import("./steps.js").Extra} Extra */
/** @typedef {import("./steps.js").Request} Request */
/**
 * A word about the last press: what was done (and who was recorded as a no-show, to undo it), or why not.
 * @typedef {{done: {key: string, number: string}[], noShow: number|null} | {code: string, number: string}} Word
 */

/** One counter's state and steps; `onChange` is called after every change. */
export class Desk {
  /** @type {CounterView|null} */ view = null;
  /** @type {Word|null} */ word = null;
  /** The action under way. @type {string|null} */ underWay = null;
  /** Whether the live line is cut, and whether the last request found no server. */
  lineLost = false;
  answerLost = false;
  /** @type {{id: string, at: number}|null} */ #last = null;
  #looks = 0;
  #shown = 0;

  /**
   * @param {{api: import("./shared/api.js").Api, office: string, counter: number, now: () => number,
   *   onChange: () => void, onSignedOut: () => void}} given `now` in milliseconds, never stepping back
   */
  constructor({ api, office, counter, now, onChange, onSignedOut }) {
    this.api = api;
    this.path = `/api/v1/offices/${encodeURIComponent(office)}/counters/${counter}`;
    this.now = now;
    this.onChange = onChange;
    this.onSignedOut = onSignedOut;
  }

  get lost() {
    return this.lineLost || this.answerLost;
  }

  /** Look at the counter again; an answer that a later one overtook is not shown. */
  async look() {
    const mine = ++this.#looks;
    try {
      const view = await this.api.get(this.path);
      if (mine < this.#shown) return;
      this.#shown = mine;
      this.view = view;
      this.answerLost = false;
    } catch (error) {
      if (error instanceof Unreachable) this.answerLost = true;
      else this.#failed(error);
    }
    this.onChange();
  }

  /** @param {boolean} lost */
  lineIs(lost) {
    if (lost === this.lineLost) return;
    this.lineLost = lost;
    this.onChange();
  }

  /**
   * One press: all its requests, then a fresh look. Answers whether all of it was done.
   * @param {string} id @param {Extra} [extra]
   */
  async act(id, extra = {}) {
    if (!this.#takes(id)) return false;
    const view = /** @type {CounterView} */ (this.view);
    this.underWay = id;
    this.word = null;
    this.onChange();
    const word = await this.#carryOut(requestsOf(id, view, extra));
    await this.look();
    // Said only now: whoever reads that it is done can press the next key at once.
    if (word?.done.length) this.word = word;
    this.underWay = null;
    this.onChange();
    return word !== null;
  }

  /** Say why nothing was done. @param {string} code @param {string} [number] */
  refuse(code, number = "") {
    this.word = { code, number };
    this.onChange();
  }

  /** Nothing is under way, and it is not the slip of a finger. @param {string} id */
  #takes(id) {
    const at = this.now();
    const taken = counts(this.#last, id, at) && !this.underWay && !this.lost && this.view !== null;
    this.#last = { id, at };
    return taken;
  }

  /** What was done, null when it was not all done. @param {Request[]} requests */
  async #carryOut(requests) {
    const answers = [];
    try {
      for (const { step, body } of requests) answers.push(await this.api.press(`${this.path}/${step}`, body));
    } catch (error) {
      this.#failed(error);
      return null;
    }
    const done = whatWasDone(requests, answers);
    const noShow = requests.find((request) => request.done === "no_show")?.ticket ?? null;
    return { done, noShow };
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error instanceof Unreachable) this.answerLost = true;
    else if (!(error instanceof Refused)) throw error;
    else if (error.status === 401) this.onSignedOut();
    this.refuse(error.code, error instanceof Refused ? (error.problem.ticket?.number ?? "") : "");
  }
}
