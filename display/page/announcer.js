// One loudspeaker, many counters: calls are shown and spoken one after the other, in the order in
// which they were made, and none is replaced unseen.

/** @typedef {import("../../server/contract/page/fold.js").Call} Call */
/** @typedef {{heard: boolean, clips: string[], missing: string[]}} Speech what came out of the loudspeaker */
/** @typedef {{call_id: string, number: string, counter: number, times: number, clips: string[], missing: string[]}} Announcement */
/**
 * `show` puts a call in the big panel; `say` speaks it (with the chime the first time) and resolves
 * when silence has come; `rest` waits so many seconds; `done` is told what was said.
 * @typedef {{
 *   show: (call: Call) => void, say: (call: Call, first: boolean) => Promise<Speech>,
 *   rest: (seconds: number) => Promise<void>, done: (announcement: Announcement | null) => void,
 * }} Parts
 */

const MOST_TIMES = 2; // once while others wait, so that one loudspeaker keeps up with 40 counters
const UNHEARD_S = 4; // how long a call keeps the panel when nothing is spoken

/** Calls that came later than this after they were made are shown and not spoken. */
export const LATE_S = 120;

/** @param {Parts} parts */
export function createAnnouncer({ show, say, rest, done }) {
  /** @type {Call[]} */
  const waiting = [];
  /** @type {Call | null} */
  let current = null;

  async function run() {
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      current = call;
      show(call);
      const announcement = await announce(call);
      current = null;
      done(announcement);
    }
    done(null);
  }

  /** @param {Call} call @returns {Promise<Announcement>} */
  async function announce(call) {
    const { call_id, number, counter } = call;
    let times = 0;
    let speech = await say(call, true);
    const { clips, missing } = speech;
    while (speech.heard && ++times < MOST_TIMES && waiting.length === 0) speech = await say(call, false);
    if (!times) await rest(UNHEARD_S);
    return { call_id, number, counter, times, clips, missing };
  }

  return {
    /** @param {Call} call */
    add(call) {
      waiting.push(call);
      if (!current) void run();
    },
    /** The call that is shown and spoken now. */
    get current() {
      return current;
    },
    /** Ids of the calls that are still to be announced. @returns {Set<string>} */
    pending() {
      return new Set(waiting.map((call) => call.call_id));
    },
  };
}

const MOST_KNOWN = 2000;

/** Which calls this display has met: each is announced once, however often the line is cut. */
export function createMemory() {
  /** @type {Set<string>} */
  const known = new Set();
  return {
    /** Whether the call is new here; from now on it is not. @param {Call} call */
    meet({ call_id }) {
      if (known.has(call_id)) return false;
      known.add(call_id);
      if (known.size > MOST_KNOWN) known.delete(/** @type {string} */ (known.values().next().value));
      return true;
    },
  };
}
