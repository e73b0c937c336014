/** Draws the screens of the rating tablet: one question at a time, large enough for any finger. */

import { button, el } from "/counter-page/shared/dom.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("/counter-page/shared/texts.js").Texts} Texts */
/**
 * What the screens can do.
 * @typedef {{choose: (level: number) => void, answer: (step: number|null) => void, sendNow: () => void}} Acts
 */

const SVG = "http://www.w3.org/2000/svg";

/** A face of a level, 1 to 5. @param {number} level */
export function face(level) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `face face-${level}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/rating/faces.svg#level-${level}`);
  svg.append(use);
  return svg;
}

/** The middle of the page for a state. @param {State} state @param {Texts} texts @param {Acts} acts */
export function screen(state, texts, acts) {
  switch (state.screen) {
    case "ask":
      return ask(state, texts, acts);
    case "more":
      return question(state, texts, acts);
    case "sending":
      return words(texts.say("sending"), "");
    case "thanks":
      return words(texts.say("thanks"), texts.say("thanks_hint"), 5);
    case "already":
      return words(texts.say("thanks"), texts.say("already"), 4);
    case "failed":
      return words(texts.say("failed"), texts.say("failed_hint"), 3);
    default:
      return words(texts.say("welcome"), texts.say("welcome_hint"), 4);
  }
}

/** @param {string} title @param {string} hint @param {number} [level] */
function words(title, hint, level) {
  return el("section", { class: "words", role: "status" }, level ? face(level) : null, el("h1", {}, title), el("p", {}, hint));
}

/** @param {State} state @param {Texts} texts @param {Acts} acts */
function ask({ ask, form }, texts, { choose }) {
  const levels = [5, 4, 3, 2, 1].map((level) =>
    el("button", { type: "button", class: `level level-${level}`, onclick: () => choose(level) },
      face(level), el("span", {}, texts.name(form?.levels[level - 1] ?? {}))));
  return el("section", { class: "asking" },
    el("p", { class: "whose" }, texts.say("number", { n: ask?.number ?? "" })),
    el("h1", {}, texts.name(form?.overall ?? {})),
    el("div", { class: "levels" }, ...levels));
}

/** @param {State} state @param {Texts} texts @param {Acts} acts */
function question({ form, place }, texts, { answer, sendNow }) {
  const questions = form?.questions ?? [];
  const { texts: names, steps } = questions[place];
  const choices = steps.map((step, index) =>
    el("button", { type: "button", class: "step", onclick: () => answer(index) }, texts.name(step.texts)));
  return el("section", { class: "asking" },
    el("p", { class: "whose" }, texts.say("more", { n: place + 1, all: questions.length })),
    el("h1", {}, texts.name(names)),
    el("div", { class: "steps" }, ...choices),
    el("div", { class: "besides" },
      button({ text: texts.say("pass"), kind: "large", press: () => answer(null) }),
      button({ text: texts.say("send_now"), kind: "large", press: sendNow })));
}
