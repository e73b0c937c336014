/** Joins the page: touches and news change the view, and the view is shown. */

import { el, patch } from "./dom.js";
import { cameraFor, hasCamera } from "./camera.js";
import { fitted } from "./fit.js";
import { after, atHome, later } from "./flow.js";
import { Guide, meaning, STEPS } from "./guide.js";
import { cameraScreen, checkInScreen, checkingScreen, codeScreen } from "./screens/checkin.js";
import { isUnprinted } from "./speech.js";
import { stepsBar } from "./screens/frame.js";
import { pairingScreen } from "./screens/pairing.js";
import { resultSaid, resultScreen } from "./screens/result.js";
import { categoriesScreen, servicesScreen } from "./screens/services.js";
import { loadingScreen, refusedScreen, troubleScreen } from "./screens/trouble.js";
import { verdictSaid, verdictScreen } from "./screens/verdict.js";
import { CODE_LETTERS, meaning as read } from "./scan.js";
import { listen, newKey, post } from "./talk.js";
import { listenToKeys, once } from "./wedge.js";
import { wordsIn } from "./words.js";

const LOADING_MS = 300;
const STEP_MS = 200;
const LOADING = { screen: "loading", office: null, at: null, rate: 1 };

const root = /** @type {HTMLElement} */ (document.getElementById("kiosk"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const upright = window.matchMedia("(orientation: portrait)");
const began = performance.now();

let view = atHome(began);
/** @type {any} */
let state = LOADING;
let heardAt = began;
let place = "";
let told = "";
let fit = 0;
let fittedFor = "";
let cameraIsThere = false;

/** @returns {number} the office's clock, milliseconds since 1970 */
function officeTime() {
  return Date.parse(state.at ?? new Date().toISOString()) + (performance.now() - heardAt) * state.rate;
}

/** @type {Record<string, (scene: import("./screens/frame.js").Scene) => Node[]>} */
const BOOKED = { checkin: checkInScreen, code: codeScreen, camera: cameraScreen, checking: checkingScreen, verdict: verdictScreen };
/** Screens of a kiosk that cannot check anybody in. */
const NOT_HERE = new Set(["loading", "pairing", "unknown_office", "not_allowed"]);

/** @param {import("./screens/frame.js").Scene} scene @returns {Node[]} */
function screenOf(scene) {
  if (view.at === "result") return resultScreen(scene);
  if (view.at in BOOKED && !NOT_HERE.has(state.screen)) return BOOKED[view.at](scene);
  if (state.screen === "loading") return scene.now - began > LOADING_MS ? loadingScreen() : [];
  if (state.screen === "pairing") return pairingScreen(scene);
  if (state.screen !== "services") return troubleScreen(scene);
  if (view.at === "refused") return refusedScreen(scene);
  return view.at === "categories" ? categoriesScreen(scene) : servicesScreen(scene);
}

/** @returns {import("./screens/frame.js").Scene} */
function sceneNow() {
  const words = wordsIn(view.language);
  return { view, state, words, now: performance.now(), at: officeTime(), portrait: upright.matches, fit, hasCamera: cameraIsThere };
}

const guide = new Guide(root, sceneNow);

function show() {
  const scene = sceneNow();
  const { words } = scene;
  const modes = { "data-large": view.large, "data-low": view.low, "data-contrast": view.contrast, "data-voice": view.voice };
  const spoken = root.dataset.spoken;
  const screen = [...screenOf(scene), ...(view.voice ? [stepsBar(scene)] : [])];
  patch(root, el("div", { id: "kiosk", class: "kiosk", "data-spoken": spoken, ...modes }, ...screen));
  fitLetters();
  document.documentElement.lang = view.language;
  document.title = words.title;
  say(resultSaid(scene) || verdictSaid(scene));
  lookThrough(root.querySelector("video"));
  arrive();
}

/** Measured again only when something on the cards, or the room for them, has changed. */
function fitLetters() {
  const grid = /** @type {HTMLElement | null} */ (root.querySelector(".grid"));
  const shown = `${root.className} ${view.large} ${view.low} ${innerWidth} ${innerHeight} ${root.querySelector("main")?.textContent}`;
  if (!grid || shown === fittedFor) return;
  fittedFor = shown;
  fit = fitted(grid);
}

document.fonts.addEventListener("loadingdone", () => {
  fittedFor = "";
});

/** @param {string} text said politely, once */
function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

/** On a new screen the focus goes to its heading, so that readers and keyboards begin there. */
function arrive() {
  const here = root.querySelector("main")?.getAttribute("data-id") ?? "";
  if (here !== place) /** @type {HTMLElement | null} */ (root.querySelector("h1"))?.focus({ preventScroll: true });
  place = here;
  const heard = `${here} ${view.voice} ${view.language} ${isUnprinted(view.result)}`;
  if (heard === told) return;
  told = heard;
  guide.arrive([...root.querySelectorAll(".message h1, .message-text")].map((part) => part.textContent).join(". "));
}

/** @param {{type: string} & Record<string, any>} what */
function step(what) {
  view = after(view, what, performance.now());
  show();
}

/** @param {import("./flow.js").Press} press */
async function press(press) {
  if (view.pressedAt) return;
  step({ type: "press", press });
  if (view.press !== press) return;
  const { ok, body } = await post(press.who ? "/check-in" : "/press", wish(press));
  step(ok ? { type: "given", given: body } : { type: "refused", problem: body });
}

/** @param {import("./flow.js").Press} press what the kiosk program wants to know of it */
function wish({ key, service, category, language, who }) {
  if (who) return { key, language, ...who };
  return category ? { key, service, category, language } : { key, service, language };
}

const checkIn = once((who) => void press({ key: newKey(), language: view.language, who }));

/** @param {import("./scan.js").Meaning} what a scanner, a camera or fast fingers have brought */
function scanned(what) {
  if (NOT_HERE.has(state.screen)) return;
  if (what.kind === "booking") checkIn(what.who);
  else if (what.kind === "foreign") step({ type: "foreign" });
  else if (view.at === "code") step({ type: "letters", letters: what.letters });
}

const lookThrough = cameraFor({ found: (text) => scanned(read(text)), blind: () => step({ type: "blind" }) });

async function countCameras() {
  cameraIsThere = await hasCamera();
  show();
}

/** Those who type have looked at every letter, so the same code twice is meant. */
function checkInTyped() {
  if (view.code.length === CODE_LETTERS) void press({ key: newKey(), language: view.language, who: { code: view.code } });
}

async function reprint() {
  const key = view.result?.paper.key;
  step({ type: "touch" });
  const { ok, body } = await post("/reprint", { key });
  if (ok) step({ type: "paper", news: body });
}

/** @type {Record<string, (value: string) => void>} */
const ACTS = {
  open: (code) => step({ type: "open", code }),
  press: (service) => void press({ key: newKey(), service, category: view.category, language: view.language }),
  again: () => void (view.press && press({ ...view.press })),
  category: (code) => step({ type: "category", code }),
  page: (page) => step({ type: "page", page: Number(page) }),
  reprint: () => void reprint(),
  letters: (letters) => step({ type: "letters", letters }),
  typed: checkInTyped,
  paused: () => step({ type: "touch" }),
};

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
function touched(target) {
  return target instanceof Element ? target.closest("[data-act]") : null;
}

let under = "";

document.addEventListener("pointerdown", (event) => {
  under = meaning(touched(event.target));
  if (!under) step({ type: "touch" });
});

document.addEventListener("click", (event) => {
  const thing = touched(event.target);
  const byFinger = event.detail > 0;
  if (!thing || (byFinger && meaning(thing) !== under)) return;
  const { act = "", value = "" } = thing.dataset;
  if (STEPS.has(act)) return stepThrough(act);
  if (guide.hears(thing)) return step({ type: "touch" });
  (ACTS[act] ?? (() => step({ type: act })))(value);
});

/** @param {string} act of the three large buttons */
function stepThrough(act) {
  step({ type: "touch" });
  guide.step(act);
}

/** A keypad with arrows and Enter, for hands that do not see the screen, turns the spoken help on by itself. */
const ARROWS = /** @type {Record<string, string>} */ ({ ArrowRight: "step-on", ArrowDown: "step-on", ArrowLeft: "step-back", ArrowUp: "step-back" });

document.addEventListener("keydown", (event) => {
  const act = ARROWS[event.key];
  if (!act || event.repeat || NOT_HERE.has(state.screen)) return;
  event.preventDefault();
  if (view.voice) stepThrough(act);
  else step({ type: "voice" });
});

listenToKeys({
  scanned,
  enter: () => {
    const isOurs = view.at === "code" && view.code.length === CODE_LETTERS;
    if (isOurs) checkInTyped();
    return isOurs;
  },
});

navigator.mediaDevices?.addEventListener("devicechange", () => void countCameras());
document.addEventListener("contextmenu", (event) => event.preventDefault());
upright.addEventListener("change", show);

listen({
  state: (fresh) => {
    state = fresh;
    heardAt = performance.now();
    show();
  },
  paper: (news) => step({ type: "paper", news }),
  lost: () => {
    state = { ...state, screen: "server_away" };
    show();
  },
});

setInterval(() => {
  view = later(view, performance.now());
  show();
}, STEP_MS);
show();
void countCameras();
