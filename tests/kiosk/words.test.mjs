/** Texts and numbers as people read them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { countersText, local, minutes } from "../../kiosk/page/format.js";
import { nameIn, wordsIn } from "../../kiosk/page/words.js";

const VI = wordsIn("vi");
const EN = wordsIn("en");

test("every text is there in both languages, of the same kind", () => {
  assert.deepEqual(Object.keys(VI).sort(), Object.keys(EN).sort());
  for (const [name, text] of Object.entries(VI)) assert.equal(typeof EN[name], typeof text, name);
  assert.deepEqual(Object.keys(VI.printer), Object.keys(EN.printer));
});

test("texts are composed letters, so that fonts and searches find them", () => {
  const texts = Object.values(VI).filter((text) => typeof text === "string");
  for (const text of texts) assert.equal(text, text.normalize("NFC"));
});

test("citizens are quý công dân, never customers", () => {
  const all = JSON.stringify([VI, EN]).toLowerCase();
  assert.ok(all.includes("quý công dân"));
  assert.ok(!all.includes("khách hàng") && !all.includes("customer"));
});

test("a range is rounded outwards", () => {
  assert.deepEqual(minutes({ low_s: 599, high_s: 601 }), { low: 9, high: 11 });
  assert.equal(VI.minutes(14, 20), "14–20 phút");
  assert.equal(VI.minutes(0, 3), "dưới 3 phút");
  assert.equal(EN.minutes(5, 5), "5 min");
});

test("times are the office's", () => {
  const seen = local(Date.parse("2026-11-22T17:42:00Z"), "Asia/Ho_Chi_Minh");
  assert.equal(seen.time, "00:42");
  assert.equal(VI.date(seen.weekday, seen.day, seen.month), "Thứ Hai 23/11");
  assert.equal(EN.date(seen.weekday, seen.day, seen.month), "Monday 23/11");
});

test("the next opening has its weekday and date unless it is today", () => {
  assert.equal(VI.opensAgain(VI.opensWhen("13:30", null)), "Nhận số lại: 13:30 hôm nay");
  assert.equal(VI.opensAgain(VI.opensWhen("07:30", "Thứ Hai 23/11")), "Nhận số lại: 07:30 Thứ Hai 23/11");
});

test("counters are short to read", () => {
  assert.equal(countersText([3, 5, 4]), "3, 4, 5");
  assert.equal(countersText([1, 2, 3, 4, 7]), "1–4, 7");
});

test("a name falls back to Vietnamese and then to what came", () => {
  assert.equal(nameIn({ vi: "Đất đai" }, "en", "x"), "Đất đai");
  assert.equal(nameIn({}, "en", "x"), "x");
});
