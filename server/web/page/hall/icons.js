/** Small pictures that say a state by their shape: a tick, a triangle, a cross, a dash. */

const SVG = "http://www.w3.org/2000/svg";

/** @type {Record<string, string>} */
const SHAPES = {
  good: "M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm4.3 6.3-5.1 5.6a1 1 0 0 1-1.5 0L5.6 11a1 1 0 1 1 1.5-1.3l1.4 1.5 4.3-4.8a1 1 0 0 1 1.5 1.4Z",
  near: "M10 2 19 18H1L10 2Zm-1 6v5h2V8H9Zm0 6v2h2v-2H9Z",
  over: "M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm3.9 11-1.4 1.4L10 11.4l-2.5 2.5-1.4-1.4L8.6 10 6.1 7.5l1.4-1.4L10 8.6l2.5-2.5 1.4 1.4L11.4 10l2.5 2.5Z",
  none: "M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM5.500 9h9v2h-9V9Z",
};

/** @param {string} name @param {Record<string, string|number>} attributes @param {...(Node|string)} children @returns {SVGElement} */
export function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {import("./kinds.js").Tone} tone */
export function toneIcon(tone) {
  const shape = svg("path", { fill: "currentColor", "fill-rule": "evenodd", d: SHAPES[tone] });
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true", class: `tone-icon ${tone}` }, shape);
}
