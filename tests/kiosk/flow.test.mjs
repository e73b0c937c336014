/** The view's rules, apart from any page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { after, atHome, IDLE_MS, later, NO_PAPER_MS, remaining, RESULT_MS, SETTLE_MS } from "../../kiosk/page/flow.js";

const PRESS = { key: "k1", service: "land", category: null, language: "vi" };
const GIVEN = { ticket: { number: "A025" }, paper: { key: "k1", stage: "printing", printer: "ready", reprint: false }, qr: null };

const pressed = (now = 0) => after(atHome(0), { type: "press", press: PRESS }, now);
const given = (now = 0) => after(pressed(now), { type: "given", given: GIVEN }, now);
const paper = (stage, key = "k1") => ({ type: "paper", news: { key, stage, printer: "paper_out", reprint: false } });

test("while a press is under way touches do nothing", () => {
  const view = pressed(100);
  for (const type of ["home", "language", "categories", "done"]) assert.equal(after(view, { type }, 200), view);
  assert.equal(after(view, { type: "press", press: { ...PRESS, key: "k2" } }, 200), view);
});

test("the second tap of a double tap does not close the result", () => {
  const view = given(1_000);
  assert.equal(after(view, { type: "done" }, 1_000 + SETTLE_MS - 1), view);
  assert.equal(after(view, { type: "done" }, 1_000 + SETTLE_MS).at, "services");
});

test("a result goes home by itself and leaves nothing of its citizen", () => {
  let view = after(atHome(0), { type: "category", code: "disabled" }, 0);
  view = after(view, { type: "language" }, 0);
  view = after(view, { type: "press", press: PRESS }, 0);
  view = after(view, { type: "given", given: GIVEN }, 0);
  assert.equal(later(view, RESULT_MS - 1).at, "result");
  assert.deepEqual(later(view, RESULT_MS), atHome(RESULT_MS));
});

test("without paper the number stays longer", () => {
  const view = after(given(0), paper("failed"), 500);
  assert.equal(later(view, NO_PAPER_MS).at, "result");
  assert.equal(later(view, NO_PAPER_MS + 500).at, "services");
});

test("news of the paper that overtakes the answer is not lost", () => {
  const view = after(after(pressed(0), paper("failed"), 5), { type: "given", given: GIVEN }, 10);
  assert.equal(view.result.paper.stage, "failed");
  assert.equal(view.endsAt, 10 + NO_PAPER_MS);
});

test("paper of somebody else's press changes nothing", () => {
  const view = given(0);
  assert.equal(after(view, paper("failed", "k9"), 10).result, view.result);
  assert.equal(after(atHome(0), paper("failed"), 10).result, null);
});

test("an inner screen that nobody touches goes home, and every touch gives it a minute", () => {
  let view = after(atHome(0), { type: "open", code: "land" }, 0);
  view = after(view, { type: "touch" }, 30_000);
  assert.deepEqual(later(view, 30_000 + IDLE_MS - 1).path, ["land"]);
  assert.deepEqual(later(view, 30_000 + IDLE_MS), atHome(30_000 + IDLE_MS));
});

test("a fresh start page has no countdown, one in large letters has", () => {
  assert.equal(remaining(atHome(0), 10_000_000), null);
  const large = after(atHome(0), { type: "large" }, 0);
  assert.equal(remaining(large, 10_000), IDLE_MS - 10_000);
});

test("a refused press can be repeated with its own key", () => {
  const view = after(pressed(0), { type: "refused", problem: { code: "server_away" } }, 10);
  assert.equal(view.at, "refused");
  assert.equal(view.press, PRESS);
  assert.equal(after(view, { type: "press", press: view.press }, 20).press.key, "k1");
});

test("going back leaves a field, a list of categories, or a refusal", () => {
  const inner = after(after(atHome(0), { type: "open", code: "land" }, 0), { type: "categories" }, 0);
  assert.deepEqual(after(inner, { type: "back" }, 0).path, ["land"]);
  assert.deepEqual(after(after(inner, { type: "back" }, 0), { type: "back" }, 0).path, []);
});
