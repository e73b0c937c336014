// The office's own call: its phrases are fetched beforehand, and put in the place of the recorded sentence
// only when every one of them is there. A call never waits for them.

/** A part of a call: a clip by its name, or the sound of a phrase. @typedef {{name: string, sound?: AudioBuffer}} Part */
/** @typedef {{pieces: string[], sounds: Map<string, AudioBuffer>}} Sentence pieces: phrases, `{number}`, `{counter}` */

const PLACES = /(\{number\}|\{counter\})/;
const SAYS_NOTHING = /^[^\p{L}\p{N}]*$/u;

/**
 * A sentence in its parts; bare punctuation is no phrase. The server does the same.
 * @param {string} sentence e.g. `Xin mời số {number} vào quầy {counter}.`
 */
export function pieces(sentence) {
  return sentence
    .split(PLACES)
    .map((part) => part.trim())
    .filter((part) => PLACES.test(part) || !SAYS_NOTHING.test(part));
}

/**
 * The recorded clips of a call with the office's own phrases around its number and counter.
 * @param {string[]} clips e.g. `vi/invite, vi/letter-a, vi/1, vi/to-counter, vi/2` @param {Sentence} own
 * @returns {Part[]}
 */
export function spliced(clips, { pieces, sounds }) {
  const turn = clips.findIndex((name) => name.endsWith("/to-counter"));
  /** @type {Record<string, string[]>} */
  const said = { "{number}": clips.slice(1, turn), "{counter}": clips.slice(turn + 1) };
  return pieces.flatMap((piece) => said[piece]?.map((name) => ({ name })) ?? [{ name: `own/${piece}`, sound: sounds.get(piece) }]);
}

export class OwnVoice {
  /** @param {string} office @param {(sound: ArrayBuffer) => Promise<AudioBuffer>} decode */
  constructor(office, decode) {
    this.office = office;
    this.decode = decode;
    /** @type {Map<string, {sentence: string, ready: Sentence | null, asking: boolean}>} */
    this.languages = new Map();
  }

  /**
   * Told with every board: fetches what is new, and asks again for what could not be said before.
   * @param {Record<string, string>} sentences by language
   */
  learn(sentences) {
    for (const lang of [...this.languages.keys()]) if (!sentences[lang]) this.languages.delete(lang);
    for (const [lang, sentence] of Object.entries(sentences)) {
      if (this.languages.get(lang)?.sentence !== sentence) this.languages.set(lang, { sentence, ready: null, asking: false });
      void this.fetch(lang);
    }
  }

  /** @param {string} lang */
  async fetch(lang) {
    const known = this.languages.get(lang);
    if (!known || known.ready || known.asking) return;
    known.asking = true;
    try {
      const parts = pieces(known.sentence);
      const phrases = parts.filter((piece) => !PLACES.test(piece));
      const sounds = await Promise.all(phrases.map((text) => this.sound(lang, text)));
      known.ready = { pieces: parts, sounds: new Map(phrases.map((text, i) => [text, sounds[i]])) };
    } catch (error) {
      console.info("the recorded sentence is said", lang, error); // the next board asks again
    } finally {
      known.asking = false;
    }
  }

  /** @param {string} lang @param {string} text @returns {Promise<AudioBuffer>} */
  async sound(lang, text) {
    const path = `/own-voice/${encodeURIComponent(this.office)}/${lang}?text=${encodeURIComponent(text)}`;
    const answer = await fetch(path);
    if (answer.status !== 200) throw new Error(`not said: ${answer.status}`);
    return this.decode(await answer.arrayBuffer());
  }

  /**
   * What is said of a call in one language, right now.
   * @param {string[]} clips @returns {Part[]}
   */
  parts(clips) {
    const own = this.languages.get(clips[0].split("/")[0])?.ready;
    return own ? spliced(clips, own) : clips.map((name) => ({ name }));
  }
}
