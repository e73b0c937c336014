/** Listens to the keyboard: function keys work everywhere; letters and Enter belong to the field. */

import { actionOfKey, counts, FORGOTTEN_START, keyName, whyNot } from "./state.js";

/** @typedef {import("./work.js").Work} Work */

/** @param {Work} work */
export function listenToKeys(work) {
  /** @type {{id: string, at: number}|null} */
  let last = null;

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    if (isHeldEnter(event)) event.preventDefault();
    if (event.key === "Escape") work.closePanel();
    const key = keyName(event);
    if (key === null) return;
    event.preventDefault();
    if (event.repeat) return;
    const at = performance.now();
    const taken = counts(last, key, at);
    last = { id: key, at };
    if (taken) answer(work, key);
  }

  document.addEventListener("keydown", pressed);
  return { stop: () => document.removeEventListener("keydown", pressed) };
}

/** @param {Work} work @param {string} key */
function answer(work, key) {
  const { desk } = work;
  if (!desk.view || desk.underWay || desk.lost) return;
  const action = actionOfKey(desk.view, key) ?? offered(work, key);
  const code = whyNot(desk.view, key);
  if (action) work.press(action.id);
  else if (code) desk.refuse(code);
}

/** An action that only the word about the last press offers. @param {Work} work @param {string} key */
function offered({ desk }, key) {
  const asked = desk.word && "code" in desk.word && desk.word.code === "not_started";
  return asked && key === FORGOTTEN_START.key ? FORGOTTEN_START : null;
}

/** Enter held down on a button would press it again and again. @param {KeyboardEvent} event */
function isHeldEnter(event) {
  return event.repeat && event.key === "Enter" && event.target instanceof HTMLButtonElement;
}
