/** The buttons of what can be done now: one green, each with its key. */

import { button, el, replace, whenChanged } from "./shared/dom.js";
import { possible, situation } from "./state.js";

/** @typedef {import("./work.js").Work} Work */

/** Words that differ by what the counter does. @param {string} id @param {string} now */
function wordOf(id, now) {
  if (id === "open" && now === "paused") return "reopen";
  return id === "put_back" && now === "serving" ? "put_back_short" : id;
}

/** @param {Work} work */
export function actions(work) {
  const { texts } = work;
  const element = el("div", { class: "actions" });
  const draw = whenChanged((now, ids, lost, underWay) => {
    const view = work.desk.view;
    if (!view) return;
    element.dataset.situation = now;
    replace(element, ...possible(view).filter(({ rank }) => rank !== "quiet").map(({ id, key, rank }) => button({
      text: texts.say(wordOf(id, now)), kind: kindOf(rank), key, focus: id, busy: underWay === id,
      locked: lost && texts.say("locked_lost"), press: () => work.press(id),
    })), now === "closed" && leaving(work));
  });
  return {
    element,
    draw() {
      const { view, lost, underWay } = work.desk;
      if (view) draw(situation(view), possible(view).map(({ id }) => id), lost, underWay);
    },
  };
}

/** @param {string} rank */
function kindOf(rank) {
  return { primary: "primary large", second: "go large" }[rank] ?? "";
}

/** @param {Work} work */
function leaving({ texts, otherCounter, signOut }) {
  return el("div", { class: "leaving" },
    button({ text: texts.say("other_counter"), focus: "other_counter", press: otherCounter }),
    button({ text: texts.say("sign_out"), focus: "sign_out", press: signOut }));
}
