// The display of an office: follows the board, shows it, and says every call.

import { DeviceToken, isShut } from "/look/device.js";
import { calls, fold, refreshed } from "/look/fold.js";
import { follow } from "/look/live.js";
import { readAddress } from "./address.js";
import { createAnnouncer, createMemory, LATE_S } from "./announcer.js";
import { byId, update } from "./dom.js";
import { chooseLayout, countersHere, inZone, mainCall, olderCalls, whatToShow } from "./layout.js";
import { drawCall, drawClosed, drawEmpty, drawProblem } from "./panel.js";
import { say } from "./texts.js";
import { drawBanner, drawBottom, drawLines, drawNotice, drawOlder, drawTop } from "./view.js";
import { Voice } from "./voice.js";

/** @typedef {import("../../server/contract/page/fold.js").Board} Board */
/** @typedef {import("../../server/contract/page/fold.js").Call} Call */

const REFRESH_S = 30; // the mean and the hours come from the board, not from events
const TURN_S = 10; // how long a notice, or a page of services, stays

class Display {
  /** @param {import("./address.js").Address} address @param {DeviceToken | null} paired @param {() => void} shut */
  constructor(address, paired, shut) {
    this.address = address;
    this.shut = shut;
    this.langs = address.languages ?? ["vi", "en"];
    this.board = /** @type {Board | null} */ (null);
    this.state = /** @type {import("/look/live.js").State} */ ({ mode: "connecting", age_s: null });
    this.memory = createMemory();
    this.fresh = /** @type {string | null} */ (null);
    this.seconds = 0;
    this.voice = address.sound ? this.openVoice() : null;
    this.announcer = createAnnouncer({
      show: (call) => this.show(call),
      say: async (call, first) => (await this.voice?.say(call.voice, first)) ?? { heard: false, clips: [], missing: [] },
      rest: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
      done: (announcement) => this.announced(announcement),
    });
    this.live = follow({
      office: address.office,
      ...(paired && { token: paired.current, fetch: paired.fetch }),
      onBoard: (board) => this.takeBoard(board),
      onEvent: (event) => this.takeEvent(event),
      onState: (state) => this.everySecond(state),
    });
  }

  openVoice() {
    const hint = byId("sound");
    hint.textContent = this.langs.map((lang) => say(lang, "sound")).join(" · ");
    const { languages, office } = this.address;
    return new Voice({ languages, office, onBlocked: (blocked) => (hint.hidden = !blocked) });
  }

  /** @param {Board} board */
  takeBoard(board) {
    const first = this.board === null;
    this.setBoard(board);
    for (const call of board.calls.toReversed()) {
      if (first) this.memory.meet(call);
      else this.meet(call);
    }
    this.draw();
  }

  /** @param {import("../../server/contract/page/fold.js").LiveEvent} event */
  takeEvent(event) {
    if (!this.board) return;
    this.setBoard(fold(this.board, event));
    if (calls(event)) this.meet(this.board.calls[0]);
    if (event.kind === "office_changed") void this.refresh();
    this.draw();
  }

  /** @param {Board} board */
  setBoard(board) {
    this.board = board;
    if (!this.address.languages && board.languages.length) this.langs = board.languages.slice(0, 2);
    document.documentElement.lang = this.langs[0];
    this.voice?.own.learn(board.texts?.call ?? {});
    document.dispatchEvent(new CustomEvent("board", { detail: board }));
  }

  /** A call reached this display: it is announced unless it is another zone's, known, or late. @param {Call} call */
  meet(call) {
    const { counters } = this.address;
    if ((counters && !counters.has(call.counter)) || !this.memory.meet(call)) return;
    if ((this.live.clock.age(call.called_at) ?? 0) <= LATE_S) this.announcer.add(call);
  }

  async refresh() {
    try {
      const fresh = await this.live.board();
      if (this.board) this.setBoard(refreshed(this.board, fresh));
    } catch (error) {
      console.info("no fresh board", error); // the banner says it when the line is cut; the next turn asks again
    }
    this.draw();
  }

  /** @param {Call} call */
  show(call) {
    this.fresh = call.call_id;
    document.dispatchEvent(new CustomEvent("call-shown", { detail: call }));
    this.draw();
  }

  /** @param {import("./announcer.js").Announcement | null} announcement */
  announced(announcement) {
    if (announcement) document.dispatchEvent(new CustomEvent("announcement", { detail: announcement }));
    this.draw();
  }

  /** @param {import("/look/live.js").State} state */
  everySecond(state) {
    this.state = state;
    this.seconds += 1;
    if (state.mode === "refused" && isShut(state.code)) return this.shut();
    if (this.seconds % REFRESH_S === 0 && state.mode === "connected") void this.refresh();
    else this.draw();
  }

  draw() {
    const now = this.live?.clock.now();
    document.documentElement.dataset.live = this.state.mode;
    drawBanner(this.state, this.langs);
    if (!this.board || now === null || now === undefined) return this.drawWithout();
    if (this.state.mode === "refused") return this.drawWithout();
    return this.drawBoard(inZone(this.board, this.address.counters), now);
  }

  drawWithout() {
    const refused = this.state.mode === "refused";
    if (!refused && this.seconds < 1) return; // nothing flickers on a quick start
    document.documentElement.dataset.state = refused ? "refused" : "loading";
    const model = { langs: this.langs, key: refused ? "refused" : "connecting", places: { office: this.address.office } };
    update(byId("panel"), model, drawProblem);
  }

  /** @param {Board} board @param {number} now */
  drawBoard(board, now) {
    const { langs } = this;
    const current = this.announcer.current;
    const state = current ? "calls" : whatToShow(board);
    const main = mainCall(board, current);
    const layout = chooseLayout(countersHere(board), { width: innerWidth, height: innerHeight });
    const turn = Math.floor(this.seconds / TURN_S);
    Object.assign(document.documentElement.dataset, {
      state,
      columns: layout.columns,
      shape: layout.portrait ? "portrait" : "landscape",
      alone: layout.alone,
      beside: layout.alone ? "lines" : olderCalls(board, main, layout).length ? "calls" : "nothing",
    });
    drawTop(board, now, langs);
    this.drawPanel(board, state, main);
    if (!layout.alone) drawOlder(board, main, { layout, pending: this.announcer.pending(), langs });
    drawLines(board, { layout, turn, langs });
    drawNotice(board, { turn, langs, closedNote: !board.open_now && state !== "closed" });
    drawBottom(board, { layout, langs });
  }

  /** @param {Board} board @param {"calls" | "empty" | "closed"} state @param {Call | null} call */
  drawPanel({ open_now, opens_at, closed_reason, time_zone, texts: own }, state, call) {
    const { langs } = this;
    const panel = byId("panel");
    if (state === "closed") update(panel, { langs, own, board: { opens_at, closed_reason, time_zone } }, drawClosed);
    else if (!call) update(panel, { langs, own, open: open_now }, drawEmpty);
    else update(panel, { langs, own, call, fresh: call.call_id === this.fresh }, drawCall);
  }
}

const address = readAddress(location.pathname, location.search);
if (address.problem) {
  document.documentElement.dataset.state = "refused";
  update(byId("panel"), { langs: ["vi", "en"], key: "address", places: { part: address.problem } }, drawProblem);
} else {
  const paired = new DeviceToken({ role: "display", office: address.office });
  const own = await paired.own();
  const display = new Display(address, own && paired, () => paired.revoked());
  addEventListener("resize", () => display.draw());
}
