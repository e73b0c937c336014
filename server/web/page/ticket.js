/**
 * Keeps the ticket page current: after events of the office it fetches this same page and puts the new
 * content in place, so that there is one rendering, with and without script.
 */

import { follow } from "/look/live.js";
import { duration } from "/look/words.js";

/** A phone in a pocket is told by touch: three long pulses. */
const PULSES = [400, 200, 400, 200, 400];

/** Own events are shown at once; others a little later, not by all phones of the hall in one instant (ms). */
const OTHERS_MS = [400, 2000];

/** Expected waits age without events, so the page is also fetched from time to time (ms). */
const EVERY_MS = 30_000;

const ANSWER_MS = 8000;

const notice = /** @type {HTMLElement} */ (document.querySelector(".stale"));
const token = location.pathname.split("/").pop() ?? "";
let shown = main();
let freshAt = performance.now();
let lost = false;
let timer = 0;
let dueAt = Infinity;

/** @param {ParentNode} [of] @returns {HTMLElement} */
function main(of = document) {
  return /** @type {HTMLElement} */ (of.querySelector("main"));
}

/** Fetch the page and show what is new in it; without an answer, say how old the content is. */
async function refresh() {
  dueAt = Infinity;
  clearTimeout(timer);
  const page = await fetched();
  lost = page === null;
  if (page) {
    show(page);
    freshAt = performance.now();
  }
  sayAge();
}

/** The page as it is now; null when the server does not answer. @returns {Promise<Document|null>} */
async function fetched() {
  const answer = await answered(location.href, { cache: "no-store" });
  if (answer?.status === 404) location.reload();
  return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

/** The server's answer; null when none came or the server failed. @param {string} address @param {RequestInit} how */
async function answered(address, how) {
  try {
    const answer = await fetch(address, { ...how, signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.status < 500 ? answer : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null; // no network, or no answer in time
    throw error;
  }
}

/** @param {Document} page */
function show(page) {
  const next = main(page);
  const { state } = shown.dataset;
  const details = next.querySelector("details");
  if (details) details.open = shown.querySelector("details")?.open ?? false;
  shown.replaceWith(next);
  shown = next;
  document.title = page.title;
  document.body.dataset.state = next.dataset.state;
  for (const region of document.querySelectorAll("[aria-live]")) {
    const words = page.getElementById(region.id)?.textContent ?? "";
    if (region.textContent !== words) region.textContent = words;
  }
  if (next.dataset.state === "called" && state !== "called") attract();
}

/** It is their turn: by touch, and on top of the page. */
function attract() {
  navigator.vibrate?.(PULSES);
  scrollTo({ top: 0 });
}

/** Fetch in a while; an earlier wish is kept. @param {number} wait milliseconds */
function refreshIn(wait) {
  const at = performance.now() + wait;
  if (at >= dueAt) return;
  dueAt = at;
  clearTimeout(timer);
  timer = setTimeout(() => void refresh(), wait);
}

/** @param {import("/look/fold.js").LiveEvent} event */
function learn(event) {
  const own = event.number === shown.dataset.number;
  if (own && event.kind === "ticket_recalled") attract();
  const [least, most] = OTHERS_MS;
  refreshIn(own ? 0 : least + Math.random() * (most - least));
}

function sayAge() {
  notice.hidden = !lost;
  const age = duration((performance.now() - freshAt) / 1000, document.documentElement.lang);
  notice.textContent = lost ? (notice.dataset.words ?? "").replace("{age}", age) : "";
}

/** @param {import("/look/live.js").State} state */
function line({ mode }) {
  if (mode === "stale" || mode === "refused") lost = true;
  else if (lost && mode === "connected") refreshIn(0);
  sayAge();
}

/** Leaving through the API: no page load, and a word when it failed. @param {SubmitEvent} event */
async function leave(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const [button, failed] = [form.querySelector("button"), /** @type {HTMLElement} */ (form.querySelector(".field-error"))];
  if (button) button.disabled = true;
  failed.hidden = true;
  const headers = { "Content-Type": "application/json" };
  const answer = await answered(`/api/v1/tickets/${token}/leave`, { method: "POST", headers, body: "{}" });
  if (answer) return refresh(); // a refusal means that the ticket stands elsewhere now: the page says where
  failed.hidden = false;
  if (button) button.disabled = false;
}

document.addEventListener("submit", (event) => void leave(event));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshIn(0));
setInterval(() => document.visibilityState === "visible" && refreshIn(0), EVERY_MS);
follow({ office: shown.dataset.office ?? "", onEvent: learn, onBoard: () => refreshIn(0), onState: line });
if (shown.dataset.state === "called") attract();
