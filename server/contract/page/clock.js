// The server's clock, as a page knows it: the last `at` the server said, carried on by monotonic time,
// so that a wrong or stepping wall clock of this machine never shows.

/**
 * @param {() => number} monotonic milliseconds that never step back
 */
export function createClock(monotonic = () => performance.now()) {
  /** @type {{server: number, local: number, rate: number} | null} */
  let anchor = null;
  return {
    /**
     * @param {string} at the server's moment, RFC 3339
     * @param {number} rate how fast the office's clock runs; 1 outside demos
     */
    set(at, rate = 1) {
      anchor = { server: Date.parse(at), local: monotonic(), rate };
    },
    /** Milliseconds since 1970 by the server's clock; null before the server has said anything. */
    now() {
      return anchor && anchor.server + (monotonic() - anchor.local) * anchor.rate;
    },
    /** Seconds of this room's own time since the server's moment `at`; null when not known. */
    age(/** @type {string} */ at) {
      return anchor && (/** @type {number} */ (this.now()) - Date.parse(at)) / 1000 / anchor.rate;
    },
  };
}

/** @typedef {ReturnType<typeof createClock>} ServerClock */
