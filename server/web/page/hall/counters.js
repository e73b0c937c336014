/** Every counter as it stands: open, paused or closed, since when, and with whom. */

import { button, el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { wholeMinutes } from "./numbers.js";
import { waited } from "./rules.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Counter} Counter */

/** @typedef {{may: boolean, counter: number|null, busy: boolean}} Closing whether one may, which counter is asked about */

/** @param {Hall} hall */
export function counters(hall) {
  const list = el("ul", { class: "hall-counters" });
  const choose = el("span", {});
  const element = el("section", { class: "card hall-counters-card" },
    el("div", { class: "hall-counters-head" }, el("h2", {}, hall.texts.say("counters")), choose), list);
  const drawChoose = whenChanged((/** @type {Closing} */ closing) => replace(choose, ...chooses(hall, closing)));
  const draw = whenChanged((/** @type {Counter[]} */ all, /** @type {number[]} */ ages, /** @type {string[]} */ wanted, /** @type {Closing} */ closing) =>
    replace(list, ...all.map((counter, at) => tile(hall, counter, ages[at], wanted.includes(String(counter.number)), presses(hall, counter, closing)))));
  return {
    element,
    tick(/** @type {HallView} */ view, /** @type {number} */ now) {
      const since = view.counters.map((counter) => counter.ticket_since ?? counter.since);
      const ages = since.map((moment) => (moment ? wholeMinutes(waited(moment, now)) : -1));
      const wanted = view.alerts.filter((alert) => alert.kind === "counter_wanted" && !alert.ended_at).map((alert) => alert.subject);
      const closing = { may: view.may_close, counter: hall.closing, busy: hall.asking };
      drawChoose(closing);
      draw(view.counters, ages, wanted, closing);
    },
  };
}

/** The press that lets counters be closed, and the one that ends it. @param {Hall} hall @param {Closing} closing */
function chooses(hall, { may, counter }) {
  if (!may) return [];
  const [word, next] = counter === null ? ["close_forgotten", 0] : ["close_done", null];
  return [button({ text: hall.texts.say(word), kind: "hall-link", focus: "closing", press: () => hall.askToClose(next) })];
}

/** A supervisor closes a counter that somebody forgot: asked once. @param {Hall} hall @param {Counter} counter @param {Closing} closing */
function presses(hall, counter, { may, counter: asked, busy }) {
  const { texts } = hall;
  if (!may || asked === null || counter.state === "closed" || counter.ticket) return [];
  const n = counter.number;
  if (asked !== n) return [button({ text: texts.say("close_counter"), kind: "hall-link", focus: `close-${n}`, busy, press: () => hall.askToClose(n) })];
  const words = counter.staff_name ? texts.say("close_for", { n, name: counter.staff_name }) : texts.say("close_sure", { n });
  return [
    el("span", { class: "hall-close-sure" }, words),
    button({ text: texts.say("close_do"), kind: "small danger", focus: `close-${n}`, busy, press: () => void hall.closeCounter(n) }),
    button({ text: texts.say("close_not"), kind: "hall-link", focus: `keep-${n}`, press: () => hall.askToClose(0) }),
  ];
}

/** @param {Hall} hall @param {Counter} counter @param {number} age minutes, −1 where unknown @param {boolean} wanted @param {HTMLElement[]} pressed */
function tile({ texts }, counter, age, wanted, pressed) {
  const known = age >= 0 && counter.state !== "closed";
  return el("li", { class: `hall-counter ${counter.state}${wanted ? " wanted" : ""}`, "data-counter": counter.number },
    el("span", { class: "hall-counter-number number", "aria-label": texts.say("counter_n", { n: counter.number }) }, String(counter.number)),
    el("span", { class: "hall-counter-state" },
      el("span", { class: "hall-counter-word" }, el("i", { class: "hall-dot", "aria-hidden": "true" }), ...doing(texts, counter)),
      el("span", { class: "soft figures" }, [counter.ticket && texts.say(counter.ticket_state === "called" ? "called" : "serving"), known && texts.say("minutes_short", { n: age }), counter.state === "paused" && counter.reason].filter(Boolean).join(" ")),
      counter.staff_name && el("span", { class: "soft", title: counter.staff_name }, counter.staff_name),
      wanted && el("span", { class: "hall-wanted" }, texts.say("wanted"))),
    pressed.length > 0 && el("span", { class: "hall-close" }, ...pressed));
}

/** @param {import("/counter-page/shared/texts.js").Texts} texts @param {Counter} counter */
function doing(texts, counter) {
  if (counter.ticket) {
    return [el("span", { class: "figures" }, counter.ticket)];
  }
  if (counter.state === "open") return [texts.say("free")];
  return [texts.say(counter.state === "paused" ? "state_paused" : "state_closed")];
}
