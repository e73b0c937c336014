/** The spoken help: a first touch says what a thing is, a second chooses it; three buttons step through all. */

import { screenSpeech, speechOf } from "./speech.js";
import { Voice } from "./voice.js";

/** @typedef {import("./screens/frame.js").Scene} Scene */

/** Acts of the three large buttons, and of the arrow keys and Enter of a keypad. */
export const STEPS = new Set(["step-back", "step-on", "step-choose"]);

/** What a thing does, by which it is known again. @param {HTMLElement | null} thing */
export function meaning(thing) {
  return thing ? `${thing.dataset.act} ${thing.dataset.value ?? ""}` : "";
}

export class Guide {
  #heard = "";
  #wasOn = false;

  /** @param {HTMLElement} root @param {() => Scene} scene as it is now */
  constructor(root, scene) {
    this.root = root;
    this.scene = scene;
    this.voice = new Voice((spoken) => {
      root.dataset.spoken = spoken.join(" | "); // for whoever checks a kiosk without its loudspeaker
    });
  }

  /** A screen has come, or the help was turned on or off. @param {string} said its message, where it has one */
  arrive(said) {
    const scene = this.scene();
    this.#heard = "";
    if (!scene.view.voice) {
      if (this.#wasOn) this.voice.hush();
      this.#wasOn = false;
      return;
    }
    const hint = this.#wasOn ? [] : [{ clip: "voice-on" }];
    this.#wasOn = true;
    void this.voice.say(scene.view.language, [...hint, ...screenSpeech(scene, said)]);
  }

  /** Whether a touch is only to be heard. @param {HTMLElement} thing */
  hears(thing) {
    if (!this.scene().view.voice || STEPS.has(thing.dataset.act ?? "")) return false;
    if (meaning(thing) === this.#heard && thing.dataset.act !== "paused") return false;
    this.#hear(thing);
    return true;
  }

  /** One of the three large buttons. @param {string} act */
  step(act) {
    if (act === "step-choose") this.#choose();
    else this.#move(act === "step-on" ? 1 : -1);
  }

  /** @param {number} by */
  #move(by) {
    const things = this.#things();
    if (things.length === 0) return;
    const at = things.findIndex((thing) => meaning(thing) === this.#heard);
    const next = at < 0 && by < 0 ? things.length - 1 : (at + by + things.length) % things.length;
    this.#hear(things[next]);
  }

  #choose() {
    const thing = this.#things().find((one) => meaning(one) === this.#heard);
    if (thing) thing.click();
    else void this.voice.say(this.scene().view.language, [{ clip: "nothing-heard" }]);
  }

  /** @param {HTMLElement} thing */
  #hear(thing) {
    const scene = this.scene();
    this.#heard = meaning(thing);
    thing.focus({ preventScroll: true });
    void this.voice.say(scene.view.language, speechOf(scene, thing.dataset.act ?? "", thing.dataset.value ?? ""));
  }

  /** What can be chosen on this screen, in the order in which it stands. @returns {HTMLElement[]} */
  #things() {
    const all = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll("main [data-act], .helpers [data-act]")]);
    return all.filter((thing) => !(/** @type {HTMLButtonElement} */ (thing).disabled));
  }
}
