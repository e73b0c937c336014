// Speaks clips with Web Audio: decoded once, joined without gaps, and never louder than one voice.

import { OwnVoice } from "./own_voice.js";

const CHIME = "chime";
const LANGUAGE_GAP_S = 0.35;
const REPEAT_GAP_S = 0.6;
const GRACE_S = 2; // how much longer than planned we wait for a loudspeaker that says nothing

/** @typedef {import("./announcer.js").Speech} Speech */

export class Voice {
  /**
   * @param {{languages: string[] | null, office?: string, base?: string, onBlocked: (blocked: boolean) => void}} options
   */
  constructor({ languages, office = "", base = "/voice/", onBlocked }) {
    this.languages = languages;
    this.base = base;
    /** @type {Map<string, Promise<AudioBuffer | null>>} */
    this.buffers = new Map();
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.own = new OwnVoice(office, (sound) => this.context.decodeAudioData(sound));
    this.context.addEventListener("statechange", () => onBlocked(this.blocked));
    onBlocked(this.blocked);
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, () => this.wake());
    void this.clip(CHIME);
    this.wake();
  }

  /** Browsers keep a page silent until somebody touches it, unless they were started for this. */
  get blocked() {
    return this.context.state !== "running";
  }

  wake() {
    if (this.blocked) this.context.resume().catch(() => undefined); // refused until a touch: the hint stays
  }

  /**
   * Says a call: the chime (the first time), then its clips, language after language.
   * @param {string[][]} voice @param {boolean} first
   * @returns {Promise<Speech>}
   */
  async say(voice, first) {
    const parts = voice.filter((clips) => clips.length && this.speaks(clips[0]));
    const said = [...(first ? [[{ name: CHIME }]] : []), ...parts.map((clips) => this.own.parts(clips))];
    const buffers = await Promise.all(said.map((part) => Promise.all(part.map((one) => this.sound(one)))));
    const names = said.flat().map(({ name }) => name);
    const missing = names.filter((_, i) => !buffers.flat()[i]);
    const clips = names.filter((name) => !missing.includes(name));
    if (this.blocked) this.wake();
    if (this.blocked || !clips.length) return { heard: false, clips: [], missing };
    await this.play(buffers, first ? 0 : REPEAT_GAP_S);
    return { heard: true, clips, missing };
  }

  /** @param {import("./own_voice.js").Part} part */
  sound({ name, sound }) {
    return sound ?? this.clip(name);
  }

  /** @param {string} name e.g. `vi/invite` */
  speaks(name) {
    return !this.languages || this.languages.includes(name.split("/")[0]);
  }

  /**
   * A clip ready to play; null when there is none. What the line refused is asked for again later.
   * @param {string} name
   * @returns {Promise<AudioBuffer | null>}
   */
  clip(name) {
    const known = this.buffers.get(name);
    if (known) return known;
    const loading = this.load(name).catch(() => {
      this.buffers.delete(name);
      return null;
    });
    this.buffers.set(name, loading);
    return loading;
  }

  /** @param {string} name */
  async load(name) {
    const path = name.split("/").map(encodeURIComponent).join("/");
    const answer = await fetch(`${this.base}${path}.mp3`);
    if (!answer.ok) throw new Error(`no clip ${name}: ${answer.status}`);
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  /**
   * Plays parts one after the other; resolves when the last has ended, or should have.
   * @param {(AudioBuffer | null)[][]} parts @param {number} gap seconds of silence before
   */
  async play(parts, gap) {
    let at = this.context.currentTime + 0.05 + gap;
    /** @type {AudioBufferSourceNode | null} */
    let last = null;
    for (const part of parts) {
      for (const buffer of part) {
        if (!buffer) continue;
        last = this.context.createBufferSource();
        last.buffer = buffer;
        last.connect(this.context.destination);
        last.start(at);
        at += buffer.duration;
      }
      at += LANGUAGE_GAP_S;
    }
    const ended = new Promise((resolve) => last?.addEventListener("ended", resolve, { once: true }));
    const late = new Promise((resolve) => setTimeout(resolve, (at - this.context.currentTime + GRACE_S) * 1000));
    await Promise.race([ended, late]);
  }
}
