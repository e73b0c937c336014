/** The answer first: met or not, what it rests on, and everything that is always told together. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing } from "./card.js";
import { difference, tone, verdictKey, verdictTone } from "./judging.js";
import { meaning } from "./meanings.js";
import { count, decimal, interval, minutes, minutesBeside, percent } from "./numbers.js";
import { against, waits, waitsAgainst } from "./paths.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Waits} Waits */
/** @typedef {import("./kinds.js").Row} Row */

/** @type {import("./card.js").Part<{here: Waits}>} */
export const answer = {
  name: "answer",
  heading: (view) => view.texts.say("answer_title"),
  ask: async (view) => ({ here: await view.ask(waits(view.state, view.office, "day")) }),
  draw({ here }, body, view) {
    const { total } = here;
    if (!total.n && !lost(total)) return replace(body, empty(view));
    const told = [notes(here, view), el("div", { class: "fig-big" }, measured(here, view), visits(here, view), apart(total, view)), tiles(total, view)];
    replace(body, ...told);
  },
};

/** Both answers of a comparison, for the parts that show them; the other is null without one. @param {View} view @param {string} by */
export async function bothWaits(view, by) {
  const other = against(view.state, view.office) && waitsAgainst(view.state, view.office, by);
  const [here, there] = await Promise.all([view.ask(waits(view.state, view.office, by)), other ? view.ask(other) : null]);
  return { here, there };
}

const LOST = ["no_show", "left", "removed", "closed_by_system"];

/** @param {any} total */
function lost(total) {
  return LOST.reduce((sum, name) => sum + total[name], 0);
}

/** @param {View} view */
function empty({ texts, state, today, link }) {
  if (periodIn(state).first > today) return nothing(texts.say("future"), el("a", { class: "button small", href: link({ day: today, kind: "month" }), "data-go": true }, texts.say("current")));
  return nothing(texts.say("empty"), el("p", { class: "soft" }, texts.say("empty_next")));
}

/** What must be known to read the figures. @param {Waits} here @param {View} view */
function notes({ pending_events, quantiles, total }, { texts, lang, own }) {
  const said = [own && texts.say("own_only"), pending_events > 0 && texts.say("pending", { n: count(pending_events, lang) }),
    total.n > 0 && (total.days ?? 0) < 5 && texts.say("few_days"), quantiles === "histogram" && texts.say("estimate")].filter(Boolean);
  return said.length > 0 && el("p", { class: "fig-notes soft" }, said.join(" "));
}

/** The measured mean against the goal, and whether that would hold. @param {Waits} here @param {View} view */
function measured({ total, goal_s }, { texts, lang }) {
  const state = total.n ? (total.reached ? "good" : "over") : "none";
  const words = total.n ? texts.say(total.reached ? "answer_reached" : "answer_missed") : texts.say("answer_none");
  const range = total.low_s !== null && total.low_s !== undefined;
  return el("div", { class: `fig-measured ${state}` },
    titled("mean", texts.say("mean_wait"), texts),
    el("p", { class: "fig-said" }, words),
    value(total.mean_s, goal_s, { texts, lang }),
    el("p", { class: "soft figures" }, texts.say("goal_n", { goal: goal(goal_s, lang), n: count(total.n, lang) })),
    total.n > 0 && el("div", { class: `fig-verdict ${verdictTone(total.verdict)}` }, el("strong", {}, texts.say("holds")), " ",
      el("span", {}, texts.say(verdictKey(total.verdict))), " ",
      range && el("span", { class: "figures" }, texts.say("true_mean", { interval: interval(total.low_s, total.high_s, lang), days: total.days ?? 0 }))));
}

/** The total wait of visits, equally large. @param {Waits} here @param {View} view */
function visits({ total, goal_s }, { texts, lang }) {
  const more = difference(total.visit_mean_s, total.mean_s);
  const words = more !== null && more >= 3 ? texts.say("visit_more", { more: minutes(more, lang) }) : more === null ? "" : texts.say("visit_same");
  return el("div", { class: `fig-measured ${tone(total.visit_mean_s, goal_s) === "over" ? "over" : total.visits ? "good" : "none"}` },
    titled("visit", texts.say("visit_wait"), texts),
    el("p", { class: "fig-said" }, total.visits ? texts.say((total.visit_mean_s ?? 0) <= goal_s ? "answer_reached" : "answer_missed") : texts.say("answer_none")),
    value(total.visit_mean_s, goal_s, { texts, lang }),
    el("p", { class: "soft figures" }, texts.say("visits_n", { goal: goal(goal_s, lang), n: count(total.visits, lang) })),
    el("p", { class: "fig-verdict" }, words));
}

/** @param {number|null|undefined} seconds @param {number} goalS @param {{texts: any, lang: string}} view */
function value(seconds, goalS, { texts, lang }) {
  return el("p", { class: "fig-value figures" }, el("span", {}, minutesBeside(seconds, goalS, lang)), " ", el("span", { class: "fig-unit" }, texts.say("unit_min")));
}

/** The goal in minutes, without a needless decimal. @param {number} seconds @param {string} lang */
export function goal(seconds, lang) {
  return seconds % 60 === 0 ? count(seconds / 60, lang) : decimal(seconds / 60, lang);
}

/** Those who were not served, each with its count and the time waited; a row leads to its tickets. @param {any} total @param {View} view */
function apart(total, { texts, lang, link }) {
  return el("div", { class: "fig-apart" }, el("h3", {}, texts.say("not_served")),
    el("ul", { class: "fig-lost" }, ...LOST.map((name) => el("li", {},
      el("a", { href: link({ behind: `outcome:${name}`, skip: 0 }), "data-go": true }, texts.say(`outcome_${name}`)),
      el("span", { class: "figures" }, el("strong", {}, count(total[name], lang)),
        total[name] > 0 && el("span", { class: "soft" }, ` (${texts.say("waited", { n: minutes(total[`${name}_waited_s`] / total[name], lang) })})`))))),
    el("p", { class: "soft fig-small" }, texts.say("not_served_note")));
}

/** @param {any} total @param {View} view */
function tiles(total, { texts, lang }) {
  const min = (/** @type {number|null|undefined} */ seconds) => [minutes(seconds, lang), texts.say("unit_min")];
  /** @type {[string, string[]][]} */
  const told = [
    ["median", min(total.median_s)], ["p90", min(total.p90_s)], ["p95", min(total.p95_s)], ["max", min(total.max_s)],
    ["within", [percent(total.share_within_goal, lang)]], ["over30", [percent(total.share_over_30min, lang)]], ["no_show", [percent(total.no_show_share, lang)]],
    ["all_median", min(total.all_median_s)], ["all_p90", min(total.all_p90_s)], ["raw", min(total.raw_mean_s)], ["in_hours", min(total.in_hours_mean_s)],
    ["way", min(total.way_mean_s)], ["at_counter", min(total.counter_time_mean_s)], ["out_of_order", [percent(total.out_of_order_share, lang)]],
  ];
  return el("div", { class: "fig-tiles" }, ...told.map(([name, [number, unit]]) => el("div", { class: "fig-tile", "data-figure": name },
    titled(name, meaning(name, texts.language).name, texts),
    el("p", { class: "fig-number figures" }, number, unit && el("span", { class: "fig-unit" }, ` ${unit}`)))));
}

/** A figure's name with its definition on demand. @param {string} name @param {string} words @param {any} texts */
function titled(name, words, texts) {
  const { about } = meaning(name, texts.language);
  const said = el("p", { class: "fig-about", id: `about-${name}`, hidden: true }, about);
  const why = el("button", { type: "button", class: "fig-why", "aria-label": texts.say("why", { what: words }), "aria-expanded": "false", "aria-controls": `about-${name}`, "data-focus": `why-${name}` }, "?");
  why.addEventListener("click", () => {
    said.hidden = !said.hidden;
    why.setAttribute("aria-expanded", String(!said.hidden));
  });
  return el("div", { class: "fig-title" }, el("h3", {}, words), why, said);
}
