/** Whether the page is connected, in a dot and a word. */

import { el } from "./dom.js";

/** @param {import("./texts.js").Texts} texts @param {"connected"|"connecting"|"lost"} state */
export function connection(texts, state) {
  const words = { connected: "connected", connecting: "connecting", lost: "not_connected" };
  return [el("span", { class: `dot ${state}`, "aria-hidden": "true" }), el("span", {}, texts.say(words[state]))];
}
