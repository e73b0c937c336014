/** Builders of what a counter's page is told; each names only what matters to the test. */

let lastId = 0;

/** A ticket; waiting since 08:00 unless told otherwise. */
export function ticket(facts = {}) {
  lastId += 1;
  return {
    id: lastId, leg: 1, number: `A${String(lastId).padStart(3, "0")}`, service: "land", service_names: { vi: "Đất đai", en: "Land" },
    state: "waiting", version: 1, issued_at: "2026-11-23T01:00:00.000Z", arrived_at: "2026-11-23T01:00:00.000Z",
    called_at: null, started_at: null, held_at: null, slot: null, due: null, persons: 1, language: "vi", dossiers: [], note: "",
    waited_s: 0, ...facts,
  };
}

/** The view of counter 3, open and with nobody there. */
export function view(facts = {}) {
  return {
    office: "ttpvhcc", time_zone: "Asia/Ho_Chi_Minh", counter: 3, names: { vi: "Quầy 3" }, at: "2026-11-23T01:30:00.000Z", rate: 1,
    seq: 1, goal_s: 900, state: "open", reason: null, staff_name: "Nguyễn Thị Hoa", services: ["land"],
    service_names: { land: { vi: "Đất đai", en: "Land" }, civil: { vi: "Hộ tịch", en: "Civil status" }, farming: { vi: "Nông nghiệp", en: "Farming" } },
    ticket: null, on_hold: [], line: [], recent_no_shows: [], places: [],
    today: { served: 0, mean_counter_time_s: null, dossiers: 0, mean_wait_s: null }, alerts: [], ...facts,
  };
}

/** A pressed key. */
export function press(key, more = {}) {
  return { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more };
}
