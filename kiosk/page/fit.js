/** Makes the letters of a grid of cards smaller, in steps, until no text is cut. */

const STEPS = 6;

/**
 * @param {HTMLElement} grid its style sheet knows `data-fit` 0 (full size) to 5
 * @returns {number} the step in which all texts fit, or the last
 */
export function fitted(grid) {
  for (let step = 0; step < STEPS; step += 1) {
    grid.dataset.fit = String(step);
    if (![...grid.children].some(isCut)) return step;
  }
  return STEPS - 1;
}

/** @param {Element} card */
function isCut(card) {
  const name = card.querySelector(".card-name");
  const line = card.querySelector(".card-line");
  if (!name) return false;
  const box = card.getBoundingClientRect();
  const above = name.getBoundingClientRect();
  const below = (line ?? name).getBoundingClientRect();
  const isOver = above.top < box.top + 4 || below.bottom > box.bottom - 4 || (line && above.bottom > below.top + 2);
  return Boolean(isOver) || name.scrollHeight > name.clientHeight + 2;
}
