/** From a booking to a number: three ways to show it, and the wait for the answer. */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { CODE_LETTERS } from "../scan.js";
import { contrastButton, countdown, footer, header, languageButton, touchable, voiceButton } from "./frame.js";

/** @typedef {import("./frame.js").Scene} Scene */

const KEYS = [..."1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** The first thing on the start page. @param {Scene} scene */
export function bookingButton({ words }) {
  return touchable(
    "checkin",
    { class: "booked", "data-id": "booked" },
    icon("scan"),
    el("span", { class: "booked-text" }, el("strong", {}, words.booked), el("span", {}, words.bookedHint)),
  );
}

/** On screens where nothing else can be pressed. @param {Scene} scene */
export function bookingHelper({ words }) {
  return touchable("checkin", { class: "helper helper-main", "data-id": "booked" }, icon("scan"), words.bookedShort);
}

/** @param {Scene} scene @returns {Node[]} */
export function checkInScreen(scene) {
  const { words, hasCamera } = scene;
  return framed(
    scene,
    "checkin",
    title(words.checkInTitle, words.checkInHint),
    el("div", { class: "way way-scanner" }, scannerPicture(), wayText(words.byScanner, words.byScannerHint)),
    el(
      "div",
      { class: "ways" },
      touchable("code", { class: "way", "data-id": "code" }, icon("keys"), wayText(words.byCode, words.byCodeHint)),
      hasCamera &&
        touchable("camera", { class: "way", "data-id": "camera" }, icon("camera"), wayText(words.byCamera, words.byCameraHint)),
    ),
  );
}

/** @param {Scene} scene @returns {Node[]} */
export function codeScreen(scene) {
  const { words, view } = scene;
  const isWhole = view.code.length === CODE_LETTERS;
  return framed(
    scene,
    "code",
    title(words.codeTitle, words.codeHint),
    codeBoxes(scene),
    el(
      "div",
      { class: "keys" },
      ...KEYS.map((letter) => touchable("letters", { class: "key", "data-value": letter, disabled: isWhole }, letter)),
      touchable("erase", { class: "key key-wide", disabled: !view.code }, icon("back"), words.erase),
      touchable("clear", { class: "key key-wide", disabled: !view.code }, words.clear),
    ),
    touchable("typed", { class: "take", "data-id": "take", disabled: !isWhole }, words.takeBooked),
  );
}

/** @param {Scene} scene */
function codeBoxes({ words, view }) {
  const boxes = Array.from({ length: CODE_LETTERS }, (_, i) =>
    el("span", { class: `box${i === view.code.length ? " next" : ""}${i === CODE_LETTERS / 2 ? " second-half" : ""}` }, view.code[i] ?? ""),
  );
  return el("div", { class: "boxes number", role: "status", "aria-label": `${words.codeSoFar}: ${[...view.code].join(" ")}` }, ...boxes);
}

/** @param {Scene} scene @returns {Node[]} */
export function cameraScreen(scene) {
  const { words, view } = scene;
  const picture = view.blind
    ? el("div", { class: "camera blind", "data-id": "blind" }, icon("camera"), el("h2", {}, words.cameraBlind), el("p", {}, words.cameraBlindText))
    : el(
        "div",
        { class: "camera", "data-id": "open" },
        el("video", { class: "camera-picture", autoplay: true, muted: true, playsinline: true, "aria-hidden": "true" }),
        el("div", { class: "camera-frame" }),
      );
  return framed(scene, "camera", title(words.cameraTitle, words.cameraHint), picture);
}

/** The answer is on its way. @param {Scene} scene @returns {Node[]} */
export function checkingScreen(scene) {
  const main = el(
    "main",
    { class: "main checking", "data-id": "checking", "aria-busy": true },
    el("span", { class: "spinner" }),
    el("h1", { tabindex: -1 }, scene.words.checking),
  );
  return [header(scene), main, footer(scene)];
}

/** @param {string} text @param {string} below */
function title(text, below) {
  return el("div", { class: "heading" }, el("h1", { tabindex: -1 }, text), el("p", { class: "heading-below" }, below));
}

/** @param {string} name @param {string} hint */
function wayText(name, hint) {
  return el("span", { class: "way-text" }, el("strong", { class: "way-name" }, name), el("span", { class: "way-hint" }, hint));
}

/** A phone with a code, moving to the light of a scanner. */
function scannerPicture() {
  return el(
    "svg",
    { class: "scanner", viewBox: "0 0 200 150", "aria-hidden": "true" },
    el("path", { class: "scanner-beam", d: "M100 132L46 78h108z" }),
    el("rect", { class: "scanner-box", x: 58, y: 124, width: 84, height: 20, rx: 6 }),
    el("rect", { class: "scanner-phone", x: 66, y: 6, width: 68, height: 74, rx: 9 }),
    el("path", { class: "scanner-code", d: "M80 18h14v14H80zM106 18h14v14h-14zM80 44h14v14H80zM106 44h6v6h-6zM114 52h6v6h-6zM106 60h6v6h-6z" }),
  );
}

/** @param {Scene} scene @param {string} id @param {...(Node | false)} parts */
function framed(scene, id, ...parts) {
  const end = countdown(scene);
  return [
    header(scene),
    el("main", { class: `main checkin checkin-${id}`, "data-id": id }, ...parts),
    el(
      "nav",
      { class: "helpers", "aria-label": scene.words.helpers },
      touchable("back", { class: "helper helper-back", "data-id": "back" }, icon("back"), scene.words.back),
      voiceButton(scene),
      contrastButton(scene),
      languageButton(scene.words),
    ),
    footer(scene),
    ...(end ? [end] : []),
  ];
}
