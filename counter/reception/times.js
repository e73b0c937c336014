/** Choosing a time: a day, and what is free on it, with how many walk-ins usually come then. */

import { el, focusOn, replace } from "/counter-page/shared/dom.js";
import { decimal, timeOfDay } from "/look/words.js";
import { dayName } from "./day.js";
import { daysFrom } from "./rules.js";

/** How many days are offered; the office's own limit may be nearer. */
const DAYS = 8;

/**
 * @param {import("./screen.js").Screen} screen
 * @param {{service: () => string, onChange: (start: string|null) => void, except?: string}} given
 *   `except`: the time that a booking has already
 */
export function timeChooser(screen, { service, onChange, except }) {
  const { texts, desk, zone } = screen;
  const today = desk.today?.day ?? new Date(screen.now()).toISOString().slice(0, 10);
  const days = el("div", { class: "days", role: "group", "aria-label": texts.say("days") });
  const slots = el("div", { class: "slots", role: "group", "aria-label": texts.say("choose_time") });
  let day = today;
  /** @type {string|null} */ let start = null;
  /** @type {import("./kinds.js").FreeSlot[]|null} */ let free = null;
  let asked = 0;

  async function load() {
    const mine = ++asked;
    free = null;
    choose(null);
    const answer = await desk.orRefused(() => desk.slots(service(), day));
    if (mine !== asked) return;
    free = (answer ?? []).filter((slot) => slot.start !== except);
    draw();
  }

  /** @param {string|null} which */
  function choose(which) {
    start = which;
    draw();
    onChange(which);
  }

  function draw() {
    replace(days, ...daysFrom(today, DAYS).map((of) => el("button", { type: "button", class: "day", "data-focus": `day-${of}`,
      "aria-pressed": String(of === day), onclick: () => { day = of; void load(); } }, dayName(screen, of, today))));
    replace(slots, ...(free === null ? [el("div", { class: "skeleton slots-late" })]
      : free.length ? free.map(slot) : [el("p", { class: "soft" }, texts.say("no_times"))]));
  }

  /** @param {import("./kinds.js").FreeSlot} slot */
  function slot({ start: begins, free: places, walk_ins }) {
    const usual = walk_ins === null ? null : texts.say("usual_walk_ins", { n: decimal(walk_ins, texts.language) });
    return el("button", { type: "button", class: "slot", "data-focus": `slot-${begins}`, "aria-pressed": String(begins === start),
      title: usual, onclick: () => choose(begins) },
      el("strong", { class: "figures" }, timeOfDay(begins, zone)), el("span", {}, texts.say("free_places", { n: places })),
      walk_ins > 0 && el("span", { class: "soft" }, usual));
  }

  return {
    element: el("div", { class: "times" }, days, slots),
    load,
    start: () => start,
    focus: () => focusOn(days, `day-${day}`),
  };
}
