/** The services to choose from, the priority categories, and the cards they stand on. */

import { el } from "../dom.js";
import { local, minutes } from "../format.js";
import { icon } from "../icons.js";
import { commonLetter, layout, meant, pageOf, summary, walk } from "../tree.js";
import { nameIn } from "../words.js";
import { bookingButton } from "./checkin.js";
import { countdown, footer, header, helpers, touchable } from "./frame.js";

/** @typedef {import("./frame.js").Scene} Scene */
/** @typedef {import("../tree.js").Service} Service */

/** @param {Scene} scene @returns {Node[]} */
export function servicesScreen(scene) {
  const { fields, services } = walk(scene.state.office.services, scene.view.path);
  const shape = layout(namesOf(services, scene.view.language), { portrait: scene.portrait, ...scene.view });
  const part = pageOf(services, scene.view.page, shape.perPage);
  const letter = fields.length > 0 ? commonLetter(services) : null;
  return [
    header(scene),
    el(
      "main",
      { class: "main", "data-id": `services ${scene.view.path.join(" ")}` },
      greeting(scene, fields.at(-1), letter),
      scene.state.bookings && fields.length === 0 && bookingButton(scene),
      notices(scene),
      services.length > 0
        ? el("div", gridLook(scene, shape, letter), ...part.shown.map((service) => serviceCard(scene, service)))
        : empty(scene),
      part.pages > 1 && pager(scene, part.page, part.pages),
    ),
    helpers(scene),
    footer(scene),
    ...[countdown(scene)].filter((node) => node !== null),
  ];
}

/** @param {Scene} scene @returns {Node[]} */
export function categoriesScreen(scene) {
  const { state, words, view, portrait } = scene;
  const shape = layout(namesOf(state.office.categories, view.language), { portrait, ...view });
  const part = pageOf(state.office.categories, view.page, shape.perPage);
  return [
    header(scene),
    el(
      "main",
      { class: "main", "data-id": "categories" },
      heading([words.priorityTitle], words.priorityHint),
      el(
        "div",
        gridLook(scene, shape, null),
        ...part.shown.map((/** @type {any} */ category) =>
          touchable(
            "category",
            { class: "card-button plain", "data-value": category.code, "data-id": category.code },
            el("span", { class: "card-name" }, nameIn(category.names, view.language, category.name)),
            icon("forward"),
          ),
        ),
      ),
      part.pages > 1 && pager(scene, part.page, part.pages),
    ),
    helpers(scene),
    footer(scene),
    ...[countdown(scene)].filter((node) => node !== null),
  ];
}

/** @param {{name: string, names: Record<string, string>}[]} things @param {string} language */
function namesOf(things, language) {
  return things.map((thing) => nameIn(thing.names, language, thing.name));
}

/** Few cards are roomy, with two lines; many, or low ones, are dense. @param {Scene} scene @param {ReturnType<typeof layout>} shape @param {string | null} letter */
function gridLook({ view, portrait, fit }, shape, letter) {
  const isDense = shape.columns === 1 || view.low || !portrait || shape.rows > 4;
  return {
    class: "grid",
    "data-columns": shape.columns,
    "data-rows": shape.rows,
    "data-dense": isDense,
    "data-letterless": letter !== null,
    "data-fit": fit,
  };
}

/** @param {Scene} scene @param {Service | undefined} field @param {string | null} letter */
function greeting({ words, view }, field, letter) {
  if (!field) return heading([words.welcome, words.chooseField]);
  const badge = letter && el("span", { class: "card-letter", "aria-hidden": "true" }, letter);
  return heading([nameIn(field.names, view.language, field.name)], words.chooseService, badge);
}

/** @param {string[]} lines @param {string} [below] @param {Node | "" | null} [badge] */
function heading(lines, below, badge) {
  const spans = lines.map((line) => el("span", { class: "heading-line" }, line));
  const title = el("h1", { tabindex: -1 }, ...spans);
  return el(
    "div",
    { class: "heading" },
    badge ? el("div", { class: "heading-field" }, badge, title) : title,
    below && el("p", { class: "heading-below" }, below),
  );
}

/** @param {Scene} scene */
function notices({ state, view, words }) {
  const chosen = state.office.categories.find((/** @type {any} */ category) => category.code === view.category);
  if (!chosen && !state.paper_notice) return null;
  return el(
    "div",
    { class: "notices", "data-id": "notices" },
    state.paper_notice &&
      el(
        "p",
        { class: "notice near paper-notice", "data-id": "paper" },
        icon("printer"),
        el("span", {}, el("strong", {}, `${words.printer[state.paper_notice]}. `), words.stillOnScreen),
      ),
    chosen &&
      touchable(
        "uncategory",
        { class: "chip", "data-id": "chip" },
        icon("heart"),
        el("span", { class: "chip-name" }, words.priorityChosen(nameIn(chosen.names, view.language, chosen.name))),
        el("span", { class: "chip-off" }, icon("close"), words.priorityTake),
      ),
  );
}

/** @param {Scene} scene @param {Service} service */
function serviceCard(scene, service) {
  const { view, words } = scene;
  const target = meant(service);
  const seen = summary(service);
  const name = nameIn(service.names, view.language, service.name);
  const isPressed = view.pressedAt > 0 && view.press?.service === target.code;
  const isLong = scene.now - view.pressedAt > 300;
  // With the spoken help a paused service can be touched, to hear that it is.
  const isHeard = Boolean(seen.unavailable) && view.voice;
  return touchable(
    isHeard ? "paused" : target.services.length ? "open" : "press",
    {
      class: `card-button${isPressed ? " pressed" : ""}`,
      "data-id": service.code,
      "data-value": target.services.length || isHeard ? service.code : target.code,
      disabled: Boolean(seen.unavailable) && !isHeard,
      "aria-disabled": isHeard && "true",
      "aria-busy": isPressed,
    },
    el("span", { class: "card-letter", "aria-hidden": "true" }, seen.letter ?? ""),
    el("span", { class: "card-name" }, name),
    isPressed && isLong
      ? el("span", { class: "card-line taking" }, el("span", {}, el("span", { class: "spinner" })), el("span", {}, words.taking))
      : cardLine(scene, seen),
  );
}

/** How it stands with a service. @param {Scene} scene @param {ReturnType<typeof summary>} seen */
function cardLine(scene, seen) {
  const { words } = scene;
  if (seen.unavailable) return line(el("span", {}, ...pausedText(scene, seen.unavailable)), "");
  const people = seen.waiting > 0 ? el("span", {}, strong(words.people(seen.waiting)), ` ${words.waiting}`) : strong(words.nobody);
  if (!seen.staffed) return line(people, words.noCounter);
  if (seen.waiting === 0) return line(people, seen.idle && words.calledAtOnce);
  const range = seen.expected && minutes(seen.expected);
  return line(people, range && el("span", {}, `${words.about} `, strong(words.minutes(range.low, range.high))));
}

/** Two parts: under each other on a roomy card, with a point between them on a dense one. */
function line(/** @type {Node} */ first, /** @type {any} */ second) {
  return el("span", { class: "card-line" }, el("span", {}, first), second && el("span", { class: "second" }, second));
}

/** @param {string} text */
function strong(text) {
  return el("strong", { class: "figures" }, text);
}

/** @param {Scene} scene @param {import("../tree.js").Unavailable} pause */
function pausedText({ words, state, at }, pause) {
  const said = [words.paused(pause.reason)];
  if (!pause.until) return said;
  const until = local(Date.parse(pause.until), state.office.time_zone);
  const isToday = until.date === local(at, state.office.time_zone).date;
  const day = isToday ? "" : ` ${words.date(until.weekday, until.day, until.month)}`;
  return [...said, ` ${words.until} `, el("strong", { class: "figures" }, `${until.time}${day}`)];
}

/** @param {Scene} scene @param {number} page @param {number} pages */
function pager({ words }, page, pages) {
  return el(
    "div",
    { class: "pager", "data-id": "pager" },
    touchable("page", { class: "helper", "data-value": page - 1, disabled: page === 0 }, icon("back"), words.previous),
    el("p", { class: "figures" }, words.page(page + 1, pages)),
    touchable("page", { class: "helper", "data-value": page + 1, disabled: page === pages - 1 }, words.next, icon("forward")),
  );
}

/** @param {Scene} scene */
function empty({ words }) {
  return el("div", { class: "empty" }, icon("sign"), el("p", { class: "empty-title" }, words.emptyTitle), el("p", {}, words.emptyText));
}
