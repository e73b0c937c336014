/** What was found: one booking with its steps, or several to choose from, or who waits with that number. */

import { button, el, focusOn, replace, whenChanged } from "/counter-page/shared/dom.js";
import { dayAndMonth, timeOfDay } from "/look/words.js";
import { asked } from "./panels/asked.js";
import { done } from "./panels/done.js";
import { otherTime } from "./panels/other_time.js";
import { dateAt, possible, standing } from "./rules.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("./kinds.js").Booked} Booked */
/** @typedef {import("./kinds.js").Ticket} Ticket */

/** @param {Screen} screen */
export function found(screen) {
  const { texts, desk } = screen;
  const element = el("div", { class: "found" });
  let chosen = 0;
  let of = "";
  const draw = whenChanged(() => replace(element, ...content(screen, chosen, choose)));

  /** @param {number} which */
  function choose(which) {
    chosen = which;
    redraw();
  }

  function redraw() {
    const { found: seen, today, lost, underWay, takesBookings } = desk;
    const now = Math.floor(screen.now() / 60_000);
    if ((seen?.q ?? "") !== of) chosen = 0;
    of = seen?.q ?? "";
    chosen = Math.max(0, Math.min(chosen, (seen?.bookings.length ?? 0) - 1));
    draw(seen, today?.day, lost, underWay, takesBookings, chosen, now);
  }

  return {
    element,
    draw: redraw,
    tick: redraw,
    /** @param {number} by */
    walk(by) {
      const n = desk.found?.bookings.length ?? 0;
      if (n > 1) choose((chosen + by + n) % n);
    },
    /** The first step of what is chosen, by Enter. */
    first() {
      if (!screen.panel) element.querySelector("button.primary")?.click();
    },
    focusSteps: () => focusOn(element, "step-0"),
  };

  /** @param {Screen} screen @param {number} chosen @param {(which: number) => void} choose */
  function content(screen, chosen, choose) {
    const { found: seen } = desk;
    if (!seen) return nothingYet(screen);
    if (seen.card) return card(screen, seen.card);
    const booked = seen.bookings[chosen];
    if (booked) return [...several(screen, seen.bookings, chosen, choose), one(screen, booked)];
    if (seen.tickets[0]) return [walkIn(screen, seen.tickets[0])];
    return [el("div", { class: "empty" }, el("h2", {}, texts.say("find_none", { q: seen.q })),
      el("p", { class: "soft" }, texts.say("find_none_hint")))];
  }
}

/** @param {Screen} screen */
function nothingYet({ texts, desk }) {
  return [el("div", { class: "empty" },
    desk.takesBookings ? magnifier() : el("p", { class: "notice near" }, texts.say("no_bookings")),
    el("p", { class: "soft" }, texts.say("find_hint")))];
}

/** @param {Screen} screen @param {string} id */
function card(screen, id) {
  const { texts } = screen;
  return [el("div", { class: "one" }, el("h2", {}, texts.say("card_title")), el("p", { class: "soft" }, texts.say("card_hint")),
    el("div", { class: "steps" }, button({ text: texts.say("check_in"), kind: "primary large", key: "Enter", focus: "step-0",
      locked: locked(screen), press: () => void checkIn(screen, { citizen_id: id }) })))];
}

/** @param {Screen} screen */
function locked({ desk, texts }) {
  return desk.lost && texts.say("locked_lost");
}

/** @param {Screen} screen @param {object} how */
async function checkIn(screen, how) {
  const ticket = await screen.desk.checkIn(how);
  if (ticket) screen.open(done(screen, ticket));
}

/** @param {Screen} screen @param {Booked[]} bookings @param {number} chosen @param {(which: number) => void} choose */
function several(screen, bookings, chosen, choose) {
  if (bookings.length < 2) return [];
  const { texts } = screen;
  const rows = bookings.map((booked, i) => el("li", {}, el("button", { type: "button", class: "hit", "data-focus": `hit-${booked.id}`,
    "aria-pressed": String(i === chosen), onclick: () => choose(i) },
    el("span", { class: "figures" }, when(screen, booked)), el("span", { class: "hit-name" }, booked.name ?? texts.say("nobody_named")),
    badge(screen, booked))));
  return [el("p", { class: "soft" }, texts.say("found_many", { n: bookings.length })), el("ul", { class: "hits" }, ...rows)];
}

/** The time of a booking, with its day where that is not today. @param {Screen} screen @param {Booked} booked */
function when(screen, booked) {
  const time = timeOfDay(booked.start, screen.zone);
  return isToday(screen, booked) ? time : `${time} ${dayAndMonth(booked.start, screen.zone, screen.texts.language)}`;
}

/** @param {Screen} screen @param {Booked} booked */
function isToday({ zone, desk }, { start }) {
  const today = desk.today?.day;
  return today !== undefined && dateAt(start, zone) === today;
}

/** @param {Screen} screen @param {Booked} booked */
function badge(screen, booked) {
  const { texts } = screen;
  const { key, tone } = standing(booked, screen.now());
  return el("span", { class: `badge ${tone}` }, texts.say(key), booked.counter && key === "is_at_counter" ? ` ${texts.say("at_counter", { n: booked.counter })}` : null);
}

/** @param {Screen} screen @param {Booked} booked */
function one(screen, booked) {
  const { texts } = screen;
  const facts = [booked.code, booked.phone && texts.say("phone", { phone: booked.phone }), booked.dossier,
    booked.category && texts.say("claims_category"), booked.from_ticket && texts.say("from_ticket", { number: booked.from_ticket })];
  return el("div", { class: "one", "data-booking": booked.id },
    el("div", { class: "one-head" },
      el("p", { class: "one-time figures" }, when(screen, booked)),
      el("div", { class: "one-who" }, el("h2", {}, booked.name ?? texts.say("nobody_named")), el("p", {}, texts.name(booked.service_names))),
      el("div", { class: "one-state" }, badge(screen, booked), booked.number && el("strong", { class: "number one-number" }, booked.number))),
    el("p", { class: "soft one-facts" }, facts.filter(Boolean).join(" · ")),
    booked.note && el("p", { class: "notice near" }, el("strong", {}, `${texts.say("note")} `), booked.note),
    steps(screen, booked));
}

/** @param {Screen} screen @param {Booked} booked */
function steps(screen, booked) {
  const { texts, desk } = screen;
  const acts = {
    check_in: () => void checkIn(screen, { code: booked.code }),
    walk_in: () => void checkIn(screen, { code: booked.code, walk_in: true }),
    move: () => screen.open(otherTime(screen, { booked })),
    cancel: () => screen.open(asked(screen, "cancel", booked)),
    undo: () => screen.open(asked(screen, "undo", booked)),
  };
  const kinds = { check_in: "primary large", cancel: "danger", undo: "danger" };
  return el("div", { class: "steps" }, ...possible(booked, screen.now(), { today: isToday(screen, booked) }).map((id, i) => button({
    text: texts.say(id), kind: kinds[id] ?? "", key: id === "check_in" ? "Enter" : "", focus: `step-${i}`, locked: locked(screen),
    busy: desk.underWay, press: acts[id] })));
}

/** Somebody who waits without a booking. @param {Screen} screen @param {Ticket} ticket */
function walkIn(screen, ticket) {
  const { texts, zone } = screen;
  return el("div", { class: "one" },
    el("div", { class: "one-head" }, el("p", { class: "number one-time" }, ticket.number),
      el("div", { class: "one-who" }, el("h2", {}, texts.name(ticket.service_names)),
        el("p", { class: "soft" }, texts.say("taken_at", { time: timeOfDay(ticket.issued_at, zone) }))),
      el("span", { class: "badge good" }, texts.say("is_waiting"))),
    el("div", { class: "steps" }, button({ text: texts.say("later"), focus: "step-0", locked: locked(screen),
      press: () => screen.open(otherTime(screen, { ticket })) })));
}

function magnifier() {
  const names = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(names, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["width", "56"], ["height", "56"], ["fill", "none"], ["stroke", "currentColor"],
    ["stroke-width", "1.5"], ["stroke-linecap", "round"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  const path = document.createElementNS(names, "path");
  path.setAttribute("d", "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M7 9h2v2H7zM15 9h2v2h-2zM7 14h2v2H7zM12 8v4M12 15h1M15 14h2v2");
  svg.append(path);
  return svg;
}
