/** The day beside the field: how it stands in figures, and slot by slot who is expected and who has come. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { dayAndMonth, decimal, timeOfDay } from "/look/words.js";
import { bySlot, daysFrom, percent, slotOfNow, standing } from "./rules.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("./kinds.js").Booked} Booked */
/** @typedef {import("./kinds.js").BookedDay} BookedDay */

/** Today and the coming week. */
const DAYS = 8;

/** `Hôm nay`, or weekday and date. @param {Screen} screen @param {string} day @param {string} today */
export function dayName({ texts }, day, today) {
  if (day === today) return texts.say("today");
  const [weekday, date] = dayAndMonth(`${day}T12:00:00Z`, "UTC", texts.language).split(/ (?=[\d/]+$)/);
  return `${shortWeekday(weekday, texts.language)} ${date}`;
}

/** `Thứ Hai` is `T2` where there is little room, `Monday` is `Mon`. @param {string} weekday @param {string} language */
function shortWeekday(weekday, language) {
  if (language !== "vi") return weekday.slice(0, 3);
  const names = { "Thứ Hai": "T2", "Thứ Ba": "T3", "Thứ Tư": "T4", "Thứ Năm": "T5", "Thứ Sáu": "T6", "Thứ Bảy": "T7", "Chủ Nhật": "CN" };
  return names[weekday] ?? weekday;
}

/** @param {Screen} screen */
export function day(screen) {
  const { texts, desk } = screen;
  const days = el("div", { class: "days", role: "group", "aria-label": texts.say("days") });
  const figures = el("dl", { class: "day-figures" });
  const list = el("div", { class: "day-list", tabindex: "0", role: "region", "aria-label": texts.say("day_title") });
  let scrolledTo = "";
  const drawDays = whenChanged((today, shown) => replace(days, ...daysFrom(today, DAYS).map((of) => el("button", {
    type: "button", class: "day", "data-focus": `day-${of}`, "aria-pressed": String(of === shown),
    onclick: () => void desk.showDay(of === today ? null : of) }, dayName(screen, of, today)))));
  const drawFigures = whenChanged((shown) => replace(figures, ...figuresOf(screen, shown)));
  const drawList = whenChanged((shown, today, now) => {
    const slots = bySlot(shown.appointments);
    const next = shown.day === today ? slotOfNow(slots, now * 60_000) : null;
    replace(list, ...(slots.length ? slots.map((slot) => slotOf(screen, slot, slot.start === next)) : [el("div", { class: "empty" },
      el("p", {}, texts.say("day_empty")), el("p", { class: "soft" }, texts.say("day_empty_hint")))]));
    if (scrolledTo !== `${shown.day} ${next}`) list.querySelector(".slot-row.next")?.scrollIntoView({ block: "nearest" });
    scrolledTo = `${shown.day} ${next}`;
  });
  const element = el("aside", { class: "card day-card" }, days, figures, list);

  function draw() {
    const { today, shown } = desk;
    element.hidden = !desk.takesBookings;
    if (!today || !shown) return replace(list, el("div", { class: "skeleton day-late" }));
    drawDays(today.day, shown.day);
    drawFigures(shown);
    drawList(shown, today.day, Math.floor(screen.now() / 60_000));
  }
  return { element, draw, tick: () => desk.today && draw() };
}

/** @param {Screen} screen @param {BookedDay} shown */
function figuresOf({ texts, session }, shown) {
  const figure = (/** @type {string|number} */ value, /** @type {string} */ key, title = "") => el("div", { title },
    el("dt", {}, texts.say(key)), el("dd", { class: "figures" }, String(value)));
  const counted = [figure(shown.booked, "n_booked"), figure(shown.arrived, "n_arrived"), figure(shown.missed, "n_missed"),
    figure(shown.cancelled, "n_cancelled"), figure(percent(shown.punctual_share), "n_punctual", texts.say("punctual_of", { n: shown.called }))];
  if (session.role !== "supervisor") return counted;
  return [...counted, figure(percent(shown.missed_share), "missed_share"), figure(lead(texts, shown.lead_s), "lead")];
}

/** A mean lead time in hours, from two days on in days. @param {import("/counter-page/shared/texts.js").Texts} texts @param {number|null} seconds */
function lead(texts, seconds) {
  if (seconds === null) return "–";
  const hours = seconds / 3600;
  return hours < 48 ? texts.say("hours", { n: decimal(hours, texts.language) }) : texts.say("days_n", { n: decimal(hours / 24, texts.language) });
}

/** @param {Screen} screen @param {{start: string, come: number, of: number, rows: Booked[]}} slot @param {boolean} next */
function slotOf(screen, { start, come, of, rows }, next) {
  const { texts, zone } = screen;
  return el("section", { class: `slot-row ${next ? "next" : ""}` },
    el("header", {}, el("h2", { class: "figures" }, timeOfDay(start, zone)), el("span", { class: "soft" }, texts.say("slot_of", { come, of }))),
    el("ul", { class: "slot-people" }, ...rows.map((booked) => person(screen, booked))));
}

/** @param {Screen} screen @param {Booked} booked */
function person(screen, booked) {
  const { texts } = screen;
  const { key, tone } = standing(booked, screen.now());
  const open = () => {
    screen.field.show(booked.code);
    screen.close();
    void screen.desk.find(booked.code);
  };
  return el("li", {}, el("button", { type: "button", class: `who ${booked.state}`, "data-focus": `who-${booked.id}`, onclick: open },
    el("span", { class: "who-name" }, booked.name ?? booked.code), el("span", { class: "who-service soft" }, texts.name(booked.service_names)),
    booked.number && el("strong", { class: "number" }, booked.number),
    el("span", { class: `badge ${tone}` }, texts.say(key))));
}
