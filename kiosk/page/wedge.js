/** Hears the scanner on every screen, and a keyboard where somebody types a code. */

import { heard, isOurs, isWhole, meaning, patience, signOf, SILENCE } from "./scan.js";

/** A scanner that reads twice is no second citizen. */
const TWICE_MS = 3_000;

/**
 * @param {{scanned: (what: import("./scan.js").Meaning) => void, enter: () => boolean}} acts
 *   enter: a person's Enter; true when it was for us and must press no button
 */
export function listenToKeys(acts) {
  let burst = SILENCE;
  let timer = 0;

  const settle = () => {
    window.clearTimeout(timer);
    const { text } = burst;
    burst = SILENCE;
    if (text) acts.scanned(meaning(text));
  };

  window.addEventListener(
    "keydown",
    (event) => {
      const sign = signOf(event);
      if (!sign || event.repeat) return;
      burst = heard(burst, sign, event.timeStamp);
      if (isOurs(burst)) swallow(event);
      else if (burst.text === "\n" && acts.enter()) swallow(event);
      window.clearTimeout(timer);
      if (isWhole(burst)) settle();
      else timer = window.setTimeout(settle, patience(burst));
    },
    true,
  );
  // Buttons are pressed by the release of a space.
  window.addEventListener("keyup", (event) => isOurs(burst) && swallow(event), true);
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Lets one reading through, and not the same again a moment later. What was read is forgotten then.
 * @param {(who: import("./scan.js").Who) => void} act
 */
export function once(act) {
  let last = "";
  let timer = 0;
  return (/** @type {import("./scan.js").Who} */ who) => {
    const read = JSON.stringify(who);
    if (read === last) return;
    last = read;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      last = "";
    }, TWICE_MS);
    act(who);
  };
}
