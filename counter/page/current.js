/** Who is at the counter: number, service, wait and clock; or, with nobody there, what the counter does. */

import { stopwatch, timeOfDay } from "/look/words.js";
import { el, replace, whenChanged } from "./shared/dom.js";
import { situation } from "./state.js";
import { stepClock, timeLeft, wholeMinutes } from "./times.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */

/** @param {Work} work */
export function current(work) {
  const { texts } = work;
  const element = el("div", { class: "person" });
  const spoken = el("p", { class: "visually-hidden", "aria-live": "assertive" });
  const clock = el("time", { class: "clock figures" });
  const draw = whenChanged((view) => {
    element.dataset.situation = situation(view);
    replace(element, ...(view.ticket ? person(work, view, clock) : nobody(work, view)));
  });
  const speak = whenChanged((number, state) => {
    spoken.textContent = number ? `${texts.say(state === "called" ? "now_called" : "now_serving")} ${number}` : "";
  });
  return {
    element: el("div", {}, element, spoken),
    draw() {
      const { view } = work.desk;
      if (!view) return;
      draw({ ...shown(view), next: nextOf(view, work.officeNow()) });
      speak(view.ticket?.number, view.ticket?.state);
    },
    tick(/** @type {number} */ now) {
      const ticket = work.desk.view?.ticket;
      if (ticket) clock.textContent = stopwatch(stepClock(ticket, now).seconds);
    },
  };
}

/** What this part shows of the view, so that it is drawn again only when that changes. @param {CounterView} view */
function shown({ ticket, state, reason, line, time_zone, service_names }) {
  return { ticket, state, reason, time_zone, service_names, waiting: line.length };
}

/** @param {CounterView} view @param {number} now */
function nextOf(view, now) {
  const next = view.line[0];
  return next && { ...next, left: next.due ? timeLeft(next.due, now) : null };
}

/** @param {Work} work @param {CounterView & {ticket: Ticket, next?: Ticket}} view @param {HTMLElement} clock */
function person({ texts }, view, clock) {
  const { ticket, next } = view;
  const { key } = stepClock(ticket, 0);
  return [
    el("p", { class: `number big ${ticket.number.length > 4 ? "long" : ""}` }, ticket.number),
    el("div", { class: "person-facts" },
      el("p", { class: "person-service" }, texts.name(ticket.service_names)),
      el("p", { class: "soft person-times" }, times(texts, ticket, view.time_zone).join(" · "), " · ", waited(texts, ticket)),
      badges(texts, ticket)),
    el("div", { class: "person-clock" }, clock, el("span", { class: "soft" }, texts.say(key))),
    ticket.note && noteOf(texts.say("note"), ticket.note),
    ticket.booking?.note && noteOf(texts.say("wrote"), ticket.booking.note),
    next?.booking?.note && el("p", { class: "soft person-next" }, texts.say("next_wrote", { number: next.number }), " ", next.booking.note),
  ];
}

/** @param {string} whose @param {string} note */
function noteOf(whose, note) {
  return el("p", { class: "notice near person-note" }, el("strong", {}, `${whose} `), note);
}

/** @param {import("./shared/texts.js").Texts} texts @param {Ticket} ticket @param {string} zone */
function times(texts, ticket, zone) {
  const at = (/** @type {string} */ key, /** @type {string} */ moment) => texts.say(key, { time: timeOfDay(moment, zone) });
  return ticket.slot ? [at("booked", ticket.slot), at("came", ticket.arrived_at)] : [at("issued", ticket.issued_at)];
}

/** @param {import("./shared/texts.js").Texts} texts @param {Ticket} ticket */
function waited(texts, ticket) {
  const n = wholeMinutes(ticket.waited_s ?? 0);
  const time = n === 0 ? texts.say("under_minute") : texts.say("minutes", { n });
  return el("span", {}, `${texts.say("waited_label")} `, el("strong", {}, time));
}

/** @param {import("./shared/texts.js").Texts} texts @param {Ticket} ticket */
function badges(texts, ticket) {
  const language = ticket.language === "en" ? texts.say("language_en") : texts.say("language_other", { code: ticket.language });
  const words = [
    ticket.booking?.late && texts.say("came_late"),
    ticket.booking?.name,
    ticket.persons > 1 && texts.say("persons", { n: ticket.persons }),
    ticket.leg > 1 && texts.say("transferred_leg"),
    ticket.language !== "vi" && texts.say("in_language", { language }),
  ].filter(Boolean);
  return words.length > 0 && el("p", { class: "badges" }, ...words.map((word) => el("span", { class: "badge" }, word)));
}

/** @param {Work} work @param {{state: string, reason: string|null, waiting: number, time_zone: string, next?: any}} facts */
function nobody({ texts }, { state, reason, waiting, next, time_zone: zone }) {
  const hints = {
    open: next ? nextLine(texts, next, zone) : el("p", { class: "soft" }, texts.say("idle_empty_hint")),
    paused: reason && el("p", { class: "soft" }, texts.say("paused_reason", { reason })),
    closed: el("p", { class: "soft" }, texts.say("closed_hint")),
  };
  const titles = { open: waiting ? "idle_title" : "idle_empty", paused: "paused_title", closed: "closed_title" };
  const count = el("p", { class: "soft" }, texts.say("idle_waiting", { n: waiting }));
  return [el("div", { class: "nobody" }, el("h2", {}, texts.say(titles[state])), hints[state], waiting > 0 && state !== "open" && count)];
}

/** Who is next, with what they wrote: it is read before the call. @param {import("./shared/texts.js").Texts} texts @param {Ticket & {left: any}} next @param {string} zone */
function nextLine(texts, next, zone) {
  return el("div", { class: "next-person" }, el("p", { class: "next" },
    el("span", { class: "soft" }, texts.say("next_is")), el("strong", { class: "number" }, next.number),
    el("span", {}, texts.name(next.service_names)),
    next.booking && el("span", { class: "badge booked" }, texts.say("slot", { time: timeOfDay(next.booking.start, zone) })),
    next.left && el("span", { class: `badge ${next.left.tone}` }, texts.say(next.left.key, next.left))),
  next.booking?.note && noteOf(texts.say("wrote"), next.booking.note));
}
