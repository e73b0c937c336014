/** The screen of a page that waits to be paired: a code, large enough to be read across the hall. */

/** @typedef {{show: (code: string | null, trouble: "away" | "refused" | null) => void, remove: () => void}} PairingScreen */

/** @type {Record<"vi" | "en", Record<string, string>>} */
export const TEXTS = {
  vi: {
    display: "Ghép màn hình gọi số",
    tablet: "Ghép máy tính bảng đánh giá",
    counter: "Ghép máy ở quầy",
    type: "Người quản trị mở trang Quản\u00a0trị\u00a0›\u00a0Thiết\u00a0bị và gõ mã này:",
    revoked: "Máy này đã bị thu hồi, phải ghép lại mới dùng được.",
    wait: "Đang xin mã…",
    away: "Chưa nối được với máy chủ. Máy tự thử lại.",
    refused: "Máy chủ chưa cấp mã. Máy tự thử lại.",
  },
  en: {
    display: "Pair this display",
    tablet: "Pair this rating tablet",
    counter: "Pair this counter machine",
    type: "An administrator opens Administration\u00a0›\u00a0Devices, and types this code:",
    revoked: "This machine was revoked. It must be paired again before it can be used.",
    wait: "Asking for a code…",
    away: "The server cannot be reached. The machine tries again by itself.",
    refused: "The server gives no code now. The machine tries again by itself.",
  },
};

/** Letters that stand together are read together. */
const GROUP = 3;

/**
 * Lays the screen over the page until it is removed.
 * @param {"display" | "tablet" | "counter"} role @param {"new" | "revoked"} reason
 * @returns {PairingScreen}
 */
export function pairingScreen(role, reason) {
  const { vi, en } = TEXTS;
  const code = el("p", "pair-code");
  const trouble = el("div", "pair-trouble");
  const card = el("section", "pair-card", el("p", "pair-brand", "Đúng Hẹn"), el("h1", "", vi[role]), english("pair-en", en[role]));
  if (reason === "revoked") card.append(el("div", "pair-revoked", el("p", "", vi.revoked), english("", en.revoked)));
  card.append(el("p", "pair-type", vi.type), english("pair-en", en.type), code, trouble);
  const screen = el("div", "pair-screen", card);
  screen.setAttribute("role", "dialog");
  screen.setAttribute("aria-modal", "true");
  screen.setAttribute("aria-label", vi[role]);
  document.body.append(screen);
  const show = (/** @type {string | null} */ letters, /** @type {"away" | "refused" | null} */ why) => {
    code.classList.toggle("waiting", !letters);
    const groups = letters ? [letters.slice(0, GROUP), letters.slice(GROUP)] : [vi.wait];
    code.replaceChildren(...groups.map((group) => el("span", "", group)));
    trouble.replaceChildren(...(why ? [el("p", "", vi[why]), english("", en[why])] : []));
  };
  show(null, null);
  return { show, remove: () => screen.remove() };
}

/** @param {string} tag @param {string} name @param {...(Node | string)} children */
function el(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}

/** @param {string} name @param {string} text */
function english(name, text) {
  const made = el("p", name, text);
  made.lang = "en";
  return made;
}
