/** What stands around every screen: the office above, helpers and hours below. */

import { el } from "../dom.js";
import { local } from "../format.js";
import { remaining, WARN_MS } from "../flow.js";
import { icon } from "../icons.js";
import { nameIn } from "../words.js";

/**
 * What every screen is made from.
 * @typedef {object} Scene
 * @property {import("../flow.js").View} view
 * @property {any} state the kiosk's state, see kiosk/machine.py
 * @property {import("../words.js").Words} words
 * @property {number} now a steady clock, milliseconds
 * @property {number} at the office's clock, milliseconds since 1970
 * @property {boolean} portrait
 * @property {boolean} hasCamera whether the browser may use one
 * @property {number} fit how much smaller the letters on cards must be, see fit.js
 */

/**
 * A thing to touch. What it does stands in `data-act` and `data-value`; one listener reads them.
 * @param {string} act
 * @param {Record<string, any>} attributes
 * @param {...any} children
 */
export function touchable(act, attributes, ...children) {
  return el("button", { type: "button", "data-act": act, ...attributes }, ...children);
}

/** @param {Scene} scene */
export function header({ state, words, view, at }) {
  const office = state.office;
  if (!office) return el("header", { class: "top" });
  const now = local(at, office.time_zone);
  return el(
    "header",
    { class: "top" },
    el(
      "div",
      { class: "top-office" },
      el("p", { class: "top-name" }, nameIn(office.names, view.language, office.name)),
      el("p", { class: "top-address" }, office.address),
    ),
    el(
      "div",
      { class: "top-clock" },
      el("p", { class: "top-time figures" }, now.time),
      el("p", { class: "top-date" }, words.date(now.weekday, now.day, now.month)),
    ),
  );
}

/** The row at the bottom that a wheelchair reaches. @param {Scene} scene */
export function helpers({ state, words, view }) {
  const inner = view.at !== "services" || view.path.length > 0;
  const choosing = view.at === "services";
  const languages = (state.office?.languages ?? ["vi", "en"]).length > 1;
  return el(
    "nav",
    { class: "helpers", "aria-label": words.helpers },
    inner && touchable("back", { class: "helper helper-back", "data-id": "back" }, icon("back"), words.back),
    choosing &&
      state.office?.categories.length > 0 &&
      touchable("categories", { class: "helper", "data-id": "categories" }, icon("heart"), words.priority),
    voiceButton({ words, view }),
    touchable("large", { class: "helper", "data-id": "large", "data-on": view.large }, icon("letters"), view.large ? words.largeOff : words.largeOn),
    contrastButton({ words, view }),
    touchable("low", { class: "helper", "data-id": "low", "data-on": view.low }, icon("wheelchair"), view.low ? words.lowOff : words.lowOn),
    languages && languageButton(words),
  );
}

/** @param {Pick<Scene, "words" | "view">} scene */
export function voiceButton({ words, view }) {
  return touchable("voice", { class: "helper", "data-id": "voice", "data-on": view.voice }, icon("speaker"), view.voice ? words.voiceOff : words.voiceOn);
}

/** @param {Pick<Scene, "words" | "view">} scene */
export function contrastButton({ words, view }) {
  return touchable("contrast", { class: "helper", "data-id": "contrast", "data-on": view.contrast }, icon("contrast"), view.contrast ? words.contrastOff : words.contrastOn);
}

/** With the spoken help: three large buttons at the lower edge, found without seeing. @param {Scene} scene */
export function stepsBar({ words }) {
  return el(
    "nav",
    { class: "steps-bar", "data-id": "steps", "aria-label": words.steps },
    touchable("step-back", { class: "step" }, icon("back"), words.stepBack),
    touchable("step-choose", { class: "step step-choose" }, icon("check"), words.stepChoose),
    touchable("step-on", { class: "step" }, words.stepOn, icon("forward")),
  );
}

/** @param {import("../words.js").Words} words */
export function languageButton(words) {
  const lang = words.language === "English" ? "en" : "vi";
  return touchable("language", { class: "helper", "data-id": "language", lang }, icon("globe"), words.language);
}

/** @param {Scene} scene */
export function footer({ state, words }) {
  const office = state.office;
  const until = state.screen === "services" && office?.tickets_until && local(Date.parse(office.tickets_until), office.time_zone).time;
  return el(
    "footer",
    { class: "foot" },
    el("p", { class: "figures" }, until ? words.ticketsUntil(until) : ""),
    el("p", { class: "figures" }, office?.hotline ? words.hotline(office.hotline) : ""),
  );
}

/** The last seconds before the screen goes home, so that nobody is surprised. @param {Scene} scene */
export function countdown({ view, words, now }) {
  const left = remaining(view, now);
  if (view.at === "result" || left === null || left > WARN_MS) return null;
  return el(
    "div",
    { class: "countdown", "data-id": "countdown" },
    icon("clock"),
    el("p", { class: "figures" }, words.homeIn(Math.max(1, Math.ceil(left / 1000)))),
    el("p", { class: "countdown-stay" }, words.stay),
  );
}
