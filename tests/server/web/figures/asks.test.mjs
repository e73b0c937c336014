import assert from "node:assert/strict";
import { test } from "node:test";
import { Asks, Gone } from "../../../../server/web/page/figures/asks.js";

/** A server whose answers are given by hand. */
function byHand() {
  /** @type {{path: string, done: (answer: any) => void, fail: (why: Error) => void}[]} */
  const sent = [];
  return { sent, get: (/** @type {string} */ path) => new Promise((done, fail) => sent.push({ path, done, fail })) };
}

const soon = () => new Promise((done) => setTimeout(done, 0));

test("only a few questions are out at a time, and every one is answered", async () => {
  const { sent, get } = byHand();
  const asks = new Asks(get, { most: 2 });
  const answers = ["a", "b", "c"].map((path) => asks.ask(path));
  assert.deepEqual(sent.map(({ path }) => path), ["a", "b"]);
  sent[0].done(1);
  await soon();
  assert.deepEqual(sent.map(({ path }) => path), ["a", "b", "c"]);
  sent[1].done(2);
  sent[2].done(3);
  assert.deepEqual(await Promise.all(answers), [1, 2, 3]);
});

test("the same question of two parts of the page is sent once, and again only after a minute", async () => {
  const { sent, get } = byHand();
  let now = 0;
  const asks = new Asks(get, { now: () => now });
  const [one, two] = [asks.ask("a"), asks.ask("a")];
  sent[0].done(1);
  assert.deepEqual([await one, await two], [1, 1]);
  now = 59_000;
  assert.equal(await asks.ask("a"), 1);
  now = 61_000;
  void asks.ask("a");
  assert.equal(sent.length, 2);
});

test("another view drops what was not sent yet", async () => {
  const { sent, get } = byHand();
  const asks = new Asks(get, { most: 1 });
  const out = asks.ask("a");
  const waiting = asks.ask("b");
  asks.begin();
  await assert.rejects(waiting, Gone);
  sent[0].done(1);
  assert.equal(await out, 1);
  const again = asks.ask("b");
  await soon();
  sent[1].done(2);
  assert.equal(await again, 2);
});

test("a question that failed is asked anew", async () => {
  const { sent, get } = byHand();
  const asks = new Asks(get);
  const lost = asks.ask("a");
  sent[0].fail(new Error("no line"));
  await assert.rejects(lost, /no line/);
  const again = asks.ask("a");
  sent[1].done(1);
  assert.equal(await again, 1);
});
