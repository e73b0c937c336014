// Draws everything around the big panel: older calls, lines of the services, notices, who is near.

import { dayAndMonth, duration, minutes, text, timeOfDay } from "/look/words.js";
import { byId, el, icon, update } from "./dom.js";
import { linesByService, nearNumbers, numbersPerLine, olderCalls, pageOf } from "./layout.js";
import { opening } from "./panel.js";
import { say } from "./texts.js";

/** @typedef {import("../../server/contract/page/fold.js").Board} Board */
/** @typedef {import("../../server/contract/page/fold.js").Call} Call */
/** @typedef {import("./layout.js").Layout} Layout */

const ALERT = "M12 4 2.5 20h19zM12 10v5M12 17.5v.5";
const BELL = "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4";

/** @param {Board} board @param {number} now @param {string[]} langs */
export function drawTop(board, now, langs) {
  byId("office").textContent = text(board.names, langs[0]);
  byId("date").textContent = dayAndMonth(now, board.time_zone, langs[0]);
  byId("clock").textContent = timeOfDay(now, board.time_zone);
}

/**
 * The older calls; those still to be announced carry a bell.
 * @param {Board} board @param {Call | null} main @param {{layout: Layout, pending: Set<string>, langs: string[]}} how
 */
export function drawOlder(board, main, { layout, pending, langs }) {
  const calls = olderCalls(board, main, layout).map(({ call_id, number, counter }) => ({
    call_id, number, counter, pending: pending.has(call_id),
  }));
  const side = byId("side");
  side.style.setProperty("--columns", String(layout.columns));
  side.style.setProperty("--rows", String(layout.rows));
  update(side, { calls, langs, columns: layout.columns }, () => [
    el("div", "headings", ...Array.from({ length: layout.columns }, () => heading(langs))),
    el("ol", "calls", ...calls.map(row)),
  ]);
}

/** @param {string[]} langs */
function heading(langs) {
  return el("p", "heading", el("span", "", say(langs[0], "number")), el("span", "", say(langs[0], "counter")));
}

/** @param {{call_id: string, number: string, counter: number, pending: boolean}} call */
function row({ call_id, number, counter, pending }) {
  const item = el(
    "li",
    `older${pending ? " pending" : ""}`,
    el("span", "older-number figures", number),
    pending ? icon(BELL, "older-bell") : null,
    el("span", "older-counter figures", String(counter)),
  );
  item.dataset.callId = call_id;
  return item;
}

/**
 * Who waits for which service, as a row above the bottom or (with one counter) beside the panel.
 * @param {Board} board @param {{layout: Layout, turn: number, langs: string[]}} how
 */
export function drawLines(board, { layout, turn, langs }) {
  const place = byId(layout.alone ? "side" : "lines");
  const page = pageOf(linesByService(board), layout.lines, turn);
  const most = numbersPerLine(page.length, layout);
  const lines = page.map(({ service, numbers }) => ({
    name: text(board.services[service] ?? { vi: service }, langs[0]),
    people: numbers.length,
    numbers: numbers.slice(0, most),
  }));
  byId("lines").hidden = layout.alone || !lines.length;
  update(place, { lines, langs, alone: layout.alone }, () => [
    layout.alone ? el("h2", "lines-title", say(langs[0], lines.length ? "waiting" : "nobody")) : null,
    ...lines.map(line),
  ]);
}

/** @param {{name: string, people: number, numbers: string[]}} model */
function line({ name, people, numbers }) {
  return el(
    "div",
    "line",
    el("p", "line-name", `${name}\u00a0·\u00a0`, el("b", "figures", String(people))),
    el("p", "line-numbers figures", ...numbers.map((number) => el("span", "", number))),
  );
}

/** @param {Board} board @param {{layout: Layout, langs: string[]}} how */
export function drawBottom(board, { layout, langs }) {
  const numbers = nearNumbers(board, layout);
  update(byId("near"), { numbers, langs }, () => [
    el("span", "near-label", say(langs[0], numbers.length ? "near" : "nobody")),
    ...numbers.map((number) => el("b", "near-number figures", number)),
  ]);
  const { goal_s, today } = board;
  update(byId("mean"), { goal_s, today, langs }, () => drawMean(today.n ? today.mean_wait_s : null, goal_s, langs[0]));
}

/** @param {number | null} mean_s @param {number} goal_s @param {string} lang */
function drawMean(mean_s, goal_s, lang) {
  if (mean_s === null) return [`${say(lang, "goalOnly")} `, el("b", "mean-value", minutes(goal_s, lang))];
  return [
    `${say(lang, "mean")} `,
    el("b", mean_s > goal_s ? "mean-value over" : "mean-value", minutes(mean_s, lang)),
    ` · ${say(lang, "goal")} ${minutes(goal_s, lang)}`,
  ];
}

/**
 * One notice at a time, each in one language after the other; with calls still standing, also that
 * no more numbers are given.
 * @param {Board} board @param {{turn: number, langs: string[], closedNote: boolean}} how
 */
export function drawNotice(board, { turn, langs, closedNote }) {
  const texts = board.notices.flatMap(({ texts: t }) => langs.filter((lang) => t[lang]).map((lang) => t[lang]));
  if (closedNote) texts.unshift([say(langs[0], "closedTitle"), opening(board, langs[0])].filter(Boolean).join(" · "));
  const shown = texts.length ? texts[turn % texts.length] : null;
  byId("notice").hidden = shown === null;
  update(byId("notice"), shown, () => [shown]);
}

/** @param {import("/look/live.js").State} state @param {string[]} langs */
export function drawBanner(state, langs) {
  const stale = state.mode === "stale" && state.age_s !== null;
  const banner = byId("banner");
  banner.hidden = !stale;
  update(banner, stale ? Math.floor(state.age_s ?? 0) : null, () => (stale ? bannerText(state.age_s ?? 0, langs) : []));
}

/** @param {number} age_s @param {string[]} langs */
function bannerText(age_s, langs) {
  const words = (/** @type {string} */ lang) => say(lang, "stale", { age: duration(age_s, lang) });
  return [
    icon(ALERT, "banner-icon"),
    el("span", "", `${words(langs[0])} ${say(langs[0], "staleText")}`),
    langs[1] ? el("span", "second", words(langs[1])) : null,
  ];
}
