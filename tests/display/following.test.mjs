// Following an office's events: nothing lost, nothing twice, and the question asked again when needed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, ask, heard, jumped, start, ticked, unanswered } from "../../server/contract/page/following.js";
import { board, event } from "./builders.mjs";

const at = (seq) => ({ seq, asking: false, early: [] });
const seqs = (next) => next.events.map(({ seq }) => seq);

test("the first question asks for a whole board", () => {
  assert.equal(ask(start()).since, null);
  const next = answered(ask(start()).state, { seq: 10, board: board() });
  assert.equal(next.board.seq, 10);
  assert.deepEqual(next.state, at(10));
});

test("events in order are handed on, once each", () => {
  const first = heard(at(10), event(11, "x"));
  assert.deepEqual(seqs(first), [11]);
  assert.deepEqual(seqs(heard(first.state, event(11, "x"))), []);
});

test("a gap asks from the last event that was handed on", () => {
  const next = heard(at(10), event(12, "x"));
  assert.equal(next.since, 10);
  assert.deepEqual(seqs(answered(next.state, { seq: 12, events: [event(11, "x"), event(12, "x")] })), [11, 12]);
});

test("events that overtake the answer wait for it", () => {
  const asked = ask(at(10));
  const early = heard(heard(asked.state, event(12, "x")).state, event(13, "x"));
  assert.deepEqual(seqs(early), []);
  const next = answered(early.state, { seq: 12, events: [event(11, "x"), event(12, "x")] });
  assert.deepEqual(seqs(next), [11, 12, 13]);
  assert.equal(next.state.seq, 13);
});

test("a hole between answer and overtaking events is asked for", () => {
  const early = heard(ask(at(10)).state, event(14, "x"));
  const next = answered(early.state, { seq: 11, events: [event(11, "x")] });
  assert.deepEqual(seqs(next), [11]);
  assert.equal(next.since, 11);
});

test("an answer that does not join what we have is replaced by a whole board", () => {
  const asked = ask(at(10)).state;
  assert.equal(answered(asked, { seq: 13, events: [event(12, "x"), event(13, "x")] }).since, null);
  assert.equal(answered(asked, { seq: 4, events: [] }).since, null);
});

test("a tick at another seq than ours asks; the same seq does not", () => {
  assert.equal(ticked(at(10), 10).since, undefined);
  assert.equal(ticked(at(10), 11).since, 10);
  assert.equal(ticked(at(10), 3).since, 10);
  assert.equal(ticked(ask(at(10)).state, 11).since, undefined);
});

test("without an answer the next tick asks again", () => {
  const next = unanswered(ask(at(10)).state);
  assert.equal(ticked(next.state, 11).since, 10);
});

test("a polled board is taken when it is news", () => {
  assert.equal(jumped(at(10), board({ seq: 12 })).state.seq, 12);
  assert.equal(jumped(at(12), board({ seq: 12 })).board, undefined);
});

test("whatever is lost, repeated or reordered, the events are handed on in order without a hole", () => {
  let random = 7;
  const dice = (n) => (random = (random * 16807) % 2147483647) % n;
  for (let round = 0; round < 200; round += 1) {
    let state = ask(at(0)).state;
    const history = [];
    const got = [];
    const take = (next) => {
      state = next.state;
      got.push(...seqs(next));
    };
    for (let step = 0; step < 60; step += 1) {
      if (dice(2)) history.push(event(history.length + 1, "x"));
      const lost = dice(4) === 0;
      if (!lost && history.length) take(heard(state, history[Math.max(0, history.length - 1 - dice(3))]));
      if (state.asking && dice(2)) {
        take(answered(state, { seq: history.length, events: history.slice(state.seq ?? 0) }));
      }
      if (dice(5) === 0) take(ticked(state, history.length));
    }
    if (!state.asking) take(ticked(state, history.length));
    if (state.asking) take(answered(state, { seq: history.length, events: history.slice(state.seq ?? 0) }));
    assert.deepEqual(got, history.map(({ seq }) => seq));
  }
});
