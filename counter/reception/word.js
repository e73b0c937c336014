/** The word about the last press: what was done, or why not and from when on. */

import { el, replace, whenChanged } from "/counter-page/shared/dom.js";
import { dayAndMonth, timeOfDay } from "/look/words.js";

/** @param {import("./screen.js").Screen} screen */
export function word(screen) {
  const { texts, zone, desk } = screen;
  const element = el("div", { class: "word", "aria-live": "polite" });

  /** Where a refusal names a moment or an office, it is said too. @param {any} problem */
  function facts(problem) {
    const moment = problem.from ?? problem.start ?? problem.opens_at;
    const when = moment && `${timeOfDay(moment, zone)} ${dayAndMonth(moment, zone, texts.language)}`;
    return [when, problem.office_names && texts.name(problem.office_names)].filter(Boolean).join(" · ");
  }

  const draw = whenChanged((said) => {
    if (!said) return replace(element);
    if ("done" in said) return replace(element, el("p", { class: "notice good" }, texts.say(said.done, said.facts)));
    const more = facts(said.problem ?? {});
    replace(element, el("p", { class: "notice over", role: "alert", "data-code": said.code },
      texts.refusal(said.code), more && " ", more && el("strong", {}, more)));
  });
  return { element, draw: () => draw(desk.word) };
}
