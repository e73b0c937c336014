/** The first stop of the Tab key: over the head of a page, to what it is about. */

import { el } from "./dom.js";

/** A link that is seen while it has the focus; hidden until it leads somewhere. */
export function skipLink() {
  const link = el("a", { class: "skip", href: "#main", hidden: true });
  link.addEventListener("click", (event) => {
    event.preventDefault(); // the address stays as it is: some pages keep what is shown in it
    document.getElementById(link.hash.slice(1))?.focus();
  });
  return link;
}

/** Lead to the main part of the screen that is shown now. @param {HTMLAnchorElement} link @param {HTMLElement} screen */
export function leadTo(link, screen) {
  const main = screen.matches("main") ? screen : screen.querySelector("main");
  link.hidden = !main;
  if (!main) return;
  main.id ||= "main";
  main.tabIndex = -1;
  link.hash = main.id;
}
