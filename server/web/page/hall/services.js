/** Where it hurts: every service with its line, its longest wait, its mean and its counters. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { svg, toneIcon } from "./icons.js";
import { minutes, wholeMinutes } from "./numbers.js";
import { isUnserved, scale_s, shownServices, wait, waited } from "./rules.js";

/** @typedef {import("./hall.js").Hall} Hall */
/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Service} Service */

const BAR = 76;

/** @param {Hall} hall */
export function services(hall) {
  const { texts } = hall;
  const heads = [["service", ""], ["waiting_short", "num"], ["oldest_short", "num"], ["mean_short", ""], ["counters_short", ""]];
  const body = el("tbody", {});
  const table = el("table", { class: "hall-table" },
    el("thead", {}, el("tr", {}, ...heads.map(([key, kind]) => el("th", { scope: "col", class: kind }, texts.say(key))))), body);
  const element = el("section", { class: "card hall-services" }, el("h2", {}, texts.say("by_service")), el("div", { class: "hall-table-frame" }, table));
  const draw = whenChanged((list, goal_s, scale, ages) =>
    replace(body, ...list.map((/** @type {Service} */ service) => row(hall, service, { goal_s, scale, age: ages[service.code] ?? null }))));
  return {
    element,
    tick(/** @type {HallView} */ view, /** @type {number} */ now) {
      const ages = Object.fromEntries(view.services.map((service) => [service.code, service.oldest_since && wholeMinutes(waited(service.oldest_since, now))]));
      draw(shownServices(view.services), view.goal_s, scale_s(view), ages);
    },
  };
}

/** @param {Hall} hall @param {Service} service @param {{goal_s: number, scale: number, age: number|null}} about */
function row({ texts }, service, { goal_s, scale, age }) {
  const aged = age !== null && age * 60 >= goal_s;
  return el("tr", { "data-service": service.code },
    el("th", { scope: "row" }, service.letter && el("span", { class: "hall-letter number" }, service.letter), " ", el("span", {}, texts.name(service.names))),
    el("td", { class: "num figures" }, el("strong", {}, String(service.waiting))),
    el("td", { class: `num figures${aged ? " tone-over" : ""}` }, age === null ? "" : el("span", {}, texts.say("minutes_short", { n: age }), el("span", { class: "visually-hidden" }, ` ${service.oldest_number ?? ""}`))),
    el("td", { class: "hall-mean" }, mean(texts, service, goal_s, scale)),
    el("td", { class: "figures hall-at" }, isUnserved(service) ? el("span", { class: "badge over" }, toneIcon("near"), texts.say("no_counter")) : service.counters.join(" ") || el("span", { class: "soft" }, "–")));
}

/** The mean as a bar against the goal, with its number. @param {import("/counter-page/shared/texts.js").Texts} texts @param {Service} service @param {number} goal_s @param {number} scale */
function mean(texts, service, goal_s, scale) {
  if (service.mean_s === null) return el("span", { class: "soft" }, texts.say("no_mean"));
  const tone = wait(service.mean_s, goal_s);
  const length = Math.max(2, (BAR * service.mean_s) / scale);
  const at = (BAR * goal_s) / scale;
  const bar = svg("svg", { class: `hall-bar ${tone}`, viewBox: `0 0 ${BAR} 14`, width: BAR, height: 14, "aria-hidden": "true" },
    svg("rect", { class: "hall-bar-fill", x: 0, y: 2, width: length, height: 10, rx: 2.5 }),
    svg("line", { class: "hall-bar-goal", x1: at, x2: at, y1: 0, y2: 14 }));
  return el("span", { class: "hall-mean-inner" }, /** @type {any} */ (bar), el("span", { class: `figures tone-${tone === "good" ? "plain" : tone}` }, minutes(service.mean_s, texts.language)), tone === "over" && toneIcon("over"));
}
