/** The working screen of one counter: its parts, its panels, its keys, and the line to the server. */

import { isShut } from "/look/device.js";
import { follow } from "/look/live.js";
import { actions } from "./actions.js";
import { alerts, banner } from "./alerts.js";
import { coming } from "./coming.js";
import { current } from "./current.js";
import { Desk } from "./desk.js";
import { dossierField } from "./dossier_field.js";
import { el } from "./shared/dom.js";
import { figures } from "./figures.js";
import { head } from "./head.js";
import { listenToKeys } from "./keys.js";
import { line } from "./line.js";
import { asksFirst, openedPanel, showPanel } from "./panels.js";
import { word } from "./word.js";

/** @typedef {import("./kinds.js").Ticket} Ticket */
/** @typedef {import("./panel_frame.js").Panel} Panel */

/** After how long events that come together are answered by one look, and how often a lost server is asked (ms). */
const LOOK_MS = 150;
const ASK_AGAIN_MS = 2000;

/** What the parts of the screen share. */
export class Work {
  /** @type {Panel|null} */ panel = null;
  #lookTimer = 0;
  /** @type {import("/look/live.js").State["mode"]} */ #mode = "connecting";

  /**
   * @param {{api: import("./shared/api.js").Api, texts: import("./shared/texts.js").Texts, office: string, counter: number,
   *   session: {name: string, role: string}, view: import("./kinds.js").CounterView|null, leave: (taken?: import("./kinds.js").CounterView) => void, switchLanguage: () => void,
   *   signOut: () => void, signedOut: () => void, token?: () => string}} given `token`: of a machine that belongs to the counter
   */
  constructor({ api, texts, office, counter, session, view, token, leave, switchLanguage, signOut, signedOut }) {
    this.texts = texts;
    this.session = session;
    this.leave = leave;
    this.switchLanguage = switchLanguage;
    this.signOut = signOut;
    this.signedOut = signedOut;
    this.otherCounter = () => leave();
    this.desk = new Desk({ api, office, counter, now: () => performance.now(), onChange: () => this.draw(), onSignedOut: signedOut });
    this.desk.view = view;
    this.closePanel = this.closePanel.bind(this);
    this.press = this.press.bind(this);
    this.#build(api, office);
    this.draw();
    this.live = follow({ office, ...(token && { token, fetch: api.fetch }), onEvent: (event) => this.#heard(event), onBoard: () => this.#seen(), onState: (state) => this.#line(state) });
    const seconds = setInterval(() => this.#tick(), 1000);
    const again = setInterval(() => this.desk.answerLost && void this.desk.look(), ASK_AGAIN_MS);
    const keys = listenToKeys(this);
    this.stop = () => {
      this.live.stop();
      clearInterval(seconds);
      clearInterval(again);
      clearTimeout(this.#lookTimer);
      keys.stop();
    };
  }

  /** @param {import("./shared/api.js").Api} api @param {string} office */
  #build(api, office) {
    this.dossiers = dossierField(this);
    this.coming = coming(this, api, office);
    this.line = line(this);
    const [top, lost, notes, person, buttons, said, own] = [head, banner, alerts, current, actions, word, figures].map((part) => part(this));
    this.parts = [top, lost, notes, person, buttons, said, own, this.dossiers, this.line, this.coming];
    this.panelPlace = el("div", { class: "panel-place" });
    this.buttons = buttons.element;
    const card = el("section", { class: "card current" }, person.element, this.buttons, this.panelPlace, said.element, this.dossiers.element);
    this.main = el("main", { class: "desk" }, el("div", { class: "desk-main" }, card, own.element), this.line.element);
    this.loading = loading();
    this.element = el("div", { class: "work" }, top.element, lost.element, notes.element, this.loading, this.main);
  }

  /** The office's now, in milliseconds since 1970. */
  officeNow() {
    return this.live?.clock.now() ?? (this.desk.view ? Date.parse(this.desk.view.at) : 0);
  }

  /** @returns {"connected"|"connecting"|"lost"} */
  connection() {
    if (this.desk.lost) return "lost";
    return this.#mode === "connecting" ? "connecting" : "connected";
  }

  /** Whether nobody types anywhere, so that the dossier field may take the focus. */
  focusIsFree() {
    return !this.panel && !(document.activeElement instanceof HTMLInputElement);
  }

  /** A button or key of an action was pressed. @param {string} id */
  press(id) {
    const ticket = this.desk.view?.ticket;
    if (this.desk.lost) return;
    if (id === "call_other") this.#toLine();
    else if (asksFirst(id) && this.panel?.name === id) this.panel.submit();
    else if (asksFirst(id)) this.ask(id, /** @type {Ticket} */ (ticket));
    else void this.act(id);
  }

  /**
   * One press, with the codes that were received; panels close when it is done.
   * @param {string} id @param {import("./steps.js").Extra} [extra]
   */
  async act(id, extra = {}) {
    const { ticket } = this.desk.view ?? {};
    const dossiers = this.dossiers.all();
    if (dossiers === null) return;
    const done = await this.desk.act(id, { dossiers, ...extra });
    if (!done) return;
    this.closePanel();
    for (const ended of [ticket, extra.ticket]) if (ended && this.#ended(ended)) this.dossiers.kept.forget(ended);
  }

  /** @param {string} id @param {Ticket} ticket */
  actOnHeld(id, ticket) {
    return this.act(id, { ticket, dossiers: this.dossiers.kept.of(ticket) });
  }

  /** Open the panel of an action. @param {string} id @param {Ticket} ticket */
  ask(id, ticket) {
    this.panel = openedPanel(id, this, ticket);
    this.desk.word = null;
    this.buttons.hidden = true;
    this.draw();
    if (this.panel) showPanel(this.panelPlace, this.panel);
  }

  closePanel() {
    if (!this.panel) return;
    this.panel = null;
    this.panelPlace.replaceChildren();
    this.buttons.hidden = false;
    this.draw();
  }

  draw() {
    const { view } = this.desk;
    if (view && this.#isColleagues(view)) return this.leave(view);
    if (this.panel && view && !this.panel.still(view)) this.closePanel();
    this.loading.hidden = view !== null;
    this.main.hidden = view === null;
    for (const part of this.parts) part.draw();
    this.#tick();
  }

  #tick() {
    const now = this.officeNow();
    for (const part of this.parts) part.tick?.(now);
  }

  #toLine() {
    this.closePanel();
    this.line.enter();
  }

  /** A clerk whose counter a colleague has taken over must not go on working at it. @param {import("./kinds.js").CounterView} view */
  #isColleagues(view) {
    return this.session.role === "clerk" && view.state !== "closed" && view.staff_name !== this.session.name;
  }

  /** @param {Ticket} ticket */
  #ended(ticket) {
    const { view } = this.desk;
    return view !== null && view.ticket?.id !== ticket.id && !view.on_hold.some(({ id }) => id === ticket.id);
  }

  /** The line has shown the office: it is there, before its next word on itself. */
  #seen() {
    this.#mode = "connected";
    this.coming.changed();
    this.#lookSoon();
  }

  /** @param {{kind: string}} event */
  #heard({ kind }) {
    if (/^(appointment|check_in)_/.test(kind)) this.coming.changed();
    this.#lookSoon();
  }

  #lookSoon() {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => void this.desk.look(), LOOK_MS);
  }

  /** @param {import("/look/live.js").State} state */
  #line({ mode, code }) {
    if (mode === "refused" && isShut(code)) return this.signedOut();
    const back = this.#mode !== "connected" && mode === "connected";
    this.#mode = mode;
    if (back) this.#lookSoon();
    this.desk.lineIs(mode === "stale" || mode === "refused");
    this.draw();
  }
}

/** Grey shapes of the desk, which appear when the first look takes a while. */
function loading() {
  return el("div", { class: "late desk", "aria-hidden": "true" },
    el("div", { class: "desk-main" }, el("div", { class: "skeleton tall" }), el("div", { class: "skeleton low" })),
    el("div", { class: "skeleton side" }));
}
