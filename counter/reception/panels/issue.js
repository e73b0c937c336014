/** A walk-in number, for somebody who cannot use the kiosk. */

import { button, el, focusOn, replace } from "/counter-page/shared/dom.js";
import { done } from "./done.js";
import { choice, frame } from "./frame.js";

/** @param {import("../screen.js").Screen} screen @returns {import("../screen.js").Panel} */
export function issue(screen) {
  const { texts, desk, place, services } = screen;
  let service = services.find((one) => !one.unavailable)?.code ?? "";
  const grid = el("div", { class: "service-grid", role: "group", "aria-label": texts.say("service") });
  const category = choice("issue-category", texts.say("category"),
    [{ value: "", text: texts.say("category_none") }, ...place.categories.map((/** @type {any} */ of) => ({ value: of.code, text: texts.name(of.names) }))]);

  function draw() {
    replace(grid, ...services.map((one) => el("button", { type: "button", class: "service-tile", "data-focus": `service-${one.code}`,
      "aria-pressed": String(one.code === service), "aria-disabled": one.unavailable ? "true" : null,
      onclick: () => pick(one) }, el("strong", { class: "number" }, one.letter ?? ""), el("span", {}, texts.name(one.names)),
      one.unavailable && el("span", { class: "badge near" }, texts.say("service_paused", one.unavailable)))));
  }

  /** @param {import("../kinds.js").Service} one */
  function pick(one) {
    if (one.unavailable) return;
    service = one.code;
    draw();
    focusOn(grid, `service-${service}`);
  }

  async function act() {
    const ticket = await desk.issue({ service, ...(category.select.value && { category: category.select.value }) });
    if (ticket) screen.open(done(screen, ticket));
  }

  draw();
  const element = frame(screen, texts.say("issue_title"), el("p", { class: "soft" }, texts.say("issue_hint")), grid, category.element,
    el("div", { class: "steps" }, button({ text: texts.say("issue_do"), kind: "primary large", key: "Enter", focus: "do", press: () => void act() })));
  element.addEventListener("keydown", (event) => {
    const onTile = event.target instanceof HTMLElement && event.target.classList.contains("service-tile");
    if (event.key !== "Enter" || event.repeat || !onTile) return;
    event.preventDefault();
    void act();
  });
  return {
    name: "issue", element,
    enter: () => void focusOn(grid, `service-${service}`),
    /** Services that share a letter are gone through one after the other. @param {string} letter */
    letter(letter) {
      const those = services.filter((one) => one.letter === letter && !one.unavailable);
      if (those.length === 0) return false;
      pick(those[(those.findIndex(({ code }) => code === service) + 1) % those.length]);
      return true;
    },
  };
}
