/** Which of the day's bookings a counter may expect: pure. */

/** @typedef {{state: string, service: string, start: string}} Booked */

/**
 * Who is booked for the services of a counter and has not come yet, from half an hour ago on.
 * @template {Booked} B
 * @param {B[]} appointments @param {string[]} services @param {number} now (ms) @returns {B[]}
 */
export function expected(appointments, services, now) {
  const since = now - 30 * 60_000;
  return appointments.filter(({ state, service, start }) => state === "booked" && services.includes(service) && Date.parse(start) >= since);
}
