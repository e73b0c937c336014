/** Every text of the page in the language chosen on this machine. */

import en from "./texts/en.js";
import { REFUSALS } from "./texts/refusals.js";
import vi from "./texts/vi.js";

/** @typedef {"vi"|"en"} Language */
/** @typedef {Record<string, string|number>} Facts */

/** @type {Record<Language, Record<string, string|string[]>>} */
export const CATALOGUE = { vi, en };

/** @param {string} text @param {Facts} facts */
function filled(text, facts) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** The texts of one language. */
export class Texts {
  /** @param {Language} language */
  constructor(language) {
    this.language = language;
  }

  /** One text, filled in; an unknown key is a fault of the page. @param {string} key @param {Facts} [facts] */
  say(key, facts = {}) {
    const text = CATALOGUE[this.language][key];
    if (typeof text !== "string") throw new RangeError(`no text ${key}`);
    return filled(text, facts);
  }

  /** A list of ready-made answers. @param {string} key @returns {string[]} */
  list(key) {
    const texts = CATALOGUE[this.language][key];
    if (!Array.isArray(texts)) throw new RangeError(`no list ${key}`);
    return texts;
  }

  /** What a refusal means, by its code; codes of newer servers too. @param {string} code @param {Facts} [facts] */
  refusal(code, facts = {}) {
    return filled((REFUSALS[code] ?? REFUSALS.other)[this.language], { code, ...facts });
  }

  /** A name that the server gave in several languages. @param {import("./kinds.js").Names} names */
  name(names) {
    return names[this.language] ?? names.vi ?? Object.values(names)[0] ?? "";
  }
}

/** The language chosen on this machine, Vietnamese if none. @param {Storage} storage @returns {Language} */
export function chosenLanguage(storage) {
  return storage.getItem("dunghen.language") === "en" ? "en" : "vi";
}

/** @param {Storage} storage @param {Language} language */
export function chooseLanguage(storage, language) {
  storage.setItem("dunghen.language", language);
}
