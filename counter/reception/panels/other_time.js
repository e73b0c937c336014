/** Another time: for a booking that moves, or for somebody who waits and comes back later. */

import { button, el, replace } from "/counter-page/shared/dom.js";
import { timeOfDay } from "/look/words.js";
import { timeChooser } from "../times.js";
import { bookedPanel } from "./done.js";
import { frame } from "./frame.js";

/**
 * @param {import("../screen.js").Screen} screen
 * @param {{booked?: import("../kinds.js").Booked, ticket?: import("../kinds.js").Ticket}} who
 * @returns {import("../screen.js").Panel}
 */
export function otherTime(screen, { booked, ticket }) {
  const { texts, desk, zone } = screen;
  const place = el("div", { class: "steps" });
  const chooser = timeChooser(screen, { service: () => (booked ?? ticket)?.service ?? "", except: booked?.start, onChange: draw });

  /** @param {string|null} start */
  function draw(start) {
    const text = start ? texts.say("book_do", { time: timeOfDay(start, zone) }) : texts.say("book_do_none");
    replace(place, button({ text, kind: "primary large", focus: "do", locked: !start && texts.say("book_do_none"), press: () => void act() }));
  }

  async function act() {
    const start = chooser.start();
    if (!start) return;
    const made = booked ? await desk.step("move", booked, { start }, "done_move")
      : await desk.bookForLater(/** @type {import("../kinds.js").Ticket} */ (ticket), start);
    if (made) screen.open(bookedPanel(screen, made));
    else void chooser.load();
  }

  const title = booked ? texts.say("move_title", booked) : texts.say("later_title", { number: ticket?.number ?? "" });
  return {
    name: "other_time",
    element: frame(screen, title, ticket && el("p", { class: "soft" }, texts.say("later_hint")), chooser.element, place),
    enter() {
      void chooser.load();
      chooser.focus();
    },
  };
}
