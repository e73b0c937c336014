/** What the spoken help says, apart from any page and any loudspeaker. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { after, atHome } from "../../kiosk/page/flow.js";
import { everyClip, screenSpeech, speechOf, spelledOut } from "../../kiosk/page/speech.js";

const LAND = { code: "land", letter: "A", name: "Đất đai", names: { vi: "Đất đai", en: "Land" }, services: [], waiting: 6, expected: null, counters: [3], idle_counter: false, unavailable: null };
const FARMING = { ...LAND, code: "farming", letter: "K", names: { vi: "Nông nghiệp" }, waiting: 21, counters: [], unavailable: { reason: "họp", until: null } };
const OFFICE = { services: [LAND, FARMING], categories: [{ code: "disabled", name: "Người khuyết tật", names: {} }] };
const scene = (view = {}, screen = "services") => ({ state: { screen, office: OFFICE }, view: { ...atHome(0), voice: true, ...view } });
const told = (parts) => parts.map((part) => part.clip ?? part.text);

test("a service says its letter, its name and how many wait", () => {
  assert.deepEqual(told(speechOf(scene(), "press", "land")), ["field", "letter-a", "Đất đai", "6", "waiting"]);
  assert.equal(told(speechOf(scene({ language: "en" }), "press", "land"))[2], "Land");
});

test("a paused service says that it is, and not how many wait", () => {
  assert.deepEqual(told(speechOf(scene(), "paused", "farming")), ["field", "letter-k", "Nông nghiệp", "paused"]);
});

test("no number is counted beyond what was recorded", () => {
  OFFICE.services[0] = { ...LAND, waiting: 21 };
  assert.deepEqual(told(speechOf(scene(), "press", "land")).slice(3), ["over-20", "waiting"]);
  OFFICE.services[0] = LAND;
});

test("a switch says what a touch would make of it", () => {
  assert.deepEqual(told(speechOf(scene(), "contrast", "")), ["contrast-on"]);
  assert.deepEqual(told(speechOf(scene({ contrast: true }), "contrast", "")), ["contrast-off"]);
});

test("a name that cannot be spoken has a clip in its place", () => {
  assert.deepEqual(speechOf(scene(), "category", "disabled"), [{ text: "Người khuyết tật", otherwise: "priority" }]);
});

test("the number is said letter by letter, twice, with how many stand before it", () => {
  const result = { ticket: { number: "Đ007", ahead: 4 }, paper: { key: "k", stage: "printed" }, again: false, qr: null, since: 0 };
  const said = told(screenSpeech(scene({ at: "result", result }), ""));
  assert.deepEqual(said.slice(0, 8), ["your-number", "letter-dd", "0", "0", "7", "ahead", "4", "take-paper"]);
  assert.deepEqual(said.slice(-5), ["your-number", "letter-dd", "0", "0", "7"]);
});

test("without paper it says that the number is valid", () => {
  const result = { ticket: { number: "A007", ahead: null }, paper: { key: "k", stage: "failed" }, again: false, qr: null, since: 0 };
  assert.ok(told(screenSpeech(scene({ at: "result", result }), "")).includes("no-paper"));
});

test("a screen of trouble sends to the help desk, even where its words cannot be spoken", () => {
  assert.deepEqual(told(screenSpeech(scene({}, "closed"), "")), ["closed", "help-desk"]);
  assert.deepEqual(screenSpeech(scene({ at: "verdict" }), "Lịch đã hủy"), [{ text: "Lịch đã hủy", otherwise: "not-taken" }, { clip: "help-desk" }]);
});

test("everything of this citizen's is gone for the next one", () => {
  let view = { ...atHome(0), language: "en" };
  for (const type of ["voice", "contrast", "large", "low"]) view = after(view, { type }, 10);
  assert.ok(after(view, { type: "home" }, 20).voice, "going home is still the same citizen");
  assert.deepEqual(after(view, { type: "done" }, 20), atHome(20));
});

test("every clip that can be asked for is there in both languages, and none is left over", () => {
  for (const language of ["vi", "en"]) {
    const there = readdirSync(new URL(`../../kiosk/voice/clips/${language}`, import.meta.url));
    assert.deepEqual(there.map((name) => name.replace(".mp3", "")).sort(), everyClip());
  }
});

test("letters and digits are spelled as in the hall", () => {
  assert.deepEqual(told(spelledOut("B12")), ["letter-b", "1", "2"]);
});
