/**
 * What the tablet shows, and when it goes on by itself: pure, so that it is tested without a page.
 * Times are milliseconds of a clock that never steps back.
 */

/** @typedef {{visit: number, number: string, language: string, until: string}} Ask */
/** @typedef {{code: string, texts: Record<string, string>, steps: {texts: Record<string, string>}[]}} Question */
/**
 * @typedef {{code: string, version: number, overall: Record<string, string>, levels: Record<string, string>[],
 *   questions: Question[]}} Form
 */
/** @typedef {{at: string, ask: Ask|null, form: Form|null}} Told what the server says of the counter */
/**
 * `endsAt`: when the screen goes on by itself, null for never; `lasts` how long it stays in all.
 * @typedef {{screen: "idle"|"ask"|"more"|"sending"|"thanks"|"already"|"failed", ask: Ask|null, form: Form|null,
 *   overall: number, answers: Record<string, number>, place: number, endsAt: number|null, lasts: number}} State
 */

/** Who has begun and touches nothing more has answered what they wanted. */
export const NO_TOUCH_MS = 20_000;
export const THANKS_MS = 6000;

/** @returns {State} */
export function idle() {
  return { screen: "idle", ask: null, form: null, overall: 0, answers: {}, place: 0, endsAt: null, lasts: 0 };
}

/**
 * The server said whom to ask. Whoever is answering goes on; the next is asked when that has ended.
 * @param {State} state @param {Told} told @param {number} now @returns {State}
 */
export function told(state, { at, ask, form }, now) {
  if (state.screen !== "idle" && state.screen !== "ask") return state;
  if (!ask || !form) return idle();
  const lasts = Date.parse(ask.until) - Date.parse(at);
  if (state.ask?.visit === ask.visit) return state;
  return { ...idle(), screen: "ask", ask, form, endsAt: now + lasts, lasts };
}

/** One touch: the overall level. @param {State} state @param {number} overall @param {number} now @returns {State} */
export function chosen(state, overall, now) {
  if (state.screen !== "ask") return state;
  return onward({ ...state, overall, place: -1 }, now);
}

/**
 * An answer to the question shown; null passes it over.
 * @param {State} state @param {number|null} step @param {number} now @returns {State}
 */
export function answered(state, step, now) {
  if (state.screen !== "more" || !state.form) return state;
  const { code } = state.form.questions[state.place];
  return onward(step === null ? state : { ...state, answers: { ...state.answers, [code]: step } }, now);
}

/** The next question, or sending. @param {State} state @param {number} now @returns {State} */
function onward(state, now) {
  const place = state.place + 1;
  if (place >= (state.form?.questions.length ?? 0)) return sending(state);
  return { ...state, screen: "more", place, endsAt: now + NO_TOUCH_MS, lasts: NO_TOUCH_MS };
}

/** Send what was answered so far. @param {State} state @returns {State} */
export function sending(state) {
  return { ...state, screen: "sending", endsAt: null, lasts: 0 };
}

/** How the sending ended. @param {State} state @param {"thanks"|"already"|"failed"} how @param {number} now @returns {State} */
export function ended(state, how, now) {
  return { ...state, screen: how, endsAt: now + THANKS_MS, lasts: THANKS_MS };
}

/** Time has passed. @param {State} state @param {number} now @returns {State} */
export function ticked(state, now) {
  if (state.endsAt === null || now < state.endsAt) return state;
  return state.screen === "more" ? sending(state) : idle();
}

/** Whole seconds until the screen goes on by itself. @param {State} state @param {number} now */
export function secondsLeft(state, now) {
  return state.endsAt === null ? 0 : Math.max(0, Math.ceil((state.endsAt - now) / 1000));
}

/** What is sent. @param {State} state */
export function rating({ ask, form, overall, answers }) {
  return { visit: ask?.visit, form: form?.code, version: form?.version, overall, answers };
}
