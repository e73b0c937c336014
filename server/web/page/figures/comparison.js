/** Two periods or two offices side by side, and whether they can be told apart. */

import { el, replace } from "/counter-page/shared/dom.js";
import { bothWaits, goal } from "./answer.js";
import { nothing } from "./card.js";
import { intervals } from "./intervals.js";
import { compared, difference } from "./judging.js";
import { meaning } from "./meanings.js";
import { count, interval, minutes, percent, signed } from "./numbers.js";
import { against } from "./paths.js";
import { periodWords, spanWords } from "./periods.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */

/** Which figures stand side by side. `share`: told in percent, its difference in points. */
const FIGURES = [
  ["mean", "mean_s"], ["visit", "visit_mean_s"], ["median", "median_s"], ["p90", "p90_s"], ["within", "share_within_goal", "share"],
  ["over30", "share_over_30min", "share"], ["no_show", "no_show_share", "share"], ["raw", "raw_mean_s"], ["at_counter", "counter_time_mean_s"],
];
const TONES = { lower: "good", higher: "over", cannot_tell: "near", too_few: "near" };

/** @type {import("./card.js").Part<any>} */
export const comparison = {
  name: "comparison",
  heading: (view) => (view.state.against ? view.texts.say("compare_title") : null),
  async ask(view) {
    const code = view.state.against.startsWith("office:") ? view.state.against.slice("office:".length) : "";
    const [both, office] = await Promise.all([bothWaits(view, "day"), code && view.ask(`/api/v1/offices/${encodeURIComponent(code)}`)]);
    return { ...both, office };
  },
  draw({ here, there, office }, body, view) {
    const { texts } = view;
    if (!here.total.n || !there?.total.n) return replace(body, nothing(texts.say("empty")));
    const names = sides(view, office);
    const [one, other] = names;
    const alt = `${texts.say("mean_wait")}: ${[[one, here.total], [other, there.total]].map(([name, total]) => `${name} ${minutes(total.mean_s, view.lang)} (${interval(total.low_s, total.high_s, view.lang)})`).join("; ")}`;
    const drawn = intervals([{ name: one, told: here.total }, { name: other, told: there.total }], here.goal_s, { lang: view.lang, words: texts.say("goal_line", { goal: goal(here.goal_s, view.lang) }), alt });
    replace(body, told(here.total, there.total, view), el("div", { class: "fig-beside" }, table(here.total, there.total, { names, view }), drawn), el("p", { class: "soft fig-small" }, texts.say("compare_note")));
  },
};

/** Whether one mean is lower or higher, in a badge. @param {string} found @param {View} view */
export function toldBadge(found, { texts }) {
  return el("span", { class: `badge ${TONES[found]}` }, texts.say(`told_${found}`));
}

/** @param {any} here @param {any} there @param {View} view */
function told(here, there, view) {
  const { lang, texts } = view;
  const change = difference(here.mean_s, there.mean_s);
  return el("p", { class: "fig-compared" }, el("strong", { class: "figures" }, `${signed(change === null ? null : change / 60, lang)} ${texts.say("unit_min")}`), " ",
    toldBadge(compared(here, there), view));
}

/** @param {any} here @param {any} there @param {{names: string[], view: View}} shown */
function table(here, there, { names: [one, other], view: { texts, lang } }) {
  const rows = FIGURES.map(([name, key, share]) => {
    const write = (/** @type {number|null} */ value) => (share ? percent(value, lang) : minutes(value, lang));
    const change = difference(here[key], there[key]);
    return el("tr", {}, el("th", { scope: "row" }, meaning(name, texts.language).name),
      el("td", {}, write(here[key]), name === "mean" && small(here, lang)), el("td", {}, write(there[key]), name === "mean" && small(there, lang)),
      el("td", {}, signed(change === null ? null : share ? change * 100 : change / 60, lang)));
  });
  const counted = el("tr", {}, el("th", { scope: "row" }, texts.say("col_n")), el("td", {}, count(here.n, lang)), el("td", {}, count(there.n, lang)), el("td", {}, signed(here.n - there.n, lang, 0)));
  return el("div", { class: "fig-scroll" }, el("table", { class: "fig-table" }, el("caption", { class: "visually-hidden" }, texts.say("compare_title")),
    el("thead", {}, el("tr", {}, ...[texts.say("compare_figure"), one, other, texts.say("col_difference")].map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, counted, ...rows)));
}

/** @param {any} total @param {string} lang */
function small(total, lang) {
  return total.low_s === null || total.low_s === undefined ? null : el("span", { class: "soft fig-small" }, ` (${interval(total.low_s, total.high_s, lang)})`);
}

/** What both sides are called. @param {View} view @param {import("./kinds.js").Office|""} there the other office, if it is one */
function sides({ texts, state, office, place }, there) {
  const other = against(state, office);
  const named = ["day", "month", "quarter", "half_year", "year"].includes(state.kind); // what is before nine months is no nine months of a year
  if (state.against === "before" && other) return [periodWords(state.kind, periodIn(state), texts), named ? periodWords(state.kind, other.period, texts) : spanWords(other.period)];
  return [texts.name(place.names), there ? texts.name(there.names) : ""];
}
