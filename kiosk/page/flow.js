/**
 * What a touch or a piece of news makes of the view; pure.
 *
 * A finger on a service, or, with `who`, a booking that was scanned or typed.
 * @typedef {{key: string, service?: string, category?: string | null, language: string, who?: import("./scan.js").Who, typed?: boolean}} Press
 * @typedef {{key: string, stage: string, printer: string, reprint: boolean}} PaperNews
 * @typedef {{ticket: any, paper: PaperNews, qr: string[] | null, again: boolean, since: number}} Result since: when it was shown
 * @typedef {object} View
 * @property {"services" | "categories" | "checkin" | "code" | "camera" | "checking" | "verdict" | "result" | "refused"} at
 * @property {string[]} path
 * @property {number} page
 * @property {string | null} category
 * @property {string} language
 * @property {boolean} large
 * @property {boolean} low
 * @property {boolean} contrast light letters on black
 * @property {boolean} voice things are spoken when they are touched, and chosen when they are touched again
 * @property {Press | null} press the press under way or just refused
 * @property {number} pressedAt when it was pressed; 0 when none is under way
 * @property {Result | null} result
 * @property {PaperNews | null} paper the latest news of any paper: it may come before the ticket's own answer
 * @property {{code: string, reason: string, facts: any} | null} refusal facts: all that the answer says
 * @property {string} code the letters typed so far
 * @property {boolean} blind the camera does not open
 * @property {number} touchedAt
 * @property {number} endsAt when the result goes home, 0 when there is none
 */

import { CODE_LETTERS, spelled } from "./scan.js";

export const IDLE_MS = 60_000;
export const WARN_MS = 10_000;
export const RESULT_MS = 12_000;
export const NO_PAPER_MS = 45_000;
/** Somebody who has a number already thinks about a second paper. */
export const AGAIN_MS = 25_000;
export const VERDICT_MS = 30_000;
/** With these a turn is over, so its number is nothing to wait for. */
const OVER = new Set(["served", "no_show", "left", "removed", "transferred", "closed_by_system"]);
/** A second tap of a double tap must not close the result that the first one brought. */
export const SETTLE_MS = 800;

/** @param {number} now @returns {View} */
export function atHome(now) {
  return {
    at: "services",
    path: [],
    page: 0,
    category: null,
    language: "vi",
    large: false,
    low: false,
    contrast: false,
    voice: false,
    press: null,
    pressedAt: 0,
    result: null,
    paper: null,
    refusal: null,
    code: "",
    blind: false,
    touchedAt: now,
    endsAt: 0,
  };
}

/** @type {Record<string, (view: View, what: any, now: number) => View>} */
const STEPS = {
  open: (view, { code }) => ({ ...view, path: [...view.path, code], page: 0 }),
  back: (view) => {
    if (view.at === "services") return { ...view, path: view.path.slice(0, -1), page: 0 };
    const at = view.at === "code" || view.at === "camera" ? "checkin" : "services";
    return { ...view, at, press: null, refusal: null, code: "" };
  },
  checkin: (view) => ({ ...view, at: "checkin", press: null, refusal: null, code: "" }),
  code: (view) => ({ ...view, at: "code", press: null, refusal: null, code: "" }),
  letters: (view, { letters }) => ({ ...view, code: (view.code + spelled(letters)).slice(0, CODE_LETTERS) }),
  erase: (view) => ({ ...view, code: view.code.slice(0, -1) }),
  clear: (view) => ({ ...view, code: "" }),
  camera: (view) => ({ ...view, at: "camera", blind: false }),
  blind: (view) => ({ ...view, blind: true }),
  home: ({ language, large, low, contrast, voice }, _what, now) => ({ ...atHome(now), language, large, low, contrast, voice }),
  done: (_view, _what, now) => atHome(now),
  page: (view, { page }) => ({ ...view, page }),
  categories: (view) => ({ ...view, at: "categories" }),
  category: (view, { code }) => ({ ...view, at: "services", category: code }),
  uncategory: (view) => ({ ...view, category: null }),
  language: (view) => ({ ...view, language: view.language === "vi" ? "en" : "vi" }),
  large: (view) => ({ ...view, large: !view.large, page: 0 }),
  low: (view) => ({ ...view, low: !view.low, page: 0 }),
  contrast: (view) => ({ ...view, contrast: !view.contrast }),
  voice: (view) => ({ ...view, voice: !view.voice, page: 0 }),
  press: (view, { press }, now) => ({ ...view, at: press.who ? "checking" : view.at, press, pressedAt: now }),
  foreign: (view) => ({ ...view, at: "verdict", press: null, refusal: { code: "foreign", reason: "", facts: {} } }),
  given: (view, { given }, now) => {
    if (given.again && OVER.has(given.ticket.state)) {
      return { ...view, at: "verdict", pressedAt: 0, refusal: { code: "used", reason: "", facts: given.ticket } };
    }
    const paper = view.paper?.key === given.paper.key ? view.paper : given.paper;
    const result = { ...given, paper, since: now };
    return { ...view, at: "result", press: null, pressedAt: 0, refusal: null, result, endsAt: now + resultMs(paper) };
  },
  refused: (view, { problem }) => ({
    ...view,
    at: view.press?.who ? "verdict" : "refused",
    pressedAt: 0,
    refusal: { code: problem.code ?? "", reason: problem.reason ?? "", facts: problem },
  }),
  paper: (view, { news }, now) => {
    if (view.result?.paper.key !== news.key) return { ...view, paper: news };
    const result = { .../** @type {Result} */ (view.result), paper: news };
    return { ...view, result, endsAt: Math.max(view.endsAt, now + resultMs(news)) };
  },
  touch: (view) => view,
};

/** Steps that come from outside; all others are touches, and a touch keeps the screen. */
const NEWS = new Set(["given", "refused", "paper", "blind"]);

/**
 * @param {View} view
 * @param {{type: string} & Record<string, any>} what
 * @param {number} now milliseconds of a steady clock
 * @returns {View}
 */
export function after(view, what, now) {
  if (isTooEarly(view, what.type, now)) return view;
  const next = STEPS[what.type](view, what, now);
  if (NEWS.has(what.type)) return { ...next, touchedAt: now };
  const endsAt = next.at === "result" ? Math.max(next.endsAt, now + RESULT_MS) : 0;
  return { ...next, touchedAt: now, endsAt };
}

/** While a press is under way, and in the first moment of its result, touches do nothing. */
function isTooEarly(/** @type {View} */ view, /** @type {string} */ type, /** @type {number} */ now) {
  if (NEWS.has(type)) return false;
  if (view.pressedAt) return true;
  return view.at === "result" && view.result !== null && now - view.result.since < SETTLE_MS;
}

/**
 * What time alone makes of the view: results end, and a screen that nobody touches goes home.
 * @param {View} view
 * @param {number} now
 * @returns {View}
 */
export function later(view, now) {
  const left = remaining(view, now);
  return left !== null && left <= 0 ? atHome(now) : view;
}

/**
 * Milliseconds until the screen goes home by itself, or null when it is home or a press is under way.
 * @param {View} view
 * @param {number} now
 * @returns {number | null}
 */
export function remaining(view, now) {
  if (view.at === "result") return view.endsAt - now;
  if (view.pressedAt || isFresh(view)) return null;
  return view.touchedAt + (view.at === "verdict" ? VERDICT_MS : IDLE_MS) - now;
}

/** @param {View} view whether it is as the next citizen should find it */
function isFresh(view) {
  const home = view.at === "services" && view.path.length === 0 && view.page === 0 && view.category === null;
  return home && view.language === "vi" && !view.large && !view.low;
}

/** @param {PaperNews} paper */
function resultMs(paper) {
  if (paper.stage === "not_asked") return AGAIN_MS;
  return paper.stage === "failed" || paper.stage === "late" ? NO_PAPER_MS : RESULT_MS;
}
