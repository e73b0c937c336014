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

let silence = 0;

/**
 * Listens for changes, for ever. The browser reconnects by itself; we only watch for silence.
 * @param {{state: (state: any) => void, paper: (news: any) => void, lost: () => void}} hears
 */
export function listen(hears) {
  const source = new EventSource("/changes");
  const wait = (/** @type {number} */ ms) => {
    window.clearTimeout(silence);
    silence = window.setTimeout(hears.lost, ms);
  };
  const hear = (/** @type {string} */ name, /** @type {(data: any) => void} */ act) =>
    source.addEventListener(name, (event) => {
      wait(LOST_MS);
      act(JSON.parse(/** @type {MessageEvent} */ (event).data));
    });
  hear("state", hears.state);
  hear("paper", hears.paper);
  hear("beat", () => undefined);
  source.addEventListener("error", () => {
    wait(GRACE_MS);
    if (source.readyState === EventSource.CLOSED) window.setTimeout(() => listen(hears), AGAIN_MS);
  });
}
