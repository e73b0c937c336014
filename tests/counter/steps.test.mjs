import assert from "node:assert/strict";
import test from "node:test";

import { possible } from "../../counter/page/state.js";
import { requestsOf, whatWasDone } from "../../counter/page/steps.js";
import { ticket, view } from "./views.mjs";

const person = ticket({ id: 41, number: "A041", state: "serving", version: 3 });
const serving = view({ ticket: person });
const called = view({ ticket: { ...person, state: "called" } });

const plain = (requests) => requests.map(({ step, body }) => [step, body]);

test("every step of the current citizen names the ticket and version that the clerk saw", () => {
  for (const id of ["start", "recall", "no_show", "put_back", "finish", "hold", "transfer"]) {
    const [{ body }] = requestsOf(id, serving, { to: { counter: 4 } });
    assert.equal(body.ticket, 41, id);
    assert.equal(body.version, 3, id);
  }
});

test("finish and call next is one request, so that a double press finishes nobody else", () => {
  assert.deepEqual(plain(requestsOf("finish_next", serving, { dossiers: ["H21.65-220914-0011"] })), [
    ["call-next", { ticket: 41, version: 3, finish_current: true, dossiers: ["H21.65-220914-0011"] }],
  ]);
});

test("calling next from an empty counter finishes nobody", () => {
  assert.deepEqual(plain(requestsOf("call_next", view())), [["call-next", {}]]);
});

test("a no-show is recorded before the next one is called", () => {
  assert.deepEqual(plain(requestsOf("no_show_next", called)), [["no-show", { ticket: 41, version: 3 }], ["call-next", {}]]);
});

test("calling out of order from a citizen being served finishes that one first", () => {
  const other = ticket({ id: 50 });
  const extra = { ticket: other, reason: "đã hẹn", dossiers: [] };
  assert.deepEqual(plain(requestsOf("call_other", serving, extra)), [
    ["finish", { ticket: 41, version: 3, dossiers: [] }], ["call", { ticket: 50, reason: "đã hẹn" }],
  ]);
  assert.deepEqual(plain(requestsOf("call_other", view(), extra)), [["call", { ticket: 50, reason: "đã hẹn" }]]);
});

test("a transfer says where to, and whether the citizen comes back", () => {
  const extra = { to: { service: "civil" }, comesBack: true, note: "cần bản sao" };
  assert.deepEqual(plain(requestsOf("transfer", serving, extra)), [
    ["transfer", { ticket: 41, version: 3, service: "civil", return: true, note: "cần bản sao" }],
  ]);
});

test("rows name their own ticket, not the current one", () => {
  const held = ticket({ id: 7, version: 5 });
  for (const [id, step] of [["resume", "resume"], ["restore", "restore"], ["no_show_held", "no-show"], ["finish_held", "finish"]]) {
    const [request] = requestsOf(id, serving, { ticket: held });
    assert.equal(request.step, step);
    assert.equal(request.body.ticket, 7);
    assert.equal(request.body.version, 5);
  }
  assert.throws(() => requestsOf("restore", serving, {}), RangeError);
});

test("a counter is taken over only when that was asked for", () => {
  assert.deepEqual(plain(requestsOf("open", view())), [["open", {}]]);
  assert.deepEqual(plain(requestsOf("open", view(), { takeOver: true, services: ["land"] })), [
    ["open", { services: ["land"], take_over: true }],
  ]);
});

test("every possible action has its requests", () => {
  const waited = { line: [ticket()] };
  for (const now of [{ ...serving, ...waited }, called, view(waited), view({ state: "paused" }), view({ state: "closed" })]) {
    for (const { id } of possible(now)) assert.ok(requestsOf(id, now, { ticket: ticket() }).length > 0, id);
  }
});

test("what was done names who was called, or says that nobody waits", () => {
  const requests = requestsOf("finish_next", serving, {});
  assert.deepEqual(whatWasDone(requests, [{ ticket: ticket({ number: "A042" }) }]), [
    { key: "done_finished", number: "A041" }, { key: "done_called", number: "A042" },
  ]);
  assert.deepEqual(whatWasDone(requests, [{ ticket: null }])[1], { key: "nobody_waits", number: "" });
});
