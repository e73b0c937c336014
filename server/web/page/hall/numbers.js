/** How the hall writes numbers: minutes with one decimal, shares in whole percent, Vietnamese or English. */

/** @type {Record<string, string>} */
const LOCALE = { vi: "vi-VN", en: "en-GB" };

/** `11,4`: minutes with one decimal; whole from a hundred on. @param {number} seconds @param {string} lang */
export function minutes(seconds, lang) {
  const digits = seconds >= 6000 ? 0 : 1;
  const how = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALE[lang], how).format(seconds / 60);
}

/** A goal or a limit: `15`, or `7,5` where it is no whole minute. @param {number} seconds @param {string} lang */
export function goal(seconds, lang) {
  return new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 1 }).format(seconds / 60);
}

/** `13,0–15,6` @param {number} low_s @param {number} high_s @param {string} lang */
export function range(low_s, high_s, lang) {
  const [low, high] = [minutes(low_s, lang), minutes(high_s, lang)];
  return low === high ? low : `${low}–${high}`;
}

/** `74 %`; what is not all is never said to be 100 %, nor what is something 0 %. @param {number} share @param {string} lang */
export function percent(share, lang) {
  let whole = Math.round(share * 100);
  if (whole === 100 && share < 1) whole = 99;
  if (whole === 0 && share > 0) whole = 1;
  return lang === "vi" ? `${whole} %` : `${whole}%`;
}

/** Whole minutes that have passed, as a clock counts them: 59 s are 0. @param {number} seconds */
export function wholeMinutes(seconds) {
  return Math.max(0, Math.floor(seconds / 60));
}

/** A number of people that was reckoned: whole. @param {number} people */
export function people(people) {
  return String(Math.round(people));
}
