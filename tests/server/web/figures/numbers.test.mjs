import assert from "node:assert/strict";
import { test } from "node:test";
import { compared, difference, pooled, sorted, tone, verdictKey } from "../../../../server/web/page/figures/judging.js";
import { count, dayAt, hours, interval, minutes, minutesBeside, percent, shortTime, signed, signedMinutes, wall } from "../../../../server/web/page/figures/numbers.js";

test("minutes have one decimal, with a comma in Vietnamese", () => {
  assert.equal(minutes(633.2, "vi"), "10,6");
  assert.equal(minutes(633.2, "en"), "10.6");
  assert.equal(minutes(0, "vi"), "0,0");
  assert.equal(minutes(null, "vi"), "–");
  assert.equal(count(79021, "vi"), "79.021");
});

test("what is over the goal never looks as if it met it", () => {
  assert.equal(minutesBeside(901, 900, "vi"), "15,02");
  assert.equal(minutesBeside(900.05, 900, "vi"), "15,001");
  assert.equal(minutesBeside(899, 900, "vi"), "14,98");
  assert.equal(minutesBeside(900, 900, "vi"), "15,0");
  assert.equal(minutesBeside(750, 900, "vi"), "12,5");
  assert.equal(minutesBeside(null, 900, "vi"), "–");
});

test("a small share is not written as none, and nothing is not written as zero", () => {
  assert.equal(percent(0.004, "vi"), "0,4 %");
  assert.equal(percent(0, "vi"), "0 %");
  assert.equal(percent(0.7401, "vi"), "74 %");
  assert.equal(percent(null, "vi"), "–");
});

test("how far a clock is off is said in seconds, minutes or hours", () => {
  /** @type {Record<string, string>} */
  const words = { in_hours: "{n} giờ", in_minutes: "{n} phút", in_seconds: "{n} giây" };
  const texts = { say: (/** @type {string} */ key, /** @type {{n: unknown}} */ { n }) => words[key].replace("{n}", String(n)) };
  const said = [0, 45, 60, 90, 3600, 7200, 1e5].map((value) => shortTime(value, /** @type {any} */ (texts), "vi"));
  assert.deepEqual(said, ["0 giây", "45 giây", "1 phút", "1 phút 30 giây", "60 phút", "2,0 giờ", "27,8 giờ"]);
});

test("a bias has its sign, and none where nobody was told anything", () => {
  assert.equal(signedMinutes(-90, "vi"), "−1,5");
  assert.equal(signedMinutes(90, "en"), "+1.5");
  assert.equal(signedMinutes(null, "vi"), "–");
});

test("an interval never begins below nothing", () => {
  assert.equal(interval(-30, 90, "vi"), "0,0–1,5");
  assert.equal(interval(null, 90, "vi"), "–");
});

test("differences carry their sign, and what rounds to nothing has none", () => {
  assert.equal(signed(1.24, "vi"), "+1,2");
  assert.equal(signed(-0.36, "vi"), "−0,4");
  assert.equal(signed(-0.04, "vi"), "0,0");
  assert.equal(signed(null, "vi"), "–");
  assert.equal(difference(3, null), null);
});

test("times and days are those of the office", () => {
  assert.equal(wall("2026-11-17T01:05:00Z", "Asia/Ho_Chi_Minh"), "08:05");
  assert.equal(dayAt("2026-11-16T23:30:00Z", "Asia/Ho_Chi_Minh"), "2026-11-17");
  assert.equal(hours(24300), "6:45");
});

test("exactly the goal is met", () => {
  assert.equal(tone(900, 900), "near");
  assert.equal(tone(900.001, 900), "over");
  assert.equal(tone(600, 900), "good");
  assert.equal(tone(null, 900), "");
});

test("two means whose intervals overlap cannot be told apart", () => {
  const of = (low, high) => ({ n: 100, low_s: low, high_s: high });
  assert.equal(compared(of(500, 600), of(601, 700)), "lower");
  assert.equal(compared(of(601, 700), of(500, 600)), "higher");
  assert.equal(compared(of(500, 600), of(600, 700)), "cannot_tell");
  assert.equal(compared(of(500, 600), of(null, null)), "too_few");
});

test("shares of days are pooled by their counts, never averaged", () => {
  const days = [{ day: "2026-11-02", hit: 9, of: 10 }, { day: "2026-11-03", hit: 0, of: 90 }];
  assert.deepEqual(pooled(days, () => "week", (day) => [day.hit, day.of]), [{ key: "week", part: 9, whole: 100, share: 0.09 }]);
  assert.equal(pooled([{ hit: 0, of: 0 }], () => "", (day) => [day.hit, day.of])[0].share, null);
});

test("rows without a figure come last, whichever way one sorts", () => {
  const rows = [{ k: "a", v: null }, { k: "b", v: 1 }, { k: "c", v: 3 }, { k: "d", v: 1 }];
  const by = (down) => sorted(rows, (row) => row.v, down).map((row) => row.k).join("");
  assert.equal(by(false), "bdca");
  assert.equal(by(true), "cbda");
});

test("a verdict of a newer server has words too", () => {
  assert.equal(verdictKey("met"), "verdict_met");
  assert.equal(verdictKey("nearly"), "verdict_other");
});
