import assert from "node:assert/strict";
import test from "node:test";

import { destinations, matching } from "../../counter/page/destinations.js";
import { CATALOGUE } from "../../counter/page/texts.js";
import { Texts } from "../../counter/page/shared/texts.js";
import { ticket, view } from "./views.mjs";

const texts = new Texts("vi", CATALOGUE);
const place = (number, state, services, staff_name = null) => ({ number, names: {}, state, services, staff_name });
const hall = view({
  places: [place(3, "open", ["land"], "Hoa"), place(4, "closed", ["civil"]), place(5, "open", ["farming"], "Lan")],
});

test("a citizen goes to another service or another counter, the open ones first", () => {
  assert.deepEqual(destinations(hall, ticket(), texts).map(({ to, open }) => [to, open]), [
    [{ service: "farming" }, [5]], [{ service: "civil" }, []], [{ counter: 5 }, [5]], [{ counter: 4 }, []],
  ]);
});

test("a counter is named with the colleague who works there", () => {
  assert.ok(destinations(hall, ticket(), texts).some(({ name }) => name === "Quầy 5 · Lan"));
});

test("places are found without typing accents", () => {
  const found = matching(destinations(hall, ticket(), texts), "ho tich");
  assert.deepEqual(found.map(({ to }) => to), [{ service: "civil" }]);
  assert.equal(matching(destinations(hall, ticket(), texts), "đường sắt").length, 0);
});
