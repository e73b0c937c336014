/** Asks the server for figures: a few at a time, nothing twice, and nothing for a view that is gone. */

/** The view that asked was left meanwhile; whoever waits for the answer has nothing to draw any more. */
export class Gone extends Error {}

const KEPT_MS = 60_000;
const MOST_KEPT = 60;

/** Answers are kept for a minute, so that going down to the tickets and back costs nothing. */
export class Asks {
  /** @type {{path: string, run: () => void, drop: () => void}[]} */ #line = [];
  /** @type {Map<string, {at: number, answer: Promise<any>}>} */ #kept = new Map();
  #running = 0;

  /** @param {(path: string) => Promise<any>} get @param {{most?: number, now?: () => number}} [how] */
  constructor(get, { most = 3, now = () => performance.now() } = {}) {
    this.get = get;
    this.most = most;
    this.now = now;
  }

  /** A view begins: what the last one asked for and was not yet sent is not sent any more. */
  begin() {
    for (const { path, drop } of this.#line.splice(0)) {
      this.#kept.delete(path);
      drop();
    }
  }

  /** @param {string} path @returns {Promise<any>} rejected with `Gone` where another view began meanwhile */
  ask(path) {
    const kept = this.#kept.get(path);
    if (kept && this.now() - kept.at < KEPT_MS) return kept.answer;
    const answer = new Promise((done, fail) => {
      const run = () => void this.#run(path).then(done, fail);
      this.#line.push({ path, run, drop: () => fail(new Gone(path)) });
    });
    this.#keep(path, answer);
    this.#next();
    return answer;
  }

  /** @param {string} path @param {Promise<any>} answer */
  #keep(path, answer) {
    this.#kept.delete(path);
    this.#kept.set(path, { at: this.now(), answer });
    answer.catch(() => this.#kept.get(path)?.answer === answer && this.#kept.delete(path));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
  }

  /** @param {string} path */
  async #run(path) {
    this.#running += 1;
    try {
      return await this.get(path);
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #next() {
    while (this.#running < this.most && this.#line.length) this.#line.shift()?.run();
  }
}
