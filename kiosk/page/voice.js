/** Speaks parts one after the other with Web Audio; what is said anew cuts off what was being said. */

/** @typedef {import("./speech.js").Part} Part */

const FIRST_S = 0.03;

export class Voice {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AudioBufferSourceNode[]} */
  #sounding = [];
  /** @type {Map<string, Promise<AudioBuffer | null>>} */
  #kept = new Map();
  #turn = 0;

  /** @param {(spoken: string[]) => void} told what comes out of the loudspeaker, by name */
  constructor(told) {
    this.told = told;
  }

  /** @param {string} language @param {Part[]} parts */
  async say(language, parts) {
    this.hush();
    const turn = this.#turn;
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    void this.#context.resume();
    /** @type {string[]} */
    const spoken = [];
    let at = this.#context.currentTime + FIRST_S;
    // All are asked for at once; each is said as soon as those before it are there.
    for (const coming of parts.map((part) => this.#soundOf(language, part))) {
      const { name, sound } = await coming;
      if (turn !== this.#turn) return;
      if (!sound) continue;
      at = this.#play(sound, at);
      spoken.push(name);
      this.told(spoken);
    }
  }

  hush() {
    this.#turn += 1;
    for (const source of this.#sounding) source.stop();
    this.#sounding = [];
  }

  /** Says a sound at that time or, when it has passed, now; when it will have ended. @param {AudioBuffer} sound @param {number} at */
  #play(sound, at) {
    const context = /** @type {AudioContext} */ (this.#context);
    const source = context.createBufferSource();
    const begins = Math.max(at, context.currentTime);
    source.buffer = sound;
    source.connect(context.destination);
    source.start(begins);
    this.#sounding.push(source);
    return begins + sound.duration;
  }

  /** @param {string} language @param {Part} part @returns {Promise<{name: string, sound: AudioBuffer | null}>} */
  async #soundOf(language, part) {
    if ("clip" in part) return this.#clip(language, part.clip);
    const sound = part.text ? await this.#loaded(`/voice/${language}?text=${encodeURIComponent(part.text)}`) : null;
    if (sound) return { name: part.text, sound };
    return part.otherwise ? this.#clip(language, part.otherwise) : { name: "", sound: null };
  }

  /** @param {string} language @param {string} clip */
  async #clip(language, clip) {
    return { name: clip, sound: await this.#loaded(`/voice/${language}/${clip}.mp3`) };
  }

  /** Once loaded, a sound is kept; without the kiosk program it is asked for again. @param {string} address */
  #loaded(address) {
    const known = this.#kept.get(address);
    if (known) return known;
    const loading = this.#load(address).catch(() => {
      this.#kept.delete(address);
      return null;
    });
    this.#kept.set(address, loading);
    return loading;
  }

  /** @param {string} address */
  async #load(address) {
    const answer = await fetch(address);
    if (answer.status !== 200) return null;
    return /** @type {AudioContext} */ (this.#context).decodeAudioData(await answer.arrayBuffer());
  }
}
