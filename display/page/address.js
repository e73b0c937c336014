// What a display's address says: the office, a zone of counters, whether to speak, which languages.

/**
 * `counters`: null for all. `problem`: the part of the address that cannot be understood.
 * @typedef {{office: string, counters: Set<number> | null, sound: boolean, languages: string[] | null, problem: string | null}} Address
 */

const LANGUAGES = ["vi", "en"];

/**
 * @param {string} path e.g. `/display/ttpvhcc`
 * @param {string} search e.g. `?counters=1,2,5-9&sound=off&lang=vi`
 * @returns {Address}
 */
export function readAddress(path, search) {
  const query = new URLSearchParams(search);
  const office = decoded(path.split("/").filter(Boolean).at(-1) ?? "");
  const counters = zone(query.get("counters"));
  const languages = listed(query.get("lang"));
  const sound = query.get("sound");
  const wrong = [
    [counters === undefined, "counters"],
    [languages === undefined, "lang"],
    [sound !== null && sound !== "on" && sound !== "off", "sound"],
  ].find(([bad]) => bad);
  return {
    office,
    counters: counters ?? null,
    sound: sound !== "off",
    languages: languages ?? null,
    problem: wrong ? `${wrong[1]}=${query.get(String(wrong[1]))}` : null,
  };
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is no office either; the server will say so
  }
}

/**
 * `1,2,5-9` as a set; null when not given, undefined when it makes no sense.
 * @param {string | null} words
 * @returns {Set<number> | null | undefined}
 */
export function zone(words) {
  if (words === null) return null;
  const counters = new Set();
  for (const part of words.split(",")) {
    const found = /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part);
    if (!found) return undefined;
    const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
    if (first < 1 || last < first) return undefined;
    for (let counter = first; counter <= last; counter += 1) counters.add(counter);
  }
  return counters;
}

/** @param {string | null} words @returns {string[] | null | undefined} */
function listed(words) {
  if (words === null) return null;
  const languages = words.split(",").map((word) => word.trim());
  return languages.every((language) => LANGUAGES.includes(language)) ? languages : undefined;
}
