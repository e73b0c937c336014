/** The bookings that are still to come to this counter's services today, in a few lines. */

import { timeOfDay } from "/look/words.js";
import { expected } from "./bookings.js";
import { Refused, Unreachable } from "./shared/api.js";
import { el, replace, whenChanged } from "./shared/dom.js";

/** How many are shown; the rest is counted. And after how long events that come together are one look (ms). */
const SHOWN = 3;
const LOOK_MS = 400;

/** @param {import("./work.js").Work} work @param {import("./shared/api.js").Api} api @param {string} office */
export function coming(work, api, office) {
  const { texts } = work;
  const element = el("section", { class: "line-part coming" });
  /** @type {any[]} */ let appointments = [];
  let timer = 0;
  const drawList = whenChanged((rows, zone) => replace(element, ...list(texts, rows, zone)));

  function draw() {
    const { view } = work.desk;
    if (view) drawList(expected(appointments, view.services, Math.floor(work.officeNow() / 60_000) * 60_000), view.time_zone);
  }

  /** Who may not see bookings is shown none; without a server the last ones stay, and the line says what is wrong. */
  async function look() {
    try {
      ({ appointments } = await api.get(`/api/v1/offices/${encodeURIComponent(office)}/appointments`));
    } catch (error) {
      if (error instanceof Refused) appointments = [];
      else if (!(error instanceof Unreachable)) throw error;
    }
    draw();
  }

  return {
    element,
    draw,
    tick: draw,
    changed() {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), LOOK_MS);
    },
  };
}

/** @param {import("./shared/texts.js").Texts} texts @param {any[]} rows @param {string} zone */
function list(texts, rows, zone) {
  if (rows.length === 0) return [];
  const more = rows.length - SHOWN;
  return [el("h2", { class: "label" }, `${texts.say("coming")} · ${rows.length}`),
    el("ul", { class: "rows" }, ...rows.slice(0, SHOWN).map((booked) => el("li", { class: "row plain coming-row" },
      el("strong", { class: "figures" }, timeOfDay(booked.start, zone)),
      el("span", { class: "row-what" }, texts.name(booked.service_names), booked.name && ` · ${booked.name}`)))),
    more > 0 && el("p", { class: "soft" }, texts.say("coming_more", { n: more }))];
}
