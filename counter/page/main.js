/** Joins the page: sign in, choose a counter, work; in the language chosen on this machine. */

import { Api, Refused, Unreachable } from "./api.js";
import { chooseScreen } from "./choose.js";
import { button, el } from "./dom.js";
import { signInScreen } from "./signin.js";
import { Texts, chooseLanguage, chosenLanguage } from "./texts.js";
import { Work } from "./work.js";

const ASK_AGAIN_MS = 2000;
const REMEMBERED = "dunghen.counter";

/** The page, showing one screen at a time. */
class Page {
  texts = new Texts(chosenLanguage(localStorage));
  api = new Api({ fetch });
  /** @type {any} */ session = null;
  /** What is shown, to show it again in the other language. */
  again = () => this.start();
  /** @type {{stop?: () => void}|null} */ #screen = null;

  constructor() {
    this.root = /** @type {HTMLElement} */ (document.getElementById("page"));
    this.switchLanguage = this.switchLanguage.bind(this);
    this.signedOut = this.signedOut.bind(this);
    this.signOut = this.signOut.bind(this);
  }

  async start() {
    this.#speak();
    await this.#orSayWhy(async () => {
      try {
        this.session = await this.api.session();
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return this.signIn();
        throw error;
      }
      return this.begin();
    });
  }

  /** @param {string|null} [word] */
  signIn(word = null) {
    const { api, texts, switchLanguage } = this;
    this.again = () => this.signIn(word);
    this.#show(signInScreen({ api, texts, word, switchLanguage, done: (session) => {
      this.session = session;
      void this.begin();
    } }));
  }

  /** Signed in: straight back to one's own counter, or choose one. */
  begin() {
    return this.#orSayWhy(async () => {
      const { places } = await this.#offices("/counters");
      const mine = places.find((/** @type {any} */ place) => place.state !== "closed" && place.staff_name === this.session.name);
      if (mine && this.session.role === "clerk") this.work(mine.number);
      else await this.choose(null);
    });
  }

  /** @param {string|null} word */
  async choose(word) {
    await this.#orSayWhy(async () => {
      const [{ places }, office] = await Promise.all([this.#offices("/counters"), this.#offices("")]);
      const { api, texts, session, switchLanguage, signedOut, signOut } = this;
      this.again = () => void this.choose(word);
      this.#show(chooseScreen({ api, texts, session, places, word, switchLanguage, signedOut, signOut, office: this.#office(),
        serviceNames: namesIn(office.services), remembered: Number(localStorage.getItem(REMEMBERED)) || null,
        done: (counter) => this.work(counter) }));
    });
  }

  /** @param {number} counter @param {import("./kinds.js").CounterView|null} [view] what was shown before, in the other language */
  work(counter, view = null) {
    localStorage.setItem(REMEMBERED, String(counter));
    const { api, texts, session, switchLanguage, signedOut, signOut } = this;
    const work = new Work({ api, texts, session, counter, view, switchLanguage, signedOut, signOut, office: this.#office(),
      leave: (taken) => void this.choose(taken ? texts.say("taken_by", { n: taken.counter, name: taken.staff_name }) : null) });
    this.again = () => this.work(counter, work.desk.view);
    this.#show(work);
    void work.desk.look();
  }

  async signOut() {
    await this.#orSayWhy(() => this.api.signOut());
    this.signIn();
  }

  signedOut() {
    this.session = null;
    this.signIn(this.texts.say("session_over"));
  }

  switchLanguage() {
    chooseLanguage(localStorage, this.texts.language === "vi" ? "en" : "vi");
    this.texts = new Texts(chosenLanguage(localStorage));
    this.#speak();
    this.again();
  }

  #speak() {
    document.documentElement.lang = this.texts.language;
    document.title = this.texts.say("page_title");
  }

  #office() {
    return this.session.office ?? new URLSearchParams(location.search).get("office") ?? "";
  }

  /** @param {string} path */
  #offices(path) {
    return this.api.get(`/api/v1/offices/${encodeURIComponent(this.#office())}${path}`);
  }

  /** @param {{element: HTMLElement, start?: () => void, stop?: () => void}} screen */
  #show(screen) {
    this.#screen?.stop?.();
    this.#screen = screen;
    this.root.replaceChildren(screen.element);
    screen.start?.();
  }

  /** Do something that needs the server; without it, say so and try again. @param {() => unknown} act */
  async #orSayWhy(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      this.#sayWhy(error);
    }
  }

  /** @param {Refused|Unreachable} error */
  #sayWhy(error) {
    const { texts } = this;
    const again = () => void this.start();
    const timer = error instanceof Unreachable ? setTimeout(again, ASK_AGAIN_MS) : 0;
    const code = error instanceof Unreachable ? "no_server" : this.session && !this.#office() ? "no_office" : error.code;
    this.#show({
      element: el("main", { class: "middle" }, el("div", { class: "card signin" }, el("p", { class: "brand" }, "Đúng Hẹn"),
        el("p", { role: "alert" }, texts.refusal(code)), button({ text: texts.say("try_again"), kind: "primary", press: again }))),
      stop: () => clearTimeout(timer),
    });
  }
}

/** The names of the services that take tickets, by code. @param {any[]} services @returns {Record<string, any>} */
function namesIn(services) {
  return Object.assign({}, ...services.map(({ code, names, services: inner }) => (inner.length ? namesIn(inner) : { [code]: names })));
}

void new Page().start();
