/** What of the data is doubtful: tickets nobody ended, starts nobody pressed, devices that were away, clocks that are off. */

import { el, replace } from "/counter-page/shared/dom.js";
import { nothing, ofAll, plainTable } from "./card.js";
import { count, hours, shortTime } from "./numbers.js";
import { days, path, waits } from "./paths.js";
import { periodIn } from "./state.js";

/** @typedef {import("./report.js").View} View */
/** @typedef {import("./kinds.js").Devices} Devices */
/** @typedef {import("./kinds.js").Row} Row */

const KINDS = ["kiosk", "counter", "display", "tablet"];

/** @type {import("./card.js").Part<{total: Row, devices: Devices}>} */
export const quality = {
  name: "quality",
  heading: (view) => ofAll(view, "quality_title"),
  async ask(view) {
    const [here, devices] = await Promise.all([view.ask(waits(view.state, view.office, "day")), view.ask(path("devices", { office: view.office, ...days(periodIn(view.state)) }))]);
    return { total: here.total, devices };
  },
  draw({ total, devices }, body, view) {
    const { texts, lang } = view;
    /** @type {[string, string][]} */
    const told = [
      ["closed", count(total.closed_by_system, lang)], ["inferred", count(total.inferred_starts, lang)],
      ["short", count(total.service_too_short, lang)], ["long", count(total.service_too_long, lang)],
      ["offline", devices.offline_s === null ? texts.say("quality_untold") : `${hours(devices.offline_s)}`],
      ["clock", off(devices.clock_drift_s, view)],
    ];
    replace(body, el("ul", { class: "fig-facts" }, ...told.map(([name, number]) => el("li", { "data-quality": name },
      el("strong", { class: "figures" }, number), el("span", { class: "soft" }, texts.say(`quality_${name}`))))), ...table(devices, view));
  },
};

/** How far a clock is off, in words. @param {number|null} offS ahead more than 0 @param {View} view */
function off(offS, { texts, lang }) {
  if (offS === null) return texts.say("quality_untold");
  const whole = Math.round(Math.abs(offS));
  if (!whole) return texts.say("quality_right");
  return texts.say(offS > 0 ? "quality_ahead" : "quality_behind", { n: shortTime(whole, texts, lang) });
}

/** Every device by itself. @param {Devices} told @param {View} view @returns {HTMLElement[]} */
function table({ devices }, view) {
  const { texts } = view;
  if (!devices.length) return [nothing(texts.say("quality_no_devices"))];
  const heads = ["quality_device", "quality_kind", "quality_offline_col", "quality_clock_col"].map((head) => texts.say(head));
  const rows = devices.map((one) => [one.device, texts.say(KINDS.includes(one.role) ? `quality_${one.role}` : "quality_other"),
    one.offline_s === null ? texts.say("quality_untold") : hours(one.offline_s), off(one.clock_drift_s, view)]);
  return [el("div", { class: "fig-scroll", tabindex: "0" }, plainTable(texts.say("quality_devices"), heads, rows)),
    el("p", { class: "soft fig-small" }, texts.say("quality_note"))];
}
