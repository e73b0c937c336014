/** The mean wait through the period: by half-hour, by day, or by day with weeks or months and their intervals. */

import { replace, el } from "/counter-page/shared/dom.js";
import { bothWaits, goal } from "./answer.js";
import { drawBars } from "./bars.js";
import { nothing, plainTable, tableBehind } from "./card.js";
import { tone, verdictKey } from "./judging.js";
import { count, interval, minutes } from "./numbers.js";
import { waits } from "./paths.js";
import { dayWords, daysIn } from "./periods.js";
import { grain } from "./shapes.js";
import { behindKey, periodIn } from "./state.js";
import { drawTrend } from "./trend.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Row} Row */
/** @typedef {import("./kinds.js").Waits} Waits */

/** @type {import("./card.js").Part<{grains: string, fine: Waits, coarse: Waits|null}>} */
export const days = {
  name: "days",
  heading: (view) => view.texts.say(`days_title_${grain(daysIn(periodIn(view.state)))}`),
  async ask(view) {
    const grains = grain(daysIn(periodIn(view.state)));
    const by = grains === "hour" ? "hour" : "day";
    const coarse = grains === "week" || grains === "month" ? view.ask(waits(view.state, view.office, grains)) : null;
    const [{ here }, over] = await Promise.all([by === "day" ? bothWaits(view, "day") : alone(view, by), coarse]);
    return { grains, fine: here, coarse: over };
  },
  draw({ grains, fine, coarse }, body, view) {
    const { texts, lang } = view;
    const rows = fine.rows.filter((row) => row.n > 0);
    if (!rows.length) return replace(body, nothing(texts.say("empty")));
    const title = texts.say(`days_title_${grains}`);
    const about = { goal: goal(fine.goal_s, lang) };
    const alt = alternative(title, rows, fine.goal_s, view);
    const by = grains === "hour" ? "hour" : "day";
    const shown = coarse ? coarse.rows.filter((row) => row.n > 0) : rows;
    const place = el("div");
    replace(body, el("p", { class: "soft fig-note" }, texts.say(`days_note_${grains}`, about)), place,
      tableBehind(view, () => table(title, shown, coarse ? grains : by, view)));
    const goalWords = texts.say("goal_line", about);
    if (coarse) void drawTrend(view, place, { rows, points: rows.map((row) => bar(row, by, fine.goal_s, view)), groups: shown, grains, goal: fine.goal_s, goalWords, alt });
    else void drawBars(view, place, {
      bars: rows.map((row) => bar(row, by, fine.goal_s, view)), alt, goal: fine.goal_s / 60, goalWords,
      top: fine.goal_s / 60, band: grains === "day" ? band(fine.total) : null, write: (value) => count(value, lang),
    });
  },
};

/** @param {View} view @param {string} by */
async function alone(view, by) {
  return { here: await view.ask(waits(view.state, view.office, by)) };
}

/** @param {Row} total @returns {[number, number]|null} */
function band({ low_s, high_s }) {
  return typeof low_s === "number" && typeof high_s === "number" ? [low_s / 60, high_s / 60] : null;
}

/** @param {Row} row @param {string} by @param {number} goalS @param {View} view */
function bar(row, by, goalS, view) {
  const link = view.link({ behind: behindKey(by, row.key), skip: 0 });
  return { value: (row.mean_s ?? 0) / 60, label: by === "hour" ? row.key : dayWords(row.key, false), tip: tip(row, by, view), link, tone: tone(row.mean_s, goalS) };
}

/** The words under the cursor. @param {Row} row @param {string} by @param {View} view */
function tip(row, by, { texts, lang, called }) {
  const weekday = by === "day" ? `${texts.list("weekdays")[(new Date(row.key).getUTCDay() + 6) % 7]} ` : "";
  return `${weekday}${called(by, row.key)}: ${minutes(row.mean_s, lang)} ${texts.say("unit_min")} · n = ${count(row.n, lang)}`;
}

/** @param {string} title @param {Row[]} rows @param {number} goalS @param {View} view */
function alternative(title, rows, goalS, { texts, lang, called }) {
  const worst = rows.reduce((one, other) => ((other.mean_s ?? 0) > (one.mean_s ?? 0) ? other : one));
  const over = rows.filter((row) => (row.mean_s ?? 0) > goalS).length;
  const by = worst.key.includes(":") ? "hour" : "day";
  return texts.say("days_alt", { title, over, of: rows.length, goal: goal(goalS, lang), worst: called(by, worst.key), most: minutes(worst.mean_s, lang) });
}

/** @param {string} title @param {Row[]} rows @param {string} by @param {View} view */
function table(title, rows, by, { texts, lang, called }) {
  const heads = [texts.say(`by_${by}`), texts.say("col_n"), texts.say("col_mean"), texts.say("interval_col"), texts.say("col_verdict")];
  return plainTable(title, heads, rows.map((row) => [called(by, row.key), count(row.n, lang), minutes(row.mean_s, lang), interval(row.low_s, row.high_s, lang),
    texts.say(verdictKey(row.verdict).replace("verdict_", "badge_"))]));
}
