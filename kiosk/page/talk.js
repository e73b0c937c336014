/** Speaks with the kiosk program: presses go out, changes come in. */

const LOST_MS = 16_000;
const GRACE_MS = 3_000;
const PRESS_MS = 9_000;
const AGAIN_MS = 2_000;

/** A fresh key: one press, one key, one ticket. @returns {string} */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} door
 * @param {object} body
 * @returns {Promise<{ok: boolean, body: any}>} a lost answer reads as `server_away`
 */
export async function post(door, body) {
  try {
    const answer = await fetch(door, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PRESS_MS),
    });
    return { ok: answer.ok, body: await answer.json() };
  } catch (error) {
    console.warn("no answer from the kiosk program", error);
    return { ok: false, body: { code: "server_away" } };
  }
}

/**
 * Listens for changes, for ever: the browser reconnects by itself, and after too long a silence we begin anew.
 * @param {{state: (state: any) => void, paper: (news: any) => void, lost: () => void}} hears
 */
export function listen(hears) {
  const source = new EventSource("/changes");
  let silence = 0;
  let isCut = false;
  const wait = (/** @type {number} */ ms) => {
    window.clearTimeout(silence);
    silence = window.setTimeout(beginAnew, ms);
  };
  const beginAnew = () => {
    hears.lost();
    source.close();
    window.setTimeout(() => listen(hears), AGAIN_MS);
  };
  const hear = (/** @type {string} */ name, /** @type {(data: any) => void} */ act) =>
    source.addEventListener(name, (event) => {
      isCut = false;
      wait(LOST_MS);
      act(JSON.parse(/** @type {MessageEvent} */ (event).data));
    });
  hear("state", hears.state);
  hear("paper", hears.paper);
  hear("beat", () => undefined);
  source.addEventListener("error", () => {
    if (!isCut) wait(GRACE_MS); // the browser's own attempts, one a second, must not put it off
    isCut = true;
  });
  wait(LOST_MS);
}
