/** Draws the ratings of groups: a bar with its interval, shares, class and rank; and what people wrote. */

import { el } from "/counter-page/shared/dom.js";
import { face } from "./screens.js";

/** @typedef {import("/counter-page/shared/texts.js").Texts} Texts */
/**
 * A row of `GET /api/v1/figures/ratings`.
 * @typedef {{key: string, names: Record<string, string>, form: string, version: number, suppressed: boolean, n: number,
 *   served: number, response_rate: number|null, mean_level: number|null, share_satisfied: number|null, points: number,
 *   most_points: number, score: number|null, score_percent: number|null, class_code: string|null,
 *   class_names: Record<string, string>|null, low: number|null, high: number|null, days: number, best: number|null,
 *   worst: number|null, standing: string|null}} Figure
 */

const SVG = "http://www.w3.org/2000/svg";
const LOCALE = /** @type {Record<string, string>} */ ({ vi: "vi-VN", en: "en-GB" });

/** @param {number} value @param {Texts} texts @param {number} digits */
export function number(value, texts, digits) {
  return new Intl.NumberFormat(LOCALE[texts.language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** @param {number|null} share @param {Texts} texts */
export function percent(share, texts) {
  return share === null ? "–" : `${number(share * 100, texts, share > 0 && share < 0.0995 ? 1 : 0)} %`;
}

/** `80,98 %`, as the server rounded it. @param {Figure} row @param {Texts} texts */
export function score(row, texts) {
  return row.score_percent === null ? "–" : `${number(row.score_percent, texts, 2)} %`;
}

/** `23/11/2026`. @param {string} day */
export function dayWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${date}/${month}/${year}`;
}

/** What a group is called. @param {string} by @param {Figure} row @param {Texts} texts */
export function called(by, row, texts) {
  if (by === "day") return dayWords(row.key);
  if (by === "form") return texts.say("version", { name: texts.name(row.names), version: row.version });
  if (by === "counter" && row.key) return texts.name(row.names) || texts.say("counter_n", { n: row.key });
  return texts.name(row.names) || row.key || texts.say("nobody");
}

/** The score as a bar from 0 to 100 %, with its interval as a line. @param {Figure} row */
function bar(row) {
  const svg = shape("svg", { class: "score-bar", viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" });
  svg.append(shape("rect", { class: "track", width: 100, height: 16 }));
  if (row.score !== null) svg.append(shape("rect", { class: "part", width: row.score * 100, height: 16 }));
  if (row.low !== null && row.high !== null)
    svg.append(shape("rect", { class: "spread", x: row.low * 100, y: 6.5, width: Math.max(0.5, (row.high - row.low) * 100), height: 3 }));
  return svg;
}

/** @param {string} name @param {Record<string, string|number>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

/** @param {Figure} row @param {Texts} texts */
function rank(row, texts) {
  const { standing, best, worst } = row;
  if (standing === null) return "";
  if (standing === "ranked") return el("b", {}, String(best));
  return el("span", { class: "soft" }, texts.say(standing, { best: best ?? "", worst: worst ?? "" }));
}

/** @param {Figure} row @param {Texts} texts */
export function classOf(row, texts) {
  if (row.score === null) return texts.say("no_answers");
  return row.class_names ? texts.name(row.class_names) : texts.say("no_class");
}

/** @param {string} by @param {Figure} row @param {Texts} texts @param {boolean} ranked */
function line(by, row, texts, ranked) {
  if (row.suppressed)
    return el("tr", {}, el("th", { scope: "row" }, called(by, row, texts)),
      el("td", { class: "soft", colspan: ranked ? 7 : 6 }, texts.say("suppressed")));
  const low = row.low === null ? "" : number(row.low * 100, texts, 0);
  const high = row.high === null ? "" : number(row.high * 100, texts, 0);
  return el("tr", {},
    el("th", { scope: "row" }, by === "office"
      ? el("a", { href: `/figures/${encodeURIComponent(row.key)}/ratings` }, called(by, row, texts))
      : called(by, row, texts)),
    el("td", { class: "score", title: row.low === null ? null : texts.say("interval", { low, high }) },
      el("span", { class: "figures" }, score(row, texts)), bar(row),
      low && el("span", { class: "soft figures spread-words" }, texts.say("between", { low, high }))),
    el("td", {}, classOf(row, texts)),
    ranked && el("td", { class: "rank" }, rank(row, texts)),
    el("td", { class: "count" }, percent(row.share_satisfied, texts)),
    el("td", { class: "count" }, row.mean_level === null ? "–" : number(row.mean_level, texts, 2)),
    el("td", { class: "count" }, number(row.n, texts, 0)),
    el("td", { class: "count" }, percent(row.response_rate, texts)));
}

/** The table of one version of a form. @param {string} by @param {Figure[]} rows @param {Texts} texts */
export function table(by, rows, texts) {
  const ranked = rows.some((row) => row.standing !== null && !row.suppressed);
  const heads = [["", texts.say(by)], ["score", texts.say("score")], ["", texts.say("class")],
    ...(ranked ? [["rank", texts.say("rank")]] : []),
    ["count", texts.say("satisfied")], ["count", texts.say("level")], ["count", texts.say("n")], ["count", texts.say("rate")]];
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": texts.say(by) }, el("table", {},
    el("thead", {}, el("tr", {}, ...heads.map(([kind, words]) => el("th", { scope: "col", class: kind }, words)))),
    el("tbody", {}, ...rows.map((row) => line(by, row, texts, ranked)))));
}

/** The answer first: the whole office in five figures. @param {Figure} row @param {Texts} texts */
export function whole(row, texts) {
  const card = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ words) =>
    el("div", { class: "card answer" }, el("h2", {}, texts.say(name)), el("p", { class: "big figures" }, value), el("p", { class: "soft figures" }, words));
  const points = row.most_points ? texts.say("points", { points: number(row.points, texts, 2), most: number(row.most_points, texts, 0) }) : "";
  return el("section", { class: "answers", "aria-label": texts.say("whole") },
    card("score", score(row, texts), points),
    card("class", classOf(row, texts), ""),
    card("satisfied", percent(row.share_satisfied, texts), ""),
    card("level", row.mean_level === null ? "–" : number(row.mean_level, texts, 2), texts.say("of_five")),
    card("rate", percent(row.response_rate, texts), texts.say("of_served", { n: number(row.n, texts, 0), served: number(row.served, texts, 0) })));
}

/** @param {{day: string, service: string, service_names: Record<string, string>, overall: number, remark: string}[]} remarks @param {Texts} texts */
export function remarkList(remarks, texts) {
  if (!remarks.length) return el("p", { class: "soft" }, texts.say("no_remarks"));
  return el("ul", { class: "remarks" }, ...remarks.map((one) =>
    el("li", {}, face(one.overall), el("div", {}, el("p", { class: "said" }, one.remark),
      el("p", { class: "soft" }, `${dayWords(one.day)} · ${texts.name(one.service_names) || one.service}`)))));
}
