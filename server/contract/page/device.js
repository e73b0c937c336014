/**
 * A page as a device of an office: its own token, got by pairing, kept on this machine, renewed now and then.
 *
 * A page is paired when its address says `?pair=on` and it has no token yet, or when its token was revoked.
 */

import { pairingScreen } from "./pairing_screen.js";

/** @typedef {"display" | "tablet" | "counter"} Role */
/** @typedef {{name: string, role: string, office: string, counter: number | null}} Device */
/** @typedef {{token?: string, device?: Device, since?: number, revoked?: boolean}} Kept */
/** @typedef {{role: Role, office?: string, counter?: number}} Place */

const ASK_MS = 2000;
const AGAIN_MS = 5000;
const ANSWER_MS = 5000;
const SPARE_MS = 5000; // a code is not shown to its very end: nobody types it in less
const RENEWED_AFTER_MS = 7 * 24 * 3600 * 1000;
const SHUT = new Set(["wrong_token", "token_replaced"]);

/** Whether a refusal means that this token is of no use any more. @param {string | undefined} code */
export function isShut(code) {
  return code !== undefined && SHUT.has(code);
}

/** Says the token with every call, and never a cookie. @param {string} token @returns {typeof fetch} */
export function fetchWith(token) {
  return (path, how) => fetch(path, { ...how, credentials: "omit", headers: { ...how?.headers, Authorization: `Bearer ${token}` } });
}

/** The token of one machine, and what became of it. */
export class DeviceToken {
  /** @param {Place} place @param {Storage} storage */
  constructor(place, storage = localStorage) {
    this.place = place;
    this.storage = storage;
    this.name = ["dunghen.device", place.role, place.office, place.counter].filter((part) => part !== undefined).join(".");
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

  /** The server lets this token in no more: begin anew, with a code. */
  revoked() {
    this.#write({ revoked: true });
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
    else if (Date.now() - (kept.since ?? 0) > RENEWED_AFTER_MS) await this.#renew(kept);
    const own = /** @type {Kept & {token: string}} */ (this.read());
    void this.#report(own);
    return own;
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

  /** A new token in the place of an old one; what goes wrong is tried again at the next start. @param {Kept} kept */
  async #renew(kept) {
    const answer = await said("POST", "/api/v1/device/token", { headers: { Authorization: `Bearer ${kept.token}` } });
    if (answer.ok) this.keep(answer.body.token, kept.device);
  }

  /** Say that this page has begun, so that the office sees which version runs here. @param {Kept} kept */
  async #report({ token, device }) {
    const office = this.place.office ?? device?.office ?? "";
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await said("POST", `/api/v1/offices/${encodeURIComponent(office)}/device-reports`, { headers, body: {} });
    if (answer.status === 401) this.revoked();
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
