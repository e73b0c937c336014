/** The page of the puzzle: it solves what the server set, and sends the form again with the solution. */

import { solve } from "./booking_solve.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("challenge"));
const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));

async function pass() {
  const solution = await solve(JSON.parse(form.dataset.challenge ?? ""), (share) => {
    bar.value = share;
  });
  if (solution === null) return fail();
  /** @type {HTMLInputElement} */ (form.elements.namedItem("solution")).value = solution;
  form.submit();
}

function fail() {
  bar.hidden = true;
  /** @type {HTMLElement} */ (form.querySelector(".field-error")).hidden = false;
}

form.hidden = false;
void pass();
