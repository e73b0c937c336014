/** Joins the counter's page: sign in, choose a counter, work. */

import { chooseScreen } from "./choose.js";
import { Page } from "./shared/page.js";
import { CATALOGUE } from "./texts.js";
import { Work } from "./work.js";

const REMEMBERED = "dunghen.counter";

/** The page of a counter. */
class CounterPage extends Page {
  /** Signed in: straight back to one's own counter, or choose one. */
  async begin() {
    const { places } = await this.ask("/counters");
    const mine = places.find((/** @type {any} */ place) => place.state !== "closed" && place.staff_name === this.session.name);
    if (mine && this.session.role === "clerk") this.work(mine.number);
    else await this.choose(null);
  }

  /** @param {string|null} word */
  async choose(word) {
    await this.orSayWhy(async () => {
      const [{ places }, { services }] = await Promise.all([this.ask("/counters"), this.ask("")]);
      const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
      this.again = () => void this.choose(word);
      this.show(chooseScreen({ api, texts, session, office, places, word, switchLanguage, signedOut, signOut,
        serviceNames: namesIn(services), remembered: Number(localStorage.getItem(REMEMBERED)) || null,
        done: (counter) => this.work(counter) }));
    });
  }

  /** @param {number} counter @param {import("./kinds.js").CounterView|null} [view] what was shown before, in the other language */
  work(counter, view = null) {
    localStorage.setItem(REMEMBERED, String(counter));
    const { api, texts, session, office, switchLanguage, signedOut, signOut } = this;
    const work = new Work({ api, texts, session, office, counter, view, switchLanguage, signedOut, signOut,
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
