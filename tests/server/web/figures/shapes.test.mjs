import assert from "node:assert/strict";
import { test } from "node:test";
import { grain, lanesOf, level, minuteBars, ticks, weekGrid } from "../../../../server/web/page/figures/shapes.js";

test("the grid of a week has no gaps, and Saturdays only where somebody came on one", () => {
  const grid = weekGrid([{ key: "1 08:00", n: 3 }, { key: "2 09:30", n: 1 }, { key: "3 18:00", n: 0 }]);
  assert.deepEqual(grid.weekdays, [1, 2, 3, 4, 5]);
  assert.deepEqual(grid.hours, ["08:00", "08:30", "09:00", "09:30"]);
  assert.equal(grid.cells[0][0]?.n, 3);
  assert.equal(grid.cells[3][1]?.key, "2 09:30");
  assert.equal(grid.cells[1][1], null);
  assert.deepEqual(weekGrid([{ key: "6 08:00", n: 1 }]).weekdays, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(weekGrid([]).hours, []);
});

test("the goal itself is the last step within it", () => {
  assert.deepEqual([0, 300, 600, 900, 901, 1350, 1351, 1801].map((s) => level(s, 900)), [1, 1, 2, 3, 4, 4, 5, 6]);
  assert.equal(level(null, 900), 0);
});

test("waits beyond an hour are one bar, and no ticket is lost", () => {
  const bins = Array.from({ length: 75 }, (_, at) => ({ from_s: at * 60, to_s: at * 60 + 60, n: at }));
  for (const goal of [600, 720, 900, 1020, 1200]) {
    const bars = minuteBars(bins, goal);
    assert.deepEqual(bars.at(-1), { from: 60, to: null, n: 15 * 67 });
    assert.equal(bars.reduce((sum, bar) => sum + bar.n, 0), bins.reduce((sum, bin) => sum + bin.n, 0));
    assert.ok(bars.some((bar) => bar.to === goal / 60), `${goal} is between two bars`);
  }
  assert.equal(minuteBars(bins.slice(0, 3), 900).length, 1);
});

const DAY = {
  day: "2026-11-17", time_zone: "Asia/Ho_Chi_Minh", at: "2026-11-17T03:00:00Z", goal_s: 900,
  spans: [
    { counter: 4, state: "open", clerk: "minh", reason: null, began_at: "2026-11-17T00:30:00Z", ended_at: "2026-11-17T01:30:00Z" },
    { counter: 4, state: "paused", clerk: "minh", reason: "họp", began_at: "2026-11-17T01:30:00Z", ended_at: null },
    { counter: 2, state: "open", clerk: null, reason: null, began_at: "2026-11-17T01:00:00Z", ended_at: "2026-11-17T02:00:00Z" },
  ],
  tickets: [
    { counter: 4, number: "A002", called_at: "2026-11-17T01:00:00Z", ended_at: "2026-11-17T01:12:00Z", way_s: 60, counter_time_s: 660 },
    { counter: 4, number: "A001", called_at: "2026-11-17T00:36:00Z", ended_at: "2026-11-17T00:48:00Z", way_s: 0, counter_time_s: 720 },
  ],
};

test("a day of counters is drawn on whole hours, what still goes on until now", () => {
  const { lanes, hours, start, end } = lanesOf(DAY);
  assert.deepEqual([start, end], [Date.parse("2026-11-17T00:00:00Z"), Date.parse("2026-11-17T04:00:00Z")]);
  assert.equal(hours.length, 5);
  assert.deepEqual(lanes.map((lane) => lane.counter), [2, 4]);
  assert.deepEqual(lanes[1].tickets.map(({ ticket }) => ticket.number), ["A001", "A002"]);
  assert.deepEqual([lanes[1].spans[1].from, lanes[1].spans[1].to], [0.375, 0.75]);
  assert.equal(lanes[1].occupancy, 1440 / 3600);
  assert.equal(lanes[0].occupancy, 0);
});

test("a day without counters has nothing to draw", () => {
  assert.deepEqual(lanesOf({ ...DAY, spans: [], tickets: [] }).lanes, []);
});

test("axes begin at 0 and have few, whole steps", () => {
  assert.deepEqual(ticks(22), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticks(3), [0, 0.5, 1, 1.5, 2, 2.5, 3]);
  assert.ok(ticks(79_021).length <= 7);
});

test("short periods are shown by the half-hour or day, long ones by weeks and months", () => {
  assert.deepEqual([1, 7, 31, 45, 92, 365, 730].map(grain), ["hour", "day", "day", "day", "week", "week", "month"]);
});
