/** Says the contract's messages to the server: one press, one key, repeated until it is answered. */

/** How long an answer may take, and the pauses before a lost one is asked for again (ms). */
const ANSWER_MS = 8000;
const PAUSES_MS = [300, 1000, 2000];

/** The server said no; `code` is the problem's stable name. */
export class Refused extends Error {
  /** @param {{code: string, status: number, detail?: string}} problem */
  constructor(problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail ?? ""}`);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
  }
}

/** No answer came: whether the press had an effect is unknown until the next look. */
export class Unreachable extends Error {
  code = "unreachable";
}

/** @param {Response} answer */
async function problemOf(answer) {
  try {
    const problem = await answer.json();
    if (typeof problem.code === "string") return { ...problem, status: answer.status };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { code: answer.status >= 500 ? "internal" : "other", status: answer.status };
}

/** Whoever has to change a first password, or set up a second factor, is led to where that is done. @param {Refused} refused */
function heldBack(refused) {
  const led = refused.code === "password_change_required" || refused.code === "totp_set_up_required";
  const here = globalThis.location;
  if (led && here) here.assign(`/account?next=${encodeURIComponent(here.pathname + here.search)}`);
  return refused;
}

/** A key that works on plain http too, where `crypto.randomUUID` is missing. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One signed-in page's calls. */
export class Api {
  /** @param {{fetch: typeof fetch, pause?: (ms: number) => Promise<void>}} tools */
  constructor({ fetch, pause = (ms) => new Promise((done) => setTimeout(done, ms)) }) {
    this.fetch = fetch;
    this.pause = pause;
    this.csrf = "";
  }

  /** @param {string} path */
  get(path) {
    return this.#ask("GET", path, {});
  }

  /** A question whose words belong in no address; it changes nothing. @param {string} path @param {object} body */
  ask(path, body) {
    return this.#ask("POST", path, { body });
  }

  async session() {
    return this.#signed(await this.get("/api/v1/session"));
  }

  /** @param {string} username @param {string} password @param {string} [totp] the code, where one is asked for */
  async signIn(username, password, totp) {
    const body = totp ? { username, password, totp } : { username, password };
    return this.#signed(await this.#ask("POST", "/api/v1/session", { body }));
  }

  async signOut() {
    await this.#ask("DELETE", "/api/v1/session", {});
    this.csrf = "";
  }

  /**
   * One press: the same key is sent again after a lost answer, so it has one effect at most.
   * @param {string} path @param {object} body
   */
  async press(path, body) {
    const key = newKey();
    for (const pause of PAUSES_MS) {
      try {
        return await this.#ask("POST", path, { body, key });
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        await this.pause(pause);
      }
    }
    return this.#ask("POST", path, { body, key });
  }

  /** @param {{csrf_token: string}} session */
  #signed(session) {
    this.csrf = session.csrf_token;
    return session;
  }

  /** @param {string} method @param {string} path @param {{body?: object, key?: string}} what */
  async #ask(method, path, { body, key }) {
    const headers = { Accept: "application/json" };
    if (method !== "GET" && this.csrf) headers["X-CSRFToken"] = this.csrf;
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const answer = await this.#answer(path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw heldBack(new Refused(await problemOf(answer)));
    return answer.status === 204 ? {} : answer.json();
  }

  /** @param {string} path @param {RequestInit} how */
  async #answer(path, how) {
    const signal = AbortSignal.timeout(ANSWER_MS);
    try {
      return await this.fetch.call(globalThis, path, { ...how, signal, credentials: "same-origin", cache: "no-store" });
    } catch (error) {
      throw new Unreachable(String(error));
    }
  }
}
