/**
 * A page as a device of an office: its own token, got by pairing, kept on this machine, renewed while the page runs.
 *
 * A page is paired when its address says `?pair=on` and it has no token yet, or when its token was revoked.
 */

import { pairingScreen } from "./pairing_screen.js";
import { changed, offered, proven, refused, wanted } from "./renewing.js";

/** @typedef {"display" | "tablet" | "counter"} Role */
/** @typedef {import("./renewing.js").Device} Device */
/** @typedef {import("./renewing.js").Kept} Kept */
/** @typedef {{role: Role, office?: string, counter?: number}} Place */

const ASK_MS = 2000;
const AGAIN_MS = 5000;
const ANSWER_MS = 5000;
const SPARE_MS = 5000; // a code is not shown to its very end: nobody types it in less
const LOOK_MS = 60_000; // between two looks at how old the token is
const TOLD_MS = 3600_000; // between two words on this machine's own clock
const SHUT = new Set(["wrong_token", "token_replaced"]);

/** Whether a refusal means that this token is of no use any more. @param {string | undefined} code */
export function isShut(code) {
  return code !== undefined && SHUT.has(code);
}

/** Says the token with every call, and never a cookie. @param {string} token @returns {typeof fetch} */
export function fetchWith(token) {
  return (path, how) => fetch(path, { ...how, credentials: "omit", headers: { ...how?.headers, Authorization: `Bearer ${token}` } });
}

/** What a machine says of itself: what its own clock says, and whether it has just begun. @param {boolean} begun */
export function report(begun) {
  return { at: new Date().toISOString(), begun };
}

/** The token of one machine, and what became of it. */
export class DeviceToken {
  /** @param {Place} place @param {Storage} storage */
  constructor(place, storage = localStorage) {
    this.place = place;
    this.storage = storage;
    this.name = ["dunghen.device", place.role, place.office, place.counter].filter((part) => part !== undefined).join(".");
    this.late = Math.random();
    this.toldAt = 0;
    this.underWay = 0;
    this.asking = false;
    /** Called when the last answer has come. @type {(() => void) | undefined} */ this.quiet = undefined;
    /** The token that was said last. @type {string | undefined} */ this.used = undefined;
    this.fetch = this.fetch.bind(this);
    this.current = this.current.bind(this);
  }

  /** The token to say now; another page of this machine may have renewed it. @returns {string} */
  current() {
    this.used = this.read().token ?? this.used;
    return this.used ?? "";
  }

  /** As `fetch`, with the token of this machine. @type {typeof fetch} */
  async fetch(path, how) {
    this.underWay += 1;
    try {
      return await fetchWith(this.current())(path, how);
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.quiet?.();
    }
  }

  /** @returns {Kept} */
  read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name) ?? "{}");
      return kept !== null && typeof kept === "object" ? kept : {};
    } catch (error) {
      console.warn("what was kept of this machine cannot be read", error);
      return {};
    }
  }

  /** @param {Kept} kept */
  #write(kept) {
    this.storage.setItem(this.name, JSON.stringify(kept));
  }

  /** @param {string} token @param {Device} [device] */
  keep(token, device) {
    this.#write({ token, device, since: Date.now() });
  }

  /**
   * Something was not let in: begin anew, with another token or with a code. A line may still have said the token before
   * this one, so the one of now is shown first; without an answer, whoever is not let in says so again.
   */
  async revoked() {
    if (this.asking) return;
    this.asking = true;
    if (!this.read().token) this.#giveWay(undefined);
    else if (await this.#report(false)) location.reload();
    this.asking = false;
  }

  /** @param {string | undefined} used the token that was refused */
  #giveWay(used) {
    this.#write(refused(this.read(), used, Date.now()));
    location.reload();
  }

  /**
   * The token of this machine, after pairing where that is wanted or needed; null for a page that is no device.
   * @param {string} search the address's own, e.g. `?pair=on`
   * @returns {Promise<Kept & {token: string} | null>}
   */
  async own(search = location.search) {
    const kept = this.read();
    if (!kept.token && !kept.revoked && new URLSearchParams(search).get("pair") !== "on") return null;
    if (!kept.token) await this.#pair(kept.revoked ? "revoked" : "new");
    if (wanted(this.read(), Date.now(), this.late) === "change") this.#write(changed(this.read()));
    void this.#report(true);
    setInterval(() => void this.#look(), LOOK_MS);
    return /** @type {Kept & {token: string}} */ (this.read());
  }

  /** Now and then: a new token when this one is old, used when nothing that says the old one is under way. */
  async #look() {
    const want = wanted(this.read(), Date.now(), this.late);
    if (want === "renew") await this.#renew();
    else if (want === "change") await this.#change();
    else if (Math.abs(Date.now() - this.toldAt) >= TOLD_MS) await this.#report(false);
  }

  /** Not at the next look instead: what a page asks each minute would be under way then, too. */
  async #change() {
    while (this.underWay > 0) await new Promise((done) => (this.quiet = () => done(undefined)));
    if (wanted(this.read(), Date.now(), this.late) !== "change") return;
    this.#write(changed(this.read()));
    await this.#report(false);
  }

  /** @param {"new" | "revoked"} reason */
  async #pair(reason) {
    const screen = pairingScreen(this.place.role, reason);
    for (;;) {
      const told = await this.#tried(screen);
      if (told) {
        this.keep(told.token, told.device);
        return screen.remove();
      }
    }
  }

  /** One code, until it was typed or has ended. @param {import("./pairing_screen.js").PairingScreen} screen */
  async #tried(screen) {
    const { role, office, counter } = this.place;
    const begun = await said("POST", "/api/v1/pairings", { body: { role, ...(office && { office }), ...(counter && { counter }) } });
    if (!begun.ok) {
      screen.show(null, begun.status ? "refused" : "away");
      return void (await rest(AGAIN_MS));
    }
    screen.show(begun.body.code, null);
    const end = performance.now() + begun.body.valid_s * 1000 - SPARE_MS;
    const secret = { Authorization: `Pairing ${begun.body.secret}` };
    while (performance.now() < end) {
      await rest(ASK_MS);
      const told = await said("GET", `/api/v1/pairings/${begun.body.id}`, { headers: secret });
      screen.show(begun.body.code, told.status ? null : "away");
      if (told.ok && told.body.token) return told.body;
      if (told.status === 404 || (told.ok && told.body.state !== "waiting")) return null;
    }
    return null;
  }

  /** A new token, to be kept beside the old one; what goes wrong is tried again at the next look. */
  async #renew() {
    const answer = await said("POST", "/api/v1/device/token", { headers: this.#bearer() });
    if (answer.ok) this.#write(offered(this.read(), answer.body.token, Date.now()));
  }

  /**
   * Say that this page runs, so that the office sees which version that is and how its clock goes.
   * @param {boolean} begun @returns {Promise<boolean>} whether the server has heard it
   */
  async #report(begun) {
    const office = this.place.office ?? this.read().device?.office ?? "";
    const path = `/api/v1/offices/${encodeURIComponent(office)}/device-reports`;
    const headers = this.#bearer();
    const shown = this.used;
    const answer = await said("POST", path, { headers, body: report(begun) });
    if (answer.status === 401) this.#giveWay(shown);
    if (!answer.ok) return false;
    this.toldAt = Date.now();
    if (this.read().token === shown) this.#write(proven(this.read()));
    return true;
  }

  #bearer() {
    return { Authorization: `Bearer ${this.current()}` };
  }
}

/** @param {number} ms */
function rest(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/**
 * @param {string} method @param {string} path @param {{headers?: Record<string, string>, body?: object}} what
 * @returns {Promise<{ok: boolean, status: number, body: any}>} status 0: no answer
 */
async function said(method, path, { headers = {}, body }) {
  try {
    const answer = await fetch(path, {
      method,
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body && { body: JSON.stringify(body) }),
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch (error) {
    console.info("no answer", error); // the caller says so on the screen, and asks again
    return { ok: false, status: 0, body: {} };
  }
}
