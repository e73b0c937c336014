// Times, ranges and clocks as pages write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock } from "../../server/contract/page/clock.js";
import {
  dayAndMonth, decimal, duration, minutes, minutesRange, stopwatch, text, timeOfDay,
} from "../../server/contract/page/words.js";

const ZONE = "Asia/Ho_Chi_Minh";

test("times are the office's, wherever the page runs", () => {
  assert.equal(timeOfDay("2026-11-23T01:42:59.000Z", ZONE), "08:42");
  assert.equal(timeOfDay("2026-11-22T17:05:00.000Z", ZONE), "00:05");
  assert.equal(dayAndMonth("2026-11-22T18:00:00.000Z", ZONE, "vi"), "Thứ Hai 23/11");
  assert.equal(dayAndMonth("2026-11-22T18:00:00.000Z", ZONE, "en"), "Monday 23/11");
});

test("minutes, ranges and decimals follow the language", () => {
  assert.equal(minutes(660, "vi"), "11 phút");
  assert.equal(minutes(10, "vi"), "dưới 1 phút");
  assert.equal(minutesRange({ low_s: 840, high_s: 1190 }, "vi"), "14–20 phút");
  assert.equal(minutesRange({ low_s: 0, high_s: 20 }, "en"), "0–1 min");
  assert.equal(minutesRange({ low_s: 300, high_s: 300 }, "vi"), "5 phút");
  assert.equal(decimal(7.53, "vi"), "7,5");
  assert.equal(decimal(7.53, "en"), "7.5");
});

test("durations say seconds, minutes or hours", () => {
  assert.equal(duration(12.9, "vi"), "12 giây");
  assert.equal(duration(185, "vi"), "3 phút");
  assert.equal(duration(7500, "vi"), "2 giờ 5 phút");
  assert.equal(stopwatch(221), "03:41");
  assert.equal(stopwatch(3821), "1:03:41");
});

test("a text falls back to Vietnamese", () => {
  assert.equal(text({ vi: "Đất đai", en: "Land" }, "en"), "Land");
  assert.equal(text({ vi: "Đất đai" }, "km"), "Đất đai");
  assert.equal(text({}, "vi"), "");
});

test("the server's clock goes on by monotonic time, at the office's rate", () => {
  let local = 1000;
  const clock = createClock(() => local);
  assert.equal(clock.now(), null);
  clock.set("2026-11-23T01:42:00.000Z", 60);
  local += 2000;
  assert.equal(new Date(clock.now()).toISOString(), "2026-11-23T01:44:00.000Z");
  assert.equal(clock.age("2026-11-23T01:42:00.000Z"), 2);
});
