import assert from "node:assert/strict";
import { test } from "node:test";
import { tickets, waits, waitsAgainst } from "../../../../server/web/page/figures/paths.js";
import { behindKey, first, parse, periodIn, toSearch } from "../../../../server/web/page/figures/state.js";

const TODAY = "2026-11-21";

test("an address says only what is not as usual, and means the same when it is read again", () => {
  assert.equal(toSearch(first(TODAY), TODAY), "");
  const views = [
    { kind: "week", day: "2026-11-17" },
    { kind: "free", first: "2026-01-05", last: "2026-02-03" },
    { by: "weekday", against: "before", only: "service:land" },
    { behind: "weekday:2,half_hour:10:00", order: "longest", skip: 50 },
    { against: "office:xa-tuy-phuoc", level: "commune", by: "office", drawn: "2026-11-17" },
    { behind: "all" },
    { behind: "counter:" },
  ];
  for (const view of views) {
    const state = { ...first(TODAY), ...view };
    assert.deepEqual(parse(toSearch(state, TODAY), TODAY), state);
  }
});

test("what an address says wrongly is as if it were not said", () => {
  const wrong = "?period=decade&day=2026-02-30&by=shoe_size&with=nobody&only=color:red&tickets=moon:1&skip=-5&from=2026-03-01&to=2026-02-01&level=moon&counters=x";
  assert.deepEqual(parse(wrong, TODAY), first(TODAY));
  assert.deepEqual(parse("?from=0001-01-01&to=9999-01-01", TODAY), first(TODAY));
});

test("a free period goes before a named one", () => {
  const state = parse("?period=year&from=2026-01-05&to=2026-01-09", TODAY);
  assert.deepEqual(periodIn(state), { first: "2026-01-05", last: "2026-01-09" });
});

test("the tickets behind a bar, a cell and a row are chosen by its key", () => {
  assert.equal(behindKey("weekday_hour", "2 10:00"), "weekday:2,half_hour:10:00");
  assert.equal(behindKey("hour", "10:00"), "half_hour:10:00");
  assert.equal(behindKey("day", "2026-11-17"), "from:2026-11-17,to:2026-11-17");
  assert.equal(behindKey("week", "2026-11-16"), "from:2026-11-16,to:2026-11-22");
  assert.equal(behindKey("month", "2026-02"), "from:2026-02-01,to:2026-02-28");
  assert.equal(behindKey("service", "land"), "service:land");
  assert.equal(behindKey("weekday", "2"), "weekday:2");
});

test("the figures of a view are asked for by its own period, filter and grouping", () => {
  const state = { ...first(TODAY), only: "service:land", against: "before" };
  assert.equal(waits(state, "ttpvhcc", "day"), "/api/v1/figures/waits?office=ttpvhcc&from=2026-11-01&to=2026-11-30&by=day&service=land");
  assert.equal(waitsAgainst(state, "ttpvhcc", "day"), "/api/v1/figures/waits?office=ttpvhcc&from=2026-10-01&to=2026-10-31&by=day&service=land");
  assert.equal(waitsAgainst({ ...state, against: "" }, "ttpvhcc", "day"), null);
  const other = new URL(`http://x${waitsAgainst({ ...state, against: "office:xa-a" }, "ttpvhcc", "day")}`).searchParams;
  assert.deepEqual([other.get("office"), other.get("from")], ["xa-a", "2026-11-01"]);
});

test("those without a category or counter are asked for by an empty key", () => {
  const asked = new URL(`http://x${tickets({ ...first(TODAY), behind: "category:" }, "ttpvhcc")}`).searchParams;
  assert.equal(asked.get("category"), "");
});

test("going down keeps the filter of the view and narrows the period to the bar", () => {
  const state = { ...first(TODAY), only: "service:land", behind: "from:2026-11-17,to:2026-11-17,counter:4" };
  const asked = new URL(`http://x${tickets(state, "ttpvhcc")}`).searchParams;
  assert.deepEqual(
    Object.fromEntries(asked),
    { office: "ttpvhcc", from: "2026-11-17", to: "2026-11-17", service: "land", counter: "4", order: "time", skip: "0", limit: "50" },
  );
});
