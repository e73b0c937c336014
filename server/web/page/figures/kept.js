/** How bookings were kept: called in time, missed, made how long ahead. */

import { el, replace } from "/counter-page/shared/dom.js";
import { drawBars } from "./bars.js";
import { nothing, ofAll, plainTable, tableBehind } from "./card.js";
import { pooled } from "./judging.js";
import { count, decimal, percent } from "./numbers.js";
import { days, path } from "./paths.js";
import { dayWords, daysIn, periodOf } from "./periods.js";
import { grain } from "./shapes.js";
import { behindKey, periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Booked} Booked */

/** @type {import("./card.js").Part<{total: Booked, rows: Booked[]}>} */
export const kept = {
  name: "kept",
  heading: (view) => ofAll(view, "kept_title"),
  ask: (view) => view.ask(path("bookings", { office: view.office, ...days(periodIn(view.state)), by: "day" })),
  draw({ total, rows }, body, view) {
    const { texts, lang } = view;
    if (!total.booked && !total.cancelled) return replace(body, nothing(texts.say("kept_none")));
    const grains = grain(daysIn(periodIn(view.state)));
    const by = grains === "hour" ? "day" : grains;
    const shown = pooled(rows, (row) => keyOf(row.key, by), (row) => [row.punctual, row.called]).filter((row) => row.whole > 0);
    const place = el("div");
    replace(body, facts(total, view), el("p", { class: "soft fig-note" }, texts.say("kept_note")), place,
      shown.length > 0 && tableBehind(view, () => plainTable(texts.say("kept_title"), [texts.say(`by_${by}`), texts.say("kept_total"), texts.say("col_n")],
        shown.map((row) => [label(row.key, by), percent(row.share, lang), count(row.whole, lang)]))));
    if (!shown.length) return;
    void drawBars(view, place, {
      bars: shown.map((row) => ({
        value: 100 * (row.share ?? 0), label: label(row.key, by), tone: "good", link: view.link({ behind: `booked:true,${behindKey(by, row.key)}`, skip: 0 }),
        tip: `${label(row.key, by)}: ${texts.say("kept_point", { share: percent(row.share, lang), n: count(row.whole, lang) })}`,
      })),
      alt: texts.say("kept_alt", { share: percent(total.punctual_share, lang), n: count(total.called, lang) }), top: 100, write: (value) => `${value} %`,
    });
  },
};

/** @param {string} day @param {string} by */
function keyOf(day, by) {
  return by === "month" ? day.slice(0, 7) : by === "week" ? periodOf("week", day).first : day;
}

/** @param {string} key @param {string} by */
function label(key, by) {
  return by === "month" ? `${Number(key.slice(5))}/${key.slice(2, 4)}` : dayWords(key, false);
}

/** @param {Booked} total @param {View} view */
function facts(total, { texts, lang }) {
  const lead = total.lead_s === null ? "–" : texts.say("kept_days", { n: decimal(total.lead_s / 86_400, lang) });
  const told = [[percent(total.punctual_share, lang), "kept_total"], [count(total.booked, lang), "kept_booked"], [percent(total.missed_share, lang), "kept_missed"],
    [count(total.cancelled, lang), "kept_cancelled"], [lead, "kept_lead"]];
  return el("ul", { class: "fig-facts" }, ...told.map(([number, name]) => el("li", {}, el("strong", { class: "figures" }, number), el("span", { class: "soft" }, texts.say(name)))));
}
