/**
 * The tree of services as a screen needs it; pure.
 *
 * @typedef {{low_s: number, high_s: number}} Expected
 * @typedef {{reason: string, until: string | null}} Unavailable
 * @typedef {object} Service
 * @property {string} code
 * @property {string | null} letter
 * @property {string} name
 * @property {Record<string, string>} names
 * @property {Service[]} services
 * @property {number} waiting
 * @property {Expected | null} expected
 * @property {number[]} counters
 * @property {boolean} idle_counter
 * @property {Unavailable | null} unavailable
 */

/**
 * The services on the screen that `path` (codes from the top) leads to. A code that has gone ends the path.
 * @param {Service[]} top
 * @param {string[]} path
 * @returns {{fields: Service[], services: Service[]}} the fields walked through, and what they hold
 */
export function walk(top, path) {
  let services = top;
  /** @type {Service[]} */
  const fields = [];
  for (const code of path) {
    const field = services.find((service) => service.code === code && service.services.length > 0);
    if (!field) break;
    fields.push(field);
    services = field.services;
  }
  return { fields, services };
}

/**
 * The service that a touch really means: a field with a single child is that child.
 * @param {Service} service
 * @returns {Service}
 */
export function meant(service) {
  return service.services.length === 1 ? meant(service.services[0]) : service;
}

/**
 * All services below (or the service itself) that take tickets.
 * @param {Service} service
 * @returns {Service[]}
 */
export function leaves(service) {
  return service.services.length ? service.services.flatMap(leaves) : [service];
}

/**
 * The letter of all these services, or null when they have several or none.
 * @param {Service[]} services
 * @returns {string | null}
 */
export function commonLetter(services) {
  const letters = new Set(services.flatMap(leaves).map((leaf) => leaf.letter));
  return letters.size === 1 ? [...letters][0] : null;
}

/**
 * What a card says of a service or a whole field.
 * @param {Service} service
 */
export function summary(service) {
  const below = leaves(service);
  const open = below.filter((leaf) => !leaf.unavailable);
  const ranges = open.flatMap((leaf) => (leaf.expected ? [leaf.expected] : []));
  return {
    letter: service.letter ?? commonLetter(below),
    waiting: open.reduce((sum, leaf) => sum + leaf.waiting, 0),
    expected: ranges.length ? outermost(ranges) : null,
    idle: open.some((leaf) => leaf.idle_counter),
    staffed: open.some((leaf) => leaf.counters.length > 0),
    unavailable: service.unavailable ?? (open.length ? null : below[0].unavailable),
  };
}

/** @param {Expected[]} ranges @returns {Expected} */
function outermost(ranges) {
  return {
    low_s: Math.min(...ranges.map((range) => range.low_s)),
    high_s: Math.max(...ranges.map((range) => range.high_s)),
  };
}

const LONG_NAME = 28;

/**
 * How cards are laid out: columns, rows, and how many a page holds. All cards keep at least 80 pixels.
 * @param {string[]} names
 * @param {{portrait: boolean, large: boolean, low: boolean}} mode
 * @returns {{columns: number, rows: number, perPage: number}}
 */
export function layout(names, { portrait, large, low }) {
  const isLong = names.some((name) => name.length > LONG_NAME);
  const [columns, rows] = (portrait ? upright : lying)(names.length, large, low, isLong);
  const perPage = columns * rows;
  return { columns, rows: names.length > perPage ? rows : Math.max(1, Math.ceil(names.length / columns)), perPage };
}

/** @param {number} count @param {boolean} large @param {boolean} low @param {boolean} isLong @returns {[number, number]} */
function upright(count, large, low, isLong) {
  if (low) return count <= 3 || (large && isLong) ? [1, 3] : [2, large ? 3 : 4];
  if (count <= 5 || (large && isLong)) return [1, 5];
  return [2, large ? 4 : 6];
}

/** @param {number} count @param {boolean} large @param {boolean} low @param {boolean} isLong @returns {[number, number]} */
function lying(count, large, low, isLong) {
  if (count <= 3) return [1, 3];
  if (large && isLong) return [1, low ? 3 : 4];
  if (large) return [2, low ? 2 : 3];
  if (low) return [3, 3];
  return count <= 8 ? [2, 4] : [3, 4];
}

/**
 * The part of a list that one page shows.
 * @template T
 * @param {T[]} all
 * @param {number} page
 * @param {number} perPage
 * @returns {{shown: T[], page: number, pages: number}}
 */
export function pageOf(all, page, perPage) {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const kept = Math.min(Math.max(page, 0), pages - 1);
  return { shown: all.slice(kept * perPage, (kept + 1) * perPage), page: kept, pages };
}
