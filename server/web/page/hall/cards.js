/** The five cards on top: the answer first, then what it is made of. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { toneIcon } from "./icons.js";
import { goal, minutes, percent, range, wholeMinutes } from "./numbers.js";
import { answer, atClosing, inVain, soFar, wait, waited } from "./rules.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Tone} Tone */

/** A mean beyond this is told in hours (s). */
const FAR_S = 7200;

/** @param {Hall} hall */
export function cards(hall) {
  const mean = card(hall, "card-mean");
  const [within, longest, waiting, bookings] = ["within", "longest", "waiting", "bookings"].map((name) => card(hall, `card-${name}`));
  const all = [mean, within, longest, waiting, bookings];
  return {
    element: el("section", { class: "hall-cards" }, ...all.map((one) => one.element)),
    draw(/** @type {HallView} */ view) {
      mean.show(theMean(hall, view));
      within.show(theShare(hall, view));
      waiting.show(theLine(hall, view));
      bookings.show(theBookings(hall, view));
    },
    tick(/** @type {HallView} */ view, /** @type {number} */ now) {
      longest.show(theLongest(hall, view, now));
    },
  };
}

/**
 * What a card shows: a title, a value with its unit, and words below it, each with a tone of its own.
 * @typedef {{title: string, value: string, unit?: string, tone?: Tone, below?: {tone: Tone|"soft", words: string}[]}} Shown
 */

/** @param {Hall} _ @param {string} name */
function card(_, name) {
  const element = el("article", { class: `card hall-card ${name}` });
  const show = whenChanged((/** @type {Shown} */ { title, value, unit, tone = "none", below = [] }) => {
    element.dataset.tone = tone;
    replace(element,
      el("h2", { class: "hall-card-title" }, title),
      el("p", { class: "hall-card-value" }, el("strong", { class: "figures" }, value), unit && el("span", { class: "soft figures" }, unit)),
      ...below.map((line) => el("p", { class: `hall-card-below tone-${line.tone}` }, line.tone !== "soft" && toneIcon(line.tone), el("span", { class: "figures" }, line.words))));
  });
  return { element, show };
}

/** @param {Hall} hall @param {HallView} view @returns {Shown} */
function theMean({ texts }, view) {
  const { today } = view;
  const lang = texts.language;
  const facts = { goal: goal(view.goal_s, lang), n: today.n };
  const now = soFar(view);
  return {
    title: texts.say("mean_so_far"),
    value: today.mean_s === null ? "–" : minutes(today.mean_s, lang),
    unit: texts.say(today.mean_s === null ? "nobody_yet" : "mean_unit", facts),
    tone: answer(view),
    below: [{ tone: now, words: texts.say(`so_far_${now}`) }, closing(texts, view)],
  };
}

/** @param {import("/counter-page/shared/texts.js").Texts} texts @param {HallView} view */
function closing(texts, view) {
  const { forecast, foreseen } = view;
  if (!forecast) return { tone: /** @type {"soft"} */ ("soft"), words: texts.say(foreseen ? "closing_unknown" : "closing_asking") };
  const n = inVain(view);
  if (forecast.low_s >= FAR_S && forecast.low_s > view.goal_s) {
    return { tone: atClosing(view), words: texts.say("closing_far", { hours: Math.floor(forecast.low_s / 3600) }) };
  }
  const words = texts.say(n ? "closing_in_vain" : `closing_${forecast.word}`, { n, range: range(forecast.low_s, forecast.high_s, texts.language) });
  return { tone: atClosing(view), words };
}

/** @param {Hall} hall @param {HallView} view @returns {Shown} */
function theShare({ texts }, { today, goal_s }) {
  const lang = texts.language;
  const facts = { goal: goal(goal_s, lang), p90: today.p90_s === null ? "" : minutes(today.p90_s, lang) };
  return {
    title: texts.say("within", facts),
    value: today.share_within_goal === null ? "–" : percent(today.share_within_goal, lang),
    below: [{ tone: "soft", words: texts.say(today.p90_s === null ? "within_none" : "within_more", facts) }],
  };
}

/** @param {Hall} hall @param {HallView} view @param {number} now @returns {Shown} */
function theLongest({ texts }, { longest, longest_wait_s }, now) {
  const limit = (/** @type {string} */ key) => texts.say(key, { limit: goal(longest_wait_s, texts.language) });
  const title = texts.say("longest");
  if (!longest) return { title, value: "–", below: [{ tone: "soft", words: texts.say("longest_none") }] };
  const seconds = waited(longest.since, now);
  const tone = wait(seconds, longest_wait_s);
  return {
    title,
    value: String(wholeMinutes(seconds)),
    unit: texts.say("longest_unit", { number: longest.number }),
    tone: tone === "good" ? "none" : tone,
    below: [{ tone: tone === "good" ? "soft" : tone, words: limit(tone === "over" ? "limit_over" : "limit") }],
  };
}

/** @param {Hall} hall @param {HallView} view @returns {Shown} */
function theLine({ texts }, { waiting, counters }) {
  const busy = counters.filter((counter) => counter.ticket !== null).length;
  return {
    title: texts.say("waiting"),
    value: String(waiting),
    unit: texts.say("waiting_unit"),
    below: [{ tone: "soft", words: texts.say("waiting_more", { n: busy }) }],
  };
}

/** @param {Hall} hall @param {HallView} view @returns {Shown} */
function theBookings({ texts }, { bookings }) {
  const title = texts.say("bookings");
  if (!bookings) return { title, value: "–", below: [{ tone: "soft", words: texts.say("bookings_not") }] };
  if (bookings.share === null) return { title, value: "–", below: [{ tone: "soft", words: texts.say("bookings_none") }] };
  const { punctual, called } = bookings;
  return { title, value: percent(bookings.share, texts.language), below: [{ tone: "soft", words: texts.say("bookings_more", { punctual, called }) }] };
}
