// The big panel: the newest call, or why there is none.

import { timeOfDay, dayAndMonth } from "/look/words.js";
import { el, icon } from "./dom.js";
import { ownOr, say } from "./texts.js";

/** @typedef {import("../../server/contract/page/fold.js").Call} Call */
/** @typedef {import("../../server/contract/page/fold.js").Board} Board */

const TICKET = "M4 7h16v4a2 2 0 0 0 0 4v2H4v-2a2 2 0 0 0 0-4zM14 7v2m0 3v2m0 2v1";
const DOOR = "M6 21V4h12v17M3 21h18M14.5 12.5v.5";
const PLUG = "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4";

/**
 * A call; `fresh` makes it blink.
 * @param {{call: Call, fresh: boolean, langs: string[], own?: Board["texts"]}} model
 */
export function drawCall({ call, fresh, langs, own }) {
  const card = el(
    "div",
    `call${fresh ? " fresh" : ""}`,
    el("p", "invite", ...bothOf(langs, (lang) => ownOr(own, lang, "invite", "invite"))),
    numberOf(call.number),
    el(
      "p",
      "place",
      el("span", "place-main", `${say(langs[0], "counter")} ${call.counter}`),
      langs[1] ? el("span", "second", `${say(langs[1], "counter")} ${call.counter}`) : null,
    ),
  );
  card.dataset.callId = call.call_id;
  return [card];
}

/** @param {string} number */
function numberOf(number) {
  const element = el("p", "big figures", number);
  element.dataset.length = String(Math.min(7, Math.max(4, number.length)));
  return element;
}

/** @param {string[]} langs @param {(lang: string) => string} words */
function bothOf(langs, words) {
  const [first, second] = langs;
  return [el("span", "first", words(first)), second ? el("span", "second", words(second)) : null].filter(
    (part) => part !== null,
  );
}

/**
 * A message in the place of a call.
 * @param {string} path @param {string[]} langs @param {(lang: string) => string[]} words title, then lines
 */
function message(path, langs, words) {
  const [title, ...lines] = words(langs[0]);
  const second = langs[1] ? words(langs[1]).filter(Boolean).join(" · ") : null;
  return [
    el(
      "div",
      "message",
      icon(path, "message-icon"),
      el("h2", "message-title", title),
      ...lines.filter(Boolean).map((line) => el("p", "message-line", line)),
      second ? el("p", "message-second", second) : null,
    ),
  ];
}

/** @param {{langs: string[], open: boolean, own?: Board["texts"]}} model */
export function drawEmpty({ langs, open, own }) {
  return message(TICKET, langs, (lang) => [ownOr(own, lang, "empty_board", "emptyTitle"), open ? say(lang, "emptyText") : ""]);
}

/** @param {{langs: string[], board: Pick<Board, "opens_at" | "closed_reason" | "time_zone">, own?: Board["texts"]}} model */
export function drawClosed({ langs, board, own }) {
  return message(DOOR, langs, (lang) => [
    ownOr(own, lang, "closed_board", "closedTitle"),
    lang === langs[0] ? (board.closed_reason ?? "") : "",
    opening(board, lang) ?? say(lang, "closedText"),
  ]);
}

/**
 * When numbers are given again, or null when nobody knows.
 * @param {Pick<Board, "opens_at" | "time_zone">} board @param {string} lang
 */
export function opening({ opens_at, time_zone }, lang) {
  if (!opens_at) return null;
  return `${say(lang, "opensAt")}: ${timeOfDay(opens_at, time_zone)}, ${dayAndMonth(opens_at, time_zone, lang)}`;
}

/** @param {{langs: string[], key: "connecting" | "refused" | "address", places: Record<string, string>}} model */
export function drawProblem({ langs, key, places }) {
  if (key === "connecting") return message(PLUG, langs, (lang) => [say(lang, key)]);
  return message(PLUG, langs, (lang) => [say(lang, `${key}Title`), say(lang, `${key}Text`, places)]);
}

