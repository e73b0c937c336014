/** Builds and replaces parts of the page; texts only ever as text. */

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * An element. `props` are attributes, a function handles the event `on…`; true is an empty attribute,
 * false, null and the empty text none.
 * @param {string} tag @param {Record<string, any>} [props] @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined || value === "") continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** @param {Child[]} children @returns {(Node|string)[]} */
function present(children) {
  return /** @type {(Node|string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * Put other children into a part. Whoever had the focus there keeps it, by `data-focus`, and the part
 * keeps its scroll.
 * @param {Element} part @param {...Child} children
 */
export function replace(part, ...children) {
  const focused = document.activeElement;
  const name = focused instanceof HTMLElement && part.contains(focused) ? focused.dataset.focus : undefined;
  const scroll = part.scrollTop;
  part.replaceChildren(...present(children));
  part.scrollTop = scroll;
  if (name) focusOn(part, name);
}

/** @param {Element} part @param {string} name */
export function focusOn(part, name) {
  const found = part.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (found instanceof HTMLElement) found.focus();
  return found !== null;
}

/** A drawer that draws again only when what it shows has changed. @param {(...facts: any[]) => void} draw */
export function whenChanged(draw) {
  let last = "";
  return (/** @type {any[]} */ ...facts) => {
    const now = JSON.stringify(facts);
    if (now === last) return;
    last = now;
    draw(...facts);
  };
}

/**
 * A button that carries its key. A locked one keeps the focus and says why; whoever acts on a press
 * refuses it too.
 * @param {{text: string, kind?: string, key?: string, focus?: string, locked?: string|false, busy?: boolean,
 *   submit?: boolean, press?: () => void}} what
 */
export function button({ text, kind = "", key = "", focus = "", locked = false, busy = false, submit = false, press }) {
  return el(
    "button",
    {
      type: submit ? "submit" : "button",
      class: `button ${kind}`,
      "data-focus": focus || null,
      "aria-disabled": locked ? "true" : null,
      "aria-busy": busy ? "true" : null,
      "aria-keyshortcuts": key || null,
      title: locked || null,
      onclick: press,
    },
    el("span", {}, text),
    key && el("kbd", { class: "key", "aria-hidden": "true" }, key),
  );
}
