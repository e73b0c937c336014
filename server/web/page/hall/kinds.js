/** The live hall as the server sends it (`server.contract.messages.hall`). */

/** @typedef {Record<string, string>} Names */
/**
 * @typedef {{number: number, names: Names, state: string, since: string|null, reason: string|null,
 *   staff_name: string|null, services: string[], ticket: string|null, ticket_state: string|null,
 *   ticket_since: string|null}} Counter
 */
/**
 * @typedef {{code: string, letter: string|null, names: Names, waiting: number, oldest_since: string|null,
 *   oldest_number: string|null, n: number, mean_s: number|null, counters: number[],
 *   expected_mean_s: number|null, in_vain: number}} Service
 */
/** @typedef {{start: string, n: number, mean_s: number|null, expected_n: number, expected_mean_s: number|null}} HalfHour */
/**
 * @typedef {{at: string, runs: number, n: number, mean_s: number, low_s: number, high_s: number, chance: number,
 *   word: string, last_call_at: string, learned_from: string, learned_days: number, people: number,
 *   busyness: number, measured: string[], assumed: string[]}} Forecast
 */
/**
 * @typedef {{kind: string, service: string|null, counter: number|null, before_s: number|null,
 *   after_s: number|null, noise_s: number|null, chance: number|null, runs: number, wanted: boolean}} Advice
 */
/** @typedef {{id: number, kind: string, subject: string, detail: any, began_at: string, ended_at: string|null}} Alert */
/** @typedef {{n: number, mean_s: number|null, median_s: number|null, p90_s: number|null, max_s: number|null, share_within_goal: number|null}} Today */
/**
 * @typedef {{office: string, names: Names, short_name: string, time_zone: string, at: string, rate: number,
 *   seq: number, goal_s: number, longest_wait_s: number, open_now: boolean, closes_at: string|null,
 *   opens_at: string|null, closed_reason: Names|null, waiting: number,
 *   longest: {number: string, service: string, since: string}|null, today: Today,
 *   bookings: {called: number, punctual: number, share: number|null}|null, half_hours: HalfHour[],
 *   services: Service[], counters: Counter[], foreseen: boolean, forecast: Forecast|null,
 *   advice: Advice|null, alerts: Alert[], may_close: boolean}} HallView
 */
/** How something stands: within, near, over, or nothing to say. @typedef {"good"|"near"|"over"|"none"} Tone */

export {};
