/** Figures as shapes to draw: the grid of a week, bars of minutes, a day of counters. Nothing here touches the page. */

/** @typedef {import("./kinds.js").Row} Row */
/** @typedef {import("./kinds.js").CounterDay} CounterDay */
/** @typedef {import("./kinds.js").TicketFact} TicketFact */

/** Fewer tickets than this are few: what they say is shown, but softly. */
export const FEW = 5;

/**
 * How far a mean is from the goal, in six steps: 1 to 3 are within it, 4 to 6 beyond; 0 for nothing.
 * @param {number|null|undefined} seconds @param {number} goal
 */
export function level(seconds, goal) {
  if (seconds === null || seconds === undefined) return 0;
  const share = seconds / goal;
  return 1 + [1 / 3, 2 / 3, 1, 1.5, 2].filter((edge) => share > edge).length;
}

/** The half-hour after one: `08:30` after `08:00`. @param {string} key */
export function nextHalfHour(key) {
  const minute = Number(key.slice(0, 2)) * 60 + Number(key.slice(3)) + 30;
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/**
 * Rows by half-hour and weekday as a grid without gaps between the first and the last half-hour; half-hours
 * in which nobody was answered, before the first and after the last answer, are left away.
 * @param {Row[]} rows with keys like `1 08:30`
 * @returns {{weekdays: number[], hours: string[], cells: (Row|null)[][]}} a row of cells for each half-hour
 */
export function weekGrid(rows) {
  const answered = rows.filter((row) => row.n > 0);
  if (!answered.length) return { weekdays: [], hours: [], cells: [] };
  const times = answered.map((row) => row.key.slice(2)).sort();
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => day < 6 || answered.some((row) => row.key.startsWith(`${day} `)));
  const hours = [times[0]];
  while (hours[hours.length - 1] < times[times.length - 1]) hours.push(nextHalfHour(hours[hours.length - 1]));
  const found = new Map(answered.map((row) => [row.key, row]));
  return { weekdays, hours, cells: hours.map((hour) => weekdays.map((day) => found.get(`${day} ${hour}`) ?? null)) };
}

/**
 * Bins of whole minutes as bars of equal width, the goal between two of them; everything longer than an hour
 * is one bar.
 * @param {{from_s: number, to_s: number|null, n: number}[]} bins @param {number} goal seconds
 * @returns {{from: number, to: number|null, n: number}[]} in minutes
 */
export function minuteBars(bins, goal) {
  const width = [3, 5, 2].find((one) => (goal / 60) % one === 0) ?? 1;
  const last = 60;
  /** @type {{from: number, to: number|null, n: number}[]} */
  const bars = [];
  for (let from = 0; from < Math.min(last, bins.length); from += width) {
    bars.push({ from, to: from + width, n: bins.slice(from, from + width).reduce((sum, bin) => sum + bin.n, 0) });
  }
  const beyond = bins.slice(last).reduce((sum, bin) => sum + bin.n, 0);
  return beyond ? [...bars, { from: last, to: null, n: beyond }] : bars;
}

/**
 * One day of counters on a scale from 0 to 1: lanes with spans and tickets. The scale holds the hours of the
 * office and everything that happened, whole hours.
 * @param {CounterDay} day
 */
export function lanesOf(day) {
  const now = Date.parse(day.at);
  const moments = [
    ...day.spans.flatMap((span) => [Date.parse(span.began_at), span.ended_at ? Date.parse(span.ended_at) : now]),
    ...day.tickets.flatMap((ticket) => [Date.parse(ticket.called_at ?? ticket.ended_at), Date.parse(ticket.ended_at)]),
  ];
  if (!moments.length) return { lanes: [], hours: [], start: now, end: now };
  const hour = 3_600_000;
  const start = Math.floor(Math.min(...moments) / hour) * hour;
  const end = Math.ceil((Math.max(...moments) + 1) / hour) * hour;
  const place = (/** @type {number} */ moment) => (moment - start) / (end - start);
  const numbers = [...new Set([...day.spans, ...day.tickets].map((one) => /** @type {number} */ (one.counter)))].sort((a, b) => a - b);
  return {
    start,
    end,
    hours: Array.from({ length: (end - start) / hour + 1 }, (_, at) => start + at * hour),
    lanes: numbers.map((counter) => ({
      counter,
      spans: day.spans.filter((span) => span.counter === counter).map((span) => ({
        ...span, from: place(Date.parse(span.began_at)), to: place(span.ended_at ? Date.parse(span.ended_at) : now),
      })),
      tickets: day.tickets.filter((ticket) => ticket.counter === counter && ticket.called_at).map((ticket) => ({
        ticket, from: place(Date.parse(ticket.called_at ?? "")), to: place(Date.parse(ticket.ended_at)),
      })).sort((a, b) => a.from - b.from),
      ...used(day, counter, now),
    })),
  };
}

/** Seconds a counter was open, and the share of them with somebody. @param {CounterDay} day @param {number} counter @param {number} now */
function used(day, counter, now) {
  const open = day.spans
    .filter((span) => span.counter === counter && span.state === "open")
    .reduce((sum, span) => sum + ((span.ended_at ? Date.parse(span.ended_at) : now) - Date.parse(span.began_at)) / 1000, 0);
  const busy = day.tickets
    .filter((ticket) => ticket.counter === counter)
    .reduce((sum, ticket) => sum + (ticket.way_s ?? 0) + (ticket.counter_time_s ?? 0), 0);
  return { open_s: open, occupancy: open > 0 ? busy / open : null };
}

/**
 * Where grid lines stand on a scale from 0: whole steps, at most `most` of them, that reach the highest value.
 * @param {number} highest @param {number} [most]
 */
export function ticks(highest, most = 6) {
  const step = [0.5, 1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000].find((one) => highest / one <= most) ?? highest / most;
  return Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, at) => at * step);
}

/** What a chart of days shows: every day apart, or weeks or months with the days as dots. @param {number} days */
export function grain(days) {
  if (days <= 1) return "hour";
  if (days <= 45) return "day";
  return days <= 400 ? "week" : "month";
}
