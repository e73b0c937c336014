/** Joins the tablet's page: a device token from the address, or a clerk who signs in; then one counter. */

import { DeviceToken, fetchWith, isShut } from "/look/device.js";
import { Api } from "/counter-page/shared/api.js";
import { Page } from "/counter-page/shared/page.js";
import { Texts } from "/counter-page/shared/texts.js";
import { Tablet } from "./tablet.js";
import { CATALOGUE } from "./texts.js";

const AGAIN_MS = 4000;

/** What the address says: `/rate/{office}/{counter}`. @param {string} path */
function place(path) {
  const [, , office = "", counter = ""] = path.split("/");
  return { office: decodeURIComponent(office), counter: Number(counter) };
}

/** Where a token that came with the address is kept. @param {Location} address */
function nameOf(address) {
  return `dunghen.rating.${address.pathname}`;
}

/**
 * The token of this tablet. It comes once behind a `#`, which no server ever sees, and is kept on the machine.
 * @param {Location} address @param {Storage} storage @returns {string|null}
 */
function tokenOf(address, storage) {
  const said = new URLSearchParams(address.hash.slice(1)).get("token");
  const name = nameOf(address);
  if (said) {
    storage.setItem(name, said);
    history.replaceState(null, "", address.pathname + address.search);
  }
  return storage.getItem(name);
}

class TabletPage extends Page {
  constructor() {
    super(CATALOGUE);
    this.paired = new DeviceToken({ role: "tablet", ...place(location.pathname) });
    /** @type {string|(() => string)|null} */ this.token = null;
  }

  async start() {
    if (!this.token) await this.#find();
    if (!this.token) return super.start();
    this.begin();
  }

  /** The token that came with the address, or that of a paired tablet. */
  async #find() {
    const given = tokenOf(location, localStorage);
    if (given) this.api = new Api({ fetch: fetchWith(given) });
    else if (await this.paired.own()) this.api = new Api({ fetch: this.paired.fetch });
    else return;
    this.token = given ?? this.paired.current;
  }

  begin() {
    this.again = () => this.begin();
    const { api, token } = this;
    const { office, counter } = place(location.pathname);
    const speak = (/** @type {string} */ language) => {
      document.documentElement.lang = language;
      return new Texts(language === "en" ? "en" : "vi", CATALOGUE);
    };
    this.show(new Tablet({ api, office, counter, token, speak, shut: (error) => this.shut(error) }));
  }

  /** The server does not let this tablet in: say why, and try again. @param {import("/counter-page/shared/api.js").Refused} error */
  shut(error) {
    if (error.status === 401 && !this.token) return this.signedOut();
    if (isShut(error.code)) {
      localStorage.removeItem(nameOf(location));
      return this.paired.revoked();
    }
    const own = { not_allowed: "not_seated", unknown_counter: "no_counter", unknown_office: "no_counter" }[error.code];
    this.sayInTheMiddle(own ? this.texts.say(own) : this.texts.refusal(error.code));
    if (error.code === "not_allowed") setTimeout(() => this.begin(), AGAIN_MS);
  }
}

void new TabletPage().start();
