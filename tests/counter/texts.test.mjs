import assert from "node:assert/strict";
import test from "node:test";

import { REFUSALS } from "../../counter/page/shared/refusals.js";
import { CATALOGUE } from "../../counter/page/texts.js";
import { Texts, chosenLanguage } from "../../counter/page/shared/texts.js";

const { vi, en } = CATALOGUE;
const holes = (text) => (String(text).match(/\{\w+\}/g) ?? []).sort();

test("every text is there in both languages, with the same holes", () => {
  assert.deepEqual(Object.keys(vi), Object.keys(en));
  for (const key of Object.keys(vi)) assert.deepEqual(holes(vi[key]), holes(en[key]), key);
  for (const [code, said] of Object.entries(REFUSALS)) assert.deepEqual(holes(said.vi), holes(said.en), code);
});

test("every list of ready-made reasons is as long in both languages", () => {
  for (const [key, texts] of Object.entries(vi)) {
    if (Array.isArray(texts)) assert.equal(texts.length, en[key].length, key);
  }
});

test("every text is composed Unicode and no citizen is called a customer", () => {
  for (const text of [vi, en, REFUSALS].flatMap((texts) => JSON.stringify(texts))) {
    assert.equal(text, text.normalize("NFC"));
    assert.doesNotMatch(text, /khách hàng|customer/i);
  }
});

test("a refusal of a newer server is said with its code", () => {
  assert.equal(new Texts("en", CATALOGUE).refusal("brand_new"), "That did not work (brand_new). Please try again.");
});

test("texts are filled in, and an unknown text is a fault", () => {
  assert.equal(new Texts("vi", CATALOGUE).say("left", { n: 6 }), "còn 6 phút");
  assert.throws(() => new Texts("vi", CATALOGUE).say("nonsense"), RangeError);
});

test("a machine where nobody has chosen a language speaks Vietnamese", () => {
  assert.equal(chosenLanguage({ getItem: () => null }), "vi");
  assert.equal(chosenLanguage({ getItem: () => "en" }), "en");
});
