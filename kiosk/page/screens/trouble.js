/** The screens on which nothing can be pressed, each with what to do next. */

import { el } from "../dom.js";
import { local } from "../format.js";
import { icon } from "../icons.js";
import { bookingHelper } from "./checkin.js";
import { contrastButton, countdown, footer, header, languageButton, touchable, voiceButton } from "./frame.js";

/** @typedef {import("./frame.js").Scene} Scene */
/**
 * `steps`: what the technician does, in their order.
 * @typedef {{icon: Parameters<typeof icon>[0], title: string, text: string, hint: string, look?: string, steps?: string[]}} Message
 */

/** @type {Record<string, (scene: Scene) => Message>} */
const MESSAGES = {
  closed: (scene) => ({
    icon: "clock",
    title: scene.words.closedTitle,
    text: opensText(scene),
    hint: [scene.state.office.closed_reason, scene.words.closedHint].filter(Boolean).join(" · "),
    look: "calm",
  }),
  server_away: ({ words }) => ({ icon: "unplugged", title: words.awayTitle, text: words.awayText, hint: words.awayHint }),
  unknown_office: ({ words, state }) => ({
    icon: "sign",
    title: words.unknownTitle,
    text: words.unknownText(state.office_code),
    hint: words.machine(state.kiosk),
  }),
  not_allowed: ({ words, state }) => ({
    icon: "lock",
    ...(REMOVED.has(state.refused_as)
      ? { title: words.removedTitle, text: words.pairCitizens, steps: words.removedSteps }
      : { title: words.notAllowedTitle, text: words.notAllowedText }),
    hint: words.machine(state.kiosk),
  }),
};

/** The server knows this kiosk's token no more; it was put into the settings by hand, so no code can be shown. */
const REMOVED = new Set(["wrong_token", "token_replaced"]);

/** Before opening a booking may check in; without the server its signature can still be verified. */
const CHECKS_IN = new Set(["closed", "server_away"]);

/** @param {Scene} scene @returns {Node[]} */
export function troubleScreen(scene) {
  const screen = scene.state.screen in MESSAGES ? scene.state.screen : "server_away";
  const canCheckIn = scene.state.bookings && CHECKS_IN.has(screen);
  const buttons = [...(canCheckIn ? [bookingHelper(scene)] : []), voiceButton(scene), contrastButton(scene), languageButton(scene.words)];
  return framed(scene, screen, message(MESSAGES[screen](scene)), buttons);
}

/** A press that brought no number. @param {Scene} scene @returns {Node[]} */
export function refusedScreen(scene) {
  const { words, view } = scene;
  const refusal = /** @type {{code: string, reason: string}} */ (view.refusal);
  const card = message({ icon: "sign", title: words.refusedTitle, text: refusedText(words, refusal), hint: "" });
  const buttons = [
    touchable("back", { class: "helper", "data-id": "back" }, icon("back"), words.back),
    touchable("again", { class: "helper helper-main", "data-id": "again", "aria-busy": view.pressedAt > 0 }, ...againText(scene)),
  ];
  const isOver = new Set(["unknown_service", "service_unavailable"]).has(refusal.code);
  return framed(scene, "refused", card, isOver ? buttons.slice(0, 1) : buttons);
}

/** @param {Scene} scene */
function againText({ words, view }) {
  return view.pressedAt ? [el("span", { class: "spinner" }), words.taking] : [words.again];
}

/** Grey shapes where things will be, after a moment. @returns {Node[]} */
export function loadingScreen() {
  const cards = Array.from({ length: 8 }, () => el("div", { class: "skeleton" }));
  return [
    el("header", { class: "top" }),
    el("main", { class: "main loading" }, el("div", { class: "skeleton skeleton-title" }), el("div", { class: "grid", "data-columns": 2, "data-rows": 4 }, ...cards)),
  ];
}

/** @param {import("../words.js").Words} words @param {{code: string, reason: string}} refusal */
export function refusedText(words, { code, reason }) {
  if (code === "service_unavailable" && reason) return words.paused(reason);
  if (code === "service_unavailable" || code === "unknown_service") return words.refusedChanged;
  if (code === "limit_reached") return words.refusedBusy;
  return code === "server_away" ? `${words.awayTitle}. ${words.refusedText}` : words.refusedText;
}

/** @param {Scene} scene */
function opensText({ words, state, at }) {
  const { opens_at, time_zone } = state.office;
  if (!opens_at) return "";
  const opens = local(Date.parse(opens_at), time_zone);
  const isToday = opens.date === local(at, time_zone).date;
  return words.opensAgain(words.opensWhen(opens.time, isToday ? null : words.date(opens.weekday, opens.day, opens.month)));
}

/** @param {Scene} scene @param {string} id @param {Node} card @param {Node[]} buttons */
export function framed(scene, id, card, buttons) {
  const main = el("main", { class: "main trouble", "data-id": id }, card);
  const end = countdown(scene);
  return [header(scene), main, el("nav", { class: "helpers", "aria-label": scene.words.helpers }, ...buttons), footer(scene), ...(end ? [end] : [])];
}

/** @param {Message} what */
export function message(what) {
  return el(
    "div",
    { class: `message ${what.look ?? "warn"}` },
    el("div", { class: "message-icon" }, icon(what.icon)),
    el("h1", { tabindex: -1 }, what.title),
    el("p", { class: "message-text figures" }, what.text),
    what.steps && el("ol", { class: "message-steps" }, ...what.steps.map((step) => el("li", {}, step))),
    el("p", { class: "message-hint soft" }, what.hint),
  );
}
