/** What people call the keys of figures: services, counters, weekdays, channels; and what was chosen of them. */

import { dayWords, periodWords, spanWords } from "./periods.js";
import { minutes } from "./numbers.js";
import { nextHalfHour } from "./shapes.js";
import { CHOICES, chosen } from "./state.js";

/** @typedef {{language: string, say: (key: string, facts?: Record<string, string|number>) => string, list: (key: string) => string[], name: (names: Record<string, string>) => string}} Texts */

const CHANNELS = ["kiosk", "reception", "web", "phone", "api", "zalo", "appointment", "import"];

/**
 * What people call a key of a dimension.
 * @param {Texts} texts @param {import("./kinds.js").Office} place @param {string} dimension @param {string} key
 * @param {Record<string, string>|null} [names] those that the server gave
 */
export function called(texts, place, dimension, key, names) {
  if (key === "") return texts.say(dimension === "category" ? "no_category" : "none_known");
  if (names) return texts.name(names);
  if (dimension === "service") return texts.name(serviceNames(place.services)[key] ?? { vi: key });
  if (dimension === "category") return texts.name(place.categories.find((one) => one.code === key)?.names ?? { vi: key });
  if (dimension === "counter") return texts.say("gantt_counter", { n: key });
  if (dimension === "weekday") return texts.list("weekdays")[Number(key) - 1] ?? key;
  if (dimension === "channel") return CHANNELS.includes(key) ? texts.say(`channel_${key}`) : key;
  if (dimension === "month") return periodWords("month", { first: `${key}-01`, last: `${key}-01` }, texts);
  if (dimension === "hour") return `${key}–${nextHalfHour(key)}`;
  if (dimension === "day" || dimension === "week") return dayWords(key);
  return key;
}

/** @param {import("./kinds.js").Service[]} services of a tree @returns {Record<string, Record<string, string>>} by code */
function serviceNames(services) {
  return Object.assign({}, ...services.map((service) => ({ [service.code]: service.names, ...serviceNames(service.services ?? []) })));
}

/**
 * What was chosen of the tickets, in words: `Thứ Ba · 10:00–10:30 · chờ trên 15 phút`.
 * @param {Texts} texts @param {import("./kinds.js").Office} place @param {string} behind as it stands in an address
 */
export function chosenWords(texts, place, behind) {
  const all = chosen(behind, CHOICES);
  const said = Object.fromEntries(all);
  const words = all.map(([name, key]) => {
    if (name === "from") return spanWords({ first: key, last: said.to ?? key });
    if (name === "to") return "";
    if (name === "booked") return texts.say("choice_booked");
    if (name === "half_hour") return `${key}–${nextHalfHour(key)}`;
    if (name === "outcome") return texts.say(`outcome_${key}`);
    if (name === "over_s" || name === "upto_s") return texts.say(`choice_${name}`, { n: minutes(Number(key), texts.language).replace(/[.,]0$/, "") });
    return called(texts, place, name, key);
  });
  return words.filter(Boolean).join(" · ");
}
