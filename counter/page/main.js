/** Joins the counter's page: sign in, choose a counter, work. */

import { DeviceToken } from "/look/device.js";
import { chooseScreen } from "./choose.js";
import { Api } from "./shared/api.js";
import { Page } from "./shared/page.js";
import { CATALOGUE } from "./texts.js";
import { Work } from "./work.js";

const REMEMBERED = "dunghen.counter";

/** The page of a counter: of a clerk who signs in, or of a machine that belongs to the counter. */
class CounterPage extends Page {
  #paired = new DeviceToken({ role: "counter" });
  /** The counter that this machine belongs to; null for a clerk's page. @type {number|null} */
  #own = null;

  async start() {
    const paired = await this.#paired.own();
    if (!paired?.device) return super.start();
    this.#own = paired.device.counter;
    this.api = new Api({ fetch: this.#paired.fetch });
    this.session = { name: paired.device.name, username: "", role: "counter", office: paired.device.office };
    await this.orSayWhy(() => this.begin());
  }

  signedOut() {
    if (this.#own !== null) this.#paired.revoked();
    else super.signedOut();
  }

  /** Signed in: straight back to one's own counter, or choose one. */
  async begin() {
    const { places } = await this.ask("/counters");
    const own = places.find((/** @type {any} */ place) => place.number === this.#own);
    if (own && own.state !== "closed") return this.work(own.number);
    const mine = places.find((/** @type {any} */ place) => place.state !== "closed" && place.staff_name === this.session.name);
    if (mine && this.session.role === "clerk") this.work(mine.number);
    else await this.choose(null);
  }

  /** @param {string|null} word */
  async choose(word) {
    await this.orSayWhy(async () => {
      const [{ places }, { services }] = await Promise.all([this.ask("/counters"), this.ask("")]);
      const { api, texts, session, office, switchLanguage, signedOut } = this;
      const own = places.filter((/** @type {any} */ place) => this.#own === null || place.number === this.#own);
      const signOut = this.#own === null ? this.signOut : null;
      this.again = () => void this.choose(word);
      this.show(chooseScreen({ api, texts, session, office, places: own, word, switchLanguage, signedOut, signOut,
        serviceNames: namesIn(services), remembered: Number(localStorage.getItem(REMEMBERED)) || null,
        done: (counter) => this.work(counter) }));
    });
  }

  /** @param {number} counter @param {import("./kinds.js").CounterView|null} [view] what was shown before, in the other language */
  work(counter, view = null) {
    localStorage.setItem(REMEMBERED, String(counter));
    const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
    const token = this.#own === null ? undefined : this.#paired.current;
    const work = new Work({ api, texts, session, office, counter, view, token, switchLanguage, signedOut, signOut,
      leave: (taken) => void this.choose(taken ? texts.say("taken_by", { n: taken.counter, name: taken.staff_name }) : null) });
    this.again = () => this.work(counter, work.desk.view);
    this.show(work);
    void work.desk.look();
  }
}

/** The names of the services that take tickets, by code. @param {any[]} services @returns {Record<string, any>} */
function namesIn(services) {
  return Object.assign({}, ...services.map(({ code, names, services: inner }) => (inner.length ? namesIn(inner) : { [code]: names })));
}

void new CounterPage(CATALOGUE).start();
