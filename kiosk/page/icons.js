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
  scan: "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5M7.500 7.500h3v3h-3zM13.500 7.500h3v3h-3zM7.500 13.500h3v3h-3zM13.500 13.500h.01M16.500 16.500h.01M13.500 16.500h.01M16.500 13.500h.01",
  keys: "M3 6h18v12H3zM6.500 10h.01M10 10h.01M14 10h.01M17.500 10h.01M7.500 14.500h9",
  camera: "M4 8h3.500l1.500-2.500h6L16.500 8H20v11H4zM12 10a3.300 3.300 0 1 0 0 6.600 3.300 3.300 0 0 0 0-6.600",
  check: "M5 12.500l4.500 4.500L19 7.500",
  calendar: "M4 6h16v14H4zM4 10h16M8 3.500V7M16 3.500V7",
  card: "M3 6h18v12H3zM6.500 15.500c.5-2 4.500-2 5 0M9 9.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3M15 10.500h3M15 14h3",
  again: "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
  letters: "M3 18l5-13 5 13M4.8 13.5h6.4M15 18l3-8 3 8M16 15.3h4",
  wheelchair: "M9.5 4.2h.01M9.5 8v6h5.5l3 5.5M9.5 10.5h5M7.5 11.5a5 5 0 1 0 6.6 6.3",
  contrast: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 3v18M12 7h6M12 12h9M12 17h6",
  speaker: "M4 9.500h3.500L12 5.500v13l-4.500-4H4zM15.500 9a4 4 0 0 1 0 6M18.200 6.500a8 8 0 0 1 0 11",
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
