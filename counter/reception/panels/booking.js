/** Booking for somebody at the desk or on the phone. */

import { button, el, replace } from "/counter-page/shared/dom.js";
import { timeOfDay } from "/look/words.js";
import { timeChooser } from "../times.js";
import { bookedPanel } from "./done.js";
import { choice, frame, textField } from "./frame.js";

/** What the server takes (`Phone` and `Dossier` of the contract). */
const PHONE = /^\+?[0-9][0-9 .()-]{6,22}$/;
const DOSSIER = /^[A-Za-z0-9./_-]{1,60}$/;

/** @param {import("../screen.js").Screen} screen @returns {import("../screen.js").Panel} */
export function booking(screen) {
  const { texts, desk, zone, services } = screen;
  const service = choice("book-service", texts.say("service"), services.map((one) => ({ value: one.code, text: texts.name(one.names) })));
  const name = textField("book-name", texts.say("name"), { maxlength: 120 });
  const phone = textField("book-phone", texts.say("phone_field"), { maxlength: 24, inputmode: "tel" });
  const dossier = textField("book-dossier", texts.say("dossier_field"), { maxlength: 60 });
  const note = textField("book-note", texts.say("note_field"), { maxlength: 500 });
  const consent = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: "book-consent" }));
  const wrong = el("p", { class: "field-error", role: "alert" });
  const place = el("div", { class: "steps" });
  const chooser = timeChooser(screen, { service: () => service.select.value, onChange: draw });

  /** @param {string|null} start */
  function draw(start) {
    const text = start ? texts.say("book_do", { time: timeOfDay(start, zone) }) : texts.say("book_do_none");
    replace(place, button({ text, kind: "primary large", focus: "do", submit: true, locked: !start && texts.say("book_do_none") }));
  }

  /** What was said, without what was left empty. */
  function said() {
    const fields = { name: name.input, phone: phone.input, dossier: dossier.input, note: note.input };
    return Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value.normalize("NFC").trim()]).filter(([, value]) => value));
  }

  /** What is not right yet, as the key of a word, and the field it is about. @param {Record<string, string>} personal @returns {[string, HTMLElement]|null} */
  function problem(personal) {
    if (personal.phone && !PHONE.test(personal.phone)) return ["wrong_phone", phone.input];
    if (personal.dossier && !DOSSIER.test(personal.dossier)) return ["wrong_dossier", dossier.input];
    if (Object.keys(personal).length && !consent.checked) return ["consent_needed", consent];
    return null;
  }

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    const start = chooser.start();
    const personal = said();
    const found = problem(personal);
    wrong.textContent = found ? texts.say(found[0]) : "";
    found?.[1].focus();
    if (!start || found) return;
    const made = await desk.book({ service: service.select.value, start, ...personal, consent: consent.checked, language: texts.language });
    if (made) screen.open(bookedPanel(screen, made));
    else void chooser.load();
  }

  service.select.addEventListener("change", () => void chooser.load());
  const form = el("form", { class: "booking-form", novalidate: true, onsubmit: submit }, service.element, chooser.element,
    el("div", { class: "two" }, name.element, phone.element, dossier.element, note.element),
    el("label", { class: "tick" }, consent, el("span", {}, texts.say("consent"))), wrong, place);
  return {
    name: "booking", element: frame(screen, texts.say("book_title"), form),
    enter() {
      void chooser.load();
      service.select.focus();
    },
  };
}
