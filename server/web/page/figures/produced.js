/** Dossiers per member of staff and day against the target, and the time to receive one, in the office's reading. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing, ofAll } from "./card.js";
import { count, decimal, minutes, percent } from "./numbers.js";
import { days, path } from "./paths.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */

/** @type {import("./card.js").Part<{offices: any[]}>} */
export const produced = {
  name: "produced",
  heading: (view) => ofAll(view, "produce_title"),
  ask: (view) => view.ask(path("productivity", { office: view.office, ...days(periodIn(view.state)) })),
  draw({ offices }, body, view) {
    const { texts, lang } = view;
    const found = offices[0];
    if (!found?.staff_days) return replace(body, nothing(texts.say("empty")));
    const target = found.target_a_year === null ? texts.say("produce_no_target") : texts.say("produce_target", { n: count(found.target_a_year, lang), share: percent(found.share_of_target, lang) });
    replace(body, el("ul", { class: "fig-facts" },
      fact(decimal(found.per_staff_day, lang), texts.say("produce_day"), texts.say("produce_dossiers", { n: count(found.dossiers, lang), days: count(found.staff_days, lang) })),
      fact(count(found.forecast_a_year, lang), texts.say("produce_year"), target),
      fact(`${minutes(found.dossier_time.per_dossier_s, lang)} ${texts.say("unit_min")}`, texts.say("produce_time"), texts.say("produce_time_ticket", { n: minutes(found.dossier_time.per_ticket_s, lang) }))),
    reading(found.dossier_time, view), el("p", { class: "soft fig-small" }, texts.say("produce_only")));
  },
};

/** @param {string} number @param {string} words @param {string} about */
function fact(number, words, about) {
  return el("li", {}, el("strong", { class: "figures" }, number), el("span", {}, words), el("span", { class: "soft fig-small figures" }, about));
}

/** How "30 minutes per dossier" is read here, and whether it is reached. @param {any} time @param {View} view */
function reading(time, { texts, lang }) {
  const known = ["reduce", "max", "min"].includes(time.reading) ? texts.say(`produce_reading_${time.reading}`, { minutes: count(time.minutes, lang) }) : "";
  const reduced = time.reduced_by_s;
  const change = time.reading !== "reduce" ? "" : reduced === null ? texts.say("produce_no_baseline") : texts.say(reduced >= 0 ? "produce_reduced" : "produce_grown", { n: minutes(Math.abs(reduced), lang) });
  const badge = time.reached !== null && el("span", { class: `badge ${time.reached ? "good" : "near"}` }, texts.say(time.reached ? "produce_reached" : "produce_missed"));
  return el("p", {}, known, " ", change, " ", badge);
}
