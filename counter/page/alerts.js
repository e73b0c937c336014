/** What staff should see to, and the word that the line to the server is cut. */

import { timeOfDay } from "/look/words.js";
import { el, replace, whenChanged } from "./shared/dom.js";

/** @typedef {import("./work.js").Work} Work */

/** @param {Work} work */
export function alerts(work) {
  const { texts } = work;
  const element = el("div", { class: "alerts", role: "status" });
  const draw = whenChanged((list, zone) => replace(element, ...list.map((/** @type {any} */ alert) =>
    el("p", { class: "notice near", "data-code": alert.code }, warning(), el("span", {}, texts.name(alert.text)),
      el("span", { class: "soft" }, texts.say("alert_since", { time: timeOfDay(alert.since, zone) }))))));
  return {
    element,
    draw() {
      const { view } = work.desk;
      if (view) draw(view.alerts, view.time_zone);
    },
  };
}

/** @param {Work} work */
export function banner(work) {
  const { texts } = work;
  const element = el("p", { class: "banner", role: "alert", hidden: true });
  const draw = whenChanged((lost, at, zone) => {
    element.hidden = !lost;
    element.textContent = at ? texts.say("lost_banner", { time: timeOfDay(at, zone) }) : texts.refusal("no_server");
  });
  return {
    element,
    draw() {
      const { view, lost } = work.desk;
      draw(lost, view?.at, view?.time_zone);
    },
  };
}

/** A triangle with an exclamation mark. */
function warning() {
  const names = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(names, "svg");
  const path = document.createElementNS(names, "path");
  for (const [name, value] of [["viewBox", "0 0 20 20"], ["width", "20"], ["height", "20"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  path.setAttribute("fill", "currentColor");
  path.setAttribute("fill-rule", "evenodd");
  path.setAttribute("d", "M10 2 19 18H1L10 2Zm-1 6v5h2V8H9Zm0 6v2h2v-2H9Z");
  svg.append(path);
  return svg;
}
