/** The clerk's own day in four figures; a fast clerk is encouraged, nobody is graded. */

import { el, replace, whenChanged } from "./shared/dom.js";
import { meanMinutes } from "./times.js";

/** @param {import("./work.js").Work} work */
export function figures(work) {
  const { texts } = work;
  const list = el("dl", { class: "figures-list" });
  const element = el("section", { class: "card today", "aria-label": texts.say("today") },
    el("h2", { class: "label" }, texts.say("today")), list);
  const draw = whenChanged((today, goal) => replace(list,
    figure(String(today.served), texts.say("today_served")),
    figure(meanMinutes(today.mean_counter_time_s), texts.say("today_minutes")),
    figure(String(today.dossiers), texts.say("today_dossiers")),
    figure(meanMinutes(today.mean_wait_s), texts.say("today_wait"), wordOfGoal(texts, today.mean_wait_s, goal))));
  return {
    element,
    draw() {
      const { view } = work.desk;
      if (view) draw(view.today, view.goal_s);
    },
  };
}

/** @param {import("./shared/texts.js").Texts} texts @param {number|null} mean @param {number} goal */
function wordOfGoal(texts, mean, goal) {
  if (mean === null) return null;
  const met = mean <= goal;
  return el("span", { class: `badge ${met ? "good" : "near"}` }, texts.say(met ? "goal_met" : "goal_missed", { n: Math.round(goal / 60) }));
}

/** @param {string} value @param {string} words @param {HTMLElement|null} [badge] */
function figure(value, words, badge = null) {
  return el("div", { class: "figure" }, el("dt", {}, words), el("dd", {}, el("span", { class: "figures" }, value), badge));
}
