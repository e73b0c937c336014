/** How busy counters were while they were open. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing, ofAll } from "./card.js";
import { count, decimal, hours, percent } from "./numbers.js";
import { days, path } from "./paths.js";
import { periodIn } from "./state.js";

/** @typedef {import("./kinds.js").CounterUse} CounterUse */

/** @type {import("./card.js").Part<{counters: CounterUse[]}>} */
export const busy = {
  name: "busy",
  heading: (view) => ofAll(view, "use_title"),
  ask: (view) => view.ask(path("counters", { office: view.office, ...days(periodIn(view.state)) })),
  draw({ counters }, body, { texts, lang, link }) {
    if (!counters.length) return replace(body, nothing(texts.say("use_none")));
    const heads = ["use_counter", "use_share", "use_open", "use_paused", "use_served", "use_rate"];
    const rows = counters.map((one) => el("tr", {},
      el("th", { scope: "row" }, el("a", { href: link({ behind: `counter:${one.counter}`, skip: 0 }), "data-go": true }, texts.say("gantt_counter", { n: one.counter }))),
      el("td", {}, bar(one.occupancy), " ", percent(one.occupancy, lang)), el("td", {}, hours(one.open_s)), el("td", {}, hours(one.paused_s)),
      el("td", {}, count(one.served, lang)), el("td", {}, decimal(one.per_open_hour, lang))));
    replace(body, el("p", { class: "soft fig-note" }, texts.say("use_note")), el("div", { class: "fig-scroll" }, el("table", { class: "fig-table" },
      el("caption", { class: "visually-hidden" }, texts.say("use_title")), el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, texts.say(head))))),
      el("tbody", {}, ...rows))));
  },
};

/** @param {number|null} share */
function bar(share) {
  const filled = el("span", { class: "fig-bar good" });
  filled.style.width = `${100 * Math.min(1, share ?? 0)}%`;
  return el("span", { class: "fig-bar-room fig-bar-short", "aria-hidden": "true" }, filled);
}
