/** Why a forecast says what it says: its assumptions and numbers, each as a sentence. */

import { timeOfDay } from "/look/words.js";
import { minutes, people, percent, range } from "./numbers.js";
import { openCounters } from "./rules.js";

/** @typedef {import("/counter-page/shared/texts.js").Texts} Texts */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Forecast} Forecast */

/** A day within this much of the usual one is as usual. */
const USUAL = 0.05;

/** @param {Texts} texts @param {HallView} view @returns {string[]} */
export function reasons(texts, view) {
  const forecast = /** @type {Forecast} */ (view.forecast);
  const lang = texts.language;
  const name = (/** @type {string} */ code) => texts.name(view.services.find((one) => one.code === code)?.names ?? { vi: code });
  return [
    texts.say("why_people", { n: people(forecast.people), time: timeOfDay(forecast.last_call_at, view.time_zone) }),
    forecast.learned_from === "weekdays" ? texts.say("why_weekdays", { days: forecast.learned_days, busy: busy(texts, forecast.busyness) }) : texts.say("why_today"),
    ...(forecast.measured.length ? [texts.say("why_times", { n: forecast.measured.length })] : []),
    ...(forecast.assumed.length ? [texts.say("why_assumed", { services: forecast.assumed.map(name).join(", ") })] : []),
    texts.say("why_counters", { open: openCounters(view) }),
    texts.say("why_chance", { share: percent(forecast.chance, lang), runs: forecast.runs, range: range(forecast.low_s, forecast.high_s, lang) }),
    ...gain(texts, view),
    ...view.services.filter((service) => service.in_vain >= 0.5).map((service) => texts.say("why_in_vain", { service: texts.name(service.names), n: people(service.in_vain) })),
    texts.say("why_cannot"),
  ];
}

/** @param {Texts} texts @param {number} busyness */
function busy(texts, busyness) {
  if (Math.abs(busyness - 1) < USUAL) return texts.say("as_usual");
  return texts.say(busyness > 1 ? "busier" : "quieter", { n: percent(Math.abs(busyness - 1), texts.language) });
}

/** @param {Texts} texts @param {HallView} view */
function gain(texts, { advice }) {
  if (advice?.kind !== "open" || advice.before_s === null || advice.after_s === null) return [];
  const lang = texts.language;
  return [texts.say("why_noise", { gain: minutes(advice.before_s - advice.after_s, lang), noise: minutes(advice.noise_s ?? 0, lang) })];
}
