/** Tells a scanner, which types like a very fast keyboard, from people who type; and what it has read. Pure. */

/** Scanners send a key every 1–40 ms, on a busy machine later; people look for one for longer than this. */
export const GAP_MS = 200;
/** What has begun like a scan may falter: a busy machine passes keys on late. */
export const FALTER_MS = 600;
/** So many digits and nothing else can only become a booking: the rest is waited for. */
export const REST_MS = 2_000;
const ONLY_DIGITS = /^[0-9]{13,192}$/;
/** No code that people scan here is longer, so that a stuck key fills no memory. */
const LONGEST = 1_000;
/** People do not type so much in one go, whatever they type. */
const SCANNED_FROM = 12;

/** 16 bytes and their signature as digits; see server/contract/booking_qr.py. */
const BOOKING = /(?:^|[^0-9])([0-9]{193})(?![0-9])/;
const CARD_NUMBER = /^[0-9]{12}$/;
const CARD_DAY = /^[0-9]{2}\/?[0-9]{2}\/?[0-9]{4}$/;
const CARD_BREAKS = /[|¦\r\n\t~\\]/;
const CARD_FIELDS = 4;

export const CODE_LETTERS = 8;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** @type {Record<string, string>} */
const MISREAD = { I: "1", L: "1", O: "0", U: "V" };

/**
 * Keys that came fast after each other, as text; `at` is the moment of the last one, in milliseconds.
 * @typedef {{text: string, at: number}} Burst
 * @typedef {{code: string} | {citizen_id: string}} Who
 * @typedef {{kind: "booking", who: Who} | {kind: "foreign"} | {kind: "typed", letters: string}} Meaning
 */

/** @type {Burst} */
export const SILENCE = { text: "", at: 0 };

/**
 * @param {Burst} burst
 * @param {string} sign what a key stands for, a line break for Enter
 * @param {number} at
 * @returns {Burst}
 */
export function heard(burst, sign, at) {
  const before = at - burst.at <= patience(burst) ? burst.text : "";
  return { text: (before + sign).slice(0, LONGEST), at };
}

/** How long the next key may take. @param {Burst} burst */
export function patience(burst) {
  if (ONLY_DIGITS.test(burst.text)) return REST_MS;
  return isScanner(burst) ? FALTER_MS : GAP_MS;
}

/** Whether these keys can only be a scanner's, so that they must press no button. @param {Burst} burst */
export function isScanner(burst) {
  return burst.text.length >= SCANNED_FROM;
}

/** Whether these keys are all for us, the Enter after a whole code too. @param {Burst} burst */
export function isOurs(burst) {
  return isScanner(burst) || (burst.text.endsWith("\n") && spelled(burst.text).length === CODE_LETTERS);
}

/** Whether nothing can follow: a whole booking and the key that ends it. @param {Burst} burst */
export function isWhole(burst) {
  return burst.text.endsWith("\n") && BOOKING.test(burst.text);
}

/**
 * What a text says that a scanner or a camera has read, or that somebody typed fast.
 * @param {string} text
 * @returns {Meaning}
 */
export function meaning(text) {
  const booking = BOOKING.exec(text);
  if (booking) return { kind: "booking", who: { code: booking[1] } };
  const card = cardNumber(text);
  if (card) return { kind: "booking", who: { citizen_id: card } };
  const code = spelled(text);
  if (code.length === CODE_LETTERS && text.endsWith("\n")) return { kind: "booking", who: { code } };
  if (text.trim().length >= SCANNED_FROM) return { kind: "foreign" };
  return { kind: "typed", letters: code };
}

/**
 * The number of a citizen ID card, known by the shape of its fields; all else on it is passed over, as in
 * server/contract/citizen_card.py.
 * @param {string} text
 * @returns {string | null}
 */
export function cardNumber(text) {
  const fields = text
    .split(CARD_BREAKS)
    .map((field) => field.trim())
    .filter(Boolean);
  const isCard = fields.length >= CARD_FIELDS && CARD_NUMBER.test(fields[0]) && fields.slice(1).some(isDay);
  return isCard ? fields[0] : null;
}

/** @param {string} field */
function isDay(field) {
  if (!CARD_DAY.test(field)) return false;
  const digits = field.replaceAll("/", "");
  const [day, month, year] = [+digits.slice(0, 2), +digits.slice(2, 4), +digits.slice(4)];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1880 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * The letters of a code in a text, each in its one spelling: case and dashes do not matter, and what looks
 * like a digit is read as one.
 * @param {string} text
 */
export function spelled(text) {
  const letters = [...text.toUpperCase()].map((letter) => MISREAD[letter] ?? letter);
  return letters.filter((letter) => ALPHABET.includes(letter)).join("");
}

/**
 * What a key stands for: its own sign, or for digits the key itself where an input method swallows the sign;
 * nothing for keys that write nothing.
 * @param {{key: string, code: string, ctrlKey: boolean, altKey: boolean, metaKey: boolean, shiftKey: boolean}} event
 */
export function signOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  if (event.key === "Enter") return "\n";
  if (event.key === "Tab") return "\t";
  if ([...event.key].length === 1) return event.key;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  return digit && !event.shiftKey && event.key !== "Dead" ? digit[1] : "";
}
