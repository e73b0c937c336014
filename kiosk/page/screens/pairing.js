/** The screen of a kiosk that has no token: a code, which somebody who may types on the page of devices. */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { footer, languageButton } from "./frame.js";

/** @typedef {import("./frame.js").Scene} Scene */

/** Letters that stand together are read together. */
const GROUP = 3;

/** @param {Scene} scene @returns {Node[]} */
export function pairingScreen(scene) {
  const { words, state } = scene;
  const { code, reason } = state.pairing;
  const card = el(
    "div",
    { class: "message pairing" },
    el("div", { class: "message-icon" }, icon("lock")),
    el("h1", { tabindex: -1 }, words.pairTitle),
    reason === "revoked" && el("p", { class: "pairing-revoked" }, words.pairRevoked),
    el("p", { class: "message-text" }, words.pairText),
    code ? letters(code) : el("p", { class: "pairing-wait" }, el("span", { class: "spinner" }), words.pairWait),
    trouble(scene),
    el("p", { class: "message-hint soft" }, words.machine(state.kiosk)),
    el("p", { class: "message-hint" }, words.pairCitizens),
  );
  const main = el("main", { class: "main trouble", "data-id": "pairing" }, card);
  const top = el("header", { class: "top" }, el("p", { class: "top-name" }, "Đúng Hẹn"));
  return [top, main, el("nav", { class: "helpers" }, languageButton(words)), footer(scene)];
}

/** @param {string} code */
function letters(code) {
  const groups = [code.slice(0, GROUP), code.slice(GROUP)];
  const spoken = code.split("").join(" ");
  return el("p", { class: "pairing-code", role: "img", "aria-label": spoken }, ...groups.map((group) => el("span", {}, group)));
}

/** @param {Scene} scene */
function trouble({ words, state }) {
  const said = { away: words.pairAway, refused: words.pairRefused }[/** @type {"away" | "refused"} */ (state.pairing.trouble)];
  return said && el("p", { class: "pairing-trouble" }, said);
}
