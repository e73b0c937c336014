/**
 * What the spoken help says of a thing to touch and of a screen, as parts; pure.
 *
 * A part is a shipped clip, or a text that is spoken where the machine can, with a clip for where it cannot.
 * @typedef {{clip: string} | {text: string, otherwise?: string}} Part
 * @typedef {import("./screens/frame.js").Scene} Scene
 */

import { leaves, meant, summary, walk } from "./tree.js";
import { nameIn } from "./words.js";

const MOST_COUNTED = 20;
/** Letters whose clips have another name. */
const LETTERS = /** @type {Record<string, string>} */ ({ Đ: "dd" });
/** Things that are always called the same. */
const CALLED = /** @type {Record<string, string>} */ ({
  back: "back", categories: "priority", checkin: "booked", code: "enter-code", camera: "camera", erase: "erase",
  clear: "clear", typed: "take", uncategory: "category-off", again: "again", home: "home", done: "done",
  reprint: "reprint", language: "language", voice: "voice-off",
});
/** Things that are called by what a touch makes of them. */
const SWITCHES = ["large", "contrast", "low"];

/** @param {string} clip @returns {Part} */
const named = (clip) => ({ clip });

/** @param {number} count @returns {Part} */
const counted = (count) => named(count <= MOST_COUNTED ? String(count) : "over-20");

/** Letter by letter, as numbers are called in the hall. @param {string} text @returns {Part[]} */
export function spelledOut(text) {
  return [...text].map((sign) => named(/\d/.test(sign) ? sign : `letter-${LETTERS[sign] ?? sign.toLowerCase()}`));
}

/**
 * What a thing is, before it is chosen.
 * @param {Scene} scene @param {string} act @param {string} value
 * @returns {Part[]}
 */
export function speechOf(scene, act, value) {
  const { state, view } = scene;
  if (act === "open" || act === "press" || act === "paused") return serviceSpeech(scene, act, value);
  if (act === "letters") return spelledOut(value);
  if (act === "page") return [named(Number(value) > view.page ? "next-page" : "previous-page")];
  if (SWITCHES.includes(act)) return [named(`${act}-${view[/** @type {"large"|"contrast"|"low"} */ (act)] ? "off" : "on"}`)];
  if (act === "category") {
    const category = state.office.categories.find((/** @type {any} */ one) => one.code === value);
    return category ? [{ text: nameIn(category.names, view.language, category.name), otherwise: "priority" }] : [];
  }
  return act in CALLED ? [named(CALLED[act])] : [];
}

/** @param {Scene} scene @param {string} act @param {string} value @returns {Part[]} */
function serviceSpeech({ state, view }, act, value) {
  const { services } = walk(state.office.services, view.path);
  const service = services.find((one) => (act === "press" ? meant(one).code === value : one.code === value));
  if (!service) return [];
  const seen = summary(service);
  const letter = view.path.length === 0 && seen.letter ? [named("field"), ...spelledOut(seen.letter)] : [];
  return [...letter, { text: nameIn(service.names, view.language, service.name) }, ...standing(seen)];
}

/** How it stands with a service. @param {ReturnType<typeof summary>} seen @returns {Part[]} */
function standing(seen) {
  if (seen.unavailable) return [named("paused")];
  const people = seen.waiting > 0 ? [counted(seen.waiting), named("waiting")] : [named("nobody")];
  return seen.staffed ? people : [...people, named("no-counter")];
}

/** @type {Record<string, string>} */
const PLACES = { categories: "which-category", checkin: "show-qr", camera: "show-qr", code: "type-code", checking: "checking" };
/** Screens of the machine on which nothing can be pressed. @type {Record<string, string>} */
const TROUBLES = { closed: "closed", server_away: "away" };

/**
 * What is said when a screen comes, `said` is its message, where it has one.
 * @param {Scene} scene @param {string} said
 * @returns {Part[]}
 */
export function screenSpeech(scene, said) {
  const { state, view } = scene;
  if (view.at === "result") return resultSpeech(scene);
  if (view.at in PLACES) return [named(PLACES[view.at])];
  if (view.at === "verdict" || view.at === "refused") return [{ text: said, otherwise: "not-taken" }, named("help-desk")];
  if (state.screen in TROUBLES) return [named(TROUBLES[state.screen]), named("help-desk")];
  if (state.screen !== "services") return [named("help-desk")];
  const { fields } = walk(state.office.services, view.path);
  const field = fields.at(-1);
  const chosen = view.category ? [named("category-on")] : [];
  if (!field) return [named("welcome"), ...chosen, named("choose-field")];
  return [{ text: nameIn(field.names, view.language, field.name) }, ...chosen, named("choose-procedure")];
}

const NOT_PRINTED = new Set(["late", "failed"]);

/** Whether the paper of a number does not come. @param {import("./flow.js").Result | null} result */
export function isUnprinted(result) {
  return NOT_PRINTED.has(result?.paper.stage ?? "");
}

/** @param {Scene} scene @returns {Part[]} */
function resultSpeech({ view }) {
  const { ticket, paper, again } = /** @type {import("./flow.js").Result} */ (view.result);
  const number = [named("your-number"), ...spelledOut(ticket.number)];
  const ahead = typeof ticket.ahead === "number" ? [named("ahead"), counted(ticket.ahead)] : [];
  const out = isUnprinted(view.result) ? "no-paper" : "take-paper";
  return [...(again ? [named("given-before")] : []), ...number, ...ahead, ...(paper.stage === "not_asked" ? [] : [named(out)]), named("wait-for-call"), ...number];
}

/** Every clip that can be asked for, in each language; a test looks for their files. @returns {string[]} */
export function everyClip() {
  const signs = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZĐ"].flatMap(spelledOut).map((part) => ("clip" in part ? part.clip : ""));
  const counts = Array.from({ length: MOST_COUNTED + 1 }, (_, count) => String(count));
  const switches = SWITCHES.flatMap((name) => [`${name}-on`, `${name}-off`]);
  const said = ["voice-on", "nothing-heard", "field", "waiting", "nobody", "no-counter", "over-20", "paused", "next-page", "previous-page"];
  const screens = ["welcome", "choose-field", "choose-procedure", "category-on", "not-taken", "help-desk"];
  const result = ["your-number", "given-before", "ahead", "take-paper", "no-paper", "wait-for-call"];
  const all = [...signs, ...counts, ...switches, ...said, ...screens, ...result, ...Object.values(CALLED), ...Object.values(PLACES), ...Object.values(TROUBLES)];
  return [...new Set(all)].sort();
}
