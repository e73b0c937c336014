// The fold of events on a board, rule by rule; that it equals the server's is tested in test_pages_in_node.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { calls, fold, refreshed } from "../../server/contract/page/fold.js";
import { board, call, called, event, waiting } from "./builders.mjs";

const numbers = (line) => line.map(({ number }) => number);

test("an issued ticket stands in front of the number it is called before", () => {
  const start = board({ waiting: waiting("A001", "A002") });
  const next = fold(start, event(11, "ticket_issued", { number: "B001", service: "land", before: "A002" }));
  assert.deepEqual(numbers(next.waiting), ["A001", "B001", "A002"]);
});

test("an issued ticket goes to the end when it stands before nobody, or before somebody who has gone", () => {
  const start = board({ waiting: waiting("A001") });
  for (const before of [null, "A000"]) {
    const next = fold(start, event(11, "ticket_issued", { number: "B001", service: "land", before }));
    assert.deepEqual(numbers(next.waiting), ["A001", "B001"]);
  }
});

test("a call leaves the line, replaces the counter's earlier call and comes first", () => {
  const start = board({ waiting: waiting("A002", "A003"), calls: [call("B001", 2), call("A001", 1)] });
  const next = fold(start, called(11, "A002", 1));
  assert.deepEqual(next.calls.map((c) => [c.number, c.counter]), [["A002", 1], ["B001", 2]]);
  assert.deepEqual(numbers(next.waiting), ["A003"]);
  assert.equal(next.calls[0].called_at, "2026-11-23T01:42:30.000Z");
});

test("a recall counts and has a new call id", () => {
  const start = fold(board(), called(11, "A001", 1));
  const next = fold(start, { ...called(12, "A001", 1), kind: "ticket_recalled" });
  assert.equal(next.calls.length, 1);
  assert.equal(next.calls[0].recalls, 1);
  assert.notEqual(next.calls[0].call_id, start.calls[0].call_id);
});

test("who did not come, left or was removed is called no more", () => {
  const start = board({ calls: [call("A001", 1), call("A002", 2)] });
  for (const kind of ["ticket_no_show", "ticket_left", "ticket_removed", "ticket_closed"]) {
    assert.deepEqual(numbers(fold(start, event(11, kind, { number: "A001", counter: 1 })).calls), ["A002"]);
  }
});

test("who is put back or transferred leaves the call and waits again", () => {
  const start = board({ calls: [call("A001", 1)], waiting: waiting("A002") });
  for (const kind of ["ticket_put_back", "ticket_transferred"]) {
    const next = fold(start, event(11, kind, { number: "A001", counter: 1, service: "land", before: "A002" }));
    assert.deepEqual(next.calls, []);
    assert.deepEqual(numbers(next.waiting), ["A001", "A002"]);
  }
});

test("a counter that closes takes its call along; one that pauses does not", () => {
  const start = board({ calls: [call("A001", 1)] });
  assert.equal(fold(start, event(11, "counter_paused", { counter: 1 })).calls.length, 1);
  const next = fold(start, event(11, "counter_closed", { counter: 1 }));
  assert.deepEqual(next.calls, []);
  assert.equal(next.counters[1], "closed");
});

test("the end of the day empties the board", () => {
  const start = board({ calls: [call("A001", 1)], waiting: waiting("A002") });
  const next = fold(start, event(11, "day_closed", { day: "2026-11-23" }));
  assert.deepEqual([next.calls, next.waiting], [[], []]);
});

test("notices are replaced and unknown kinds move only the seq", () => {
  const start = board({ waiting: waiting("A001") });
  assert.equal(fold(start, event(11, "notice_changed", { notices: [{ id: 1, texts: {} }] })).notices.length, 1);
  assert.deepEqual(fold(start, event(11, "invented_later", { x: 1 })), { ...start, seq: 11 });
});

test("only calls and recalls are to be spoken", () => {
  assert.ok(calls(called(1, "A001", 1)));
  assert.ok(calls(event(1, "ticket_called_out_of_order")));
  assert.ok(!calls(event(1, "ticket_started")));
});

test("a fresh board brings hours and mean but never takes a call away", () => {
  const mine = board({ seq: 12, calls: [call("A001", 1)] });
  const fresh = board({ seq: 14, calls: [], today: { n: 3, mean_wait_s: 600 }, open_now: false });
  const next = refreshed(mine, fresh);
  assert.deepEqual([next.seq, next.calls.length, next.today.n, next.open_now], [12, 1, 3, false]);
  assert.equal(refreshed(mine, board({ seq: 11, open_now: false })), mine);
});
