// What the screen shows, and how much room each part gets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAddress, zone } from "../../display/page/address.js";
import {
  chooseLayout, countersHere, inZone, linesByService, mainCall, nearNumbers, numbersPerLine, olderCalls, pageOf, whatToShow,
} from "../../display/page/layout.js";
import { say, TEXTS } from "../../display/page/texts.js";
import { board, call, waiting } from "./builders.mjs";

const LANDSCAPE = { width: 1920, height: 1080 };
const PORTRAIT = { width: 1080, height: 1920 };

test("from 1 counter to 40 there is room for the older call of every other counter", () => {
  for (const screen of [LANDSCAPE, PORTRAIT]) {
    for (let counters = 1; counters <= 40; counters += 1) {
      const { columns, rows } = chooseLayout(counters, screen);
      assert.ok(columns * rows >= counters - 1, `${counters} counters`);
    }
  }
});

test("few counters get large rows, many a grid, and one counter no list at all", () => {
  assert.deepEqual([chooseLayout(4, LANDSCAPE).columns, chooseLayout(4, LANDSCAPE).rows], [1, 4]);
  assert.deepEqual([chooseLayout(40, LANDSCAPE).columns, chooseLayout(40, LANDSCAPE).rows], [4, 10]);
  assert.ok(chooseLayout(1, LANDSCAPE).alone);
  assert.ok(!chooseLayout(2, LANDSCAPE).alone);
  assert.ok(chooseLayout(2, PORTRAIT).portrait);
});

test("with more counters than places the newest calls are shown", () => {
  const calls = Array.from({ length: 60 }, (_, i) => call(`A${100 + i}`, i + 1));
  const shown = olderCalls(board({ calls }), calls[0], chooseLayout(60, LANDSCAPE));
  assert.deepEqual(shown, calls.slice(1, 41));
});

test("the call being announced has the panel, else the newest that stands", () => {
  const calls = [call("A002", 2), call("A001", 1)];
  assert.equal(mainCall(board({ calls }), calls[1]), calls[1]);
  assert.equal(mainCall(board({ calls }), null), calls[0]);
  assert.equal(mainCall(board(), null), null);
});

test("a zone shows the calls of its counters and the line of the office", () => {
  const calls = [call("A002", 2), call("A001", 1)];
  const zoned = inZone(board({ calls, waiting: waiting("A003") }), new Set([1]));
  assert.deepEqual(zoned.calls, [calls[1]]);
  assert.deepEqual(Object.keys(zoned.counters), ["1"]);
  assert.equal(zoned.waiting.length, 1);
  assert.equal(countersHere(zoned), 1);
});

test("counters that are not closed, or whose call stands, count", () => {
  const counters = { 1: "open", 2: "paused", 3: "closed", 4: "closed" };
  assert.equal(countersHere(board({ counters, calls: [call("A001", 4)] })), 3);
});

test("the board is closed only when nobody is left to be called", () => {
  const shut = { open_now: false, counters: { 1: "closed" } };
  assert.equal(whatToShow(board(shut)), "closed");
  assert.equal(whatToShow(board({ ...shut, waiting: waiting("A001") })), "empty");
  assert.equal(whatToShow(board({ open_now: false, calls: [call("A001", 1)] })), "calls");
  assert.equal(whatToShow(board()), "empty");
});

test("lines are grouped by service, in the order of whose turn comes first", () => {
  const line = [{ number: "B001", service: "civil" }, ...waiting("A001", "A002"), { number: "B002", service: "civil" }];
  assert.deepEqual(linesByService(board({ waiting: line })), [
    { service: "civil", numbers: ["B001", "B002"] },
    { service: "land", numbers: ["A001", "A002"] },
  ]);
});

test("more lines than fit take turns", () => {
  const all = [1, 2, 3, 4, 5];
  assert.deepEqual([0, 1, 2, 3].map((turn) => pageOf(all, 2, turn)), [[1, 2], [3, 4], [5], [1, 2]]);
  assert.deepEqual(pageOf([], 2, 3), []);
});

test("fewer lines leave room for more numbers of each", () => {
  const layout = chooseLayout(10, LANDSCAPE);
  assert.deepEqual([3, 6, 8].map((lines) => numbersPerLine(lines, layout)), [4, 3, 2]);
});

test("near are the first of the line, one fewer when numbers have four digits", () => {
  const layout = chooseLayout(10, LANDSCAPE);
  const line = ["A001", "A002", "A003", "A004", "A005", "A006", "A007"];
  assert.deepEqual(nearNumbers(board({ waiting: waiting(...line) }), layout), line.slice(0, 6));
  assert.equal(nearNumbers(board({ waiting: waiting("A1000", ...line) }), layout).length, 5);
});

test("the address says the office, the zone, the sound and the languages", () => {
  const address = readAddress("/display/ttpvhcc", "?counters=1,2,5-9&sound=off&lang=en");
  assert.deepEqual(address, {
    office: "ttpvhcc", counters: new Set([1, 2, 5, 6, 7, 8, 9]), sound: false, languages: ["en"], problem: null,
  });
  assert.deepEqual(readAddress("/display/ttpvhcc/", ""), {
    office: "ttpvhcc", counters: null, sound: true, languages: null, problem: null,
  });
});

test("what cannot be understood in the address is named", () => {
  assert.equal(readAddress("/display/x", "?counters=9-5").problem, "counters=9-5");
  assert.equal(readAddress("/display/x", "?lang=fr").problem, "lang=fr");
  assert.equal(readAddress("/display/x", "?sound=loud").problem, "sound=loud");
  for (const words of ["", "a", "1,,2", "0", "1-", "99999", "<b>"]) assert.equal(zone(words), undefined, words);
});

test("every text stands in both languages, with the same places", () => {
  assert.deepEqual(Object.keys(TEXTS.vi).sort(), Object.keys(TEXTS.en).sort());
  const places = (words) => (words.match(/\{\w+\}/g) ?? []).sort();
  for (const key of Object.keys(TEXTS.vi)) {
    assert.deepEqual(places(TEXTS.vi[key]), places(TEXTS.en[key]), key);
    assert.equal(TEXTS.vi[key], TEXTS.vi[key].normalize("NFC"));
  }
  assert.equal(say("vi", "stale", { age: "12 giây" }), "Mất kết nối. Số trên màn hình là của 12 giây trước.");
});
