/**
 * What a clerk can do now, and with which key: pure rules over the counter's view.
 *
 * F2 never starts anybody: pressed by habit on a citizen who was only called, it would falsify the
 * measured time. The page then offers what may have been meant.
 */

/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Action} Action */

/** @param {string} id @param {string} key @param {Action["rank"]} rank @returns {Action} */
const action = (id, key, rank = "plain") => ({ id, key, rank });

/** @type {Record<string, Action[]>} */
const POSSIBLE = {
  closed: [action("open", "F3", "primary")],
  paused: [action("open", "F3", "primary"), action("close", "Shift+F4", "quiet")],
  idle: [
    action("call_next", "F2", "primary"),
    action("call_other", "Shift+F2"),
    action("pause", "Shift+F3", "quiet"),
    action("close", "Shift+F4", "quiet"),
  ],
  called: [
    action("start", "F3", "primary"),
    action("recall", "F6", "second"),
    action("no_show_next", "F7"),
    action("no_show", "Shift+F7"),
    action("put_back", "F10"),
  ],
  serving: [
    action("finish_next", "F2", "primary"),
    action("finish", "F4", "second"),
    action("hold", "F8"),
    action("transfer", "F9"),
    action("put_back", "F10"),
    action("call_other", "Shift+F2"),
  ],
};

/** Finishing somebody who was never started: offered only when F2 was pressed on them. */
export const FORGOTTEN_START = action("finish", "F4");

/** Keys of the page that browsers would otherwise answer themselves. */
const OWN_KEYS = new Set(["F2", "F3", "F4", "F6", "F7", "F8", "F9", "F10"]);

/** How long a second press of the same key is taken for a slip of the finger, in milliseconds. */
const SLIP_MS = 700;

/** @param {CounterView} view @returns {"closed"|"paused"|"idle"|"called"|"serving"} */
export function situation(view) {
  if (view.ticket) return view.ticket.state === "called" ? "called" : "serving";
  return view.state === "open" ? "idle" : view.state;
}

/** The actions possible now, the most important first. @param {CounterView} view @returns {Action[]} */
export function possible(view) {
  return POSSIBLE[situation(view)].filter(({ id }) => id !== "call_other" || view.line.length > 0);
}

/** The action that a key stands for now. @param {CounterView} view @param {string} key */
export function actionOfKey(view, key) {
  return possible(view).find((candidate) => candidate.key === key) ?? null;
}

/**
 * The name of a pressed function key, e.g. `F2` or `Shift+F2`; null when the key is not the page's:
 * letters, Enter and combinations with other modifiers stay with the field or the browser.
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean, metaKey: boolean}} press
 */
export function keyName(press) {
  if (!OWN_KEYS.has(press.key) || press.ctrlKey || press.altKey || press.metaKey) return null;
  return press.shiftKey ? `Shift+${press.key}` : press.key;
}

/**
 * Why a key does nothing now, as the code of a text; null when nobody needs an explanation.
 * @param {CounterView} view @param {string} key
 */
export function whyNot(view, key) {
  if (key === "F2" && situation(view) === "called") return "not_started";
  if (key === "F2" && situation(view) !== "idle") return "counter_not_open";
  return null;
}

/**
 * Whether a press counts, given the last one that did: one press at a time, and the same key again
 * within `SLIP_MS` is a slip.
 * @param {{id: string, at: number}|null} last @param {string} id @param {number} at
 */
export function counts(last, id, at) {
  return last === null || last.id !== id || at - last.at >= SLIP_MS;
}

/**
 * The body of a step of the current ticket: the ticket and the version that the clerk saw.
 * @param {CounterView} view @param {object} [more]
 */
export function stepBody(view, more = {}) {
  if (!view.ticket) return { ...more };
  return { ticket: view.ticket.id, version: view.ticket.version, ...more };
}

/**
 * What can be done with the people at the side; whoever closed the counter does not work at it.
 * @param {CounterView} view @returns {{waiting: string[], held: string[]}}
 */
export function rowActions(view) {
  const now = situation(view);
  if (now === "closed") return { waiting: [], held: [] };
  return {
    waiting: now === "idle" || now === "serving" ? ["call_other", "remove"] : ["remove"],
    held: now === "idle" ? ["resume", "finish_held", "no_show_held"] : ["finish_held", "no_show_held"],
  };
}

/** How many wait for each service of the line, the longest first. @param {CounterView} view */
export function lineByService(view) {
  const counts = new Map();
  for (const ticket of view.line) counts.set(ticket.service, (counts.get(ticket.service) ?? 0) + 1);
  return [...counts].map(([service, n]) => ({ service, n })).sort((a, b) => b.n - a.n);
}
