/** Panels that ask once for what a step still needs, in place of the buttons: no dialog on a dialog. */

import { button, el, focusOn } from "./shared/dom.js";
import { current, frame, textField } from "./panel_frame.js";
import { situation } from "./state.js";
import { transferPanel } from "./transfer.js";

/** @typedef {import("./work.js").Work} Work */
/** @typedef {import("./kinds.js").CounterView} CounterView */
/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {import("./panel_frame.js").Panel} Panel */

/** @type {Record<string, (work: Work, ticket: Ticket) => Panel>} */
const PANELS = { hold, transfer: transferPanel, call_other: callOther, remove, pause, close };

/** Whether an action asks something first. @param {string} id */
export function asksFirst(id) {
  return id in PANELS;
}

/** @param {string} name @param {Work} work @param {Ticket} ticket @returns {Panel} */
export function openedPanel(name, work, ticket) {
  return PANELS[name](work, ticket);
}

/** Put a panel into the page and the focus into it. @param {Element} place @param {Panel} panel */
export function showPanel(place, panel) {
  place.replaceChildren(panel.element);
  focusOn(panel.element, panel.focus);
}

/** @param {Work} work @param {Ticket} ticket @returns {Panel} */
function hold(work, ticket) {
  const { texts } = work;
  const note = textField("panel-note", texts.say("hold_note"), texts.say("hold_placeholder"));
  const submit = () => work.act("hold", { note: note.value() });
  return {
    name: "hold", focus: "panel-note", submit, still: current(ticket),
    element: frame(work, { title: texts.say("hold_title", ticket), doText: texts.say("hold"), key: "F8", submit }, note.element),
  };
}

/** @param {Work} work @param {Ticket} ticket @returns {Panel} */
function callOther(work, ticket) {
  const { texts, desk } = work;
  const serving = desk.view?.ticket?.number;
  const doText = serving ? texts.say("other_finish_do", { current: serving, number: ticket.number })
    : texts.say("other_do", { number: ticket.number });
  const call = (/** @type {string} */ reason) => work.act("call_other", { ticket, reason });
  return withReason(work, {
    name: "call_other", reasons: "why_call", run: call, still: (view) => inLine(view, ticket) && situation(view) !== "called",
    frame: { title: texts.say("other_title_n", ticket), hint: texts.name(ticket.service_names), doText },
  });
}

/** @param {Work} work @param {Ticket} ticket @returns {Panel} */
function remove(work, ticket) {
  const { texts } = work;
  return withReason(work, {
    name: "remove", reasons: "why_remove", run: (reason) => work.act("remove", { ticket, reason }),
    still: (view) => inLine(view, ticket),
    frame: { title: texts.say("remove_title", ticket), hint: texts.say("remove_hint"),
      doText: texts.say("remove_do", ticket), doKind: "danger" },
  });
}

/** @param {Work} work @returns {Panel} */
function pause(work) {
  const { texts, desk } = work;
  return withReason(work, {
    name: "pause", reasons: "why_pause", run: (reason) => work.act("pause", { reason }), still: (view) => situation(view) === "idle",
    frame: { title: texts.say("pause_title", { n: desk.view?.counter ?? "" }), doText: texts.say("pause"), key: "Shift+F3" },
  });
}

/** @param {Work} work @returns {Panel} */
function close(work) {
  const { texts, desk } = work;
  const view = /** @type {CounterView} */ (desk.view);
  const submit = () => work.act("close");
  const hint = view.line.length ? texts.say("close_hint", { n: view.line.length }) : texts.say("close_hint_none");
  const held = view.on_hold.length > 0 && el("p", { class: "notice near" }, texts.say("close_held", { n: view.on_hold.length }));
  return {
    name: "close", focus: "do", submit, still: (now) => !now.ticket && now.state !== "closed",
    element: frame(work, { title: texts.say("close_title", { n: view.counter }), hint, doText: texts.say("close"),
      doKind: "danger", key: "Shift+F4", submit }, held),
  };
}

/**
 * A panel that needs a reason: ready-made ones as buttons, or the clerk's own words.
 * @param {Work} work
 * @param {{name: string, reasons: string, run: (reason: string) => void, still: Panel["still"],
 *   frame: {title: string, hint?: string, doText: string, doKind?: string, key?: string}}} what
 * @returns {Panel}
 */
function withReason(work, { name, reasons, run, still, frame: words }) {
  const { texts } = work;
  const field = textField("panel-reason", texts.say("reason"));
  const submit = () => (field.value() ? run(field.value()) : field.miss(texts.say("reason_needed")));
  const ready = texts.list(reasons).map((reason, i) =>
    button({ text: reason, kind: "small", focus: `reason-${i}`, press: () => field.set(reason) }));
  return {
    name, focus: "panel-reason", submit, still,
    element: frame(work, { ...words, submit }, field.element, el("div", { class: "ready-made" }, ...ready)),
  };
}

/** @param {CounterView} view @param {Ticket} ticket */
function inLine(view, ticket) {
  return view.line.some(({ id, version }) => id === ticket.id && version === ticket.version);
}
