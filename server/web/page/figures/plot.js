/**
 * Draws with uPlot, which is fetched when the first chart comes into being. Every chart can be gone through by
 * keys: arrows move, the words under the cursor are spoken, Enter shows the tickets.
 */

import { el } from "/counter-page/shared/dom.js";

/** @typedef {{tip: string, link: string|null}} Point what is under the cursor, and where it leads */

const SHEET = "/look/vendor/uplot/uPlot.min.css";
/** How wide a chart is on paper: A4 between its margins, in CSS pixels; two stand side by side. */
const PAPER_WIDTH = 680;
const FONT = '13px "Be Vietnam Pro", sans-serif';

/** @type {Promise<any>|null} */
let fetched = null;

/** uPlot itself, once. */
function plotter() {
  fetched ??= fetchPlotter();
  fetched.catch(() => (fetched = null));
  return fetched;
}

async function fetchPlotter() {
  document.head.append(el("link", { rel: "stylesheet", href: SHEET }));
  // uPlot draws as fine as the screen is when it is loaded; paper is finer, so charts are drawn at least doubly.
  const fine = Math.max(2, window.devicePixelRatio);
  Object.defineProperty(window, "devicePixelRatio", { configurable: true, get: () => fine });
  const [{ default: uPlot }] = await Promise.all([import("/look/vendor/uplot/uPlot.esm.js"), document.fonts.load(FONT)]);
  return uPlot;
}

/** A colour of the house. @param {string} token */
export function colour(token) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}

/** The fill of a bar by its tone: what is over the goal is hatched, so that it shows in grey too. @param {string} tone */
export function fillOf(tone) {
  if (tone !== "over") return colour(tone === "none" ? "soft-ink" : "jade");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ink.fillStyle = colour("crimson");
  ink.fillRect(0, 0, 12, 12);
  ink.strokeStyle = "rgb(255 255 255 / 45%)";
  ink.lineWidth = 2.5;
  ink.beginPath();
  for (const from of [-12, 0, 12]) ink.moveTo(from, 12), ink.lineTo(from + 12, 0);
  ink.stroke();
  return ink.createPattern(canvas, "repeat") ?? colour("crimson");
}

/** A chart on the page. */
export class Plot {
  #at = -1;

  /**
   * @param {{texts: any, alt: string, points: Point[], height?: number, go: (link: string) => void}} given
   */
  constructor({ texts, alt, points, height = 260, go }) {
    this.texts = texts;
    this.points = points;
    this.height = height;
    this.go = go;
    this.tip = el("p", { class: "fig-tip figures", role: "status", hidden: true });
    const keys = points.some(({ link }) => link) ? ` ${texts.say("press_for_tickets")}` : "";
    this.element = el("div", { class: "fig-plot", tabindex: "0", role: "group", "aria-label": `${alt}${keys}`, onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onblur: () => this.#leave() }, this.tip);
  }

  /** uPlot; null where it could not be fetched, which is said in the chart's place: the table behind it has the figures. */
  async plotter() {
    try {
      return await plotter();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what a module that cannot be fetched throws
      this.element.replaceChildren(el("p", { class: "fig-empty", role: "alert" }, this.texts.say("chart_failed")));
      return null;
    }
  }

  /** @param {any} uPlot @param {any} options without size @param {any[]} data */
  draw(uPlot, options, data) {
    const width = () => Math.max(200, this.element.clientWidth);
    const hooks = { ...options.hooks, setCursor: [(/** @type {any} */ plot) => this.#under(plot.cursor.idx)] };
    this.plot = new uPlot({ ...BASE, ...options, hooks, width: width(), height: this.height }, data, this.element);
    this.plot.over.addEventListener("click", () => this.#open());
    this.plot.over.addEventListener("mouseleave", () => this.#leave());
    const fit = (/** @type {number} */ wide) => wide !== this.plot.width && this.plot.setSize({ width: wide, height: this.height });
    new ResizeObserver(() => (this.element.isConnected ? !matchMedia("print").matches && fit(width()) : this.#end())).observe(this.element);
    this.paper = () => fit(PAPER_WIDTH);
    this.screen = () => fit(width());
    window.addEventListener("beforeprint", this.paper);
    window.addEventListener("afterprint", this.screen);
  }

  #end() {
    window.removeEventListener("beforeprint", /** @type {any} */ (this.paper));
    window.removeEventListener("afterprint", /** @type {any} */ (this.screen));
    this.plot.destroy();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -this.points.length, End: this.points.length };
    if (event.key === "Enter") return this.#open();
    if (!(event.key in steps) || !this.plot || !this.points.length) return;
    event.preventDefault();
    const next = Math.min(this.points.length - 1, Math.max(0, this.#at + steps[event.key]));
    this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][next], "x"), top: 0 });
    this.#under(next);
  }

  /** @param {number|null|undefined} at */
  #under(at) {
    if (at === null || at === undefined || !this.points[at]) return this.#leave();
    this.#at = at;
    this.tip.textContent = this.points[at].tip;
    this.tip.hidden = false;
    const left = this.plot.valToPos(this.plot.data[0][at], "x") + this.plot.over.offsetLeft;
    const half = this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.min(this.element.clientWidth - 2 * half, Math.max(0, left - half))}px`;
    this.element.classList.toggle("leads", Boolean(this.points[at].link));
  }

  #leave() {
    this.#at = -1;
    this.tip.hidden = true;
  }

  #open() {
    const link = this.points[this.#at]?.link;
    if (link) this.go(link);
  }
}

const BASE = {
  legend: { show: false },
  cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
  padding: [18, 12, 0, 0],
};

/** How wide an axis is whose longest label has so many letters. @param {string[]} labels */
export function room(labels) {
  return 14 + 8 * Math.max(2, ...labels.map((label) => label.length));
}

/** An axis in the house's look. @param {any} own */
export function axis(own) {
  return { stroke: colour("soft-ink"), font: FONT, labelFont: FONT, grid: { stroke: "#ece8e3", width: 1 }, ticks: { show: false }, gap: 6, ...own };
}

/** The goal as a dashed line with its words: across at a height, or upright at a place. @param {{y?: number, x?: number, words: string}} goal */
export function goalLine({ y, x, words }) {
  return (/** @type {any} */ plot) => {
    const { ctx, bbox } = plot;
    const fine = window.devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour("crimson");
    ctx.lineWidth = 1.5 * fine;
    ctx.setLineDash([5 * fine, 4 * fine]);
    ctx.font = `600 ${12.5 * fine}px "Be Vietnam Pro", sans-serif`;
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = y === undefined ? "left" : "right";
    ctx.beginPath();
    if (y !== undefined) {
      const at = plot.valToPos(y, "y", true);
      ctx.moveTo(bbox.left, at), ctx.lineTo(bbox.left + bbox.width, at);
      ctx.fillText(words, bbox.left + bbox.width, at - 6 * fine);
    } else {
      const at = plot.valToPos(x, "x", true);
      ctx.moveTo(at, bbox.top), ctx.lineTo(at, bbox.top + bbox.height);
      ctx.fillText(words, at + 5 * fine, bbox.top + 10 * fine);
    }
    ctx.stroke();
    ctx.restore();
  };
}
