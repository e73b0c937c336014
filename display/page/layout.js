// What the screen shows of a board, and how much room each part gets. Pure.

/** @typedef {import("../../server/contract/page/fold.js").Board} Board */
/** @typedef {import("../../server/contract/page/fold.js").Call} Call */

/**
 * `alone`: one counter, so that no list of older calls is needed.
 * @typedef {{portrait: boolean, alone: boolean, columns: number, rows: number, near: number, lines: number}} Layout
 */

/** Columns and rows of older calls, smallest first: the first that holds all is taken. */
const LANDSCAPE = [[1, 4], [1, 6], [2, 5], [2, 7], [3, 7], [3, 8], [4, 8], [4, 10]];
const PORTRAIT = [[1, 4], [1, 5], [2, 5], [2, 7], [3, 8], [4, 8], [4, 10]];

/**
 * @param {number} counters how many counters this screen speaks for
 * @param {{width: number, height: number}} screen
 * @returns {Layout}
 */
export function chooseLayout(counters, { width, height }) {
  const portrait = height > width;
  const older = Math.max(0, counters - 1);
  const shapes = portrait ? PORTRAIT : LANDSCAPE;
  const [columns, rows] = shapes.find(([c, r]) => c * r >= older) ?? shapes[shapes.length - 1];
  const alone = older === 0;
  return { portrait, alone, columns, rows, near: portrait ? 5 : 6, lines: alone ? 5 : portrait ? 6 : 8 };
}

/**
 * The part of a board that belongs to a zone of counters. The line is the office's: a ticket waits
 * for a service, not for a counter.
 * @param {Board} board
 * @param {Set<number> | null} zone
 * @returns {Board}
 */
export function inZone(board, zone) {
  if (!zone) return board;
  const counters = Object.fromEntries(Object.entries(board.counters).filter(([number]) => zone.has(Number(number))));
  return { ...board, counters, calls: board.calls.filter((call) => zone.has(call.counter)) };
}

/**
 * How many counters may call here: those that are not closed, or whose call still stands.
 * @param {Board} board
 */
export function countersHere(board) {
  const here = new Set(board.calls.map((call) => String(call.counter)));
  for (const [number, state] of Object.entries(board.counters)) if (state !== "closed") here.add(number);
  return here.size;
}

/**
 * `calls`: somebody has been called; `empty`: not yet; `closed`: no tickets are given and nobody is
 * left to be called.
 * @param {Board} board
 * @returns {"calls" | "empty" | "closed"}
 */
export function whatToShow(board) {
  const working = Object.values(board.counters).some((state) => state !== "closed");
  if (!board.open_now && board.waiting.length === 0 && !(working && board.calls.length)) return "closed";
  return board.calls.length ? "calls" : "empty";
}

/**
 * The call in the big panel: the one being announced, else the newest that stands.
 * @param {Board} board
 * @param {Call | null} announced
 * @returns {Call | null}
 */
export function mainCall(board, announced) {
  return announced ?? board.calls[0] ?? null;
}

/**
 * The calls beside the big one, newest first, as many as there is room for.
 * @param {Board} board
 * @param {Call | null} main
 * @param {Layout} layout
 */
export function olderCalls(board, main, layout) {
  return board.calls.filter((call) => call.call_id !== main?.call_id).slice(0, layout.columns * layout.rows);
}

/**
 * The line of each service that has one, in the order of whose turn comes first.
 * @param {Board} board
 * @returns {{service: string, numbers: string[]}[]}
 */
export function linesByService(board) {
  /** @type {Map<string, string[]>} */
  const lines = new Map();
  for (const { service, number } of board.waiting) {
    const line = lines.get(service);
    if (line) line.push(number);
    else lines.set(service, [number]);
  }
  return [...lines].map(([service, numbers]) => ({ service, numbers }));
}

/**
 * Who is near: the first of the line, one fewer when numbers have grown to four digits.
 * @param {Board} board @param {Layout} layout
 */
export function nearNumbers(board, { near }) {
  const numbers = board.waiting.slice(0, near).map(({ number }) => number);
  return numbers.some((number) => number.length > 4) ? numbers.slice(0, near - 1) : numbers;
}

/**
 * How many numbers of each line there is room for, when so many lines stand side by side.
 * @param {number} lines @param {Layout} layout
 */
export function numbersPerLine(lines, { alone, portrait }) {
  if (alone || portrait || lines <= 4) return 4;
  return lines <= 6 ? 3 : 2;
}

/**
 * The page of `all` that is shown at `turn` when only `most` fit at a time.
 * @template T @param {T[]} all @param {number} most @param {number} turn
 * @returns {T[]}
 */
export function pageOf(all, most, turn) {
  const pages = Math.max(1, Math.ceil(all.length / most));
  return all.slice((turn % pages) * most, (turn % pages) * most + most);
}
