/** A page as a device: what it keeps of itself, and the words of its pairing screen. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceToken, fetchWith, isShut } from "../../server/contract/page/device.js";
import { TEXTS } from "../../server/contract/page/pairing_screen.js";

/** @returns {Storage} */
function storage() {
  const kept = new Map();
  return /** @type {any} */ ({ getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) });
}

test("what a machine keeps is its own: another role, office or counter does not see it", () => {
  const shared = storage();
  new DeviceToken({ role: "tablet", office: "ttpvhcc", counter: 3 }, shared).keep("t", undefined);
  assert.equal(new DeviceToken({ role: "tablet", office: "ttpvhcc", counter: 3 }, shared).read().token, "t");
  for (const place of [{ role: "tablet", office: "ttpvhcc", counter: 4 }, { role: "display", office: "ttpvhcc" }, { role: "counter" }])
    assert.equal(new DeviceToken(/** @type {any} */ (place), shared).read().token, undefined);
});

test("what nobody can read is nothing", () => {
  for (const broken of ["{", "null", "5", "[]", '"x"']) {
    const kept = storage();
    const device = new DeviceToken({ role: "display", office: "x" }, kept);
    kept.setItem(device.name, broken);
    assert.equal(device.read().token, undefined, broken);
  }
});

test("a page is no device unless its address says so", async () => {
  const device = new DeviceToken({ role: "display", office: "x" }, storage());
  assert.equal(await device.own(""), null);
  assert.equal(await device.own("?pair=off&sound=off"), null);
});

test("a token goes with every call, and never a cookie", async () => {
  const real = globalThis.fetch;
  /** @type {any} */ let how;
  globalThis.fetch = /** @type {any} */ (async (_path, given) => (how = given));
  await fetchWith("t")("/x", { headers: { Accept: "a" }, credentials: "same-origin" });
  globalThis.fetch = real;
  assert.deepEqual(how, { credentials: "omit", headers: { Accept: "a", Authorization: "Bearer t" } });
});

test("only a token that is of no use any more makes a page pair again", () => {
  assert.ok(isShut("wrong_token") && isShut("token_replaced"));
  for (const code of ["not_allowed", "unknown_office", "unavailable", undefined]) assert.ok(!isShut(code));
});

test("every text is there in both languages, composed", () => {
  assert.deepEqual(Object.keys(TEXTS.vi), Object.keys(TEXTS.en));
  for (const text of Object.values(TEXTS.vi)) assert.equal(text, text.normalize("NFC"));
});
