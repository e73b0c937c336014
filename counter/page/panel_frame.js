/** What every panel is made of: its frame with two buttons, and a line of text with its complaint. */

import { button, el } from "./shared/dom.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/**
 * An open panel: `still` tells whether it makes sense in a newer view; `submit` does what it is for.
 * @typedef {{name: string, element: HTMLElement, focus: string, still: (view: CounterView) => boolean, submit: () => void}} Panel
 */

/**
 * The frame of every panel: title, content, and two buttons. Enter in a field is its submit.
 * @param {Work} work
 * @param {{title: string, hint?: string, doText: string, doKind?: string, key?: string, submit: () => void}} what
 * @param {...import("./shared/dom.js").Child} content
 */
export function frame(work, { title, hint = "", doText, doKind = "primary", key = "", submit }, ...content) {
  const form = el("form", { class: "panel", "aria-label": title },
    el("h2", {}, title), hint && el("p", { class: "soft" }, hint), ...content,
    el("div", { class: "panel-buttons" },
      button({ text: doText, kind: doKind, key, focus: "do", submit: true }),
      button({ text: work.texts.say("cancel"), key: "Esc", focus: "cancel", press: work.closePanel })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return form;
}

/** A line of text with its label and its complaint. @param {string} id @param {string} label @param {string} [placeholder] */
export function textField(id, label, placeholder = "") {
  const input = /** @type {HTMLInputElement} */ (el("input",
    { class: "input", id, "data-focus": id, placeholder, maxlength: "200", autocomplete: "off", "aria-describedby": `${id}-miss` }));
  const missing = el("p", { class: "field-error", id: `${id}-miss`, role: "alert" });
  return {
    element: el("div", { class: "field" }, el("label", { for: id }, label), input, missing),
    input,
    value: () => input.value.trim(),
    set(/** @type {string} */ text) {
      input.value = text;
      input.focus();
    },
    miss(/** @type {string} */ words) {
      missing.textContent = words;
      input.setAttribute("aria-invalid", "true");
      input.focus();
    },
  };
}

/** Whether a panel's ticket is still the one being served. @param {Ticket} ticket @returns {Panel["still"]} */
export function current(ticket) {
  return (view) => view.ticket?.id === ticket.id && view.ticket.state === "serving";
}
