import assert from "node:assert/strict";
import test from "node:test";

import { Api } from "../../counter/page/shared/api.js";
import { Desk } from "../../counter/page/desk.js";
import { ticket, view } from "./views.mjs";

/** A server that answers looks with `seen` and presses with `answer`, and remembers what was asked. */
function hall({ seen, answer = () => ({ body: { ticket: null } }) }) {
  const asked = [];
  const fetch = async (path, { method, headers, body }) => {
    const request = { path, method, key: headers["Idempotency-Key"], csrf: headers["X-CSRFToken"], body: body && JSON.parse(body) };
    if (method !== "GET") asked.push(request);
    const { status = 200, body: said } = method === "GET" ? { body: seen() } : answer(request, asked.length);
    return new Response(JSON.stringify(said), { status });
  };
  return { asked, fetch };
}

const refusal = (code, status = 409, more = {}) => ({ status, body: { code, status, ...more } });

/** A desk that has looked once, at a clock that the test moves. */
async function desk(server) {
  const clock = { now: 10_000 };
  const signedOut = [];
  const api = new Api({ fetch: server.fetch, pause: async () => {} });
  const made = new Desk({ api, office: "ttpvhcc", counter: 3, now: () => clock.now, onChange: () => {}, onSignedOut: () => signedOut.push(1) });
  await made.look();
  return { desk: made, clock, signedOut };
}

const person = ticket({ id: 41, number: "A041", state: "serving", version: 3 });

test("two presses before the answer send one request", async () => {
  const server = hall({ seen: () => view({ ticket: person }) });
  const { desk: made, clock } = await desk(server);
  const first = made.act("finish_next");
  clock.now += 2000;
  assert.equal(await made.act("finish_next"), false);
  await first;
  assert.equal(server.asked.length, 1);
});

test("a slip of the finger after a quick answer sends nothing more", async () => {
  const server = hall({ seen: () => view({ ticket: person }) });
  const { desk: made, clock } = await desk(server);
  await made.act("no_show");
  clock.now += 300;
  assert.equal(await made.act("no_show"), false);
  clock.now += 1000;
  assert.equal(await made.act("no_show"), true);
  assert.equal(server.asked.length, 2);
});

test("a lost answer is asked for again with the same key", async () => {
  const lost = hall({ seen: () => view() });
  let failures = 2;
  const server = { asked: lost.asked, fetch: async (path, how) => {
    const answer = await lost.fetch(path, how);
    if (how.method !== "GET" && failures-- > 0) throw new TypeError("network");
    return answer;
  } };
  const { desk: made } = await desk(server);
  assert.equal(await made.act("call_next"), true);
  assert.equal(server.asked.length, 3);
  assert.equal(new Set(server.asked.map(({ key }) => key)).size, 1);
});

test("two presses have two keys", async () => {
  const server = hall({ seen: () => view() });
  const { desk: made, clock } = await desk(server);
  await made.act("call_next");
  clock.now += 1000;
  await made.act("call_next");
  assert.notEqual(server.asked[0].key, server.asked[1].key);
});

test("a stale press is said, and the page looks again", async () => {
  let looks = 0;
  const server = hall({ seen: () => (looks++, view({ ticket: person })), answer: () => refusal("stale") });
  const { desk: made } = await desk(server);
  assert.equal(await made.act("finish"), false);
  assert.equal(made.word.code, "stale");
  assert.equal(looks, 2);
});

test("a refused step ends the press: nobody is called after a no-show that was refused", async () => {
  const server = hall({ seen: () => view({ ticket: person }), answer: () => refusal("stale") });
  const { desk: made } = await desk(server);
  await made.act("no_show_next");
  assert.deepEqual(server.asked.map(({ path }) => path.split("/").pop()), ["no-show"]);
});

test("a busy counter names who is there", async () => {
  const server = hall({ seen: () => view(), answer: () => refusal("busy", 409, { ticket: { number: "A007" } }) });
  const { desk: made } = await desk(server);
  await made.act("call_next");
  assert.deepEqual(made.word, { code: "busy", number: "A007" });
});

test("a session that has ended leads back to signing in", async () => {
  const server = hall({ seen: () => view(), answer: () => refusal("credentials_required", 401) });
  const { desk: made, signedOut } = await desk(server);
  await made.act("call_next");
  assert.equal(signedOut.length, 1);
});

test("without a server nothing is pressed, and a look that succeeds frees the buttons", async () => {
  let away = true;
  const server = hall({ seen: () => view() });
  const fetch = async (path, how) => {
    if (away) throw new TypeError("network");
    return server.fetch(path, how);
  };
  const { desk: made, clock } = await desk({ fetch });
  assert.equal(made.lost, true);
  assert.equal(await made.act("call_next"), false);
  away = false;
  await made.look();
  clock.now += 1000;
  assert.equal(await made.act("call_next"), true);
  assert.equal(server.asked.length, 1);
});

test("a cut live line locks the buttons too", async () => {
  const server = hall({ seen: () => view() });
  const { desk: made } = await desk(server);
  made.lineIs(true);
  assert.equal(await made.act("call_next"), false);
  assert.equal(server.asked.length, 0);
});

test("a proxy's error page is a fault of the server, not of the page", async () => {
  const server = hall({ seen: () => view() });
  const fetch = async (path, how) => (how.method === "GET" ? server.fetch(path, how) : new Response("<html>", { status: 502 }));
  const { desk: made } = await desk({ fetch });
  await made.act("call_next");
  assert.equal(made.word.code, "internal");
});

test("an answer that a later look overtook is not shown", async () => {
  const answers = [];
  const fetch = (_path, _how) => new Promise((resolve) => answers.push((seen) => resolve(new Response(JSON.stringify(seen)))));
  const api = new Api({ fetch });
  const made = new Desk({ api, office: "o", counter: 3, now: () => 0, onChange: () => {}, onSignedOut: () => {} });
  const [slow, quick] = [made.look(), made.look()];
  answers[1](view({ seq: 9 }));
  await quick;
  answers[0](view({ seq: 8 }));
  await slow;
  assert.equal(made.view.seq, 9);
});
