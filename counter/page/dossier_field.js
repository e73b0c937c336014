/** The dossier codes received from the current citizen: scanned or typed, kept until the citizen is done. */

import { button, el, replace, whenChanged } from "./shared/dom.js";
import { looksUsual, offered, withCodes, withoutCode } from "./dossiers.js";

/** @typedef {import("./work.js").Work} Work */

/** The codes of tickets that are not done yet; they outlive a reload of the page. */
class Kept {
  /** @param {Storage} storage */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {{id: number, dossiers: string[]}} ticket @returns {string[]} */
  of(ticket) {
    const kept = this.storage.getItem(`dunghen.dossiers.${ticket.id}`);
    return kept === null ? ticket.dossiers : JSON.parse(kept);
  }

  /** @param {{id: number}} ticket @param {string[]} codes */
  keep(ticket, codes) {
    this.storage.setItem(`dunghen.dossiers.${ticket.id}`, JSON.stringify(codes));
  }

  /** @param {{id: number}} ticket */
  forget(ticket) {
    this.storage.removeItem(`dunghen.dossiers.${ticket.id}`);
  }
}

/** @param {Work} work */
export function dossierField(work) {
  const { texts } = work;
  const kept = new Kept(sessionStorage);
  const input = /** @type {HTMLInputElement} */ (el("input", {
    class: "input", id: "dossier", "data-focus": "dossier", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", placeholder: texts.say("dossier_placeholder"), "aria-describedby": "dossier-word",
  }));
  const chips = el("ul", { class: "chips" });
  const offer = el("div", { class: "dossier-offer" });
  const hint = el("p", { class: "dossier-word", id: "dossier-word", role: "status" });
  const element = el("form", { class: "dossiers field" },
    el("label", { for: "dossier" }, texts.say("dossiers")), chips, offer, input, hint);
  const ticket = () => (work.desk.view?.ticket?.state === "serving" ? work.desk.view.ticket : null);
  const drawChips = whenChanged((codes) => replace(chips, ...codes.map(chip)));

  const drawOffer = whenChanged((code) => replace(offer, code && button({ text: texts.say("dossier_booked", { code }), kind: "small",
    focus: "dossier-booked", press: () => take(code) })));

  /** The code given with the booking has come with the papers. @param {string} code */
  function take(code) {
    const whose = ticket();
    if (!whose) return;
    kept.keep(whose, withCodes(kept.of(whose), code).codes);
    draw();
  }

  /** @param {string} code */
  function chip(code) {
    const usual = looksUsual(code);
    const drop = el("button", { type: "button", class: "chip-remove", "data-focus": `drop-${code}`,
      "aria-label": texts.say("dossier_remove", { code }), onclick: () => remove(code) }, "×");
    return el("li", { class: `badge ${usual ? "good" : "near"}` }, el("span", {}, usual ? code : `${code} ?`), drop);
  }

  /** @param {string} code */
  function remove(code) {
    const whose = ticket();
    if (!whose) return;
    kept.keep(whose, withoutCode(kept.of(whose), code));
    draw();
    input.focus();
  }

  /** @param {SubmitEvent} [event] */
  function add(event) {
    event?.preventDefault();
    const whose = ticket();
    if (!whose || input.value.trim() === "") return;
    const { codes, problem } = withCodes(kept.of(whose), input.value);
    const unusual = codes.slice(kept.of(whose).length).some((code) => !looksUsual(code));
    kept.keep(whose, codes);
    hint.textContent = problem ? texts.say(problem) : unusual ? texts.say("dossier_unusual") : "";
    if (problem !== "dossier_letters") input.value = "";
    draw();
  }

  let drawnFor = 0;
  function draw() {
    const whose = ticket();
    element.hidden = whose === null || work.panel !== null;
    drawChips(whose ? kept.of(whose) : []);
    drawOffer(whose && offered(kept.of(whose), whose.booking?.dossier));
    if (whose && whose.id !== drawnFor) newPerson(whose.id);
    if (!whose) drawnFor = 0;
  }

  /** @param {number} id */
  function newPerson(id) {
    drawnFor = id;
    input.value = "";
    hint.textContent = "";
    if (work.focusIsFree()) input.focus();
  }

  element.addEventListener("submit", add);
  return {
    element,
    draw,
    /** The codes of the current citizen, with what still stands in the field; null if that cannot be taken. */
    all() {
      add();
      const whose = ticket();
      if (!whose) return [];
      if (input.value.trim() === "") return kept.of(whose);
      input.focus();
      return null;
    },
    kept,
  };
}
