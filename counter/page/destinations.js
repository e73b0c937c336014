/** Where a ticket may be transferred to: pure, from the counter's view. */

/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {{id: string, kind: "service"|"counter", name: string, open: number[], to: {service?: string, counter?: number}}} Destination */

/**
 * All services but the ticket's own, then all other counters; in each, the ones that are open first.
 * @param {CounterView} view @param {Ticket} ticket @param {import("./shared/texts.js").Texts} texts
 * @returns {Destination[]}
 */
export function destinations(view, ticket, texts) {
  const services = Object.entries(view.service_names)
    .filter(([code]) => code !== ticket.service)
    .map(([code, names]) => toService(view, code, texts.name(names)));
  const counters = view.places.filter(({ number }) => number !== view.counter).map((place) => toCounter(place, texts));
  return [...openFirst(services), ...openFirst(counters)];
}

/** @param {CounterView} view @param {string} code @param {string} name @returns {Destination} */
function toService({ places }, code, name) {
  const open = places.filter(({ state, services }) => state === "open" && services.includes(code)).map(({ number }) => number);
  return { id: `service:${code}`, kind: "service", name, open, to: { service: code } };
}

/** @param {import("./kinds.js").Place} place @param {import("./shared/texts.js").Texts} texts @returns {Destination} */
function toCounter({ number, state, staff_name }, texts) {
  const who = state !== "closed" && staff_name ? ` · ${staff_name}` : "";
  const open = state === "open" ? [number] : [];
  return { id: `counter:${number}`, kind: "counter", name: texts.say("counter_n", { n: number }) + who, open, to: { counter: number } };
}

/** @param {Destination[]} places */
function openFirst(places) {
  return [...places].sort((a, b) => Number(b.open.length > 0) - Number(a.open.length > 0));
}

/** The places whose name has every typed word; accents and capitals do not matter. @param {Destination[]} places @param {string} typed */
export function matching(places, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return places.filter(({ name }) => words.every((word) => plain(name).includes(word)));
}

/** Letters without accents, for searching. @param {string} text */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
