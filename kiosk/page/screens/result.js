/** The number, as large as the screen, and what to do with it. */

import { el } from "../dom.js";
import { remaining } from "../flow.js";
import { countersText, local, minutes } from "../format.js";
import { icon, qrPicture } from "../icons.js";
import { nameIn } from "../words.js";
import { touchable } from "./frame.js";

/** @typedef {import("./frame.js").Scene} Scene */

/** @param {Scene} scene @returns {Node[]} */
export function resultScreen(scene) {
  const { view, words, now } = scene;
  const { ticket } = /** @type {import("../flow.js").Result} */ (view.result);
  const left = Math.max(1, Math.ceil((remaining(view, now) ?? 0) / 1000));
  return [
    el(
      "main",
      { class: "result", "data-id": "result", "data-digits": ticket.number.length > 5 ? "many" : ticket.number.length },
      el("h1", { class: "result-title", tabindex: -1 }, words.yourNumber),
      el("p", { class: "result-number number" }, ticket.number),
      el("p", { class: "result-service" }, serviceText(scene, ticket)),
      facts(scene, ticket),
      ...paperPart(scene),
      el(
        "div",
        { class: "result-end" },
        touchable("done", { class: "result-done", "data-id": "done" }, words.done),
        el("p", { class: "soft figures" }, words.homeIn(left)),
      ),
    ),
  ];
}

/** What a screen reader says once. @param {Scene} scene */
export function resultSaid({ view, words }) {
  if (!view.result) return "";
  const { ticket, paper } = view.result;
  const trouble = troubleWith(paper, words);
  return [`${words.yourNumber}: ${ticket.number}.`, trouble ? `${trouble} – ${words.keep}.` : ""].join(" ");
}

/** @param {Scene} scene @param {any} ticket */
function serviceText({ view, words }, ticket) {
  const name = nameIn(ticket.service_names, view.language, ticket.service_name);
  return ticket.counters.length ? `${name} · ${words.counters(countersText(ticket.counters))}` : name;
}

/** @param {Scene} scene @param {any} ticket */
function facts({ words, state }, ticket) {
  const range = ticket.expected && minutes(ticket.expected);
  const target = ticket.target && local(Date.parse(ticket.target), state.office.time_zone).time;
  return el(
    "dl",
    { class: "facts" },
    ticket.ahead !== null && fact(words.ahead, String(ticket.ahead), words.aheadUnit(ticket.ahead)),
    range && fact(words.expected, words.minutesShort(range.low, range.high), words.minutesUnit),
    target && fact(words.target, target, ""),
  );
}

/** @param {string} label @param {string} value @param {string} unit */
function fact(label, value, unit) {
  return el(
    "div",
    { class: "fact" },
    el("dt", {}, label),
    el("dd", {}, el("span", { class: "fact-value figures" }, value), unit && el("span", { class: "fact-unit" }, unit)),
  );
}

/** @param {Scene} scene */
function paperPart(scene) {
  const { view, words } = scene;
  const { paper, qr } = /** @type {import("../flow.js").Result} */ (view.result);
  const trouble = troubleWith(paper, words);
  if (trouble) return [noPaper(scene, trouble)];
  const said = paper.stage === "printed" ? words.printed : words.printing;
  return [
    el("p", { class: "result-paper", "data-id": "paper", "data-stage": paper.stage }, said, icon("down")),
    el("p", { class: "result-follow soft" }, qr ? words.followOnPaper : ""),
  ];
}

/** @param {import("../flow.js").PaperNews} paper @param {import("../words.js").Words} words */
function troubleWith(paper, words) {
  if (paper.stage === "late") return words.printer[paper.printer === "error" ? "late" : paper.printer] ?? words.printer.late;
  return paper.stage === "failed" ? (words.printer[paper.printer] ?? words.printer.error) : "";
}

/** @param {Scene} scene @param {string} trouble */
function noPaper({ view, words }, trouble) {
  const { paper, qr } = /** @type {import("../flow.js").Result} */ (view.result);
  return el(
    "div",
    { class: "no-paper", "data-id": "no-paper", "data-stage": paper.stage },
    qr && el("div", { class: "no-paper-qr" }, qrPicture(qr, words.followOnScreen), el("p", {}, words.followOnScreen)),
    el(
      "div",
      { class: "no-paper-text" },
      el("p", { class: "no-paper-title" }, icon("printer"), el("span", {}, `${trouble} – ${words.keep}`)),
      el("p", {}, words.staffTold),
      paper.stage === "failed" && touchable("reprint", { class: "helper", "data-id": "reprint" }, icon("printer"), words.reprint),
    ),
  );
}
