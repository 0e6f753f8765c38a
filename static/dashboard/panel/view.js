// How the panel is looked at: which engine, grouped, sorted and narrowed how. It stands in the page's address.

import { html, render } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { PLAIN } from "./model.js";

/** @typedef {import("./model.js").View} View */
/** @typedef {View & {engine: string}} Chosen */

/** @type {Record<"group" | "sort", Record<string, () => string>>} */
const CHOICES = {
  group: { project: () => gettext("project"), state: () => gettext("state"), none: () => gettext("nothing") },
  sort: { name: () => gettext("name"), state: () => gettext("state"), newest: () => gettext("newest first"), networks: () => gettext("most networks") },
};

/** @param {URLSearchParams} query @returns {Chosen} */
export function readView(query) {
  const group = /** @type {View["group"]} */ (query.get("group") ?? PLAIN.group);
  return {
    engine: query.get("engine") ?? "", group: group in CHOICES.group ? group : PLAIN.group, sort: query.get("sort") ?? PLAIN.sort,
    words: query.get("filter") ?? "", networks: query.get("networks") ?? "", running: query.has("running"), used: query.has("used"), folded: new Set(),
  };
}

/** What of it stands in an address: what differs from the plain view; the rest is empty. @param {Chosen} view @returns {Record<string, string>} */
export function queryOf(view) {
  const plain = (/** @type {"group" | "sort"} */ name) => (view[name] === PLAIN[name] ? "" : view[name]);
  return { group: plain("group"), sort: plain("sort"), filter: view.words, networks: view.networks, running: view.running ? "1" : "", used: view.used ? "1" : "" };
}

/**
 * The controls that choose it: two fields, two menus, two switches, and the engines where there are several.
 * @param {HTMLElement} tools @param {() => Chosen} get @param {(changed: Partial<Chosen>) => void} set
 */
export function createTools(tools, get, set) {
  const fields = /** @type {const} */ ([["filter", "words"], ["filter-networks", "networks"]]);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (tools.querySelector(`#${name}`));
  for (const [id, name] of fields) {
    const field = /** @type {HTMLInputElement} */ (part(id));
    field.addEventListener("input", () => set({ [name]: field.value }));
  }
  for (const name of /** @type {const} */ (["running", "used"])) part(name).addEventListener("click", () => set({ [name]: !get()[name] }));

  const more = part("more");
  more.addEventListener("click", () => more.setAttribute("aria-expanded", String(more.getAttribute("aria-expanded") !== "true")));

  /** @param {{name: string, away: boolean}[]} engines @param {string} here the network under the keyboard, by its name @param {string} network its id */
  function refresh(engines, here, network) {
    const view = get();
    for (const name of /** @type {const} */ (["running", "used"])) part(name).setAttribute("aria-pressed", String(view[name]));
    for (const [id, name] of fields) {
      const field = /** @type {HTMLInputElement} */ (part(id));
      if (field.value !== view[name]) field.value = view[name];
    }
    menu(part("group"), gettext("Group"), CHOICES.group, view.group, (group) => set({ group: /** @type {View["group"]} */ (group) }));
    const sorts = { ...CHOICES.sort, ...(network ? { [`network ${network}`]: () => `${gettext("address in")} ${here}` } : {}) };
    menu(part("sort"), gettext("Sort"), sorts, view.sort, (sort) => set({ sort }));
    part("engine").hidden = engines.length < 2;
    if (engines.length > 1) menu(part("engine"), gettext("Engine"), Object.fromEntries(engines.map(({ name, away }) => [name, () => (away ? `${literal(name)} · ${gettext("unreachable")}` : literal(name))])), view.engine, (engine) => set({ engine }));
  }

  return { refresh };
}

/** @param {HTMLElement} details @param {string} title @param {Record<string, () => string>} choices @param {string} now @param {(name: string) => void} pick */
function menu(details, title, choices, now, pick) {
  const chosen = choices[now]?.() ?? gettext("network");
  const choose = (/** @type {string} */ name) => {
    details.removeAttribute("open");
    details.querySelector("summary")?.focus();
    pick(name);
  };
  render(
    html`<summary class="button">${title}: <span class="chosen">${chosen}</span> ▾</summary>
      <div class="menu-body">${Object.entries(choices).map(([name, words]) => html`<button type="button" aria-current=${name === now ? "true" : "false"} @click=${() => choose(name)}>${words()}</button>`)}</div>`,
    details,
  );
}
