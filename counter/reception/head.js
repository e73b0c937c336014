/** The head of the page: the office, who is signed in, the connection and the office's time. */

import { connection } from "/counter-page/shared/connection.js";
import { button, el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { timeOfDay } from "/look/words.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** @param {Screen} screen */
export function head(screen) {
  const { texts, place, session } = screen;
  const line = el("span", { class: "head-line", role: "status" });
  const time = el("time", { class: "figures head-time" });
  const language = button({ text: texts.say("other_language"), kind: "quiet", press: screen.switchLanguage });
  language.setAttribute("lang", texts.language === "vi" ? "en" : "vi");
  const leave = button({ text: texts.say("sign_out"), kind: "quiet", press: screen.signOut });
  const drawLine = whenChanged((state) => replace(line, ...connection(texts, state)));
  return {
    element: el("header", { class: "head" },
      el("div", { class: "head-place" }, el("h1", { class: "head-counter" }, texts.say("reception")),
        el("span", { class: "head-staff" }, session.name),
        el("span", { class: "head-services soft" }, place.short_name || texts.name(place.names))),
      el("div", { class: "head-right" }, line, time, el("div", { class: "head-buttons" }, language, leave))),
    draw: () => drawLine(screen.connection()),
    tick(/** @type {number} */ now) {
      time.textContent = timeOfDay(now, screen.zone);
    },
  };
}

/** @param {Screen} screen */
export function banner(screen) {
  const element = el("p", { class: "banner", role: "alert", hidden: true }, screen.texts.say("lost_banner"));
  return {
    element,
    draw() {
      element.hidden = !screen.desk.lost;
    },
  };
}
