/** Builds elements and changes a shown tree into a wanted one, so that a touch survives a refresh. */

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "path", "rect", "circle", "line", "polyline"]);

/**
 * An element. Text goes in as text nodes only, never as markup.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes false and null leave one out
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {Element}
 */
export function el(tag, attributes = {}, ...children) {
  const made = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/**
 * Makes `shown` look like `wanted`, keeping every node that can stay.
 * @param {Element} shown
 * @param {Element} wanted
 */
export function patch(shown, wanted) {
  patchAttributes(shown, wanted);
  const old = [...shown.childNodes];
  const fresh = [...wanted.childNodes];
  fresh.forEach((node, i) => {
    if (i >= old.length) shown.append(node);
    else if (!isSame(old[i], node)) shown.replaceChild(node, old[i]);
    else if (node instanceof Element) patch(/** @type {Element} */ (old[i]), node);
    else if (old[i].nodeValue !== node.nodeValue) old[i].nodeValue = node.nodeValue;
  });
  old.slice(fresh.length).forEach((node) => node.remove());
}

/** @param {Node} a @param {Node} b */
function isSame(a, b) {
  if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName) return false;
  return !(a instanceof Element && b instanceof Element) || a.getAttribute("data-id") === b.getAttribute("data-id");
}

/** @param {Element} shown @param {Element} wanted */
function patchAttributes(shown, wanted) {
  for (const name of shown.getAttributeNames()) if (!wanted.hasAttribute(name)) shown.removeAttribute(name);
  for (const name of wanted.getAttributeNames()) {
    const value = /** @type {string} */ (wanted.getAttribute(name));
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}
