// The search box of the map: what is found, in a list below it; the rest of the map steps back.

import { html, render } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { search } from "../search.js";

/** @param {{state: () => import("../store.js").State, onFound: (found: import("../search.js").Found[] | null) => void, onPick: (found: import("../search.js").Found) => void}} given `onFound(null)`: no search */
export function createSearch({ state, onFound, onPick }) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("search"));
  const list = /** @type {HTMLElement} */ (document.getElementById("found"));
  let at = 0;

  function refresh() {
    const query = input.value.trim();
    const found = search(state(), query);
    at = Math.min(at, Math.max(0, found.length - 1));
    list.hidden = !query || document.activeElement !== input;
    onFound(query ? found : null);
    render(found.length ? found.map((one, index) => row(one, index)) : html`<p class="none">${gettext("Nothing is called so.")}</p>`, list);
  }

  /** @param {import("../search.js").Found} one @param {number} index */
  function row(one, index) {
    const pick = (/** @type {Event} */ event) => {
      event.preventDefault();
      choose(one);
    };
    return html`<button type="button" role="option" tabindex="-1" aria-selected=${index === at ? "true" : "false"} @pointerdown=${pick}><span>${literal(one.name)}</span><span class="quiet">${one.why ? literal(one.why).slice(0, 48) : KINDS[one.kind]()}</span></button>`;
  }

  /** @param {import("../search.js").Found} one */
  function choose(one) {
    list.hidden = true;
    input.blur();
    onPick(one);
  }

  input.addEventListener("input", () => {
    at = 0;
    refresh();
  });
  input.addEventListener("focus", refresh);
  input.addEventListener("blur", () => (list.hidden = true));
  input.addEventListener("keydown", (event) => {
    const found = search(state(), input.value);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
    else if (event.key === "Enter" && found[at]) choose(found[at]);
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
  }

  return { refresh, clear, query: () => input.value.trim() };
}

/** @type {Record<string, () => string>} */
const KINDS = { container: () => gettext("container"), network: () => gettext("network"), interface: () => gettext("interface") };
