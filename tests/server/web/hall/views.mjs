/** Halls for tests: a calm one, changed where it matters. */

export const GOAL = 900;

export function service(code, about = {}) {
  return { code, letter: "A", names: { vi: code }, waiting: 0, oldest_since: null, oldest_number: null, n: 0, mean_s: null, counters: [1], expected_mean_s: null, in_vain: 0, ...about };
}

export function half(mean_s, about = {}) {
  return { start: "2026-11-23T01:00:00.000Z", n: mean_s === null ? 0 : 4, mean_s, expected_n: 0, expected_mean_s: null, ...about };
}

export function forecast(word, about = {}) {
  return { word, low_s: 700, high_s: 930, mean_s: 800, chance: 0.5, ...about };
}

export function view(about = {}) {
  return {
    goal_s: GOAL, longest_wait_s: GOAL, waiting: 0, longest: null, foreseen: true, forecast: null, advice: null, alerts: [],
    today: { n: 0, mean_s: null, p90_s: null, share_within_goal: null }, services: [], counters: [], half_hours: [],
    ...about,
  };
}

export const measured = (mean_s) => ({ today: { n: 20, mean_s } });
