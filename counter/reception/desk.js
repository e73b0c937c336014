/** Reception's desk: what the page knows of the day, and the only place where presses become requests. */

import { Refused, Unreachable } from "/counter-page/shared/api.js";

/** @typedef {import("./kinds.js").Booked} Booked */
/** @typedef {import("./kinds.js").BookedDay} BookedDay */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/**
 * What was found: bookings of today first, then those of other days, or who waits with that number.
 * `q` was typed; `now` is asked for since, the code of a booking whose number is gone.
 * @typedef {{q: string, now?: string, bookings: Booked[], tickets: Ticket[], card: string|null}} Found
 */
/** A word about the last press. @typedef {{code: string, problem: any}|{done: string, facts: Record<string, string>}} Word */

export class Desk {
  /** @type {BookedDay|null} */ today = null;
  /** The day that is shown: today's, or another one. @type {BookedDay|null} */ shown = null;
  /** @type {string|null} */ otherDay = null;
  /** @type {Found|null} */ found = null;
  /** @type {Word|null} */ word = null;
  underWay = false;
  /** Whether this office takes bookings at all. */
  takesBookings = true;
  lineLost = false;
  answerLost = false;
  #looks = 0;
  #drawn = 0;
  #asked = 0;

  /**
   * @param {{api: import("/counter-page/shared/api.js").Api, office: string, onChange: () => void,
   *   onSignedOut: () => void}} given
   */
  constructor({ api, office, onChange, onSignedOut }) {
    this.api = api;
    this.path = `/api/v1/offices/${encodeURIComponent(office)}`;
    this.onChange = onChange;
    this.onSignedOut = onSignedOut;
  }

  get lost() {
    return this.lineLost || this.answerLost;
  }

  /** Look at the day again, and at what was found. */
  async look() {
    const mine = ++this.#looks;
    const { otherDay, found } = this;
    if (!this.takesBookings) return;
    await this.orRefused(async () => {
      const [today, other] = await Promise.all([this.#day(""), otherDay && this.#day(`?day=${otherDay}`)]);
      if (mine < this.#drawn) return;
      this.#drawn = mine;
      this.answerLost = false;
      this.today = today;
      this.shown = otherDay === this.otherDay && other ? other : today;
      if (found?.q && found === this.found) await this.find(found.q, found.now);
    });
    this.onChange();
  }

  /** @param {string|null} day null: today */
  async showDay(day) {
    this.otherDay = day;
    await this.look();
  }

  /** Look up what was typed, or the code of what it found before; an answer that a later question overtook is not shown. @param {string} q @param {string} [now] */
  async find(q, now = q) {
    const mine = ++this.#asked;
    await this.orRefused(async () => {
      const day = /** @type {BookedDay} */ (await this.api.ask(`${this.path}/appointments/search`, { q: now }));
      if (mine !== this.#asked) return;
      const bookings = [...day.appointments, ...day.other_days];
      const waits = day.tickets.filter((ticket) => !bookings.some((booked) => booked.ticket === ticket.id));
      this.found = { q, now, bookings, tickets: waits, card: null };
    });
    this.onChange();
  }

  /** An ID card was read: its number is kept for one press, and shown by nobody. @param {string} id */
  foundCard(id) {
    this.#asked += 1;
    this.found = { q: "", bookings: [], tickets: [], card: id };
    this.onChange();
  }

  forget() {
    this.#asked += 1;
    this.found = null;
    this.word = null;
    this.onChange();
  }

  /** The free times of a service on one day. @param {string} service @param {string} day @returns {Promise<import("./kinds.js").FreeSlot[]>} */
  async slots(service, day) {
    const asked = new URLSearchParams({ service, from: day, to: day });
    return (await this.api.get(`${this.path}/slots?${asked}`)).slots;
  }

  /** @param {object} how code or card, and whether the slot is overruled @returns {Promise<Ticket|null>} */
  checkIn(how) {
    return this.#press("/check-ins", how, null);
  }

  /** @param {{service: string, category?: string}} wish @returns {Promise<Ticket|null>} */
  issue(wish) {
    return this.#press("/tickets", { ...wish, channel: "reception" }, null);
  }

  /** @param {object} form @returns {Promise<Booked|null>} */
  book(form) {
    return this.#press("/appointments", form, null);
  }

  /** @param {Ticket} ticket @param {string} start @returns {Promise<Booked|null>} */
  bookForLater({ id, version }, start) {
    return this.#press("/appointments/from-ticket", { ticket: id, version, start }, null);
  }

  /** @param {"undo-check-in"|"cancel"|"move"} step @param {Booked} booked @param {object} body @param {string} done @returns {Promise<Booked|null>} */
  step(step, booked, body, done) {
    // Its number may have found it, and be gone afterwards.
    if (this.found?.q) {
      this.#asked += 1;
      this.found = { ...this.found, now: booked.code };
    }
    return this.#press(`/appointments/${booked.id}/${step}`, body, { done, facts: { code: booked.code, number: booked.number ?? "" } });
  }

  /** Say why nothing was done. @param {string} code @param {object} [problem] */
  refuse(code, problem = {}) {
    this.word = { code, problem };
    this.onChange();
  }

  /** @param {boolean} lost */
  lineIs(lost) {
    if (lost === this.lineLost) return;
    this.lineLost = lost;
    this.onChange();
  }

  /** One press at a time; what it brought, null when it was refused. @param {string} path @param {object} body @param {Word|null} word */
  async #press(path, body, word) {
    if (this.underWay || this.lost) return null;
    this.underWay = true;
    this.word = null;
    this.onChange();
    const answer = await this.orRefused(() => this.api.press(this.path + path, body));
    if (answer && word) this.word = word;
    this.underWay = false;
    this.onChange();
    if (answer) void this.look();
    return answer;
  }

  /** @param {string} more @returns {Promise<BookedDay>} */
  #day(more) {
    return this.api.get(`${this.path}/appointments${more}`);
  }

  /** @template T @param {() => Promise<T>} act @returns {Promise<T|null>} */
  async orRefused(act) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Unreachable) this.answerLost = true;
      else if (!(error instanceof Refused)) throw error;
      else if (error.status === 401) this.onSignedOut();
      else if (error.code === "no_bookings") this.takesBookings = false;
      this.word = { code: error.code, problem: error instanceof Refused ? error.problem : {} };
      return null;
    }
  }
}
