/** The head of the page: which counter, who, connection, office time, and the counter's own state. */

import { timeOfDay } from "/look/words.js";
import { connection } from "./shared/connection.js";
import { button, el, replace, whenChanged } from "./shared/dom.js";
import { possible } from "./state.js";

/** @typedef {import("./work.js").Work} Work */

/** How many services are named before the rest is counted. */
const NAMED = 2;

/** @param {Work} work */
export function head(work) {
  const { texts } = work;
  const place = el("div", { class: "head-place" });
  const line = el("span", { class: "head-line", role: "status" });
  const time = el("time", { class: "figures head-time" });
  const buttons = el("div", { class: "head-buttons" });
  const language = button({ text: texts.say("other_language"), kind: "quiet", press: work.switchLanguage });
  language.setAttribute("lang", texts.language === "vi" ? "en" : "vi");
  const element = el("header", { class: "head" }, place, el("div", { class: "head-right" }, line, time, language, buttons));
  const drawPlace = whenChanged((counter, staff, services) => replace(place, ...placeOf(texts, counter, staff, services)));
  const drawLine = whenChanged((state) => replace(line, ...connection(texts, state)));
  const drawButtons = whenChanged((ids, locked) => replace(buttons, ...quietButtons(work, locked)));
  return {
    element,
    draw() {
      const { view } = work.desk;
      if (!view) return;
      drawPlace(view.counter, view.staff_name, view.services.map((code) => texts.name(view.service_names[code] ?? { vi: code })));
      drawLine(work.connection());
      drawButtons(possible(view).map(({ id }) => id), work.desk.lost);
    },
    tick(/** @type {number} */ now) {
      const { view } = work.desk;
      if (view) time.textContent = timeOfDay(now, view.time_zone);
    },
  };
}

/** @param {import("./shared/texts.js").Texts} texts @param {number} counter @param {string|null} staff @param {string[]} services */
function placeOf(texts, counter, staff, services) {
  const more = services.length - NAMED;
  const named = services.slice(0, NAMED).join(" · ") + (more > 0 ? ` · ${texts.say("more_services", { n: more })}` : "");
  return [
    el("h1", { class: "head-counter" }, texts.say("counter_n", { n: counter })),
    staff && el("span", { class: "head-staff" }, staff),
    el("span", { class: "head-services soft", title: services.join(" · ") }, named),
  ];
}

/** @param {Work} work @param {boolean} locked */
function quietButtons(work, locked) {
  const { view } = work.desk;
  if (!view) return [];
  return possible(view)
    .filter(({ rank }) => rank === "quiet")
    .map(({ id, key }) =>
      button({ text: work.texts.say(id), kind: "quiet", key, focus: id, locked: locked && work.texts.say("locked_lost"),
        press: () => work.press(id) }));
}
