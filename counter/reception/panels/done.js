/** What came of it: the number, big enough to be shown across the desk, and a slip for the printer. */

import { button, el, focusOn } from "/counter-page/shared/dom.js";
import { dayAndMonth, minutesRange, timeOfDay } from "/look/words.js";

/** @typedef {import("../screen.js").Screen} Screen */

/** A number was given. @param {Screen} screen @param {any} ticket @returns {import("../screen.js").Panel} */
export function done(screen, ticket) {
  const { texts, zone, place } = screen;
  const lines = [
    typeof ticket.ahead === "number" && texts.say("people_ahead", { n: ticket.ahead }),
    ticket.expected && minutesRange(ticket.expected, texts.language),
    ticket.counters?.length > 0 && texts.say("goes_to", { counters: ticket.counters.join(", ") }),
  ].filter(Boolean);
  const element = el("div", { class: "done" },
    el("p", { class: "soft" }, texts.say("has_number")),
    el("p", { class: "number huge", "aria-live": "assertive" }, ticket.number),
    el("h2", {}, texts.name(ticket.service_names)),
    el("p", { class: "soft" }, lines.join(" · ")),
    ticket.late && el("p", { class: "notice near" }, texts.say("late_note")),
    el("p", { class: "slip-only" }, `${texts.name(place.names)} · ${dayAndMonth(ticket.issued_at, zone, texts.language)} ${timeOfDay(ticket.issued_at, zone)}`),
    el("p", { class: "slip-only" }, place.house_text),
    buttons(screen));
  return { name: "done", element, enter: () => void focusOn(element, "next") };
}

/** A time was booked. @param {Screen} screen @param {import("../kinds.js").Booked} booked @returns {import("../screen.js").Panel} */
export function bookedPanel(screen, booked) {
  const { texts, zone, place } = screen;
  const facts = { time: timeOfDay(booked.start, zone), day: dayAndMonth(booked.start, zone, texts.language) };
  const element = el("div", { class: "done" },
    el("p", { class: "soft" }, texts.say("booked_title")),
    el("p", { class: "number huge code", "aria-live": "assertive" }, booked.code),
    el("h2", {}, texts.say("booked_when", facts)),
    el("p", { class: "soft" }, `${texts.name(booked.service_names)} · ${texts.say("code_is")}`),
    el("p", { class: "slip-only" }, [texts.name(place.names), place.address].filter(Boolean).join(" · ")),
    buttons(screen));
  return { name: "done", element, enter: () => void focusOn(element, "next") };
}

/** @param {Screen} screen */
function buttons(screen) {
  const { texts } = screen;
  return el("div", { class: "steps" },
    button({ text: texts.say("next_person"), kind: "primary large", key: "Enter", focus: "next", press: () => screen.next() }),
    button({ text: texts.say("print"), focus: "print", press: () => window.print() }));
}
