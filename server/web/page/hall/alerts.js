/** The alerts of today: what is going on first, then what is over and since when. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { timeOfDay } from "/look/words.js";
import { toneIcon } from "./icons.js";
import { goal } from "./numbers.js";
import { alertWords, parted } from "./rules.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Alert} Alert */

const MOST_OVER = 6;

/** @param {Hall} hall */
export function alerts(hall) {
  const { texts } = hall;
  const list = el("ul", { class: "hall-alerts", tabindex: "0", "aria-label": texts.say("alerts") });
  const element = el("section", { class: "card hall-alerts-card" }, el("h2", {}, texts.say("alerts")), list);
  const draw = whenChanged((/** @type {Alert[]} */ all, /** @type {HallView["services"]} */ services, /** @type {any} */ about) => {
    const { open, over } = parted(all);
    const view = { ...about, services };
    const rest = over.length - MOST_OVER;
    replace(list,
      ...open.map((alert) => row(hall, alert, view)), ...over.slice(0, MOST_OVER).map((alert) => row(hall, alert, view)),
      rest > 0 && el("li", { class: "soft" }, texts.say("more_alerts", { n: rest })),
      !all.length && el("li", { class: "soft hall-no-alerts" }, texts.say("no_alerts")));
  });
  return {
    element,
    draw({ alerts, services, goal_s, longest_wait_s, time_zone }) {
      draw(alerts, services.map(({ code, names }) => ({ code, names })), { goal_s, longest_wait_s, time_zone });
    },
  };
}

/** @param {Hall} hall @param {Alert} alert @param {HallView} view */
function row({ texts }, alert, view) {
  const open = !alert.ended_at;
  const clock = (/** @type {string} */ moment) => timeOfDay(moment, view.time_zone);
  const tone = open ? (alert.kind === "counter_wanted" ? "near" : "over") : "none";
  return el("li", { class: `hall-alert ${open ? "open" : "ended"}`, "data-kind": alert.kind, "data-subject": alert.subject },
    toneIcon(tone),
    el("time", { class: "figures", datetime: alert.began_at }, clock(alert.began_at)),
    el("span", {}, wordsOf(texts, alert, view)),
    el("span", { class: "soft hall-alert-end" }, open ? texts.say("alert_open") : texts.say("alert_ended", { time: clock(/** @type {string} */ (alert.ended_at)) })));
}

/** @param {import("/counter-page/shared/texts.js").Texts} texts @param {Alert} alert @param {HallView} view */
export function wordsOf(texts, alert, view) {
  const { key, facts } = alertWords(alert, view, (names) => texts.name(names), (seconds) => goal(seconds, texts.language));
  return texts.say(key in texts.catalogue ? key : "alert_other", facts);
}
