import assert from "node:assert/strict";
import test from "node:test";

import { codesIn, looksUsual, withCodes, withoutCode } from "../../counter/page/dossiers.js";

test("codes as dossier systems give them look usual", () => {
  for (const code of ["H21.65-220914-0011", "H08.65-261123-0042", "G22.99.8-240101-0001"]) assert.ok(looksUsual(code), code);
});

test("other shapes and impossible dates look unusual", () => {
  for (const code of ["ABC", "H21.65-221314-0011", "H21.65-220932-0011", "H2165-220914-0011", "H21.65-220914"]) {
    assert.ok(!looksUsual(code), code);
  }
});

test("an unusual code is added all the same", () => {
  assert.deepEqual(withCodes([], "abc-1"), { codes: ["ABC-1"], problem: null });
});

test("a scanner's several codes are added one by one, in capitals", () => {
  assert.deepEqual(codesIn(" h21.65-220914-0011\nH21.65-220914-0012; x "), ["H21.65-220914-0011", "H21.65-220914-0012", "X"]);
});

test("a code that is there already is not added twice", () => {
  assert.deepEqual(withCodes(["X1"], "x1"), { codes: ["X1"], problem: "dossier_again" });
});

test("what the server could not take is left out, and named before anything else", () => {
  assert.deepEqual(withCodes([], "hồ-sơ"), { codes: [], problem: "dossier_letters" });
  assert.deepEqual(withCodes(["X1"], "x1 <script>"), { codes: ["X1"], problem: "dossier_letters" });
  assert.equal(withCodes([], "A".repeat(61)).problem, "dossier_letters");
});

test("a visit takes fifty codes at most", () => {
  const fifty = Array.from({ length: 50 }, (_, i) => `X${i}`);
  assert.deepEqual(withCodes(fifty, "X50"), { codes: fifty, problem: "dossier_many" });
});

test("a code can be taken away again", () => {
  assert.deepEqual(withoutCode(["X1", "X2"], "X1"), ["X2"]);
});
