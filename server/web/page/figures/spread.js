/** How waits are spread: tickets by minutes waited, with the goal between the bars. */

import { el, replace } from "/counter-page/shared/dom.js";
import { goal } from "./answer.js";
import { drawBars } from "./bars.js";
import { nothing, plainTable, tableBehind } from "./card.js";
import { count, percent } from "./numbers.js";
import { days, filter, path } from "./paths.js";
import { minuteBars } from "./shapes.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */

/** @type {import("./card.js").Part<{goal_s: number, n: number, bins: any[]}>} */
export const spread = {
  name: "spread",
  heading: (view) => view.texts.say("spread_title"),
  ask: (view) => view.ask(path("distribution", { office: view.office, ...days(periodIn(view.state)), ...filter(view.state) })),
  draw({ goal_s, n, bins }, body, view) {
    const { texts, lang } = view;
    if (!n) return replace(body, nothing(texts.say("empty")));
    const bars = minuteBars(bins, goal_s);
    const within = bins.filter((bin) => bin.to_s !== null && bin.to_s <= goal_s).reduce((sum, bin) => sum + bin.n, 0);
    const peak = bars.reduce((one, other) => (other.n > one.n ? other : one));
    const about = { goal: goal(goal_s, lang) };
    const alt = texts.say("spread_alt", { n: count(n, lang), share: percent(within / n, lang), peak: `${peak.from}–${peak.to ?? "…"}`, ...about });
    const place = el("div");
    replace(body, el("p", { class: "soft fig-note" }, texts.say("spread_note", about)), place, el("p", { class: "soft fig-axis" }, texts.say("spread_axis")),
      tableBehind(view, () => plainTable(texts.say("spread_title"), [texts.say("spread_axis"), texts.say("col_n"), "%"],
        bars.map((bar) => [words(bar, texts), count(bar.n, lang), percent(bar.n / n, lang)]))));
    void drawBars(view, place, {
      bars: bars.map((bar) => ({
        value: bar.n, label: String(bar.from), tip: `${words(bar, texts)}: ${count(bar.n, lang)} (${percent(bar.n / n, lang)})`,
        link: bar.n ? view.link({ behind: behind(bar), order: "longest", skip: 0 }) : null, tone: bar.from * 60 >= goal_s ? "over" : "good",
      })),
      alt, goalAt: goal_s / 60 / (bars[0].to ?? 1), goalWords: texts.say("goal_line", about), every: bars.length > 10 ? 5 : 1, write: (value) => count(value, lang),
    });
  },
};

/** @param {{from: number, to: number|null}} bar @param {any} texts */
function words({ from, to }, texts) {
  return to === null ? texts.say("spread_last", { from }) : texts.say("spread_bar", { from, to });
}

/** The tickets of a bar; the first holds those who did not wait at all. @param {{from: number, to: number|null}} bar */
function behind({ from, to }) {
  return [from > 0 && `over_s:${from * 60}`, to !== null && `upto_s:${to * 60}`].filter(Boolean).join(",");
}
