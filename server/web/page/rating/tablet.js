/** The tablet of one counter: follows the office, asks whoever was just served, and goes home by itself. */

import { isShut } from "/look/device.js";
import { follow } from "/look/live.js";
import { el, replace } from "/counter-page/shared/dom.js";
import { Refused, Unreachable } from "/counter-page/shared/api.js";
import { screen } from "./screens.js";
import * as states from "./state.js";

/** How often the screen looks at the clock, and the server is asked though nothing happened (ms). */
const TICK_MS = 250;
const LOOK_MS = 15_000;

/** Steps of a ticket after which somebody else may have to be asked. */
const TELLING = new Set(["ticket_finished", "ticket_started", "ticket_called", "day_closed"]);

/** @typedef {import("/counter-page/shared/texts.js").Texts} Texts */

/** A screen of `Page`: one counter's tablet. */
export class Tablet {
  #state = states.idle();
  #drawn = "";
  #lookAt = 0;
  #lost = false;
  #timer = 0;
  /** @type {any} */ #told = null;
  /** @type {{stop: () => void}|null} */ #line = null;

  /**
   * @param {{api: import("/counter-page/shared/api.js").Api, office: string, counter: number, token: string|(() => string)|null,
   *   speak: (language: string) => Texts, shut: (error: Refused) => void}} given `shut`: the server lets this tablet in
   *   no more
   */
  constructor({ api, office, counter, token, speak, shut }) {
    Object.assign(this, { api, office, counter, token, speak, shut });
    /** @type {string} */ this.language = "vi";
    this.head = el("header", { class: "tablet-head" });
    this.banner = el("p", { class: "notice over lost", role: "alert", hidden: true });
    this.middle = el("main", { class: "tablet-middle" });
    this.foot = el("footer", { class: "tablet-foot" });
    this.element = el("div", { class: "tablet" }, this.head, this.banner, this.middle, this.foot);
  }

  get path() {
    return `/api/v1/offices/${encodeURIComponent(this.office)}/counters/${this.counter}`;
  }

  start() {
    this.#line = follow({
      office: this.office,
      ...(this.token && { token: this.token, fetch: this.api.fetch }),
      onBoard: () => void this.look(),
      onEvent: (event) => {
        if (TELLING.has(event.kind) && (event.counter === undefined || event.counter === this.counter)) void this.look();
      },
      onState: ({ mode, code }) => {
        if (mode === "refused" && isShut(code)) this.shut(new Refused({ code: code ?? "", status: 401 }));
        else if (this.#line) this.#say(mode === "stale");
      },
    });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    void this.look();
  }

  stop() {
    clearInterval(this.#timer);
    this.#line?.stop();
  }

  /** Ask the server whom to ask. */
  async look() {
    this.#lookAt = performance.now() + LOOK_MS;
    try {
      this.#told = await this.api.get(`${this.path}/rating`);
    } catch (error) {
      if (error instanceof Unreachable) return this.#say(true);
      if (error instanceof Refused && error.status < 500) return this.shut(error);
      if (error instanceof Refused) return this.#say(true);
      throw error;
    }
    const before = this.#state.screen;
    this.#go(states.told(this.#state, this.#told, performance.now()));
    if (before === "idle" && this.#state.ask) this.#speakTo(this.#state.ask.language);
    this.#draw();
  }

  #tick() {
    const now = performance.now();
    this.#go(states.ticked(this.#state, now));
    if (now >= this.#lookAt) void this.look();
    this.#count(now);
  }

  /** Take a new state: draw it, and send what is to be sent. @param {import("./state.js").State} next */
  #go(next) {
    if (next === this.#state) return;
    const before = this.#state.screen;
    this.#state = next;
    if (next.screen === "idle" && before !== "idle") this.#speakTo("vi");
    if (next.screen === "idle" && before !== "ask" && before !== "idle") this.#lookAt = 0;
    this.#draw();
    if (next.screen === "sending" && before !== "sending") void this.#send();
  }

  async #send() {
    this.#go(states.ended(this.#state, await this.#sent(), performance.now()));
  }

  /** @returns {Promise<"thanks"|"already"|"failed">} */
  async #sent() {
    try {
      await this.api.press(`${this.path}/rate`, states.rating(this.#state));
      return "thanks";
    } catch (error) {
      if (error instanceof Refused) return error.code === "already_rated" ? "already" : "failed";
      if (error instanceof Unreachable) return "failed";
      throw error;
    }
  }

  /** @param {string} language */
  #speakTo(language) {
    this.language = language === "en" ? "en" : "vi";
    this.#draw();
  }

  #draw() {
    const texts = this.speak(this.language);
    const now = performance.now();
    this.#drawHead(texts);
    const shown = JSON.stringify([this.#state.screen, this.#state.place, this.#state.ask, this.language]);
    if (shown !== this.#drawn) {
      this.#drawn = shown;
      this.element.dataset.screen = this.#state.screen;
      replace(this.middle, screen(this.#state, texts, this.#acts()));
    }
    this.#count(now);
  }

  /** @param {Texts} texts */
  #drawHead(texts) {
    if (!this.#told) return;
    const { office_names: names, counter, languages } = this.#told;
    const other = texts.language === "vi" ? "en" : "vi";
    const switches = languages.length > 1 && el("button",
      { type: "button", class: "language", lang: other, "data-focus": "language", onclick: () => this.#speakTo(other) },
      texts.say("other_language"));
    replace(this.head, el("p", { class: "tablet-office" }, texts.name(names)),
      el("p", { class: "tablet-counter" }, texts.say("counter", { n: counter })), switches);
  }

  /** The visible countdown. @param {number} now */
  #count(now) {
    const { screen: shown, endsAt, lasts } = this.#state;
    if (endsAt === null) return this.foot.replaceChildren();
    const texts = this.speak(this.language);
    const words = { ask: "closes_in", more: "sends_in" }[shown] ?? "home_in";
    const said = texts.say(words, { n: states.secondsLeft(this.#state, now) });
    const bar = this.foot.querySelector("progress");
    if (!bar) {
      const progress = el("progress", { max: lasts, value: Math.max(0, endsAt - now), "aria-hidden": "true" });
      return this.foot.replaceChildren(progress, el("p", { class: "figures" }, said));
    }
    bar.max = lasts;
    bar.value = Math.max(0, endsAt - now);
    const line = /** @type {HTMLElement} */ (this.foot.querySelector("p"));
    if (line.textContent !== said) line.textContent = said;
  }

  #acts() {
    const now = () => performance.now();
    return {
      choose: (/** @type {number} */ level) => this.#go(states.chosen(this.#state, level, now())),
      answer: (/** @type {number|null} */ step) => this.#go(states.answered(this.#state, step, now())),
      sendNow: () => this.#go(states.sending(this.#state)),
    };
  }

  /** @param {boolean} lost */
  #say(lost) {
    if (lost === this.#lost && this.banner.hidden === !lost) return;
    if (this.#lost && !lost) this.#lookAt = 0;
    this.#lost = lost;
    this.banner.hidden = !lost;
    this.banner.textContent = lost ? this.speak(this.language).say("lost") : "";
  }
}
