/** A page's token is renewed while the page runs, and whenever the power goes one that is good is on the disk. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceToken, report } from "../../server/contract/page/device.js";
import { changed, offered, ON_DISK_MS, proven, refused, RENEWED_AFTER_MS, SPREAD_MS, wanted } from "../../server/contract/page/renewing.js";

const NOW = 1_800_000_000_000;

test("a token is renewed once it is old, each page at a time of its own", () => {
  const aged = (/** @type {number} */ age, late = 0) => wanted({ token: "t", since: NOW - age }, NOW, late);
  assert.equal(aged(0), null);
  assert.equal(aged(RENEWED_AFTER_MS - 1), null);
  assert.equal(aged(RENEWED_AFTER_MS), "renew");
  assert.equal(aged(RENEWED_AFTER_MS, 0.5), null);
  assert.equal(aged(RENEWED_AFTER_MS + SPREAD_MS / 2, 0.5), "renew");
});

test("a token of the future is one of a clock that was wrong, and one of no known age is old", () => {
  assert.equal(wanted({ token: "t", since: NOW + 1000 }, NOW, 0), "renew");
  assert.equal(wanted({ token: "t" }, NOW, 0), "renew");
  assert.equal(wanted({}, NOW, 0), null);
});

test("a new token is used only when it is surely on the disk", () => {
  const kept = offered({ token: "old", since: 0 }, "new", NOW);
  assert.equal(kept.token, "old");
  assert.equal(wanted(kept, NOW + ON_DISK_MS - 1, 0), null);
  assert.equal(wanted(kept, NOW + ON_DISK_MS, 0), "change");
});

test("whatever of these steps is the last on the disk, a page that begins again has a token that counts", () => {
  const device = { name: "TV", role: "display", office: "x", counter: null };
  const before = { token: "old", device, since: NOW };
  const between = offered(before, "new", NOW);
  const after = changed(between);
  assert.deepEqual([before.token, between.token, between.next], ["old", "old", "new"]);
  assert.deepEqual(after, { token: "new", device, since: NOW, old: "old" });
  assert.deepEqual(proven(after), { token: "new", device, since: NOW });
  // The server has let `new` in, and the disk knows only of `between`:
  assert.equal(refused(between, "old", NOW).token, "new");
});

test("a refused token gives way to another, and only the last one makes a page pair again", () => {
  const both = { token: "new", old: "old" };
  assert.equal(refused({ token: "theirs" }, "mine", NOW).token, "theirs", "another page of this machine has renewed it");
  assert.equal(refused(both, "new", NOW).token, "old", "two pages asked at once, and the server knows the other's");
  assert.deepEqual(refused(refused(both, "new", NOW), "old", NOW), { revoked: true });
  assert.deepEqual(refused({ token: "t" }, "t", NOW), { revoked: true });
});

test("a page says the token that is kept now, whoever has renewed it", () => {
  let text = JSON.stringify({ token: "one" });
  const shared = /** @type {any} */ ({ getItem: () => text, setItem: (/** @type {string} */ _name, /** @type {string} */ said) => (text = said) });
  const page = new DeviceToken({ role: "display", office: "x" }, shared);
  assert.equal(page.current(), "one");
  text = JSON.stringify({ token: "two" });
  assert.equal(page.current(), "two");
});

test("a page that waits for an answer counts as busy until it has come, or has not", async () => {
  const real = globalThis.fetch;
  const page = new DeviceToken({ role: "display", office: "x" }, /** @type {any} */ ({ getItem: () => '{"token":"t"}' }));
  for (const answer of [async () => "it", async () => Promise.reject(new Error("away"))]) {
    globalThis.fetch = /** @type {any} */ (answer);
    const asked = page.fetch("/x").catch(() => null);
    assert.equal(page.underWay, 1);
    await asked;
    assert.equal(page.underWay, 0);
  }
  globalThis.fetch = real;
});

test("a page tells its own clock, and only one that has begun lets the server think that it is new", () => {
  const { at, begun } = report(true);
  assert.ok(begun && Math.abs(Date.parse(at) - Date.now()) < 5000);
  assert.equal(report(false).begun, false);
});
