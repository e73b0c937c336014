import assert from "node:assert/strict";
import test from "node:test";

import { chartOf } from "../../../../server/web/page/hall/bars.js";
import { GOAL, half } from "./views.mjs";

const many = (count, mean = 600) => Array.from({ length: count }, () => half(mean));

test("a bar reaches the line of the goal exactly where its mean is the goal", () => {
  const { bars, goal, ground } = chartOf([half(900), half(901), half(450)], GOAL, 700, 260);
  assert.ok(Math.abs(ground - bars[0].solid - goal) < 1e-9);
  assert.deepEqual(bars.map((bar) => bar.over), [false, true, false]);
  assert.ok(Math.abs(bars[2].solid * 2 - bars[0].solid) < 1e-9);
});

test("bars stand side by side within the picture, however many", () => {
  for (const count of [1, 5, 19, 48]) {
    const { bars, left, width } = chartOf(many(count), GOAL, 700, 260);
    bars.forEach((bar, at) => {
      assert.ok(bar.x >= left && bar.x + bar.width <= width);
      if (at) assert.ok(bar.x >= bars[at - 1].x + bars[at - 1].width);
    });
  }
});

test("labels and values are left out where they would not fit", () => {
  const wide = chartOf(many(8), GOAL, 700, 260).bars;
  assert.ok(wide.every((bar) => bar.label && bar.value));
  const crowded = chartOf(many(48), GOAL, 700, 260).bars;
  assert.ok(crowded.filter((bar) => bar.label).length <= 14);
  assert.ok(crowded.every((bar) => !bar.value));
});

test("what was not measured has no bar, what is expected an outline", () => {
  const [gap, ahead, now] = chartOf([half(null), half(null, { expected_mean_s: 600 }), half(300, { expected_mean_s: 900 })], GOAL, 700, 260).bars;
  assert.deepEqual([gap.solid, gap.dashed], [null, null]);
  assert.equal(ahead.solid, null);
  assert.ok(ahead.dashed > 0 && now.dashed > now.solid);
});

test("the highest bar fits below the top, with few lines to read it by", () => {
  for (const mean of [60, 900, 4000, 40_000]) {
    const { bars, ground, ticks } = chartOf([half(mean)], GOAL, 700, 260);
    assert.ok(ground - bars[0].solid > 20);
    assert.ok(ticks.length >= 2 && ticks.length <= 5);
    assert.equal(ticks[0].minutes, 0);
  }
});

test("a wait of nothing is still seen", () => {
  assert.ok(chartOf([half(0)], GOAL, 700, 260).bars[0].solid >= 2);
});
