/** What panels share: a title, a way back, and fields. */

import { button, el } from "/counter-page/shared/dom.js";

/**
 * @param {import("../screen.js").Screen} screen
 * @param {string} title @param {...import("/counter-page/shared/dom.js").Child} content
 */
export function frame(screen, title, ...content) {
  const { texts } = screen;
  return el("div", { class: "step-panel" },
    el("div", { class: "step-panel-head" }, el("h2", {}, title), button({ text: texts.say("back"), kind: "quiet", key: texts.say("escape"), press: screen.close })),
    ...content);
}

/** A labelled field. @param {string} id @param {string} label @param {Record<string, any>} [about] */
export function textField(id, label, about = {}) {
  const input = /** @type {HTMLInputElement} */ (el("input", { class: "input", id, autocomplete: "off", ...about }));
  return { input, element: el("div", { class: "field" }, el("label", { for: id }, label), input) };
}

/** A labelled choice. @param {string} id @param {string} label @param {{value: string, text: string, locked?: boolean}[]} choices */
export function choice(id, label, choices) {
  const select = /** @type {HTMLSelectElement} */ (el("select", { class: "input", id },
    ...choices.map(({ value, text, locked }) => el("option", { value, disabled: locked }, text))));
  return { select, element: el("div", { class: "field" }, el("label", { for: id }, label), select) };
}
