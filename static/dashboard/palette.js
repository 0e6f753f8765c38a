// The command palette: every page, object and order by a few letters. Loaded when it is first asked for.

import { html, nothing, render } from "../vendor/lit.js";
import { announce } from "./announce.js";
import { fill, gettext, ngettext } from "./i18n.js";
import { live } from "./live.js";
import { post } from "./orders.js";
import { entriesOf, matching } from "./palette/entries.js";
import { emptyState, withSnapshot } from "./store.js";

/** @typedef {import("./palette/entries.js").Entry} Entry */

const SAID_AFTER_MS = 500;
const mayOrder = "mayOrder" in document.body.dataset;

const dialog = document.createElement("dialog");
dialog.className = "palette";
document.body.append(dialog);

/** @type {Entry[]} */
let entries = [];
let query = "";
let at = 0;
/** What was chosen once and must be chosen again. */
let sure = "";
/** What is under way, or how it failed. @type {{words: string, failed: boolean} | null} */
let standing = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let saying;

dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("close", () => render(nothing, dialog));

/** Opens it; pressed again it closes. */
export async function toggle() {
  if (dialog.open) return dialog.close();
  [query, at, sure, standing] = ["", 0, "", null];
  entries = pages();
  draw();
  dialog.showModal();
  /** @type {HTMLInputElement} */ (dialog.querySelector("input")).value = "";
  const state = await known();
  if (!state) standing = { words: gettext("The objects could not be read."), failed: true };
  else entries = [...pages(), ...entriesOf(state, mayOrder)];
  return draw();
}

/** What the page knows; a page that keeps no picture asks for one. @returns {Promise<import("./store.js").State | null>} */
async function known() {
  if (live.state.loaded) return live.state;
  const response = await fetch("/api/v1/topology?view=map").catch(() => null);
  return response?.ok ? withSnapshot(emptyState(), await response.json()) : null;
}

/** The pages of the navigation, and those behind a button. @returns {Entry[]} */
function pages() {
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".nav a")), .../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".top .menu-body > a"))].map((link) => ({ label: (link.textContent ?? "").trim(), href: link.getAttribute("href") ?? "" }));
  const more = mayOrder ? [[gettext("Create a network"), "/networks/create/"], [gettext("Run a container"), "/containers/run/"], [gettext("Remove unused networks"), "/networks/prune/"]].map(([label, href]) => ({ label, href })) : [];
  const all = new Map([...links, ...more].map((one) => [one.href, one]));
  return [...all.values()].map(({ label, href }) => ({ key: `go ${href}`, label, note: gettext("page"), group: "pages", does: "go", href }));
}

function draw() {
  if (!dialog.open && !entries.length) return;
  const found = matching(entries, query);
  at = Math.min(at, Math.max(0, found.length - 1));
  render(html`<div class="palette-body">
    <input type="text" role="combobox" aria-label=${gettext("Pages, objects, orders")} placeholder=${gettext("Pages, objects, orders")} autocomplete="off" spellcheck="false" maxlength="200" autofocus
      aria-controls="palette-list" aria-expanded="true" aria-autocomplete="list" aria-activedescendant=${found.length ? `palette-${at}` : nothing} @input=${typed} @keydown=${pressed} />
    <div id="palette-list" role="listbox" aria-label=${gettext("Found")}>${found.map(row)}${found.length ? nothing : html`<p class="none" role="option" aria-disabled="true" aria-selected="false">${gettext("Nothing is called so.")}</p>`}</div>
    ${standing ? html`<p class=${standing.failed ? "failed" : "waiting"} role=${standing.failed ? "alert" : "status"}>${standing.words}</p>` : nothing}
    <p class="quiet hint"><kbd>↑</kbd> <kbd>↓</kbd> ${gettext("choose")} · <kbd>Enter</kbd> ${gettext("do it")} · <kbd>Esc</kbd> ${gettext("close")}</p>
  </div>`, dialog);
  dialog.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
}

/** @param {Entry} entry @param {number} index */
function row(entry, index) {
  const label = sure === entry.key ? fill(gettext("Once more, to do it: %(act)s"), { act: entry.label }) : entry.label;
  return html`<div role="option" id="palette-${index}" aria-selected=${index === at ? "true" : "false"} class=${sure === entry.key ? "sure" : ""} @click=${() => choose(entry, index)}><span>${label}</span><span class="quiet">${entry.note}</span></div>`;
}

/** @param {Event} event */
function typed(event) {
  query = /** @type {HTMLInputElement} */ (event.target).value;
  [at, sure, standing] = [0, "", null];
  draw();
  clearTimeout(saying);
  saying = setTimeout(() => {
    const count = matching(entries, query).length;
    announce(fill(ngettext("%(count)s found", "%(count)s found", count), { count }));
  }, SAID_AFTER_MS);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const found = matching(entries, query);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") [at, sure] = [(at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length), ""];
  else if (event.key === "Enter" && found[at]) choose(found[at], at);
  else return;
  event.preventDefault();
  draw();
}

/** @param {Entry} entry @param {number} index */
function choose(entry, index) {
  at = index;
  if (entry.sure && sure !== entry.key) {
    sure = entry.key;
    announce(fill(gettext("Once more, to do it: %(act)s"), { act: entry.label }));
    return draw();
  }
  sure = "";
  if (entry.does === "order" || entry.does === "disconnect") return order(entry);
  dialog.close();
  if (entry.does !== "go" && entry.which && onMap(entry)) return undefined;
  return location.assign(addressOf(entry));
}

/** The map does it itself, where it is the page. @param {Entry} entry */
const onMap = (entry) => !document.dispatchEvent(new CustomEvent("netviz:look", { cancelable: true, detail: { which: entry.which, connect: entry.does === "connect" } }));

/** @param {Entry} entry */
function addressOf(entry) {
  if (entry.does !== "connect" || !entry.which) return entry.href ?? "/map/";
  return `/map/?${new URLSearchParams({ ...entry.which, ask: "connect" })}`;
}

/** It stays open until the engine has answered, and says here what went wrong. @param {Entry} entry */
async function order(entry) {
  const which = /** @type {import("./palette/entries.js").Which} */ (entry.which);
  const engine = `engine=${encodeURIComponent(which.engine)}`;
  standing = { words: `${entry.label}…`, failed: false };
  draw();
  const answer = entry.does === "disconnect" ? await post(`/api/v1/networks/${encodeURIComponent(entry.network ?? "")}/disconnect?${engine}`, { container: which.id }) : await post(`/api/v1/containers/${encodeURIComponent(which.id)}/${entry.act}?${engine}`, {});
  announce(answer.failure ? `${entry.label}: ${answer.failure}` : fill(gettext("%(act)s: done."), { act: entry.label }));
  standing = answer.failure ? { words: answer.failure, failed: true } : null;
  if (answer.failure) draw();
  else dialog.close();
}
