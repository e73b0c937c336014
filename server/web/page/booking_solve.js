/**
 * Solves the puzzle of fast booking (ALTCHA proof of work, version 2, SHA-256): find the counter whose hash
 * begins as the puzzle says. It works in short slices, so that an old phone stays usable meanwhile, and
 * with a hash of its own, because browsers have none on plain http.
 */

import { sha256 } from "/look/vendor/noble-hashes/sha2.js";

/** @typedef {{algorithm: string, cost: number, salt: string, nonce: string, keyPrefix: string, data: {below: number}}} Parameters */
/** @typedef {{parameters: Parameters, signature: string}} Challenge */

const SLICE_MS = 40;
const AT_A_TIME = 200;

/**
 * The solution as the server takes it, base64; null when no counter fits. `tell` hears the share tried.
 * @param {Challenge} challenge @param {(share: number) => void} tell @returns {Promise<string | null>}
 */
export async function solve(challenge, tell) {
  const { salt, nonce, keyPrefix, data } = challenge.parameters;
  const [start, wanted] = [bytes(salt + nonce), bytes(keyPrefix)];
  const guess = new Uint8Array(start.length + 4);
  guess.set(start);
  const counterOf = new DataView(guess.buffer, start.length);
  let counter = 0;
  while (counter < data.below) {
    const until = performance.now() + SLICE_MS;
    do {
      for (const end = Math.min(counter + AT_A_TIME, data.below); counter < end; counter += 1) {
        counterOf.setUint32(0, counter);
        const hash = sha256(guess);
        if (wanted.every((byte, at) => hash[at] === byte)) return packed(challenge, counter, hex(hash));
      }
    } while (counter < data.below && performance.now() < until);
    tell(counter / data.below);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return null;
}

/** @param {Challenge} challenge @param {number} counter @param {string} derivedKey */
function packed(challenge, counter, derivedKey) {
  return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
}

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {Uint8Array} found */
function hex(found) {
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
