import assert from "node:assert/strict";
import test from "node:test";

import * as rules from "../../../../server/web/page/hall/rules.js";
import { forecast, half, measured, service, view } from "./views.mjs";

test("exactly the goal is met, a second more is not", () => {
  assert.equal(rules.soFar(view(measured(900))), "good");
  assert.equal(rules.soFar(view(measured(901))), "over");
  assert.equal(rules.soFar(view()), "none");
});

test("a day within the goal that may break is near it", () => {
  const said = (mean, word) => rules.answer(view({ ...measured(mean), forecast: word && forecast(word) }));
  assert.equal(said(600, "met"), "good");
  assert.equal(said(600, "cannot_tell"), "near");
  assert.equal(said(600, "not_met"), "near");
  assert.equal(said(600, null), "good");
  assert.equal(said(1000, "met"), "over");
});

test("before anybody was called the forecast is the answer", () => {
  assert.equal(rules.answer(view({ forecast: forecast("met") })), "good");
  assert.equal(rules.answer(view()), "none");
});

test("a mean that leaves out whom nobody serves is no good news", () => {
  const stranded = view({ ...measured(600), forecast: forecast("met"), services: [service("land", { in_vain: 3.4 })] });
  assert.equal(rules.inVain(stranded), 3);
  assert.equal(rules.atClosing(stranded), "near");
});

test("a word of a newer server says nothing", () => {
  assert.equal(rules.atClosing(view({ forecast: forecast("brand_new") })), "none");
});

test("a wait is near its limit from four fifths on, and over it after it", () => {
  assert.deepEqual([720, 721, 900, 900.5].map((seconds) => rules.wait(seconds, 900)), ["good", "near", "near", "over"]);
});

test("who comes before the slot has not waited yet", () => {
  const now = Date.parse("2026-11-23T02:00:00Z");
  assert.equal(rules.waited("2026-11-23T02:10:00Z", now), 0);
  assert.equal(rules.waited("2026-11-23T01:59:00Z", now), 60);
});

test("services without anybody and without a counter are left out, unless there are no others", () => {
  const [busy, idle] = [service("land", { waiting: 1 }), service("civil", { counters: [] })];
  assert.deepEqual(rules.shownServices([busy, idle]), [busy]);
  assert.deepEqual(rules.shownServices([idle]), [idle]);
});

test("people without a counter are told, a service without people is not", () => {
  assert.equal(rules.isUnserved(service("land", { waiting: 2, counters: [] })), true);
  assert.equal(rules.isUnserved(service("land", { waiting: 0, counters: [] })), false);
});

test("a day is empty when nothing was, is, or is expected", () => {
  assert.equal(rules.isEmpty(view()), true);
  assert.equal(rules.isEmpty(view({ waiting: 1 })), false);
  assert.equal(rules.isEmpty(view({ half_hours: [half(null, { expected_n: 2 })] })), false);
  assert.equal(rules.isEmpty(view({ counters: [{ ticket: "A001" }] })), false);
});

test("a listener is told of a new answer and of each alert that begins, once", () => {
  const old = { id: 1, ended_at: null };
  const before = view({ ...measured(600), alerts: [old] });
  const after = view({ ...measured(1000), alerts: [old, { id: 2, ended_at: null }, { id: 3, ended_at: "2026-11-23T02:00:00Z" }] });
  assert.deepEqual(rules.news(before, after), { answer: true, alerts: [after.alerts[1]] });
  assert.deepEqual(rules.news(after, after), { answer: false, alerts: [] });
  assert.deepEqual(rules.news(null, after), { answer: false, alerts: [] });
});

test("an alert is worded by its kind, with the service's name and minutes", () => {
  const hall = view({ services: [service("land", { names: { vi: "Đất đai" } })] });
  const worded = (alert) => rules.alertWords(alert, hall, (names) => names.vi, (seconds) => String(seconds / 60));
  const long = worded({ kind: "longest_wait", subject: "land", detail: { number: "A041", limit_s: 900 } });
  assert.deepEqual([long.key, long.facts.service, long.facts.number, long.facts.limit], ["alert_longest_wait", "Đất đai", "A041", "15"]);
  const wanted = worded({ kind: "counter_wanted", subject: "7", detail: { service: "land" } });
  assert.deepEqual([wanted.key, wanted.facts.counter, wanted.facts.service], ["alert_counter_wanted", "7", "Đất đai"]);
  assert.equal(worded({ kind: "counter_wanted", subject: "7", detail: { service: null } }).key, "alert_counter_wanted_any");
});
