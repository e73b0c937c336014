/** Keeps the floor of devices current: at every event of a device, and from time to time anyway. */

import { follow } from "/look/live.js";

const TELLING = /^(device_|alert_)/;
const LOOK_MS = 15_000;
const SOON_MS = 200;

const floor = /** @type {HTMLElement} */ (document.getElementById("floor"));
let timer = 0;
let asking = false;

/** Look again soon; events that come together are one look. @param {number} [ms] */
function lookIn(ms = LOOK_MS) {
  clearTimeout(timer);
  timer = setTimeout(() => void look(), ms);
}

async function look() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(8000) });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    else if (answer.status === 401 || answer.status === 403) location.reload(); // the page says why, and asks to sign in
  } catch (error) {
    console.info("the floor could not be asked for", error); // the next look asks again
  } finally {
    asking = false;
    lookIn();
  }
}

/** Put the fresh floor in the place of the old one, with what somebody has opened. @param {Document} fresh */
function show(fresh) {
  const next = fresh.getElementById("floor");
  if (!next || next.innerHTML === floor.innerHTML) return;
  if (floor.contains(document.activeElement) && document.activeElement !== document.body) return; // a hand is on it
  const open = [...floor.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-keep"));
  floor.replaceChildren(...next.childNodes);
  for (const one of floor.querySelectorAll("details")) one.open = open.includes(one.getAttribute("data-keep"));
}

follow({
  office: floor.dataset.office ?? "",
  onEvent: (event) => {
    if (TELLING.test(event.kind)) lookIn(SOON_MS);
  },
});
lookIn();
