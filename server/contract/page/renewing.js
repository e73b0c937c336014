/**
 * When the token of a page is replaced by a new one while the page runs, and how none is ever lost.
 *
 * A browser writes what a page keeps to the disk some seconds later. So a new token is kept beside the old one for a
 * while before it is used, and the old one after that until the server has let the new one in. Pure: what is kept, and
 * what becomes of it.
 */

/** @typedef {{name: string, role: string, office: string, counter: number | null}} Device */
/**
 * `token` is used, since `since`. `next` has come at `nextAt` and is not used yet; `old` is what it replaced.
 * @typedef {{token?: string, device?: Device, since?: number, next?: string, nextAt?: number, old?: string,
 *   revoked?: boolean}} Kept
 */

export const RENEWED_AFTER_MS = 7 * 24 * 3600 * 1000;
export const SPREAD_MS = 24 * 3600 * 1000; // pages that were paired together do not all come at once
export const ON_DISK_MS = 60_000;

/**
 * What is to be done about a token now. One of the future is one of a clock that was wrong.
 * @param {Kept} kept @param {number} now @param {number} late 0 to 1, this page's own share of the spread
 * @returns {"renew" | "change" | null}
 */
export function wanted({ token, since = 0, next, nextAt = 0 }, now, late) {
  const passed = (/** @type {number} */ from, /** @type {number} */ ms) => now - from >= ms || now < from;
  if (!token) return null;
  if (next) return passed(nextAt, ON_DISK_MS) ? "change" : null;
  return passed(since, RENEWED_AFTER_MS + late * SPREAD_MS) ? "renew" : null;
}

/** A new token has come. @param {Kept} kept @param {string} next @param {number} now @returns {Kept} */
export function offered(kept, next, now) {
  return { ...kept, next, nextAt: now };
}

/** The new token is used from now on. @param {Kept} kept @returns {Kept} */
export function changed({ token, device, next, nextAt }) {
  return { token: next, device, since: nextAt, old: token };
}

/** The server has let the token in: what it replaced ends. @param {Kept} kept @returns {Kept} */
export function proven({ old: _old, ...kept }) {
  return kept;
}

/**
 * The server does not let `used` in. What is tried next: a token that another page of this machine has got meanwhile,
 * the new one, the one before it, and then none.
 * @param {Kept} kept @param {string | undefined} used @param {number} now @returns {Kept}
 */
export function refused(kept, used, now) {
  if (kept.token && kept.token !== used) return kept;
  if (kept.next) return { token: kept.next, device: kept.device, since: kept.nextAt };
  if (kept.old) return { token: kept.old, device: kept.device, since: now };
  return { revoked: true };
}
