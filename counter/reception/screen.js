/** The one screen of reception: the field that finds, what was found, and the day beside it. */

import { el } from "/counter-page/shared/dom.js";
import { follow } from "/look/live.js";
import { banner, head } from "./head.js";
import { day } from "./day.js";
import { Desk } from "./desk.js";
import { field } from "./field.js";
import { found } from "./found.js";
import { booking } from "./panels/booking.js";
import { issue } from "./panels/issue.js";
import { leaves } from "./rules.js";
import { word } from "./word.js";

/** After how long events that come together are answered by one look, and how often a lost server is asked (ms). */
const LOOK_MS = 200;
const ASK_AGAIN_MS = 2000;

/** @typedef {{name: string, element: HTMLElement, enter: () => void, letter?: (letter: string) => boolean, redraw?: () => void}} Panel */

/** What the parts of the screen share. */
export class Screen {
  /** @type {Panel|null} */ panel = null;
  #lookTimer = 0;
  /** @type {"connecting"|"connected"|"stale"|"refused"} */ #mode = "connecting";

  /**
   * @param {{api: import("/counter-page/shared/api.js").Api, texts: import("/counter-page/shared/texts.js").Texts,
   *   session: {name: string, role: string}, office: string, place: any, switchLanguage: () => void,
   *   signedOut: () => void, signOut: () => void}} given `place`: the office as anyone may see it
   */
  constructor({ api, texts, session, office, place, switchLanguage, signedOut, signOut }) {
    Object.assign(this, { texts, session, place, switchLanguage, signOut });
    this.texts = texts;
    this.place = place;
    this.zone = place.time_zone;
    this.services = leaves(place.services);
    this.office = office;
    this.desk = new Desk({ api, office, onChange: () => this.draw(), onSignedOut: signedOut });
    this.close = this.close.bind(this);
    this.key = this.key.bind(this);
    this.#build();
  }

  #build() {
    const [top, lost, said] = [head, banner, word].map((part) => part(this));
    this.field = field(this);
    this.found = found(this);
    this.day = day(this);
    this.parts = [top, lost, said, this.field, this.found, this.day];
    this.panelPlace = el("div", { class: "panel-place" });
    const desk = el("div", { class: "reception-desk" },
      this.field.element, el("section", { class: "card reception-card" }, said.element, this.found.element, this.panelPlace));
    this.element = el("div", { class: "work" }, top.element, lost.element,
      el("main", { class: "reception" }, desk, this.day.element));
  }

  start() {
    this.live = follow({ office: this.office, onEvent: () => this.#lookSoon(), onBoard: () => this.#seen(), onState: (state) => this.#line(state) });
    this.seconds = setInterval(() => this.#tick(), 1000);
    this.again = setInterval(() => this.desk.answerLost && void this.desk.look(), ASK_AGAIN_MS);
    document.addEventListener("keydown", this.key);
    this.draw();
    this.field.focus();
    void this.desk.look();
  }

  stop() {
    this.live?.stop();
    clearInterval(this.seconds);
    clearInterval(this.again);
    clearTimeout(this.#lookTimer);
    document.removeEventListener("keydown", this.key);
  }

  /** The office's now, in milliseconds since 1970. */
  now() {
    return this.live?.clock.now() ?? Date.parse(this.place.at);
  }

  /** @returns {"connected"|"connecting"|"lost"} */
  connection() {
    if (this.desk.lost) return "lost";
    return this.#mode === "connecting" ? "connecting" : "connected";
  }

  /** @param {Panel} panel */
  open(panel) {
    this.panel = panel;
    this.desk.word = null;
    this.panelPlace.replaceChildren(panel.element);
    this.draw();
    panel.enter();
  }

  /** Back to the field. */
  close() {
    this.panel = null;
    this.panelPlace.replaceChildren();
    this.draw();
    this.field.focus();
  }

  /** The next person: nothing of this one stays on the screen. */
  next() {
    this.desk.forget();
    this.field.clear();
    this.close();
  }

  draw() {
    this.found.element.hidden = this.panel !== null;
    for (const part of this.parts) part.draw();
    this.panel?.redraw?.();
    this.#tick();
  }

  /** Function keys work everywhere; what is typed or scanned outside a field belongs to the one that finds. @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return this.panel ? this.close() : this.next();
    if (event.key === "F2" || event.key === "F4") {
      event.preventDefault();
      if (!event.repeat && !this.desk.lost) this.open(event.key === "F2" ? issue(this) : booking(this));
    } else this.#typed(event);
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    const inField = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (inField || event.key.length !== 1 || event.key === " ") return;
    if (this.panel?.letter?.(event.key.toUpperCase())) return event.preventDefault();
    this.field.focus();
  }

  #tick() {
    const now = this.now();
    for (const part of this.parts) part.tick?.(now);
  }

  /** The line has shown the office: it is there, before its next word on itself. */
  #seen() {
    this.#mode = "connected";
    this.#lookSoon();
  }

  #lookSoon() {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(() => void this.desk.look(), LOOK_MS);
  }

  /** @param {{mode: "connecting"|"connected"|"stale"|"refused"}} state */
  #line({ mode }) {
    const back = this.#mode !== "connected" && mode === "connected";
    const changed = this.#mode !== mode;
    this.#mode = mode;
    if (back) this.#lookSoon();
    this.desk.lineIs(mode === "stale" || mode === "refused");
    if (changed) this.draw();
  }
}
