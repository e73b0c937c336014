// Builders for the tests of the pages: they name only what matters.

let nextCall = 0;

export function board(fields = {}) {
  return {
    office: "ttpvhcc", names: { vi: "Trung tâm", en: "Centre" }, languages: ["vi", "en"],
    time_zone: "Asia/Ho_Chi_Minh", seq: 10, at: "2026-11-23T01:42:00.000Z", rate: 1, goal_s: 900,
    open_now: true, opens_at: null, closed_reason: null, services: { land: { vi: "Đất đai", en: "Land" } },
    counters: { 1: "open", 2: "open" }, calls: [], waiting: [], notices: [],
    today: { n: 0, mean_wait_s: null }, ...fields,
  };
}

export function waiting(...numbers) {
  return numbers.map((number) => ({ number, service: "land" }));
}

export function call(number, counter, fields = {}) {
  nextCall += 1;
  return {
    call_id: `call-${nextCall}`, number, counter, called_at: "2026-11-23T01:42:00.000Z", recalls: 0,
    voice: [["vi/invite", "vi/letter-a"], ["en/invite"]], ...fields,
  };
}

export function event(seq, kind, fields = {}) {
  return { seq, kind, at: "2026-11-23T01:42:30.000Z", ...fields };
}

export function called(seq, number, counter, fields = {}) {
  return event(seq, "ticket_called", { number, counter, call_id: `c${seq}`, voice: [["vi/invite"]], ...fields });
}
