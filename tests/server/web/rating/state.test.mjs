import assert from "node:assert/strict";
import test from "node:test";

import * as states from "../../../../server/web/page/rating/state.js";

const question = (code) => ({ code, texts: { vi: code }, steps: [{ texts: { vi: "a" } }, { texts: { vi: "b" } }] });
const form = { code: "f", version: 3, overall: { vi: "?" }, levels: [], questions: [question("q1"), question("q2")] };
const ask = (visit) => ({ visit, number: `A00${visit}`, language: "vi", until: "2026-11-23T01:02:00.000Z" });
const told = (visit, about = {}) => ({ at: "2026-11-23T01:00:00.000Z", ask: ask(visit), form, ...about });
const nobody = { at: "2026-11-23T01:00:00.000Z", ask: null, form: null };

const asked = () => states.told(states.idle(), told(1), 1000);

test("whoever was just served is asked until the server's time for it is over", () => {
  assert.equal(asked().screen, "ask");
  assert.equal(states.secondsLeft(asked(), 1000), 120);
  assert.equal(states.ticked(asked(), 120_999).screen, "ask");
  assert.equal(states.ticked(asked(), 121_000).screen, "idle");
});

test("the same visit told again does not begin its countdown anew", () => {
  const state = asked();
  assert.equal(states.told(state, told(1), 60_000), state);
});

test("a visit that is no longer asked, or the next one, takes the place of the first", () => {
  assert.equal(states.told(asked(), nobody, 2000).screen, "idle");
  assert.equal(states.told(asked(), told(2), 2000).ask.visit, 2);
});

test("one touch leads to the questions, and each answer to the next, until all are sent", () => {
  let state = states.chosen(asked(), 4, 2000);
  assert.deepEqual([state.screen, state.place, state.overall], ["more", 0, 4]);
  state = states.answered(state, 1, 3000);
  assert.deepEqual([state.screen, state.place], ["more", 1]);
  state = states.answered(state, null, 4000);
  assert.equal(state.screen, "sending");
  assert.deepEqual(states.rating(state), { visit: 1, form: "f", version: 3, overall: 4, answers: { q1: 1 } });
});

test("whoever touches nothing more has answered what they wanted", () => {
  const state = states.chosen(asked(), 2, 2000);
  assert.equal(states.ticked(state, 2000 + states.NO_TOUCH_MS - 1).screen, "more");
  const sent = states.ticked(state, 2000 + states.NO_TOUCH_MS);
  assert.deepEqual([sent.screen, sent.overall, sent.answers], ["sending", 2, {}]);
});

test("whoever is answering is not interrupted by the next", () => {
  for (const state of [states.chosen(asked(), 5, 2000), states.sending(asked())]) {
    assert.equal(states.told(state, told(2), 3000), state);
    assert.equal(states.told(state, nobody, 3000), state);
  }
});

test("a form without further questions is sent at once", () => {
  const state = states.told(states.idle(), told(1, { form: { ...form, questions: [] } }), 0);
  assert.equal(states.chosen(state, 5, 1).screen, "sending");
});

test("after thanks, or words that it was not taken, the screen goes home", () => {
  for (const how of ["thanks", "already", "failed"]) {
    const state = states.ended(states.sending(asked()), how, 5000);
    assert.equal(states.ticked(state, 5000 + states.THANKS_MS - 1).screen, how);
    assert.equal(states.ticked(state, 5000 + states.THANKS_MS).screen, "idle");
  }
});

test("touches that come too late change nothing", () => {
  assert.equal(states.chosen(states.idle(), 5, 0).screen, "idle");
  assert.equal(states.answered(asked(), 1, 0).screen, "ask");
});
