import assert from "node:assert/strict";
import test from "node:test";

import * as numbers from "../../../../server/web/page/hall/numbers.js";

test("minutes have one decimal, with a comma in Vietnamese", () => {
  assert.equal(numbers.minutes(684, "vi"), "11,4");
  assert.equal(numbers.minutes(684, "en"), "11.4");
  assert.equal(numbers.minutes(780, "vi"), "13,0");
  assert.equal(numbers.minutes(7230, "vi"), "121");
});

test("a goal is said as it was set", () => {
  assert.deepEqual([900, 450].map((seconds) => numbers.goal(seconds, "vi")), ["15", "7,5"]);
});

test("a range of one value is that value", () => {
  assert.equal(numbers.range(780, 936, "vi"), "13,0–15,6");
  assert.equal(numbers.range(780, 781, "vi"), "13,0");
});

test("nearly all is not all, and next to none is not none", () => {
  assert.deepEqual([0, 0.001, 0.74, 0.999, 1].map((share) => numbers.percent(share, "vi")), ["0 %", "1 %", "74 %", "99 %", "100 %"]);
});

test("a minute has passed when it is full", () => {
  assert.deepEqual([-5, 59, 60, 119].map(numbers.wholeMinutes), [0, 0, 1, 1]);
});
