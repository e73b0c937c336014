/** Dossier codes typed or scanned at the counter: cleaned, and softly checked for their usual shape. */

/** What the server takes at most (`Dossier` and `Finish` of the contract). */
const TAKEN = /^[A-Za-z0-9./_-]{1,60}$/;
const MOST = 50;

/** The usual shape, e.g. `H21.65-220914-0011`: place, date as yymmdd, number of the day. */
const USUAL = /^[A-Z]{1,2}\d{2}(\.\d{1,3}){1,3}-(\d{2})(\d{2})(\d{2})-\d{3,6}$/;

/** @typedef {{codes: string[], problem: "dossier_letters"|"dossier_again"|"dossier_many"|null}} Added */

/** The codes in a typed or scanned text; scanners may join several by spaces or line breaks. @param {string} text */
export function codesIn(text) {
  return text.normalize("NFC").toUpperCase().split(/[\s,;]+/).filter((code) => code !== "");
}

/** Whether a code looks like the ones that dossier systems give. A warning only. @param {string} code */
export function looksUsual(code) {
  const parts = USUAL.exec(code);
  if (!parts) return false;
  const [month, day] = [Number(parts[3]), Number(parts[4])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/**
 * The list with the codes of a text added. Codes that the server could not take, or that are there
 * already, are left out, and the problem is named.
 * @param {string[]} list @param {string} text @returns {Added}
 */
export function withCodes(list, text) {
  /** @type {Added} */
  const added = { codes: [...list], problem: null };
  for (const code of codesIn(text)) {
    if (!TAKEN.test(code)) added.problem = "dossier_letters";
    else if (added.codes.includes(code)) added.problem ??= "dossier_again";
    else if (added.codes.length >= MOST) added.problem = "dossier_many";
    else added.codes.push(code);
  }
  return added;
}

/** The list without one code. @param {string[]} list @param {string} code */
export function withoutCode(list, code) {
  return list.filter((kept) => kept !== code);
}

/** The code that came with the booking, until it is in the list; null when there is none to offer. @param {string[]} list @param {string|null} [booked] */
export function offered(list, booked) {
  const [code] = codesIn(booked ?? "");
  return code && !list.includes(code) ? code : null;
}
