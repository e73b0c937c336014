import assert from "node:assert/strict";
import test from "node:test";

import { BY_OF_ALL, later, parse, quick, toSearch } from "../../../../server/web/page/rating/results_state.js";

const TODAY = "2026-03-15";

test("quick choices are days of the office, both included", () => {
  assert.deepEqual(quick("today", TODAY), { from: TODAY, to: TODAY });
  assert.deepEqual(quick("week", TODAY), { from: "2026-03-09", to: TODAY });
  assert.deepEqual(quick("month", TODAY), { from: "2026-03-01", to: TODAY });
  assert.deepEqual(quick("last_month", TODAY), { from: "2026-02-01", to: "2026-02-28" });
  assert.deepEqual(quick("last_month", "2026-01-31"), { from: "2025-12-01", to: "2025-12-31" });
  assert.equal(later("2026-02-28", 1), "2026-03-01");
});

test("an address is read as it was written", () => {
  const asked = { from: "2026-01-02", to: "2026-02-03", by: "clerk" };
  assert.deepEqual(parse(toSearch(asked), TODAY), asked);
});

test("an address that says nonsense shows this month by service", () => {
  const month = { from: "2026-03-01", to: TODAY, by: "service" };
  for (const search of ["", "?from=x&to=y&by=z", "?from=2026-02-02&to=2026-01-01", "?from=2026-13-01&to=2026-13-02"])
    assert.deepEqual(parse(search, TODAY), month, search);
});

test("all offices are shown by office where nothing is said, and by no counter of any", () => {
  assert.equal(parse("", TODAY, BY_OF_ALL).by, "office");
  assert.equal(parse("?by=counter", TODAY, BY_OF_ALL).by, "office");
  assert.equal(parse("?by=day", TODAY, BY_OF_ALL).by, "day");
});
