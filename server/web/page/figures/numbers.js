/** How figures are written: rounded here and nowhere before, with the decimal comma in Vietnamese. */

/** @type {Record<string, string>} */
const LOCALE = { vi: "vi-VN", en: "en-GB" };
const NOTHING = "–";

/** @param {number} value @param {string} lang @param {number} digits */
function written(value, lang, digits) {
  return new Intl.NumberFormat(LOCALE[lang] ?? lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Whole numbers: `1.465` or `1,465`. @param {number|null|undefined} value @param {string} lang */
export function count(value, lang) {
  return value === null || value === undefined ? NOTHING : written(value, lang, 0);
}

/** Minutes with one decimal: `10,6`. @param {number|null|undefined} seconds @param {string} lang */
export function minutes(seconds, lang) {
  return seconds === null || seconds === undefined ? NOTHING : written(seconds / 60, lang, 1);
}

/**
 * Minutes beside a goal: with as many decimals, up to three, as it takes to be seen on its own side of it. 15:02
 * is written `15,03` where 15 is the goal, for `15,0` would seem to meet it.
 * @param {number|null|undefined} seconds @param {number} goal seconds @param {string} lang
 */
export function minutesBeside(seconds, goal, lang) {
  if (seconds === null || seconds === undefined || seconds === goal) return minutes(seconds, lang);
  const digits = [1, 2].find((one) => written(seconds / 60, lang, one) !== written(goal / 60, lang, one)) ?? 3;
  return written(seconds / 60, lang, digits);
}

/** With one decimal, without a unit. @param {number|null|undefined} value @param {string} lang */
export function decimal(value, lang) {
  return value === null || value === undefined ? NOTHING : written(value, lang, 1);
}

/** `74 %`; one decimal below 10, so that a small share is not written as none. @param {number|null|undefined} share @param {string} lang */
export function percent(share, lang) {
  if (share === null || share === undefined) return NOTHING;
  const percents = share * 100;
  return `${written(percents, lang, percents > 0 && percents < 9.95 ? 1 : 0)} %`;
}

/** `9,4–12,1`. @param {number|null|undefined} low @param {number|null|undefined} high seconds @param {string} lang */
export function interval(low, high, lang) {
  if (low === null || low === undefined || high === null || high === undefined) return NOTHING;
  return `${minutes(Math.max(0, low), lang)}–${minutes(high, lang)}`;
}

/** With its sign: `+1,2`, `−0,4`. @param {number|null} value @param {string} lang @param {number} [digits] */
export function signed(value, lang, digits = 1) {
  if (value === null) return NOTHING;
  const rounded = Number(value.toFixed(digits));
  if (rounded === 0) return written(0, lang, digits);
  return `${rounded > 0 ? "+" : "−"}${written(Math.abs(rounded), lang, digits)}`;
}

/** Minutes with their sign: `+1,2`. @param {number|null|undefined} value seconds @param {string} lang */
export function signedMinutes(value, lang) {
  return value === null || value === undefined ? NOTHING : signed(value / 60, lang);
}

/**
 * A short time in words: `45 giây`, `2 phút`, `1 phút 30 giây`; from two hours on in hours.
 * @param {number} value whole seconds @param {import("/counter-page/shared/texts.js").Texts} texts @param {string} lang
 */
export function shortTime(value, texts, lang) {
  if (value >= 7200) return texts.say("in_hours", { n: decimal(value / 3600, lang) });
  const [whole, rest] = [Math.floor(value / 60), value % 60];
  const said = [whole > 0 && texts.say("in_minutes", { n: count(whole, lang) }), (rest > 0 || !whole) && texts.say("in_seconds", { n: rest })];
  return said.filter(Boolean).join(" ");
}

/** Hours and minutes of a longer time: `6:45`. @param {number|null|undefined} seconds */
export function hours(seconds) {
  if (seconds === null || seconds === undefined) return NOTHING;
  const whole = Math.round(seconds / 60);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A wall clock's `08:42` in a time zone. @param {string|null|undefined} moment @param {string} timeZone */
export function wall(moment, timeZone) {
  if (!moment) return NOTHING;
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(new Date(moment));
}

/** The day of a moment on a time zone's wall, `2026-11-21`. @param {string} moment @param {string} timeZone */
export function dayAt(moment, timeZone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(moment));
}
