/** The transfer panel: to another service or another counter, with a note, and back again if wished. */

import { el, replace } from "./shared/dom.js";
import { destinations, matching } from "./destinations.js";
import { current, frame, textField } from "./panel_frame.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {import("./destinations.js").Destination} Destination */

/** @param {Work} work @param {Ticket} ticket @returns {import("./panel_frame.js").Panel} */
export function transferPanel(work, ticket) {
  const { texts } = work;
  const find = textField("transfer-find", texts.say("transfer_find"));
  const note = textField("transfer-note", texts.say("transfer_note"));
  const back = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "transfer-return", "data-focus": "transfer-return" }));
  const list = placeList(work, ticket, find.input);
  const submit = () => {
    const to = list.chosen();
    if (to) work.act("transfer", { to: to.to, comesBack: back.checked, note: note.value() });
    else find.miss(texts.say("transfer_choose"));
  };
  return {
    name: "transfer", focus: "transfer-find", submit, still: current(ticket),
    element: frame(work, { title: texts.say("transfer_title", ticket), doText: texts.say("transfer_do", ticket), key: "F9", submit },
      el("div", { class: "transfer" }, el("div", { class: "transfer-where" }, find.element, list.element),
        el("div", { class: "transfer-how" }, note.element,
          el("label", { class: "tick" }, back, el("span", {}, texts.say("transfer_return")))))),
  };
}

/** The choice of places, narrowed by what is typed. @param {Work} work @param {Ticket} ticket @param {HTMLInputElement} find */
function placeList(work, ticket, find) {
  const { texts, desk } = work;
  const all = desk.view ? destinations(desk.view, ticket, texts) : [];
  const element = el("div", { class: "places", role: "radiogroup", "aria-label": texts.say("transfer_to") });
  /** @type {Destination|null} */ let chosen = null;
  const draw = () => {
    const found = matching(all, find.value);
    if (chosen && !found.includes(chosen)) chosen = null;
    if (found.length === 1) chosen = found[0];
    replace(element, ...(found.length ? found.map((place) => choice(place, place === chosen, texts)) : [
      el("p", { class: "soft" }, texts.say("transfer_nothing"))]));
  };
  element.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    chosen = all.find(({ id }) => id === value) ?? null;
  });
  find.addEventListener("input", draw);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    const first = /** @type {HTMLInputElement|null} */ (element.querySelector("input"));
    first?.focus();
    first?.click();
  });
  draw();
  return { element, chosen: () => chosen };
}

/** @param {Destination} place @param {boolean} checked @param {import("./shared/texts.js").Texts} texts */
function choice({ id, name, open, kind }, checked, texts) {
  const where = open.length ? texts.say("open_at", { counters: open.join(", ") }) : texts.say("open_nowhere");
  const input = el("input", { type: "radio", name: "to", value: id, checked, "data-focus": `to-${id}` });
  return el("label", { class: "place" }, input, el("span", { class: "place-name" }, name),
    el("span", { class: "soft place-open" }, kind === "service" ? where : texts.say(open.length ? "state_open" : "state_not_open")));
}
