/** The word about the last press: what was done, or why not and what may have been meant. */

import { button, el, replace, whenChanged } from "./shared/dom.js";
import { FORGOTTEN_START, situation } from "./state.js";

/** @typedef {import("./work.js").Work} Work */

/** How long a word about something done stays, in milliseconds. */
const STAYS_MS = 12000;

/** @param {Work} work */
export function word(work) {
  const element = el("div", { class: "word", "aria-live": "polite" });
  let timer = 0;
  const draw = whenChanged(() => {
    clearTimeout(timer);
    const said = work.desk.word;
    replace(element, said && ("code" in said ? refusal(work, said) : done(work, said)));
    if (said && "done" in said) timer = setTimeout(() => replace(element), STAYS_MS);
  });
  return {
    element,
    draw() {
      const { word: said, view } = work.desk;
      draw(said, view?.ticket?.id, view && situation(view), view?.recent_no_shows.map(({ id }) => id));
    },
  };
}

/** @param {Work} work @param {{code: string, number: string}} said */
function refusal(work, { code, number }) {
  const { desk, texts } = work;
  const facts = { number: number || (desk.view?.ticket?.number ?? "") };
  return el("div", { class: "notice over", role: "alert", "data-code": code },
    el("p", {}, texts.refusal(code, facts)),
    code === "not_started" && desk.view && situation(desk.view) === "called" && offers(work));
}

/** @param {Work} work */
function offers({ texts, press }) {
  const offer = (/** @type {string} */ id, /** @type {string} */ text, /** @type {string} */ key, kind = "") =>
    button({ text: texts.say(text), key, kind, focus: `offer-${id}`, press: () => press(id) });
  return el("div", { class: "offers" },
    offer("start", "start", "F3", "go"),
    offer("no_show_next", "no_show_next", "F7"),
    offer(FORGOTTEN_START.id, "forgotten_start", FORGOTTEN_START.key));
}

/** @param {Work} work @param {{done: {key: string, number: string}[], noShow: number|null}} said */
function done(work, { done: lines, noShow }) {
  const { texts, desk } = work;
  const missed = desk.view?.recent_no_shows.find(({ id }) => id === noShow);
  return el("div", { class: "notice done" },
    el("p", {}, lines.map(({ key, number }) => texts.say(key, { number })).join(" ")),
    missed && button({ text: texts.say("restore"), kind: "small", focus: "undo",
      press: () => work.act("restore", { ticket: missed }) }));
}
