/** What helps, why that is believed, and the press that asks for it. */

import { button, el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { toneIcon } from "./icons.js";
import { minutes, people, percent } from "./numbers.js";
import { reasons } from "./why.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Tone} Tone */

/** @type {Record<string, Tone>} */
const TONES = { open: "near", none_needed: "good", no_counter: "near", none_helps: "none" };

/** @param {Hall} hall */
export function advice(hall) {
  const { texts } = hall;
  const element = el("section", { class: "card hall-advice", "aria-label": texts.say("advice") });
  let explained = false;
  const toggle = () => {
    explained = !explained;
    if (hall.view) draw(...shownOf(hall.view), explained, hall.asking);
  };
  const draw = whenChanged((/** @type {any} */ said, /** @type {any} */ why, /** @type {boolean} */ open, /** @type {boolean} */ asking) => {
    element.dataset.tone = said.tone;
    replace(element,
      el("div", { class: "hall-advice-main" }, toneIcon(said.tone),
        el("div", { class: "hall-advice-words" }, el("h2", {}, said.title), said.more && el("p", { class: "figures" }, said.more)),
        el("div", { class: "hall-advice-do" }, ...presses(said, asking), why.length > 0 &&
          button({ text: texts.say(open ? "why_hide" : "why"), kind: "hall-link", focus: "why", press: toggle }))),
      open && why.length > 0 && el("div", { class: "hall-why" }, el("h3", {}, texts.say("why_title")), el("ul", {}, ...why.map((/** @type {string} */ line) => el("li", { class: "figures" }, line)))));
  });

  /** @param {{counter: number|null, service: string|null, wanted: boolean, can: boolean}} said @param {boolean} asking */
  function presses({ counter, service, wanted, can }, asking) {
    if (!can || counter === null) return [];
    const want = (/** @type {boolean} */ wish) => () => void hall.wantCounter(counter, service, wish);
    if (wanted) return [el("span", { class: "tone-good hall-asked" }, toneIcon("good"), texts.say("asked_counter")), button({ text: texts.say("take_back"), kind: "hall-link", focus: "take_back", busy: asking, press: want(false) })];
    return [button({ text: texts.say("ask_counter"), kind: "primary", focus: "ask", busy: asking, press: want(true) })];
  }

  /** @param {HallView} view @returns {[any, string[]]} */
  const shownOf = (view) => [wordsFor(hall, view), view.forecast ? reasons(texts, view) : []];
  return {
    element,
    draw(/** @type {HallView} */ view) {
      draw(...shownOf(view), explained, hall.asking);
    },
  };
}

/** @param {Hall} hall @param {HallView} view */
function wordsFor({ texts }, view) {
  const { advice: said, foreseen, open_now } = view;
  const none = { tone: "none", title: "", more: "", counter: null, service: null, wanted: false, can: false };
  if (!open_now) return { ...none, title: texts.say("advice_closed") };
  if (!foreseen) return { ...none, title: texts.say("advice_asking") };
  if (!said) return { ...none, title: texts.say("advice_unknown") };
  const service = view.services.find((one) => one.code === said.service);
  const facts = { counter: said.counter ?? "", service: service ? texts.name(service.names) : "" };
  const known = `advice_${said.kind}` in texts.catalogue;
  return {
    ...none,
    tone: TONES[said.kind] ?? "none",
    title: known ? texts.say(`advice_${said.kind}`, facts) : texts.say("advice_unknown"),
    more: said.kind === "open" ? gain(texts, said, service?.in_vain ?? 0) : known ? texts.say(`advice_${said.kind}_more`) : "",
    counter: said.counter,
    service: said.service,
    wanted: said.wanted,
    can: said.kind === "open",
  };
}

/** @param {import("/counter-page/shared/texts.js").Texts} texts @param {import("./kinds.js").Advice} said @param {number} inVain people whom nobody serves without it */
function gain(texts, said, inVain) {
  const lang = texts.language;
  const facts = { before: minutes(said.before_s ?? 0, lang), after: minutes(said.after_s ?? 0, lang), runs: said.runs, n: people(inVain) };
  if (inVain >= 0.5) return texts.say("advice_unserved_more", facts);
  return `${texts.say("advice_open_more", facts)} ${texts.say("advice_open_chance", { chance: percent(said.chance ?? 0, lang) })}`;
}
