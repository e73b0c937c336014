/** Elements of drawings; looks come from style sheets, places from attributes. */

/** @param {string} tag @param {Record<string, any>} props @param {...(Node|string|null|false|undefined)} children */
export function svg(tag, props, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) if (value !== null && value !== false) element.setAttribute(name, String(value));
  element.append(.../** @type {(Node|string)[]} */ (children.filter((child) => child)));
  return element;
}
