/** A page that staff sign in to: one screen at a time, in the language chosen on this machine. */

import { Api, Refused, Unreachable } from "./api.js";
import { button, el } from "./dom.js";
import { signInScreen } from "./signin.js";
import { leadTo, skipLink } from "./skip.js";
import { Texts, chooseLanguage, chosenLanguage } from "./texts.js";

const ASK_AGAIN_MS = 2000;

/** @typedef {{element: HTMLElement, start?: () => void, stop?: () => void}} Screen */

/** What is the same on every such page; a page says in `begin` what comes after signing in. */
export class Page {
  api = new Api({ fetch });
  /** @type {any} */ session = null;
  /** What is shown, to show it again in the other language. */
  again = () => this.start();
  /** @type {Screen|null} */ #screen = null;

  /** @param {import("./texts.js").Catalogue} catalogue */
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.texts = new Texts(chosenLanguage(localStorage), catalogue);
    this.root = /** @type {HTMLElement} */ (document.getElementById("page"));
    this.skip = skipLink();
    document.body.prepend(this.skip);
    this.#speak();
    this.switchLanguage = this.switchLanguage.bind(this);
    this.signedOut = this.signedOut.bind(this);
    this.signOut = this.signOut.bind(this);
  }

  /** The first screen of somebody who is signed in. @returns {unknown} */
  begin() {
    throw new Error("every page begins in its own way");
  }

  async start() {
    this.#speak();
    await this.orSayWhy(async () => {
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
    this.show(signInScreen({ api, texts, word, switchLanguage, done: (session) => {
      this.session = session;
      void this.orSayWhy(() => this.begin());
    } }));
  }

  async signOut() {
    await this.orSayWhy(() => this.api.signOut());
    this.signIn();
  }

  signedOut() {
    this.session = null;
    this.signIn(this.texts.say("session_over"));
  }

  switchLanguage() {
    chooseLanguage(localStorage, this.texts.language === "vi" ? "en" : "vi");
    this.texts = new Texts(chosenLanguage(localStorage), this.catalogue);
    this.#speak();
    this.again();
  }

  /** The office of whoever is signed in; staff of the province name one in the address. @returns {string} */
  get office() {
    return this.session.office ?? new URLSearchParams(location.search).get("office") ?? "";
  }

  /** @param {string} path of the office */
  ask(path) {
    return this.api.get(`/api/v1/offices/${encodeURIComponent(this.office)}${path}`);
  }

  /** @param {Screen} screen */
  show(screen) {
    this.#screen?.stop?.();
    this.#screen = screen;
    this.root.replaceChildren(screen.element);
    leadTo(this.skip, screen.element);
    screen.start?.();
  }

  /** Do something that needs the server; without it, say so and try again. @param {() => unknown} act */
  async orSayWhy(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      this.#sayWhy(error);
    }
  }

  #speak() {
    document.documentElement.lang = this.texts.language;
    document.title = this.texts.say("page_title");
    this.skip.textContent = this.texts.say("skip");
    this.skip.lang = this.texts.language;
  }

  /** @param {Refused|Unreachable} error */
  #sayWhy(error) {
    const code = error instanceof Unreachable ? "no_server" : this.session && !this.office ? "no_office" : error.code;
    this.sayInTheMiddle(this.texts.refusal(code), error instanceof Unreachable);
  }

  /** Words alone on the page, with what to do next. @param {string} words @param {boolean} [byItself] try again by itself */
  sayInTheMiddle(words, byItself = false) {
    const again = () => void this.start();
    const timer = byItself ? setTimeout(again, ASK_AGAIN_MS) : 0;
    const { texts } = this;
    this.show({
      element: el("main", { class: "middle" }, el("div", { class: "card signin" }, el("h1", { class: "brand" }, "Đúng Hẹn"),
        el("p", { role: "alert" }, words), button({ text: texts.say("try_again"), kind: "primary", press: again }),
        this.session && button({ text: texts.say("sign_out"), press: this.signOut }))),
      stop: () => clearTimeout(timer),
    });
  }
}
