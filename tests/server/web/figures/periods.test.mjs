import assert from "node:assert/strict";
import { test } from "node:test";
import { before, dayNumber, daysIn, periodOf, spanWords, stepped, weekday } from "../../../../server/web/page/figures/periods.js";

test("a week begins on Monday and a quarter in its first month", () => {
  assert.deepEqual(periodOf("week", "2026-11-22"), { first: "2026-11-16", last: "2026-11-22" });
  assert.deepEqual(periodOf("quarter", "2026-11-21"), { first: "2026-10-01", last: "2026-12-31" });
  assert.deepEqual(periodOf("half_year", "2026-06-30"), { first: "2026-01-01", last: "2026-06-30" });
});

test("nine months are January to September, also when they are over", () => {
  for (const day of ["2026-01-01", "2026-09-30", "2026-11-21"]) {
    assert.deepEqual(periodOf("nine_months", day), { first: "2026-01-01", last: "2026-09-30" });
  }
});

test("a month ends with its last day, in leap years too", () => {
  assert.equal(periodOf("month", "2028-02-10").last, "2028-02-29");
  assert.equal(periodOf("month", "2026-02-10").last, "2026-02-28");
  assert.equal(periodOf("month", "2026-12-31").last, "2026-12-31");
});

test("going back and forward is by whole periods and over the ends of years", () => {
  assert.equal(stepped("month", "2026-01-31", -1), "2025-12-01");
  assert.equal(stepped("month", "2026-01-31", 1), "2026-02-01");
  assert.equal(stepped("week", "2026-11-22", 1), "2026-11-23");
  assert.equal(stepped("day", "2026-12-31", 1), "2027-01-01");
  assert.equal(stepped("nine_months", "2026-11-21", -1), "2025-01-01");
  assert.equal(stepped("quarter", "2026-11-21", -1), "2026-07-01");
});

test("whole months are compared with as many whole months, other days with as many days", () => {
  assert.deepEqual(before({ first: "2026-03-01", last: "2026-03-31" }), { first: "2026-02-01", last: "2026-02-28" });
  assert.deepEqual(before({ first: "2026-01-01", last: "2026-06-30" }), { first: "2025-07-01", last: "2025-12-31" });
  assert.deepEqual(before({ first: "2026-11-16", last: "2026-11-22" }), { first: "2026-11-09", last: "2026-11-15" });
});

test("the same period follows the one before it, without a gap", () => {
  for (const kind of ["day", "week", "month", "quarter", "half_year", "year"]) {
    for (let day = dayNumber("2027-11-20"); day < dayNumber("2028-04-01"); day += 3) {
      const name = new Date(day * 86_400_000).toISOString().slice(0, 10);
      const here = periodOf(kind, name);
      assert.ok(here.first <= name && name <= here.last, `${kind} ${name}`);
      assert.deepEqual(periodOf(kind, stepped(kind, name, -1)), before(here), `${kind} ${name}`);
    }
  }
});

test("what is no date has no number", () => {
  for (const wrong of ["", "2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "tomorrow"]) assert.ok(Number.isNaN(dayNumber(wrong)), wrong);
  assert.equal(weekday("2026-11-23"), 1);
  assert.equal(daysIn({ first: "2026-01-01", last: "2026-12-31" }), 365);
});

test("a span says each month and year once", () => {
  assert.equal(spanWords({ first: "2026-11-02", last: "2026-11-08" }), "2–8/11/2026");
  assert.equal(spanWords({ first: "2026-10-30", last: "2026-11-02" }), "30/10–2/11/2026");
  assert.equal(spanWords({ first: "2025-12-28", last: "2026-01-03" }), "28/12/2025–3/1/2026");
});
