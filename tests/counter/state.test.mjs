import assert from "node:assert/strict";
import test from "node:test";

import { actionOfKey, counts, keyName, lineByService, possible, rowActions, situation, whyNot } from "../../counter/page/state.js";
import { press, ticket, view } from "./views.mjs";

const called = view({ ticket: ticket({ state: "called" }) });
const serving = view({ ticket: ticket({ state: "serving" }) });
const idle = view();
const paused = view({ state: "paused" });
const closed = view({ state: "closed" });
const all = [called, serving, idle, paused, closed];

test("the page knows five situations", () => {
  assert.deepEqual(all.map(situation), ["called", "serving", "idle", "paused", "closed"]);
});

test("every situation has exactly one green action", () => {
  for (const now of all) assert.equal(possible(now).filter(({ rank }) => rank === "primary").length, 1, situation(now));
});

test("no key means two things at once", () => {
  for (const now of all) {
    const keys = possible(now).map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, situation(now));
  }
});

test("every action has a key that the page listens to", () => {
  for (const { key } of all.flatMap(possible)) {
    const [name, shiftKey] = key.startsWith("Shift+") ? [key.slice(6), true] : [key, false];
    assert.equal(keyName(press(name, { shiftKey })), key);
  }
});

test("a called citizen is started, called again, recorded as a no-show or put back", () => {
  assert.deepEqual(possible(called).map(({ id }) => id), ["start", "recall", "no_show_next", "no_show", "put_back"]);
});

test("F2 calls the next one, or finishes and calls the next one", () => {
  assert.equal(actionOfKey(idle, "F2").id, "call_next");
  assert.equal(actionOfKey(serving, "F2").id, "finish_next");
});

test("F2 never starts or finishes somebody who was only called, and says why", () => {
  assert.equal(actionOfKey(called, "F2"), null);
  assert.equal(whyNot(called, "F2"), "not_started");
});

test("F2 at a paused or closed counter says that it is not open", () => {
  assert.equal(whyNot(paused, "F2"), "counter_not_open");
  assert.equal(whyNot(closed, "F2"), "counter_not_open");
});

test("letters, Enter and the browser's own combinations are not the page's", () => {
  for (const key of ["a", "Enter", "Escape", "F5", "F11", "F12", "1"]) assert.equal(keyName(press(key)), null, key);
  assert.equal(keyName(press("F4", { altKey: true })), null);
  assert.equal(keyName(press("F3", { ctrlKey: true })), null);
});

test("the same key again within 0.7 seconds is a slip, another key is not", () => {
  assert.equal(counts({ id: "F7", at: 1000 }, "F7", 1699), false);
  assert.equal(counts({ id: "F7", at: 1000 }, "F7", 1700), true);
  assert.equal(counts({ id: "F7", at: 1000 }, "F3", 1001), true);
  assert.equal(counts(null, "F7", 0), true);
});

test("somebody on hold is resumed only when nobody is at the counter", () => {
  assert.ok(rowActions(idle).held.includes("resume"));
  for (const now of [called, serving, paused]) assert.ok(!rowActions(now).held.includes("resume"), situation(now));
});

test("nobody is called out of order while somebody called has not come", () => {
  assert.deepEqual(rowActions(called).waiting, ["remove"]);
  assert.deepEqual(rowActions(serving).waiting, ["call_other", "remove"]);
});

test("whoever closed the counter does nothing more at it", () => {
  assert.deepEqual(rowActions(closed), { waiting: [], held: [] });
});

test("another number is offered only where somebody waits", () => {
  assert.ok(!possible(idle).some(({ id }) => id === "call_other"));
  assert.ok(possible(view({ line: [ticket()] })).some(({ id }) => id === "call_other"));
});

test("the line is counted by service, the longest first", () => {
  const line = ["land", "results", "results"].map((service) => ticket({ service }));
  assert.deepEqual(lineByService(view({ line })), [{ service: "results", n: 2 }, { service: "land", n: 1 }]);
});
