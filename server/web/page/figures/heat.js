/** Where it hurts in the week: half-hours by weekday, every cell with its number. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing } from "./card.js";
import { count, minutes } from "./numbers.js";
import { waits } from "./paths.js";
import { daysIn } from "./periods.js";
import { FEW, level, nextHalfHour, weekGrid } from "./shapes.js";
import { behindKey, periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Row} Row */

/** @type {import("./card.js").Part<import("./kinds.js").Waits>} */
export const heat = {
  name: "heat",
  heading: (view) => (daysIn(periodIn(view.state)) > 1 ? view.texts.say("heat_title") : null),
  ask: (view) => view.ask(waits(view.state, view.office, "weekday_hour")),
  draw({ rows, goal_s }, body, view) {
    const { texts } = view;
    const grid = weekGrid(rows);
    if (!grid.hours.length) return replace(body, nothing(texts.say("empty")));
    const short = texts.list("weekdays_short");
    const long = texts.list("weekdays");
    replace(body, el("p", { class: "soft fig-note" }, texts.say("heat_note", { few: FEW })),
      el("div", { class: "fig-scroll" }, el("table", { class: "fig-heat figures", onkeydown: walk },
        el("caption", { class: "visually-hidden" }, texts.say("heat_title")),
        el("thead", {}, el("tr", {}, el("td", {}), ...grid.weekdays.map((day) => el("th", { scope: "col" }, el("abbr", { title: long[day - 1] }, short[day - 1]))))),
        el("tbody", {}, ...grid.hours.map((hour, at) => el("tr", {}, el("th", { scope: "row" }, hour),
          ...grid.cells[at].map((row) => cell(row, goal_s, view)))))))
      , legend(view));
  },
};

/** @param {Row|null} row @param {number} goal @param {View} view */
function cell(row, goal, { texts, lang, link }) {
  if (!row) return el("td", { class: "level-0" }, el("span", { "aria-hidden": "true" }, "·"));
  const [day, from] = [texts.list("weekdays")[Number(row.key[0]) - 1], row.key.slice(2)];
  const about = texts.say("heat_cell", { day, from, to: nextHalfHour(from), mean: minutes(row.mean_s, lang), n: count(row.n, lang) });
  const step = level(row.mean_s, goal);
  return el("td", { class: `level-${step}${row.n < FEW ? " few" : ""}` },
    el("a", { href: link({ behind: behindKey("weekday_hour", row.key), skip: 0 }), "data-go": true, title: about, "aria-label": about },
      step > 3 && el("span", { class: "fig-mark", "aria-hidden": "true" }, "▲"), minutes(row.mean_s, lang)));
}

/** @param {View} view */
function legend({ texts }) {
  return el("p", { class: "fig-legend soft", "aria-hidden": "true" }, ...[1, 2, 3].map((step) => el("span", { class: `fig-swatch level-${step}` })), texts.say("heat_legend"),
    ...[4, 5, 6].map((step) => el("span", { class: `fig-swatch level-${step}` })), texts.say("heat_legend_over"));
}

/** Arrows go from cell to cell. @param {KeyboardEvent} event */
function walk(event) {
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
  const here = event.target instanceof HTMLElement ? event.target.closest("td") : null;
  if (!here || (!down && !right)) return;
  event.preventDefault();
  const row = /** @type {HTMLTableRowElement} */ (here.parentElement);
  const table = /** @type {HTMLTableSectionElement} */ (row.parentElement);
  let [at, cell] = [row.rowIndex - 1 + down, here.cellIndex + right];
  while (table.rows[at]?.cells[cell] && !table.rows[at].cells[cell].querySelector("a")) [at, cell] = [at + down, cell + right];
  table.rows[at]?.cells[cell]?.querySelector("a")?.focus();
}
