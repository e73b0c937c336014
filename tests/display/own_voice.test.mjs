// The office's own call: said only when all of it is there, around the recorded number and counter.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OwnVoice, pieces, spliced } from "../../display/page/own_voice.js";

const CLIPS = ["vi/invite", "vi/letter-a", "vi/0", "vi/1", "vi/2", "vi/to-counter", "vi/100", "vi/le-5"];
const RECORDED = CLIPS.map((name) => ({ name }));
const SENTENCE = "Xin mời số {number} vào quầy {counter}.";

/** A server that answers with these statuses, one after the other. */
function server(...statuses) {
  const asked = [];
  globalThis.fetch = async (path) => {
    asked.push(path);
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return { status, arrayBuffer: async () => path };
  };
  return asked;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a sentence is cut around number and counter, and bare punctuation is not said", () => {
  assert.deepEqual(pieces(SENTENCE), ["Xin mời số", "{number}", "vào quầy", "{counter}"]);
  assert.deepEqual(pieces("{counter} – {number}!"), ["{counter}", "{number}"]);
});

test("own phrases stand around the recorded number and counter, in the order of the sentence", () => {
  const sounds = new Map([["Quầy", "a"], ["mời", "b"]]);
  const own = { pieces: ["Quầy", "{counter}", "mời", "{number}"], sounds };
  assert.deepEqual(spliced(CLIPS, own), [
    { name: "own/Quầy", sound: "a" },
    ...["vi/100", "vi/le-5"].map((name) => ({ name })),
    { name: "own/mời", sound: "b" },
    ...["vi/letter-a", "vi/0", "vi/1", "vi/2"].map((name) => ({ name })),
  ]);
});

test("until every phrase is there the recorded sentence is said", async () => {
  const asked = server(200, 204, 200);
  const voice = new OwnVoice("phuong-1", async (sound) => sound);
  voice.learn({ vi: SENTENCE });
  assert.deepEqual(voice.parts(CLIPS), RECORDED);
  await settled();
  assert.deepEqual(voice.parts(CLIPS), RECORDED);
  voice.learn({ vi: SENTENCE }); // the next board
  await settled();
  assert.equal(asked.length, 4);
  assert.equal(asked[0], "/own-voice/phuong-1/vi?text=Xin%20m%E1%BB%9Di%20s%E1%BB%91");
  assert.equal(voice.parts(CLIPS)[0].name, "own/Xin mời số");
  voice.learn({ vi: SENTENCE });
  assert.equal(asked.length, 4); // made once
});

test("a call of another language, a new sentence and one that is gone", async () => {
  server(200);
  const voice = new OwnVoice("phuong-1", async (sound) => sound);
  voice.learn({ vi: SENTENCE });
  await settled();
  assert.deepEqual(voice.parts(["en/invite", "en/1"]), [{ name: "en/invite" }, { name: "en/1" }]);
  voice.learn({ vi: "Mời {number} tới {counter}" });
  assert.deepEqual(voice.parts(CLIPS), RECORDED);
  await settled();
  assert.equal(voice.parts(CLIPS)[0].name, "own/Mời");
  voice.learn({});
  assert.deepEqual(voice.parts(CLIPS), RECORDED);
});

test("a line that is cut, or a sound that is none, leaves the recorded sentence", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("no line");
  };
  const voice = new OwnVoice("phuong-1", async (sound) => sound);
  voice.learn({ vi: SENTENCE });
  await settled();
  server(200);
  const deaf = new OwnVoice("phuong-1", async () => {
    throw new Error("no sound");
  });
  deaf.learn({ vi: SENTENCE });
  await settled();
  assert.deepEqual([voice.parts(CLIPS), deaf.parts(CLIPS)], [RECORDED, RECORDED]);
});
