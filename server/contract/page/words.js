// How pages write times, numbers and texts: Vietnamese first, in the office's own time zone.

/** @typedef {"vi" | "en"} Lang */

/** @type {Record<string, string>} */
const LOCALE = { vi: "vi-VN", en: "en-GB" };

/**
 * A text in a language, or in the next best one.
 * @param {Record<string, string>} texts @param {string} lang
 */
export function text(texts, lang) {
  return texts[lang] ?? texts.vi ?? Object.values(texts)[0] ?? "";
}

/**
 * `08:42`, at the office.
 * @param {number | string | Date} moment @param {string} timeZone
 */
export function timeOfDay(moment, timeZone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(
    new Date(moment),
  );
}

/**
 * `Thứ Hai 23/11` or `Monday 23/11`, at the office.
 * @param {number | string | Date} moment @param {string} timeZone @param {string} lang
 */
export function dayAndMonth(moment, timeZone, lang) {
  const date = new Date(moment);
  const weekday = new Intl.DateTimeFormat(LOCALE[lang] ?? lang, { weekday: "long", timeZone }).format(date);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "numeric", timeZone }).format(date);
  return `${capitals(weekday)} ${day}`;
}

/** `thứ hai` is written `Thứ Hai` where it stands as a name. */
function capitals(/** @type {string} */ words) {
  return words.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/**
 * `5` or `7,5` (Vietnamese) or `7.5` (English): at most one decimal.
 * @param {number} value @param {string} lang
 */
export function decimal(value, lang) {
  return new Intl.NumberFormat(LOCALE[lang] ?? lang, { maximumFractionDigits: 1 }).format(value);
}

/**
 * Whole minutes of a duration: `11 phút`, `11 min`; below half a minute `dưới 1 phút`.
 * @param {number} seconds @param {string} lang
 */
export function minutes(seconds, lang) {
  const whole = Math.round(seconds / 60);
  if (lang === "vi") return whole < 1 ? "dưới 1 phút" : `${whole} phút`;
  return whole < 1 ? "under 1 min" : `${whole} min`;
}

/**
 * A range of waiting: `14–20 phút`; one value where both ends round to the same minute.
 * @param {{low_s: number, high_s: number}} expected @param {string} lang
 */
export function minutesRange({ low_s, high_s }, lang) {
  const low = Math.max(0, Math.floor(low_s / 60));
  const high = Math.max(1, Math.ceil(high_s / 60));
  const unit = lang === "vi" ? "phút" : "min";
  if (low === high) return `${high} ${unit}`;
  return `${low}–${high} ${unit}`;
}

/**
 * How long ago or for how long: `12 giây`, `3 phút`, `2 giờ 5 phút`.
 * @param {number} seconds @param {string} lang
 */
export function duration(seconds, lang) {
  const s = Math.max(0, Math.floor(seconds));
  const [second, minute, hour] = lang === "vi" ? ["giây", "phút", "giờ"] : ["s", "min", "h"];
  if (s < 60) return `${s} ${second}`;
  if (s < 3600) return `${Math.floor(s / 60)} ${minute}`;
  const rest = Math.floor((s % 3600) / 60);
  return rest ? `${Math.floor(s / 3600)} ${hour} ${rest} ${minute}` : `${Math.floor(s / 3600)} ${hour}`;
}

/**
 * A running clock of a duration: `03:41`, `1:03:41`.
 * @param {number} seconds
 */
export function stopwatch(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600);
  return (hours ? `${hours}:` : "") + `${two(Math.floor((s % 3600) / 60))}:${two(s % 60)}`;
}
