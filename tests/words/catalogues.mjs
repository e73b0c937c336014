/** Prints every catalogue of every page as JSON: whatever a module exports that has `vi` and `en`, or VI and EN. */

import { readdirSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root] = process.argv.slice(2);
/** Where the server finds what pages name by path. */
const FOLDERS = {
  "/counter-page/": "counter/page/", "/reception-page/": "counter/reception/", "/page/": "server/web/page/",
  "/look/": "server/contract/page/", "/display-page/": "display/page/",
};
/** Modules that hold texts are called so. */
const HOLDS_TEXTS = /(?:^|[-_/])(?:texts|words|meanings|refusals|desk|pairing_screen|vi|en)\.js$/;
const ROOTS = ["counter/page", "counter/reception", "display/page", "kiosk/page", "server/web/page", "server/contract/page"];

const hooks = `const folders = ${JSON.stringify(FOLDERS)};
export const resolve = (name, context, next) => {
  const folder = Object.keys(folders).find((path) => name.startsWith(path));
  return next(folder ? ${JSON.stringify(pathToFileURL(root).href)} + "/" + folders[folder] + name.slice(folder.length) : name, context);
};`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

/** @param {string} folder @returns {string[]} */
const filesBelow = (folder) => readdirSync(join(root, folder), { recursive: true })
  .map((name) => join(folder, String(name)))
  .filter((path) => path.endsWith(".js") && !path.includes("vendor"));

/** Functions are texts, too: with what they say of plain values. @param {unknown} said @returns {unknown} */
function plain(said) {
  if (typeof said === "function") {
    const values = Array.from({ length: said.length }, (_, i) => i + 1);
    return String(said(...values));
  }
  if (Array.isArray(said)) return said.map(plain);
  if (said && typeof said === "object") return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, plain(value)]));
  return said;
}

const found = {};
const files = [...new Set(ROOTS.flatMap(filesBelow))].filter((path) => HOLDS_TEXTS.test(path) && path !== "counter/page/desk.js");
for (const path of files) {
  const module = await import(pathToFileURL(join(root, path)).href);
  if (module.wordsIn) found[path] = { vi: plain(module.wordsIn("vi")), en: plain(module.wordsIn("en")) };
  for (const [name, value] of Object.entries(module)) {
    if (!value || typeof value !== "object") continue;
    if ("vi" in value && "en" in value) found[`${path} ${name}`] = plain(value);
    else if (Object.values(value).every((one) => one && typeof one === "object" && "vi" in one && "en" in one)) {
      const side = (language) => Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one[language])]));
      if (Object.keys(value).length > 0) found[`${path} ${name}`] = { vi: side("vi"), en: side("en") };
    }
  }
}
console.log(JSON.stringify({ files, found }));
