/** A step that takes something away asks once. */

import { button, el, focusOn } from "/counter-page/shared/dom.js";
import { frame } from "./frame.js";

/**
 * @param {import("../screen.js").Screen} screen @param {"cancel"|"undo"} id
 * @param {import("../kinds.js").Booked} booked @returns {import("../screen.js").Panel}
 */
export function asked(screen, id, booked) {
  const { texts, desk } = screen;
  const facts = { code: booked.code, number: booked.number ?? "" };
  const step = id === "cancel" ? "cancel" : "undo-check-in";
  const act = async () => {
    if (await desk.step(step, booked, {}, `done_${id}`)) screen.close();
  };
  const element = frame(screen, texts.say(`${id}_ask`, facts),
    el("p", {}, booked.name ?? "", booked.name && " · ", texts.name(booked.service_names)),
    el("p", { class: "soft" }, texts.say(`${id}_hint`)),
    el("div", { class: "steps" },
      button({ text: texts.say(`${id}_do`), kind: "danger large", focus: "do", press: () => void act() }),
      button({ text: texts.say("keep"), focus: "keep", press: screen.close })));
  return { name: id, element, enter: () => void focusOn(element, "keep") };
}
