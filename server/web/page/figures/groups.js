/** The waits by service, counter, clerk and so on, in a table that can be sorted and gone down from. */

import { el, replace } from "/counter-page/shared/dom.js";
import { bothWaits, goal } from "./answer.js";
import { nothing } from "./card.js";
import { toldBadge } from "./comparison.js";
import { compared, difference, sorted, tone, verdictKey, verdictTone } from "./judging.js";
import { count, minutes, minutesBeside, percent, signed } from "./numbers.js";
import { days, path } from "./paths.js";
import { FILTERS, GROUPINGS, LEVELS, behindKey, periodIn } from "./state.js";
import { svg } from "./svg.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Row} Row */
/** @typedef {import("./kinds.js").Waits} Waits */

const OF_PROVINCE = new Set(["province", "admin"]);
/** In which order the table stands; kept while the page is open. */
const order = { by: "", column: "", down: true };

/** @type {import("./card.js").Part<{here: Waits, there: Waits|null}>} */
export const groups = {
  name: "groups",
  heading: (view) => `${view.texts.say("table_title")} ${view.texts.say(`by_${view.state.by}`).toLowerCase()}`,
  ask(view) {
    const { state } = view;
    if (state.by !== "office" || !OF_PROVINCE.has(view.session.role)) return bothWaits(view, state.by === "office" ? "service" : state.by);
    return view.ask(path("waits", { ...days(periodIn(state)), by: "office", level: state.level || null })).then((here) => ({ here, there: null }));
  },
  draw({ here, there }, body, view) {
    if (order.by !== view.state.by) Object.assign(order, { by: view.state.by, column: "", down: true });
    const rows = here.rows.filter((row) => row.n > 0 || row.suppressed);
    const again = () => groups.draw({ here, there }, body, view);
    replace(body, chooser(view), rows.length ? table(rows, { here, there }, view, again) : nothing(view.texts.say("empty")), files(view));
  },
};

/** By what the table is grouped, and of which level the offices are. @param {View} view */
function chooser({ texts, state, session, go }) {
  const names = [...GROUPINGS, ...(OF_PROVINCE.has(session.role) ? ["office"] : [])];
  const ways = names.map((name) => el("button", { type: "button", class: "fig-choice", "aria-pressed": String(name === state.by), "data-focus": `by-${name}`, onclick: () => go({ by: name }) }, texts.say(`by_${name}`)));
  const level = state.by === "office" && el("select", { class: "input fig-select", "aria-label": texts.say("level"), "data-focus": "level", onchange: (/** @type {any} */ event) => go({ level: event.target.value }) },
    ...["", ...LEVELS].map((name) => el("option", { value: name, selected: name === state.level }, texts.say(`level_${name || "all"}`))));
  return el("div", { class: "fig-choices", role: "group", "aria-label": texts.say("table_title") }, ...ways, level);
}

/** The columns: words, what they are sorted by, and the cell. @param {{here: Waits, there: Waits|null}} both @param {View} view */
function columns({ here, there }, view) {
  const { texts, lang } = view;
  const other = new Map((there?.rows ?? []).map((row) => [row.key, row]));
  const most = Math.max(here.goal_s, ...here.rows.map((row) => row.mean_s ?? 0));
  const change = (/** @type {Row} */ row) => difference(row.mean_s, other.get(row.key)?.mean_s);
  const told = [
    { name: "n", words: texts.say("col_n"), value: (/** @type {Row} */ row) => row.n, cell: (/** @type {Row} */ row) => count(row.n, lang) },
    { name: "mean", words: texts.say("col_mean"), value: (/** @type {Row} */ row) => row.mean_s, cell: (/** @type {Row} */ row) => meanCell(row, here.goal_s, most, lang) },
    { name: "p90", words: texts.say("col_p90"), value: (/** @type {Row} */ row) => row.p90_s, cell: (/** @type {Row} */ row) => minutes(row.p90_s, lang) },
    { name: "share", words: texts.say("col_share", { goal: goal(here.goal_s, lang) }), value: (/** @type {Row} */ row) => row.share_within_goal, cell: (/** @type {Row} */ row) => percent(row.share_within_goal, lang) },
    { name: "verdict", words: texts.say("col_verdict"), value: (/** @type {Row} */ row) => row.verdict, cell: (/** @type {Row} */ row) => verdictBadge(row, view) },
  ];
  if (!there) return told;
  const changed = { name: "change", words: texts.say("col_difference"), value: change, cell: (/** @type {Row} */ row) => changeCell(change(row), lang) };
  const remark = { name: "told", words: texts.say("col_told"), value: null, cell: (/** @type {Row} */ row) => (other.has(row.key) ? toldBadge(compared(row, other.get(row.key) ?? row), view) : "–") };
  return [told[0], told[1], told[3], changed, remark];
}

/** @param {number|null} change @param {string} lang */
function changeCell(change, lang) {
  return signed(change === null ? null : change / 60, lang);
}

/** A mean with its bar, which has the goal as a line. @param {Row} row @param {number} goalS @param {number} most @param {string} lang */
function meanCell(row, goalS, most, lang) {
  const bar = el("span", { class: `fig-bar ${tone(row.mean_s, goalS)}`, "aria-hidden": "true" });
  const line = el("span", { class: "fig-bar-goal", "aria-hidden": "true" });
  bar.style.width = `${(100 * (row.mean_s ?? 0)) / most}%`;
  line.style.left = `${(100 * goalS) / most}%`;
  return el("span", { class: "fig-bar-cell" }, el("span", { class: "fig-bar-room" }, bar, line), el("span", {}, minutesBeside(row.mean_s, goalS, lang)));
}

/** @param {Row} row @param {View} view */
function verdictBadge(row, { texts }) {
  return el("span", { class: `badge ${verdictTone(row.verdict)}` }, texts.say(verdictKey(row.verdict).replace("verdict_", "badge_")));
}

/** @param {Row[]} rows @param {{here: Waits, there: Waits|null}} both @param {View} view @param {() => void} again */
function table(rows, both, view, again) {
  const { texts, state } = view;
  const shown = columns(both, view);
  const sortBy = shown.find(({ name }) => name === order.column)?.value;
  const ordered = sortBy ? sorted(rows, sortBy, order.down) : rows;
  const head = el("tr", {}, el("th", { scope: "col" }, texts.say(`by_${state.by}`)), ...shown.map((column) => sortable(column, texts, again)));
  return el("div", { class: "fig-scroll" }, el("table", { class: "fig-table" }, el("caption", { class: "visually-hidden" }, texts.say(`by_${state.by}`)),
    el("thead", {}, head),
    el("tbody", {}, ...ordered.map((row) => line(row, shown, view)))));
}

/** @param {{name: string, words: string, value: any}} column @param {any} texts @param {() => void} again */
function sortable({ name, words, value }, texts, again) {
  const chosen = order.column === name;
  const direction = chosen ? (order.down ? "descending" : "ascending") : null;
  if (!value) return el("th", { scope: "col" }, words);
  const press = () => {
    Object.assign(order, { column: name, down: chosen ? !order.down : true });
    again();
  };
  return el("th", { scope: "col", "aria-sort": direction },
    el("button", { type: "button", class: "fig-sort", "data-focus": `sort-${name}`, title: texts.say("sort_by", { what: words }), onclick: press }, words, el("span", { "aria-hidden": "true" }, chosen ? (order.down ? " ↓" : " ↑") : "")));
}

/** @param {Row} row @param {ReturnType<typeof columns>} shown @param {View} view */
function line(row, shown, view) {
  const { texts, state, called, link } = view;
  const words = called(state.by, row.key, row.names);
  if (row.suppressed) return el("tr", { class: "soft" }, el("th", { scope: "row" }, words), el("td", { colspan: shown.length }, texts.say("suppressed")));
  const way = state.by === "office"
    ? el("a", { href: `/figures/${encodeURIComponent(row.key)}${link({ by: "service", level: "", only: "", against: "" }).replace(/^[^?]*/, "")}` }, words)
    : el("a", { href: link({ behind: behindKey(state.by, row.key), skip: 0 }), "data-go": true, "aria-label": texts.say("see_tickets", { what: words }) }, words);
  const narrow = FILTERS.includes(state.by) && !view.own && row.key !== "" && !state.only &&
    el("a", { class: "fig-narrow", href: link({ only: `${state.by}:${row.key}` }), "data-go": true, title: texts.say("filter_by", { what: words }), "aria-label": texts.say("filter_by", { what: words }) }, funnel());
  return el("tr", {}, el("th", { scope: "row" }, el("span", { class: "fig-name" }, way, narrow)), ...shown.map((column) => el("td", {}, column.cell(row))));
}

function funnel() {
  const look = { viewBox: "0 0 16 16", width: 14, height: 14, fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linejoin": "round", "aria-hidden": "true" };
  return svg("svg", look, svg("path", { d: "M2 3h12L9.500 8.500V13l-3 1V8.500z" }));
}

/** The same rows as files. @param {View} view */
function files({ texts, state, office }) {
  const offices = state.by === "office" ? { level: state.level || null } : { office };
  const only = state.only ? { [state.only.split(":")[0]]: state.only.slice(state.only.indexOf(":") + 1) } : {};
  const way = (/** @type {string} */ ending) => path(`waits.${ending}`, { ...offices, ...days(periodIn(state)), by: state.by, ...only });
  return el("p", { class: "fig-files" }, el("a", { href: way("xlsx"), download: true }, texts.say("export_rows_xlsx")), el("a", { href: way("csv"), download: true }, texts.say("export_rows_csv")));
}
