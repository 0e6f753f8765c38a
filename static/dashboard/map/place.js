// What is looked at, in the page's address: selection, group, search, filters, focus. A link leads to it, and back leads away again.

import { NO_FILTERS } from "./narrow.js";

/** @typedef {import("./narrow.js").Filters} Filters */
/** @typedef {import("./narrow.js").Focus} Focus */
/** @typedef {{selection: import("../inspector.js").Selection | null, tab: string, query: string, filters: Filters, focus: Focus | null}} Place */

const NAMES = ["kind", "engine", "id", "tab", "q", "project", "driver", "state", "label", "focus", "ask"];

/** @param {URLSearchParams} given @returns {Place} */
export function placeOf(given) {
  const [id, focus] = [given.get("id"), (given.get("focus") ?? "").split(" ")];
  const known = focus.length === 3 && (focus[0] === "container" || focus[0] === "network");
  return {
    selection: id ? { kind: given.get("kind") ?? "container", engine: given.get("engine") ?? "", id } : null,
    tab: given.get("tab") ?? "overview",
    query: given.get("q") ?? "",
    filters: { ...NO_FILTERS, project: given.getAll("project"), driver: given.getAll("driver"), state: given.getAll("state"), label: given.get("label") ?? "" },
    focus: known ? { kind: /** @type {"container"} */ (focus[0]), engine: focus[1], id: focus[2] } : null,
  };
}

/** The address of a place; what others keep in it stays. @param {Place} place @param {URL} url @returns {URL} */
export function addressOf(place, url) {
  const made = new URL(url);
  for (const name of NAMES) made.searchParams.delete(name);
  const { selection, filters, focus } = place;
  const put = (/** @type {string} */ name, /** @type {string} */ value) => value && made.searchParams.append(name, value);
  if (selection) for (const name of /** @type {const} */ (["kind", "engine", "id"])) put(name, selection[name]);
  if (place.tab !== "overview") put("tab", place.tab);
  put("q", place.query.trim());
  for (const name of /** @type {const} */ (["project", "driver", "state"])) for (const value of filters[name]) put(name, value);
  put("label", filters.label.trim());
  if (focus) put("focus", `${focus.kind} ${focus.engine} ${focus.id}`);
  return made;
}

/** Keeps the address in step. A step of its own (`push`) is one that the back button undoes. @param {Place} place @param {boolean} push */
export function keepPlace(place, push) {
  const made = addressOf(place, new URL(location.href));
  if (made.href === location.href) return;
  if (push) history.pushState(null, "", made);
  else history.replaceState(null, "", made);
}
