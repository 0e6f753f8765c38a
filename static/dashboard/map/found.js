// The search box of the map: what is found, in a list below it; the rest of the map steps back.

import { html, render } from "../../vendor/lit.js";
import { announce } from "../announce.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { search } from "../search.js";

const LISTED = 12;
const SAID_AFTER_MS = 600;

/** @param {{state: () => import("../store.js").State, onQuery: (query: string) => void, onPick: (found: import("../search.js").Found) => void}} given */
export function createSearch({ state, onQuery, onPick }) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("search"));
  const list = /** @type {HTMLElement} */ (document.getElementById("found"));
  let at = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let saying;

  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "found", "aria-autocomplete": "list", "aria-expanded": "false" })) input.setAttribute(name, value);

  function refresh() {
    const found = search(state(), input.value);
    at = Math.min(at, Math.max(0, Math.min(found.length, LISTED) - 1));
    show(Boolean(input.value.trim()) && document.activeElement === input);
    const rest = found.length - LISTED;
    const more = rest > 0 ? html`<p class="none">${fill(ngettext("and %(count)s more", "and %(count)s more", rest), { count: rest })}</p>` : "";
    render(found.length ? html`${found.slice(0, LISTED).map((one, index) => row(one, index))}${more}` : html`<p class="none" role="option" aria-disabled="true">${gettext("Nothing is called so.")}</p>`, list);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    return found;
  }

  /** @param {boolean} open */
  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (open) input.setAttribute("aria-activedescendant", `found-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  /** @param {import("../search.js").Found} one @param {number} index */
  function row(one, index) {
    const pick = (/** @type {Event} */ event) => {
      event.preventDefault();
      choose(one);
    };
    return html`<button type="button" role="option" id="found-${index}" tabindex="-1" aria-selected=${index === at ? "true" : "false"} @pointerdown=${pick}><span>${literal(one.name)}</span><span class="quiet">${one.why ? literal(one.why).slice(0, 48) : ""}</span><span class="quiet kind">${KINDS[one.kind]()}</span></button>`;
  }

  /** @param {import("../search.js").Found} one */
  function choose(one) {
    show(false);
    input.blur();
    onPick(one);
  }

  input.addEventListener("input", () => {
    at = 0;
    const found = refresh();
    onQuery(input.value);
    clearTimeout(saying);
    saying = setTimeout(() => input.value.trim() && announce(found.length ? fill(ngettext("%(count)s found", "%(count)s found", found.length), { count: found.length }) : gettext("Nothing is called so.")), SAID_AFTER_MS);
  });
  input.addEventListener("focus", refresh);
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const found = search(state(), input.value).slice(0, LISTED);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
    else if (event.key === "Enter" && found[at]) return choose(found[at]);
    else if (event.key === "Escape") clear();
    else return;
    event.preventDefault();
    refresh();
  });
  input.form?.addEventListener("submit", (event) => event.preventDefault());

  function clear() {
    input.value = "";
    input.blur();
    refresh();
    onQuery("");
  }

  return {
    refresh,
    clear,
    query: () => input.value.trim(),
    /** @param {string} query of the page's address */
    put(query) {
      if (input.value !== query) input.value = query;
    },
  };
}

/** @type {Record<string, () => string>} */
const KINDS = { container: () => gettext("container"), network: () => gettext("network"), interface: () => gettext("interface") };
