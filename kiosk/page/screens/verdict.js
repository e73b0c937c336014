/** A booking that brought no number: why, and what to do next; one screen for each reason. */

import { local } from "../format.js";
import { icon } from "../icons.js";
import { nameIn } from "../words.js";
import { languageButton, touchable } from "./frame.js";
import { framed, message, refusedText } from "./trouble.js";

/** @typedef {import("./frame.js").Scene} Scene */
/** @typedef {import("./trouble.js").Message & {ways?: ("again" | "code" | "walkIn")[]}} Verdict */

const ZONE = "Asia/Ho_Chi_Minh";

/** @type {Record<string, (scene: Scene, facts: any) => Verdict>} */
const VERDICTS = {
  unknown_booking: (scene) => unknown(scene),
  foreign: ({ words }) => ({ icon: "scan", title: words.foreignTitle, text: words.foreignText, hint: words.helpDesk, ways: ["code", "walkIn"] }),
  too_early: ({ words, state }, { from }) => ({
    icon: "clock",
    title: words.tooEarlyTitle(timeOf(from, state)),
    text: words.tooEarlyText,
    hint: words.tooEarlyHint,
    look: "calm",
  }),
  other_office: (scene, facts) => ({
    icon: "sign",
    title: scene.words.otherOfficeTitle,
    text: officeText(scene, facts),
    hint: [whenText(scene, facts), scene.words.helpDesk].filter(Boolean).join(" · "),
    look: "calm",
  }),
  other_day: (scene, facts) => otherDay(scene, facts),
  cancelled: ({ words }) => ({ icon: "close", title: words.cancelledTitle, text: words.cancelledText, hint: words.helpDesk, ways: ["walkIn"] }),
  used: ({ words }, { number }) => ({
    icon: "check",
    title: words.usedTitle,
    text: number ? words.usedText(number) : words.usedUnnumbered,
    hint: words.helpDesk,
    look: "calm",
    ways: ["walkIn"],
  }),
  revoked: ({ words }) => ({ icon: "close", title: words.revokedTitle, text: words.revokedText, hint: "" }),
  valid_while_away: (scene, facts) => ({
    icon: "check",
    title: scene.words.validTitle(`${timeOf(facts.start, scene.state, facts.time_zone)}–${timeOf(facts.end, scene.state, facts.time_zone)}`),
    text: scene.words.validText,
    hint: scene.words.validHint,
    look: "good",
  }),
  server_away: ({ words }) => ({ icon: "unplugged", title: words.notCheckedTitle, text: words.notCheckedText, hint: "", ways: ["again"] }),
  closed: (scene, { opens_at }) => ({
    icon: "clock",
    title: scene.words.closedTitle,
    text: opens_at ? scene.words.opensAgain(dayAndTime(scene, opens_at)) : "",
    hint: scene.words.helpDesk,
    look: "calm",
  }),
};
const ALSO = { impossible_step: "used", already_called: "used" };

/** @param {Scene} scene @returns {Node[]} */
export function verdictScreen(scene) {
  const { code, facts } = /** @type {{code: string, reason: string, facts: any}} */ (scene.view.refusal);
  const name = ALSO[/** @type {keyof typeof ALSO} */ (code)] ?? code;
  const verdict = (VERDICTS[name] ?? other)(scene, facts);
  return framed(scene, `verdict ${name}`, message(verdict), buttons(scene, verdict.ways ?? []));
}

/** What a screen reader says once. @param {Scene} scene */
export function verdictSaid(scene) {
  if (scene.view.at !== "verdict" || !scene.view.refusal) return "";
  const { code, facts } = scene.view.refusal;
  const { title, text } = (VERDICTS[ALSO[/** @type {keyof typeof ALSO} */ (code)] ?? code] ?? other)(scene, facts);
  return `${title}. ${text}`;
}

/** @param {Scene} scene @param {NonNullable<Verdict["ways"]>} ways */
function buttons({ words, state }, ways) {
  const canTake = state.screen === "services";
  return [
    ways.includes("walkIn") && canTake
      ? touchable("home", { class: "helper", "data-id": "walk-in" }, icon("sign"), words.walkIn)
      : touchable("home", { class: "helper", "data-id": "home" }, icon("back"), words.home),
    ...(ways.includes("again") ? [touchable("again", { class: "helper helper-main", "data-id": "again" }, icon("again"), words.again)] : []),
    ...(ways.includes("code") ? [touchable("code", { class: "helper", "data-id": "code" }, icon("keys"), words.codeAgain)] : []),
    languageButton(words),
  ];
}

/** The same refusal means something else for a code, a card and a QR. @param {Scene} scene @returns {Verdict} */
function unknown({ words, view }) {
  const who = view.press?.who ?? { code: "" };
  if ("citizen_id" in who) {
    return { icon: "card", title: words.unknownCardTitle, text: words.unknownCardText, hint: words.helpDesk, ways: ["code", "walkIn"] };
  }
  if (who.code.length <= 8) {
    const code = `${who.code.slice(0, 4)}-${who.code.slice(4)}`;
    return { icon: "keys", title: words.unknownCodeTitle, text: words.unknownCodeText(code), hint: words.helpDesk, ways: ["code", "walkIn"] };
  }
  return { icon: "scan", title: words.unknownQrTitle, text: words.unknownQrText, hint: words.helpDesk, ways: ["code", "walkIn"] };
}

/** @param {Scene} scene @param {any} facts @returns {Verdict} */
function otherDay(scene, facts) {
  const { words, at } = scene;
  const isPast = facts.start && Date.parse(facts.start) < at;
  return {
    icon: "calendar",
    title: isPast ? words.pastDayTitle : words.otherDayTitle,
    text: whenText(scene, facts),
    hint: isPast ? words.pastDayHint : words.otherDayHint,
    look: "calm",
    ways: ["walkIn"],
  };
}

/** Anything else that the rules say. @param {Scene} scene @param {any} facts @returns {Verdict} */
function other({ words, view }, _facts) {
  const refusal = /** @type {{code: string, reason: string}} */ (view.refusal);
  return { icon: "sign", title: words.notTakenTitle, text: refusedText(words, refusal), hint: words.helpDesk, ways: ["again"] };
}

/** @param {Scene} scene @param {any} facts */
function officeText({ words, view }, { office_names }) {
  const name = office_names && nameIn(office_names, view.language, "");
  return name ? words.otherOfficeText(name) : words.otherOfficeUnnamed;
}

/** @param {Scene} scene @param {any} facts `start`, and perhaps the time zone of who says it */
function whenText(scene, { start, end, time_zone }) {
  if (!start) return "";
  const until = end ? `–${timeOf(end, scene.state, time_zone)}` : "";
  return scene.words.appointmentWhen(dayAndTime(scene, start, time_zone, until));
}

/** @param {Scene} scene @param {string} moment @param {string} [zone] @param {string} [until] */
function dayAndTime({ words, state }, moment, zone, until = "") {
  const when = local(Date.parse(moment), zone ?? state.office?.time_zone ?? ZONE);
  return words.timeAndDay(when.time + until, words.date(when.weekday, when.day, when.month));
}

/** @param {string} moment @param {any} state @param {string} [zone] */
function timeOf(moment, state, zone) {
  return local(Date.parse(moment), zone ?? state.office?.time_zone ?? ZONE).time;
}
