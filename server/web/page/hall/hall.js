/** The one screen of the hall: it looks again when something happens, and says how old it is when it cannot. */

import { Refused, Unreachable } from "/counter-page/shared/api.js";
import { el, whenChanged } from "/counter-page/shared/dom.js";
import { createClock } from "/look/clock.js";
import { follow } from "/look/live.js";
import { dayAndMonth, duration, timeOfDay } from "/look/words.js";
import { deskHead } from "../desk.js";
import { advice } from "./advice.js";
import { alerts, wordsOf } from "./alerts.js";
import { cards } from "./cards.js";
import { chart } from "./chart.js";
import { counters } from "./counters.js";
import { goal } from "./numbers.js";
import { answer, isEmpty, news, openCounters } from "./rules.js";
import { services } from "./services.js";

/** @typedef {import("./kinds.js").HallView} HallView */

/** Looks follow each other no faster than this, and no slower while the line is alive (ms). */
const LEAST_MS = 1000;
const MOST_MS = 5000;
/** Until the first forecast has been made, it is asked for sooner. */
const SOON_MS = 1500;
/** Older than this the figures are said to be old (s). */
const OLD_S = 15;
/** How long it is said why a press was refused (ms). */
const REFUSAL_MS = 10000;

export class Hall {
  /** @type {HallView|null} */ view = null;
  /** A press is under way. */
  asking = false;
  /** The counter that is about to be closed: it is asked once; 0: one is being chosen. @type {number|null} */
  closing = null;
  /** Why a press was refused, for a while. */
  refusal = { words: "", until: -Infinity };
  #timer = 0;
  #lookedAt = -Infinity;
  #looks = 0;
  #drawn = 0;

  /**
   * @param {{api: import("/counter-page/shared/api.js").Api, texts: import("/counter-page/shared/texts.js").Texts,
   *   office: string, view: HallView, before?: Hall, switchLanguage: () => void, signOut: () => void,
   *   signedOut: () => void}} given `before`: the same hall in the other language, whose picture is taken on
   */
  constructor({ api, texts, office, view, before, switchLanguage, signOut, signedOut }) {
    this.api = api;
    this.texts = texts;
    this.office = office;
    this.signedOut = signedOut;
    this.path = `/api/v1/offices/${encodeURIComponent(office)}/hall`;
    this.head = deskHead({ texts, here: "today", title: texts.say("hall"), office, switchLanguage, signOut });
    this.chart = chart(this);
    this.parts = [cards(this), this.chart, advice(this), counters(this), services(this), alerts(this)];
    this.#build();
    this.clock = before?.clock ?? createClock();
    if (before?.view) this.#takeOn(before);
    else this.#take(view);
  }

  #build() {
    const [top, bars, help, places, lines, told] = this.parts.map((part) => part.element);
    this.banner = el("p", { class: "notice over hall-banner", role: "alert", hidden: true });
    this.notice = el("p", { class: "notice hall-notice", role: "status", hidden: true });
    this.spoken = el("p", { class: "visually-hidden", role: "status" });
    this.element = el("div", { class: "desk-page hall-page" }, this.head.element, this.banner, this.notice, this.spoken,
      el("main", { class: "hall" }, top,
        el("div", { class: "hall-left" }, bars, help, places), el("div", { class: "hall-right" }, lines, told)));
    this.sayBanner = whenChanged((/** @type {string} */ words) => write(this.banner, words));
    this.sayNotice = whenChanged((/** @type {string} */ words) => write(this.notice, words));
  }

  start() {
    this.chart.start();
    this.live = follow({ office: this.office, onEvent: () => this.#lookIn(0), onBoard: () => this.#lookIn(0) });
    this.seconds = setInterval(() => this.#tick(), 1000);
    this.#tick();
    this.#lookIn(SOON_MS);
  }

  stop() {
    this.chart.stop();
    this.live?.stop();
    clearInterval(this.seconds);
    clearTimeout(this.#timer);
    this.#timer = -1;
  }

  /** The office's now, in milliseconds since 1970. */
  now() {
    return this.clock.now() ?? Date.now();
  }

  /** Ask the staff for a counter, or take that back. @param {number} counter @param {string|null} service @param {boolean} wanted */
  async wantCounter(counter, service, wanted) {
    if (this.asking) return;
    this.asking = true;
    this.#draw();
    try {
      await this.api.press(`${this.path}/wanted`, { counter, ...(service && { service }), wanted });
    } catch (error) {
      this.#failed(error);
    } finally {
      this.asking = false;
    }
    await this.#look();
  }

  /** Ask whether a counter is to be closed; 0: choose another, null: none. @param {number|null} counter */
  askToClose(counter) {
    this.closing = counter;
    this.#tick();
  }

  /** Close a counter that somebody forgot. @param {number} counter */
  async closeCounter(counter) {
    if (this.asking) return;
    this.asking = true;
    this.closing = null;
    this.#draw();
    try {
      await this.api.press(`/api/v1/offices/${encodeURIComponent(this.office)}/counters/${counter}/close`, {});
    } catch (error) {
      this.#failed(error);
    } finally {
      this.asking = false;
    }
    await this.#look();
  }

  /** Look in a while; an earlier wish is kept, and looks never crowd. @param {number} wait */
  #lookIn(wait) {
    if (this.#timer === -1) return;
    const at = Math.max(performance.now() + wait, this.#lookedAt + LEAST_MS);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#look(), Math.max(0, Math.min(at, this.dueAt ?? Infinity) - performance.now()));
    this.dueAt = Math.min(at, this.dueAt ?? Infinity);
  }

  async #look() {
    if (this.#timer === -1) return;
    const mine = ++this.#looks;
    this.dueAt = undefined;
    this.#lookedAt = performance.now();
    try {
      const view = await this.api.get(this.path);
      if (mine > this.#drawn) {
        this.#drawn = mine;
        this.#take(view);
      }
    } catch (error) {
      this.#failed(error);
    }
    this.#lookIn(this.view?.foreseen ? MOST_MS : SOON_MS);
  }

  /** What went wrong with a look or a press: without a session one signs in, all else is said by its age. @param {unknown} error */
  #failed(error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (error instanceof Refused && error.status === 401) return this.signedOut();
    this.lost = error instanceof Unreachable || error.status >= 500;
    if (!this.lost) this.refusal = { words: this.#refused(error), until: performance.now() + REFUSAL_MS };
    this.#tick();
  }

  /** @param {Refused|Unreachable} error */
  #refused(error) {
    return this.texts.refusal(error.code, { number: error.problem?.ticket?.number ?? "" });
  }

  /** The same picture, as old as it is. @param {Hall} before */
  #takeOn({ view, freshAt, lost }) {
    Object.assign(this, { view, freshAt, lost });
    this.#draw();
  }

  /** @param {HallView} view */
  #take(view) {
    const fresh = news(this.view, view);
    this.view = view;
    this.lost = false;
    this.freshAt = performance.now();
    this.clock.set(view.at, view.rate);
    this.#draw();
    this.#speak(fresh);
  }

  #draw() {
    const { view } = this;
    if (!view) return;
    this.element.dataset.tone = answer(view);
    for (const part of this.parts) part.draw?.(view);
    this.sayNotice(this.#notice(view));
    this.#tick();
  }

  #tick() {
    const { view, texts } = this;
    if (!view) return;
    const now = this.now();
    for (const part of this.parts) part.tick?.(view, now);
    const { language } = texts;
    this.head.about(texts.say("about", {
      day: dayAndMonth(now, view.time_zone, language), time: timeOfDay(now, view.time_zone),
      open: openCounters(view), all: view.counters.length,
    }));
    const age_s = (performance.now() - (this.freshAt ?? 0)) / 1000;
    const old = this.lost || age_s > OLD_S;
    this.element.classList.toggle("old", old);
    this.head.line(old ? { state: "over", words: texts.say("stale", { age: duration(age_s, language) }) } : { state: "good", words: texts.say("live") });
    const refused = performance.now() < this.refusal.until ? this.refusal.words : "";
    this.sayBanner(old ? texts.say("offline_banner", { time: timeOfDay(view.at, view.time_zone) }) : refused);
  }

  /** @param {HallView} view */
  #notice(view) {
    const { texts } = this;
    if (view.open_now) return isEmpty(view) ? texts.say("empty_day") : "";
    const opens = view.opens_at && texts.say("opens_at", {
      time: timeOfDay(view.opens_at, view.time_zone), day: dayAndMonth(view.opens_at, view.time_zone, texts.language),
    });
    const why = view.closed_reason ? texts.say("closed_because", { reason: texts.name(view.closed_reason) }) : texts.say("closed_now");
    return [why, opens].filter(Boolean).join(" ");
  }

  /** Say it to whoever hears the page: what is new, politely and only then. @param {{answer: boolean, alerts: import("./kinds.js").Alert[]}} fresh */
  #speak(fresh) {
    const { view, texts } = this;
    if (!view || (!fresh.answer && !fresh.alerts.length)) return;
    const words = fresh.alerts.map((alert) => texts.say("new_alert", { words: wordsOf(texts, alert, view) }));
    if (fresh.answer) words.unshift(texts.say(`changed_${answer(view)}`, { goal: goal(view.goal_s, texts.language) }));
    this.spoken.textContent = words.join(" ");
  }
}

/** @param {HTMLElement} part @param {string} words nothing hides it */
function write(part, words) {
  part.hidden = !words;
  part.textContent = words;
}
