/** What the hall says of what it sees: pure rules, so that each can be read and tried. */

/** @typedef {import("./kinds.js").HallView} HallView */
/** @typedef {import("./kinds.js").Service} Service */
/** @typedef {import("./kinds.js").Alert} Alert */
/** @typedef {import("./kinds.js").Tone} Tone */

/** Nearer to a limit than this share of it, it is said to be near. */
const NEAR = 0.8;

/** @type {Record<string, Tone>} */
const TONE_OF_WORD = { met: "good", cannot_tell: "near", not_met: "over" };

/** The measured mean against the goal; exactly the goal meets it. @param {HallView} view @returns {Tone} */
export function soFar({ today, goal_s }) {
  if (today.mean_s === null) return "none";
  return today.mean_s <= goal_s ? "good" : "over";
}

/** How many people are expected whom no open counter serves: they are in no mean. @param {HallView} view */
export function inVain({ services }) {
  return Math.round(services.reduce((sum, service) => sum + service.in_vain, 0));
}

/** What the forecast says of closing; a mean without people whom nobody serves is no good news. @param {HallView} view @returns {Tone} */
export function atClosing(view) {
  if (!view.forecast) return "none";
  const tone = TONE_OF_WORD[view.forecast.word] ?? "none";
  return tone === "good" && inVain(view) > 0 ? "near" : tone;
}

/** The whole answer: a broken goal is over; one that is met now and may break is near. @param {HallView} view @returns {Tone} */
export function answer(view) {
  const now = soFar(view);
  if (now === "over") return "over";
  const then = atClosing(view);
  if (then === "near" || then === "over") return "near";
  return now === "none" ? then : now;
}

/** A wait against its limit. @param {number} seconds @param {number} limit_s @returns {Tone} */
export function wait(seconds, limit_s) {
  if (seconds > limit_s) return "over";
  return seconds > NEAR * limit_s ? "near" : "good";
}

/** How long somebody has waited at `now` (ms); never below zero: a slot may be still to come. @param {string} since @param {number} now */
export function waited(since, now) {
  return Math.max(0, (now - Date.parse(since)) / 1000);
}

/** @param {HallView} view */
export function openCounters({ counters }) {
  return counters.filter((counter) => counter.state === "open").length;
}

/** Whether nothing at all has happened today. @param {HallView} view */
export function isEmpty({ today, waiting, counters, half_hours }) {
  const busy = counters.some((counter) => counter.ticket !== null);
  return today.n === 0 && waiting === 0 && !busy && half_hours.every((half) => half.expected_n === 0);
}

/** People wait for it, and no open counter serves it. @param {Service} service */
export function isUnserved(service) {
  return service.waiting > 0 && service.counters.length === 0;
}

/** The services of the day: without those that had nobody and have no counter, unless that leaves none. @param {Service[]} services */
export function shownServices(services) {
  const busy = services.filter((service) => service.n > 0 || service.waiting > 0 || service.counters.length > 0);
  return busy.length ? busy : services;
}

/** How far a bar's scale goes: the goal stands where one can see what is beyond it. @param {HallView} view */
export function scale_s({ services, goal_s }) {
  return Math.max(goal_s * 1.35, ...services.map((service) => service.mean_s ?? 0));
}

/** The alerts that are open, and those that are over. @param {Alert[]} alerts */
export function parted(alerts) {
  return { open: alerts.filter((alert) => !alert.ended_at), over: alerts.filter((alert) => alert.ended_at) };
}

/** The words of an alert: which text, and what fills it. @param {Alert} alert @param {HallView} view @param {(names: import("./kinds.js").Names) => string} name @param {(seconds: number) => string} minutes */
export function alertWords(alert, view, name, minutes) {
  const { detail } = alert;
  const code = alert.kind === "counter_wanted" ? detail.service : alert.subject;
  const service = view.services.find((one) => one.code === code);
  const facts = {
    service: service ? name(service.names) : (code ?? ""),
    number: detail.number ?? "", waiting: detail.waiting ?? "", device: detail.device ?? "", counter: alert.subject,
    limit: minutes(detail.limit_s ?? view.longest_wait_s), goal: minutes(view.goal_s),
    mean: minutes(detail.mean_s ?? 0), foreseen: minutes(detail.foreseen_s ?? 0), kind: alert.kind,
  };
  const key = alert.kind === "counter_wanted" && !detail.service ? "alert_counter_wanted_any" : `alert_${alert.kind}`;
  return { key, facts };
}

/** What a listener who sees nothing is told: when the answer changes, and of every alert that begins. @param {HallView|null} before @param {HallView} now */
export function news(before, now) {
  if (!before) return { answer: false, alerts: [] };
  const known = new Set(before.alerts.map((alert) => alert.id));
  return {
    answer: answer(before) !== answer(now),
    alerts: now.alerts.filter((alert) => !alert.ended_at && !known.has(alert.id)),
  };
}
