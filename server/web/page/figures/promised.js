/** What citizens were told of their waits with their numbers, beside what they then waited. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing } from "./card.js";
import { count, minutes, percent, signedMinutes } from "./numbers.js";
import { waits } from "./paths.js";

/** Of good ranges so many hold, and at most so many are called later: they go from the 10 % to the 90 % point. */
const INSIDE = 0.8;
const LATER = 0.1;

/** @type {import("./card.js").Part<import("./kinds.js").Waits>} */
export const promised = {
  name: "promised",
  heading: (view) => view.texts.say("told_title"),
  ask: (view) => view.ask(waits(view.state, view.office, "day")),
  draw({ total }, body, { texts, lang }) {
    const { n, mae_s, bias_s, share_inside, share_later } = total.estimates;
    if (!n) return replace(body, nothing(texts.say("told_none")));
    const min = texts.say("unit_min");
    replace(body, el("p", { class: "soft fig-note" }, texts.say("told_note", { n: count(n, lang) })), el("ul", { class: "fig-facts" },
      fact("inside", percent(share_inside, lang), texts.say("told_inside"), judged(texts.say("told_inside_target"), (share_inside ?? 0) >= INSIDE, texts)),
      fact("later", percent(share_later, lang), texts.say("told_later"), judged(texts.say("told_later_target"), (share_later ?? 0) <= LATER, texts)),
      fact("mae", `${minutes(mae_s, lang)} ${min}`, texts.say("told_mae"), texts.say("told_mae_about")),
      fact("bias", `${signedMinutes(bias_s, lang)} ${min}`, texts.say("told_bias"), texts.say("told_bias_about"))));
  },
};

/** @param {string} name @param {string} number @param {string} words @param {import("/counter-page/shared/dom.js").Child} about */
function fact(name, number, words, about) {
  return el("li", { "data-told": name }, el("strong", { class: "figures" }, number), el("span", {}, words), el("span", { class: "soft fig-small" }, about));
}

/** A target, and whether it is met. @param {string} target @param {boolean} met @param {import("/counter-page/shared/texts.js").Texts} texts */
function judged(target, met, texts) {
  return el("span", {}, `${target} · `, el("span", { class: `badge ${met ? "good" : "near"}` }, texts.say(met ? "produce_reached" : "produce_missed")));
}
