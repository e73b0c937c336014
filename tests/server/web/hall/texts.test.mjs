import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { EN } from "../../../../server/web/page/hall/en.js";
import { VI } from "../../../../server/web/page/hall/vi.js";

const FOLDER = new URL("../../../../server/web/page/hall/", import.meta.url);
const SOURCE = readdirSync(FOLDER).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, FOLDER), "utf8")).join("\n");
const holes = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("every text is there in both languages, with the same holes", () => {
  assert.deepEqual(Object.keys(VI), Object.keys(EN));
  for (const key of Object.keys(VI)) assert.deepEqual(holes(VI[key]), holes(EN[key]), key);
});

test("every text that is said is there", () => {
  const known = new Set(Object.keys(VI));
  const elsewhere = new Set(["other_language", "sign_out"]);
  const said = [...SOURCE.matchAll(/\bsay\("(\w+)"/g)].map((found) => found[1]).filter((key) => !elsewhere.has(key));
  assert.deepEqual(said.filter((key) => !known.has(key)), []);
});

test("every kind of alert and of advice has its words", () => {
  const kinds = ["longest_wait", "no_counter", "device_gone", "mean_near", "mean_over", "counter_wanted", "counter_wanted_any",
    "printer_paper_low", "printer_paper_out", "printer_cover_open", "printer_error", "printer_offline"];
  for (const kind of kinds) assert.ok(VI[`alert_${kind}`], kind);
  for (const kind of ["open", "none_needed", "no_counter", "none_helps"]) assert.ok(VI[`advice_${kind}`] && VI[`advice_${kind}_more`], kind);
});

test("every text is composed Unicode and no citizen is called a customer", () => {
  for (const text of [VI, EN].map((texts) => JSON.stringify(texts))) {
    assert.equal(text, text.normalize("NFC"));
    assert.doesNotMatch(text, /khách hàng|customer/i);
  }
});
