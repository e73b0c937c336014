/** Every counter as it stands: open, paused or closed, since when, and with whom. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { wholeMinutes } from "./numbers.js";
import { waited } from "./rules.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Counter} Counter */

/** @param {Hall} hall */
export function counters(hall) {
  const list = el("ul", { class: "hall-counters" });
  const element = el("section", { class: "card hall-counters-card" }, el("h2", {}, hall.texts.say("counters")), list);
  const draw = whenChanged((/** @type {Counter[]} */ all, /** @type {number[]} */ ages, /** @type {string[]} */ wanted) =>
    replace(list, ...all.map((counter, at) => tile(hall, counter, ages[at], wanted.includes(String(counter.number))))));
  return {
    element,
    tick(/** @type {HallView} */ view, /** @type {number} */ now) {
      const since = view.counters.map((counter) => counter.ticket_since ?? counter.since);
      const ages = since.map((moment) => (moment ? wholeMinutes(waited(moment, now)) : -1));
      const wanted = view.alerts.filter((alert) => alert.kind === "counter_wanted" && !alert.ended_at).map((alert) => alert.subject);
      draw(view.counters, ages, wanted);
    },
  };
}

/** @param {Hall} hall @param {Counter} counter @param {number} age minutes, −1 where unknown @param {boolean} wanted */
function tile({ texts }, counter, age, wanted) {
  const known = age >= 0 && counter.state !== "closed";
  return el("li", { class: `hall-counter ${counter.state}${wanted ? " wanted" : ""}`, "data-counter": counter.number },
    el("span", { class: "hall-counter-number number", "aria-label": texts.say("counter_n", { n: counter.number }) }, String(counter.number)),
    el("span", { class: "hall-counter-state" },
      el("span", { class: "hall-counter-word" }, el("i", { class: "hall-dot", "aria-hidden": "true" }), ...doing(texts, counter)),
      el("span", { class: "soft figures" }, [counter.ticket && texts.say(counter.ticket_state === "called" ? "called" : "serving"), known && texts.say("minutes_short", { n: age }), counter.state === "paused" && counter.reason].filter(Boolean).join(" ")),
      counter.staff_name && el("span", { class: "soft", title: counter.staff_name }, counter.staff_name),
      wanted && el("span", { class: "hall-wanted" }, texts.say("wanted"))));
}

/** @param {import("/counter-page/shared/texts.js").Texts} texts @param {Counter} counter */
function doing(texts, counter) {
  if (counter.ticket) {
    return [el("span", { class: "figures" }, counter.ticket)];
  }
  if (counter.state === "open") return [texts.say("free")];
  return [texts.say(counter.state === "paused" ? "state_paused" : "state_closed")];
}
