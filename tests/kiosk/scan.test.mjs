/** A scanner told from people, and what it has read. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { cardNumber, FALTER_MS, GAP_MS, heard, isOurs, isScanner, isWhole, meaning, patience, REST_MS, signOf, SILENCE, spelled } from "../../kiosk/page/scan.js";

const BOOKING = "1".repeat(193);
const NUMBER = "052085001234";
const CARD = `${NUMBER}|215000111|Nguyễn Văn Mẫu|09031948|Nam|Thôn 1, Xã Mẫu|12052021`;

const typed = (text, everyMs) => [...text].reduce((burst, sign, i) => heard(burst, sign, 1_000 + i * everyMs), SILENCE);
const key = (key, more = {}) => ({ key, code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });

test("fast keys are one text, slow keys are each their own", () => {
  assert.equal(typed(BOOKING, 20).text, BOOKING);
  assert.equal(typed("7K3M", GAP_MS).text, "7K3M");
  assert.equal(typed("7K3M", GAP_MS + 1).text, "M");
});

test("what has begun like a scan may falter", () => {
  const begun = typed("https://example.vn/t", 5);
  assert.equal(heard(begun, "2", begun.at + FALTER_MS).text.length, 21);
  assert.equal(heard(begun, "2", begun.at + FALTER_MS + 1).text, "2");
});

test("the rest of a booking is waited for longer, and not once it is whole", () => {
  const begun = typed("1".repeat(20), 5);
  assert.equal(heard(begun, "2", begun.at + REST_MS).text.length, 21);
  assert.equal(heard(begun, "2", begun.at + REST_MS + 1).text, "2");
  assert.equal(patience(typed(BOOKING, 5)), FALTER_MS);
  assert.equal(patience(typed("8934563138165\n", 5)), FALTER_MS);
});

test("a booking is whole with the key that ends it, and not a digit before", () => {
  assert.ok(isWhole(typed(`${BOOKING}\n`, 2)));
  assert.ok(!isWhole(typed(BOOKING, 2)));
  assert.ok(!isWhole(typed(`${BOOKING}1\n`, 2)));
  assert.ok(!isWhole(typed(`${BOOKING.slice(1)}\n`, 2)));
});

test("the digits of a booking are read with or without an end", () => {
  for (const text of [BOOKING, `${BOOKING}\n`, `\n${BOOKING}\r\n`]) {
    assert.deepEqual(meaning(text), { kind: "booking", who: { code: BOOKING } });
  }
});

test("of an ID card nothing but the number is read, however a scanner breaks it", () => {
  const broken = [CARD, CARD.replaceAll("|", "\n"), CARD.replace("215000111|", ""), CARD.replace("Nguyễn", "Nguye?n"), `${CARD}||x|y\n`];
  for (const text of broken) assert.deepEqual(meaning(text), { kind: "booking", who: { citizen_id: NUMBER } });
});

test("twelve digits alone, or with fields that are no card's, are no card", () => {
  for (const text of [NUMBER, `${NUMBER}|a|b|c`, `${NUMBER}|09031948`, `${NUMBER}|a|31022000|b`, `X${CARD}`]) {
    assert.equal(cardNumber(text), null);
  }
});

test("a short code is read when it ends like a scan, and is somebody's typing otherwise", () => {
  assert.deepEqual(meaning("7k3m-92qx\n"), { kind: "booking", who: { code: "7K3M92QX" } });
  assert.deepEqual(meaning("7K3M92QX"), { kind: "typed", letters: "7K3M92QX" });
  assert.deepEqual(meaning("7"), { kind: "typed", letters: "7" });
});

test("anything else that is long was scanned and is not ours", () => {
  for (const text of ["https://example.vn/t/abc\n", BOOKING.slice(1), "8934563138165\n", "x".repeat(900)]) {
    assert.deepEqual(meaning(text), { kind: "foreign" });
  }
});

test("letters that look like digits are read as those, and dashes do not matter", () => {
  assert.equal(spelled("oOiI-lL uU"), "00111" + "1VV");
  assert.equal(spelled("7k3m–92 qx"), "7K3M92QX");
  assert.equal(spelled("ấđ\u0000✓"), "");
});

test("a stuck key fills no memory", () => {
  assert.equal(typed("x".repeat(5_000), 1).text.length, 1_000);
});

test("a person's keys never look like a scanner's", () => {
  assert.ok(!isScanner(typed("7K3M-92QX\n", 60)));
  assert.ok(!isOurs(typed("7K3M\n", 60)));
  assert.ok(isOurs(typed("7K3M-92QX\n", 60)));
  assert.ok(isScanner(typed(CARD.slice(0, 12), 60)));
});

test("digits are heard through an input method that swallows their signs", () => {
  assert.equal(signOf(key("5", { code: "Digit5" })), "5");
  assert.equal(signOf(key("Process", { code: "Digit5" })), "5");
  assert.equal(signOf(key("Unidentified", { code: "Numpad7" })), "7");
  assert.equal(signOf(key("Enter")), "\n");
});

test("keys that write nothing, and shortcuts, are not heard", () => {
  for (const event of [key("Shift"), key("F5"), key("c", { ctrlKey: true }), key("5", { altKey: true, code: "Numpad5" })]) {
    assert.equal(signOf(event), "");
  }
});
