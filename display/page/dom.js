// Small helpers to put text on the page; nothing here reads HTML from anywhere.

/**
 * An element with a class and children; strings become text.
 * @param {string} tag @param {string} className @param {...(Node | string | null)} children
 */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Draws a part of the page again only when its model has changed, so that screen readers and
 * animations are not disturbed.
 * @template T
 * @param {HTMLElement} place @param {T} model @param {(model: T) => (Node | string | null)[]} draw
 */
export function update(place, model, draw) {
  const key = JSON.stringify(model);
  if (shown.get(place) === key) return;
  shown.set(place, key);
  place.replaceChildren(...draw(model).filter((child) => child !== null));
}

/**
 * A drawing from the page's own icons (24 × 24, one stroke).
 * @param {string} path @param {string} className
 */
export function icon(path, className) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${className}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
