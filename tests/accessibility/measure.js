/**
 * What axe-core does not measure. Each check gives one line for each fault:
 * `targets`: what is touched is large enough; `cut`: no text is cut off by its own box; `reflow`: nothing
 * stands beside the screen; `focus`: first what has the focus, then whether it shows it.
 */
({ check, smallest }) => {
  const seen = (thing) => thing.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !thing.closest("[inert], .visually-hidden");
  const named = (thing) => `${thing.tagName.toLowerCase()}.${thing.className} "${(thing.textContent || thing.name || "").trim().slice(0, 50)}"`;
  const ACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";

  /** WCAG 2.5.8 does not count links inside a sentence. */
  const inText = (thing) => thing.tagName === "A" && getComputedStyle(thing).display === "inline";
  /** A tick is touched by its label, too. */
  const touched = (thing) => (thing.matches("input[type=checkbox], input[type=radio]") && (thing.closest("label") ?? document.querySelector(`label[for="${CSS.escape(thing.id)}"]`))) || thing;

  const checks = {
    targets: () =>
      [...document.querySelectorAll(ACTIVE)]
        .filter((thing) => seen(thing) && !thing.disabled && !inText(thing) && thing.tabIndex >= 0)
        .map((thing) => ({ thing, box: touched(thing).getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < smallest - 0.5)
        .map(({ thing, box }) => `${Math.round(box.width)}×${Math.round(box.height)} is too small: ${named(thing)}`),

    cut: () =>
      [...document.querySelectorAll("body *")].filter((thing) => {
        const look = getComputedStyle(thing);
        const hides = ["hidden", "clip"].includes(look.overflowY) || ["hidden", "clip"].includes(look.overflowX);
        if (!hides || !seen(thing) || thing.clientWidth < 2 || look.textOverflow === "ellipsis" || !thing.textContent.trim() || thing.closest("svg")) return false;
        return thing.scrollHeight > thing.clientHeight + 3 || thing.scrollWidth > thing.clientWidth + 3;
      }).map((thing) => `text is cut: ${named(thing)}`),

    reflow: () => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide where ${clientWidth} are`] : [];
    },

    focus: () => {
      const thing = document.activeElement;
      const look = getComputedStyle(thing);
      const box = thing.getBoundingClientRect();
      const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
      const shows = outlined || look.boxShadow !== "none";
      const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      // The button within a field of a date is the browser's own, and so is its ring.
      if (thing === document.body) return ["body"];
      const stop = thing.outerHTML.slice(0, 200);
      if (!thing.matches(":focus")) return [stop];
      return [stop, ...(shows ? [] : [`no visible focus: ${named(thing)}`]), ...(onScreen ? [] : [`the focus is beside the screen: ${named(thing)}`])];
    },
  };
  return checks[check]();
}
