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
      el("h1", { class: "result-title", tabindex: -1 }, view.result?.again ? words.alreadyGiven : words.yourNumber),
      el("p", { class: "result-number number" }, ticket.number),
      el("p", { class: "result-service" }, serviceText(scene, ticket)),
      ...bookingPart(scene, ticket),
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
  const title = view.result.again ? words.alreadyGiven : words.yourNumber;
  return [`${title}: ${ticket.number}.`, trouble ? `${trouble} – ${words.keep}.` : ""].join(" ");
}

/** @param {Scene} scene @param {any} ticket */
function serviceText({ view, words }, ticket) {
  const name = nameIn(ticket.service_names, view.language, ticket.service_name);
  return ticket.counters.length ? `${name} · ${words.counters(countersText(ticket.counters))}` : name;
}

/** The time that was booked, and what has become of it. @param {Scene} scene @param {any} ticket */
function bookingPart({ words, state, view }, ticket) {
  if (!ticket.slot) return [];
  const time = local(Date.parse(ticket.slot), state.office.time_zone).time;
  const isCalled = view.result?.again && ticket.state === "called" && ticket.counter;
  const said = isCalled ? words.calledTo(ticket.counter) : ticket.late ? words.lateForIt(time) : words.appointment(time);
  return [el("p", { class: `result-booking${ticket.late || isCalled ? " near" : ""}`, "data-id": "booking" }, icon("calendar"), el("span", { class: "figures" }, said))];
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
  if (paper.stage === "not_asked") return [paperBefore(scene)];
  const said = paper.stage === "printed" ? words.printed : words.printing;
  return [
    el("p", { class: "result-paper", "data-id": "paper", "data-stage": paper.stage }, said, icon("down")),
    el("p", { class: "result-follow soft" }, qr ? words.followOnPaper : ""),
  ];
}

/** An earlier scan has brought the ticket; another paper only if it is wanted. @param {Scene} scene */
function paperBefore({ view, words }) {
  const { qr } = /** @type {import("../flow.js").Result} */ (view.result);
  return el(
    "div",
    { class: "no-paper paper-before", "data-id": "paper-before" },
    qr && el("div", { class: "no-paper-qr" }, qrPicture(qr, words.followOnScreen), el("p", {}, words.followOnScreen)),
    el(
      "div",
      { class: "no-paper-text" },
      el("p", { class: "no-paper-title" }, icon("printer"), el("span", {}, words.paperBefore)),
      touchable("reprint", { class: "helper", "data-id": "reprint" }, icon("printer"), words.reprint),
    ),
  );
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
