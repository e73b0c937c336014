/** The pictures of the page, as lines. */

import { el } from "./dom.js";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  down: "M12 4v15M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5V12l3.2 2",
  unplugged: "M3 3l18 18M7 7a8 8 0 0 0-2.2 1.4M10.6 5.2A11 11 0 0 1 21 9M8.5 12.4a5.6 5.6 0 0 1 3-1.4M12 18.5h.01M16.5 13a6 6 0 0 0-1.2-1",
  sign: "M12 3v18M6 5h11l3 3-3 3H6zM6 21h12",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  printer: "M7 9V4h10v5M7 17H4v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6h-3M7 14h10v6H7z",
  heart: "M12 20s-7.5-4.6-7.5-10A4.3 4.3 0 0 1 12 7.4 4.3 4.3 0 0 1 19.5 10C19.5 15.4 12 20 12 20z",
  letters: "M3 18l5-13 5 13M4.8 13.5h6.4M15 18l3-8 3 8M16 15.3h4",
  wheelchair: "M9.5 4.2h.01M9.5 8v6h5.5l3 5.5M9.5 10.5h5M7.5 11.5a5 5 0 1 0 6.6 6.3",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3.5 9h17M3.5 15h17M12 3c-5 5.5-5 12.500 0 18M12 3c5 5.5 5 12.500 0 18",
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {Element}
 */
export function icon(name) {
  return el("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, el("path", { d: PATHS[name] }));
}

/**
 * A QR code from rows of 0 and 1, with its quiet zone.
 * @param {string[]} rows
 * @param {string} label
 * @returns {Element}
 */
export function qrPicture(rows, label) {
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => [...row].map((cell, x) => (cell === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
  return el(
    "svg",
    { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    el("rect", { class: "qr-ground", width: size, height: size }),
    el("path", { class: "qr-dots", d: dark.join("") }),
  );
}
