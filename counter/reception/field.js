/** The field that finds: a scanner types into it, and people do. */

import { button, el } from "/counter-page/shared/dom.js";
import { booking } from "./panels/booking.js";
import { issue } from "./panels/issue.js";
import { askedWhileTyping, meant } from "./rules.js";

/** How long after the last letter the server is asked, and for how long the rest of an ID card is thrown away (ms). */
const PAUSE_MS = 250;
const REST_OF_CARD_MS = 400;

/** @param {import("./screen.js").Screen} screen */
export function field(screen) {
  const { texts, desk } = screen;
  const input = /** @type {HTMLInputElement} */ (el("input", {
    class: "input find", id: "find", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    maxlength: "600", placeholder: texts.say("find_placeholder"), "aria-describedby": "find-hint",
  }));
  let timer = 0;
  let deafUntil = 0;

  function typed() {
    clearTimeout(timer);
    if (performance.now() < deafUntil) return drop();
    if (screen.panel) screen.close();
    const said = meant(input.value);
    if (said.kind === "nothing") return desk.forget();
    if (said.kind === "text" && askedWhileTyping(said.q)) timer = setTimeout(() => void desk.find(said.q), PAUSE_MS);
  }

  /** The rest of an ID card: names and addresses that nobody here needs. */
  function drop() {
    input.value = "";
    deafUntil = performance.now() + REST_OF_CARD_MS;
  }

  /** Enter: look for what stands here; once it is found, take its first step. */
  async function entered() {
    clearTimeout(timer);
    if (performance.now() < deafUntil) return drop();
    const said = meant(input.value);
    if (said.kind === "card") {
      drop();
      return desk.foundCard(said.id);
    }
    if (desk.found && (said.kind === "nothing" || desk.found.q === said.q)) return screen.found.first();
    if (said.kind === "text") await desk.find(said.q);
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      screen.found.walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!event.repeat) void entered();
    }
  });
  const element = el("section", { class: "card finder" },
    el("label", { class: "label", for: "find" }, texts.say("find")), input,
    el("p", { class: "soft hint", id: "find-hint" }, texts.say("find_hint")),
    el("div", { class: "finder-buttons" },
      button({ text: texts.say("issue"), key: "F2", focus: "issue", press: () => screen.open(issue(screen)) }),
      button({ text: texts.say("book"), key: "F4", focus: "book", press: () => screen.open(booking(screen)) })));
  return {
    element,
    draw() {
      element.classList.toggle("busy", screen.panel !== null);
    },
    focus() {
      input.focus();
      input.select();
    },
    clear() {
      clearTimeout(timer);
      input.value = "";
    },
    /** @param {string} text */
    show(text) {
      input.value = text;
    },
  };
}
