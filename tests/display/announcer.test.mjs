// One loudspeaker: every call shown and spoken, in order, never two at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createAnnouncer, createMemory } from "../../display/page/announcer.js";
import { call } from "./builders.mjs";

/** A hall whose loudspeaker says a call when the test lets it. */
function hall({ heard = true, missing = [] } = {}) {
  const told = { shown: [], spoken: [], done: [], rests: [], speaking: 0, mostAtOnce: 0 };
  let finish = () => {};
  const announcer = createAnnouncer({
    show: ({ number }) => told.shown.push(number),
    say: ({ number }, first) => {
      told.spoken.push(first ? `${number} with chime` : number);
      told.mostAtOnce = Math.max(told.mostAtOnce, ++told.speaking);
      return new Promise((resolve) => {
        finish = () => {
          told.speaking -= 1;
          resolve({ heard, clips: heard ? ["chime", "vi/invite"] : [], missing });
        };
      });
    },
    rest: async (seconds) => void told.rests.push(seconds),
    done: (announcement) => announcement && told.done.push(announcement),
  });
  const speak = async () => {
    finish();
    for (let i = 0; i < 10; i += 1) await null; // let what waits for the loudspeaker go on
  };
  return { announcer, told, speak };
}

test("a call that nobody waits behind is spoken twice, with one chime", async () => {
  const { announcer, told, speak } = hall();
  announcer.add(call("A001", 1));
  await speak();
  await speak();
  assert.deepEqual(told.spoken, ["A001 with chime", "A001"]);
  assert.equal(told.done[0].times, 2);
  assert.equal(announcer.current, null);
});

test("calls of the same second are shown and spoken one after the other, once while others wait", async () => {
  const { announcer, told, speak } = hall();
  for (const number of ["A001", "B001", "C001"]) announcer.add(call(number, 1));
  assert.deepEqual(told.shown, ["A001"]);
  assert.equal(announcer.pending().size, 2);
  for (let i = 0; i < 4; i += 1) await speak();
  assert.deepEqual(told.shown, ["A001", "B001", "C001"]);
  assert.deepEqual(told.spoken, ["A001 with chime", "B001 with chime", "C001 with chime", "C001"]);
  assert.deepEqual(told.done.map(({ times }) => times), [1, 1, 2]);
  assert.equal(told.mostAtOnce, 1);
});

test("a call that comes during the first saying makes the second one fall away", async () => {
  const { announcer, told, speak } = hall();
  announcer.add(call("A001", 1));
  announcer.add(call("A002", 2));
  await speak();
  assert.deepEqual(told.spoken, ["A001 with chime", "A002 with chime"]);
});

test("sixty calls at once are all said, in order, none dropped", async () => {
  const { announcer, told, speak } = hall();
  const numbers = Array.from({ length: 60 }, (_, i) => `A${String(i + 1).padStart(3, "0")}`);
  for (const number of numbers) announcer.add(call(number, 1));
  for (let i = 0; i < 61; i += 1) await speak();
  assert.deepEqual(told.done.map(({ number }) => number), numbers);
});

test("without sound every call still keeps the panel for a while", async () => {
  const { announcer, told, speak } = hall({ heard: false });
  announcer.add(call("A001", 1));
  announcer.add(call("A002", 2));
  await speak();
  await speak();
  assert.deepEqual(told.shown, ["A001", "A002"]);
  assert.deepEqual(told.rests, [4, 4]);
  assert.equal(told.done[0].times, 0);
});

test("what was missing among the clips is told, and the next call is spoken", async () => {
  const { announcer, told, speak } = hall({ missing: ["vi/hai"] });
  announcer.add(call("A002", 1));
  announcer.add(call("A003", 1));
  for (let i = 0; i < 3; i += 1) await speak();
  assert.deepEqual(told.done.map(({ number, missing }) => [number, ...missing]), [["A002", "vi/hai"], ["A003", "vi/hai"]]);
});

test("a call is met once, a recall with its new id again", () => {
  const memory = createMemory();
  const first = call("A001", 1);
  assert.ok(memory.meet(first));
  assert.ok(!memory.meet(first));
  assert.ok(memory.meet(call("A001", 1, { recalls: 1 })));
});

test("the memory stays small and keeps the newest", () => {
  const memory = createMemory();
  const many = Array.from({ length: 2500 }, () => call("A001", 1));
  for (const one of many) memory.meet(one);
  assert.ok(!memory.meet(many[2499]));
  assert.ok(memory.meet(many[0]));
});
