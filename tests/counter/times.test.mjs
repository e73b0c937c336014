import assert from "node:assert/strict";
import test from "node:test";

import { meanMinutes, stepClock, timeLeft } from "../../counter/page/times.js";
import { ticket } from "./views.mjs";

const DUE = "2026-11-23T01:30:00.000Z";
const at = (seconds) => Date.parse(DUE) + seconds * 1000;

test("time left counts the begun minute and turns amber below five minutes", () => {
  assert.deepEqual(timeLeft(DUE, at(-301)), { key: "left", n: 6, tone: "good" });
  assert.deepEqual(timeLeft(DUE, at(-300)), { key: "left", n: 5, tone: "good" });
  assert.deepEqual(timeLeft(DUE, at(-299)), { key: "left", n: 5, tone: "near" });
  assert.deepEqual(timeLeft(DUE, at(-1)), { key: "left", n: 1, tone: "near" });
});

test("nobody is late at the due itself, and lateness is at least one minute", () => {
  assert.deepEqual(timeLeft(DUE, at(0)), { key: "left", n: 1, tone: "near" });
  assert.deepEqual(timeLeft(DUE, at(1)), { key: "over", n: 1, tone: "over" });
  assert.deepEqual(timeLeft(DUE, at(150)), { key: "over", n: 2, tone: "over" });
});

test("the clock runs from the call until the start, then from the start", () => {
  const called = ticket({ state: "called", called_at: DUE });
  assert.deepEqual(stepClock(called, at(41)), { seconds: 41, key: "since_called" });
  const serving = { ...called, state: "serving", started_at: new Date(at(60)).toISOString() };
  assert.deepEqual(stepClock(serving, at(90)), { seconds: 30, key: "since_started" });
});

test("a clock that the server set back never shows a negative time", () => {
  assert.equal(stepClock(ticket({ state: "called", called_at: DUE }), at(-5)).seconds, 0);
});

test("means are minutes and seconds, and a dash when nothing was measured", () => {
  assert.deepEqual([500, 59.6, 0, null].map(meanMinutes), ["8:20", "1:00", "0:00", "–"]);
});
