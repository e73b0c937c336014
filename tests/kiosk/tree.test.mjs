/** The tree of services, and how it is laid out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout, leaves, meant, pageOf, summary, walk } from "../../kiosk/page/tree.js";

const leaf = (code, changes = {}) => ({
  code,
  letter: "A",
  name: code,
  names: {},
  services: [],
  waiting: 0,
  expected: null,
  counters: [1],
  idle_counter: false,
  unavailable: null,
  ...changes,
});
const field = (code, services, changes = {}) => leaf(code, { letter: null, services, ...changes });
const PAUSE = { reason: "họp", until: null };

test("a path leads into a field, and ends where its field has gone", () => {
  const top = [field("land", [leaf("a"), leaf("b")]), leaf("civil")];
  assert.deepEqual(walk(top, ["land"]).services.map((s) => s.code), ["a", "b"]);
  assert.deepEqual(walk(top, ["gone"]).services, top);
  assert.deepEqual(walk(top, ["civil"]).services, top);
});

test("a field with a single child is that child, however deep", () => {
  assert.equal(meant(field("x", [field("y", [leaf("z")])])).code, "z");
  assert.equal(meant(field("x", [leaf("a"), leaf("b")])).code, "x");
});

test("a field says the sum of who waits and the outermost range", () => {
  const seen = summary(
    field("land", [
      leaf("a", { waiting: 2, expected: { low_s: 300, high_s: 600 } }),
      leaf("b", { waiting: 3, expected: { low_s: 120, high_s: 400 } }),
      leaf("c", { waiting: 9, unavailable: PAUSE }),
    ]),
  );
  assert.equal(seen.waiting, 5);
  assert.deepEqual(seen.expected, { low_s: 120, high_s: 600 });
  assert.equal(seen.letter, "A");
  assert.equal(seen.unavailable, null);
});

test("a field whose services are all paused is paused", () => {
  assert.deepEqual(summary(field("land", [leaf("a", { unavailable: PAUSE })])).unavailable, PAUSE);
});

test("a field of several letters has none of its own", () => {
  assert.equal(summary(field("land", [leaf("a"), leaf("b", { letter: "B" })])).letter, null);
});

test("leaves are what takes tickets", () => {
  assert.deepEqual(leaves(field("x", [leaf("a"), field("y", [leaf("b")])])).map((s) => s.code), ["a", "b"]);
});

for (const portrait of [true, false])
  for (const large of [true, false])
    for (const low of [true, false])
      test(`every count has room: portrait ${portrait}, large ${large}, low ${low}`, () => {
        for (const name of ["Đất đai", "Cấp giấy chứng nhận quyền sử dụng đất"])
          for (let count = 1; count <= 40; count += 1) {
            const { columns, rows, perPage } = layout(Array(count).fill(name), { portrait, large, low });
            assert.ok(columns >= 1 && columns <= 3 && rows >= 1 && rows <= 6);
            assert.ok(columns * rows >= Math.min(count, perPage));
            assert.ok(perPage <= 12);
          }
      });

test("twelve services stand on one screen in normal letters", () => {
  for (const portrait of [true, false]) assert.equal(layout(Array(12).fill("x"), { portrait, large: false, low: false }).perPage, 12);
});

test("pages hold everything once and stay within their number", () => {
  const all = [...Array(23).keys()];
  const seen = [0, 1, 2].flatMap((page) => pageOf(all, page, 8).shown);
  assert.deepEqual(seen, all);
  assert.equal(pageOf(all, 99, 8).page, 2);
  assert.equal(pageOf([], 3, 8).pages, 1);
});
