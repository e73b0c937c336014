/**
 * What script adds to the booking pages, which work without it: the time a hold has left, copying, printing.
 */

import { stopwatch } from "/look/words.js";

const SOON_S = 60;

/** Count the hold down by the server's clock; when it is over, the way on is to choose again. */
function countDown(/** @type {HTMLElement} */ held) {
  const { now = "", expires = "", left: words = "", over = "" } = held.dataset;
  const began = performance.now();
  const seconds = (Date.parse(expires) - Date.parse(now)) / 1000;
  const left = element("left");
  const show = () => {
    const rest = Math.ceil(seconds - (performance.now() - began) / 1000);
    if (rest <= 0) {
      clearInterval(timer);
      return end(held, over);
    }
    left.textContent = words.replace("{time}", stopwatch(rest).replace(/^0/, ""));
    left.hidden = false;
    held.classList.toggle("soon", rest <= SOON_S);
  };
  const timer = setInterval(show, 1000);
  show();
}

/** @param {HTMLElement} held @param {string} words */
function end(held, words) {
  held.textContent = words;
  held.setAttribute("role", "alert");
  held.classList.remove("soon");
  held.classList.add("over");
  element("confirm").hidden = true;
  element("again").hidden = false;
}

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Copy through a field where the clipboard is closed, as it is on plain http. @param {string} text */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** @param {HTMLButtonElement} button */
function offerCopy(button) {
  const text = button.dataset.copy || location.origin + location.pathname;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(text);
    button.textContent = button.dataset.copied ?? "";
  });
}

const held = document.getElementById("held");
if (held) countDown(held);
for (const button of document.querySelectorAll("button[data-copy]")) offerCopy(/** @type {HTMLButtonElement} */ (button));
const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
