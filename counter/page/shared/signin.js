/** Signing in: a name and a password, and nothing else on the screen. */

import { Refused, Unreachable } from "./api.js";
import { button, el } from "./dom.js";

/**
 * @param {{api: import("./api.js").Api, texts: import("./texts.js").Texts, word: string|null,
 *   done: (session: any) => void, switchLanguage: () => void}} given `word`: why one is asked to sign in
 */
export function signInScreen({ api, texts, word, done, switchLanguage }) {
  const username = input("username", "text", "username");
  const password = input("password", "password", "current-password");
  const said = el("p", { class: "notice over", role: "alert", hidden: word === null }, word ?? "");
  const totp = input("totp", "text", "one-time-code");
  totp.required = false;
  const code = field(texts.say("totp"), totp);
  code.hidden = true;
  const submit = button({ text: texts.say("sign_in"), kind: "primary large", submit: true });
  const show = el("label", { class: "tick" },
    el("input", { type: "checkbox", onchange: (/** @type {any} */ event) => password.setAttribute("type", event.target.checked ? "text" : "password") }),
    el("span", {}, texts.say("show_password")));
  const form = el("form", { class: "card signin" }, el("p", { class: "brand" }, "Đúng Hẹn"), el("h1", {}, texts.say("sign_in_title")), said,
    field(texts.say("username"), username), field(texts.say("password"), password), show, code, submit,
    el("p", { class: "soft" }, el("a", { href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}` }, texts.say("other_ways"))),
    button({ text: texts.say("other_language"), kind: "quiet", press: switchLanguage }));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-busy")) return;
    submit.setAttribute("aria-busy", "true");
    try {
      done(await api.signIn(username.value.trim(), password.value, code.hidden ? "" : totp.value.trim()));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      said.hidden = false;
      said.classList.toggle("over", error.code !== "totp_required"); // nothing went wrong, something is missing
      said.textContent = texts.refusal(error.code === "unreachable" ? "no_server" : error.code);
      totp.value = "";
      if (error.code === "totp_required" || error.code === "wrong_code") {
        code.hidden = false;
        totp.focus();
      } else {
        password.value = "";
        password.focus();
      }
    } finally {
      submit.removeAttribute("aria-busy");
    }
  });
  return { element: el("main", { class: "middle" }, form), start: () => username.focus() };
}

/** @param {string} id @param {string} type @param {string} autocomplete */
function input(id, type, autocomplete) {
  return /** @type {HTMLInputElement} */ (el("input",
    { class: "input", id, name: id, type, autocomplete, required: true, spellcheck: "false", autocapitalize: "none" }));
}

/** @param {string} label @param {HTMLInputElement} control */
function field(label, control) {
  return el("div", { class: "field" }, el("label", { for: control.id }, label), control);
}
