// The filter menu, and the line that says what the map is narrowed to, with the way back to all of it.

import { html, nothing, render } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { containerState, healthWord } from "../words.js";
import { choices, filtersAny, NO_FILTERS } from "./narrow.js";

/** @typedef {import("./narrow.js").Filters} Filters */
/** @typedef {import("../store.js").State} State */
/** @typedef {"project" | "driver" | "state"} Many */

/** @type {Record<Many, () => string>} */
const GROUPS = { project: () => gettext("Project"), driver: () => gettext("Driver"), state: () => gettext("State") };
const stateWord = (/** @type {string} */ code) => (["starting", "healthy", "unhealthy"].includes(code) ? healthWord(code) : containerState(code));

/** @param {HTMLElement} menu @param {{onChange: (filters: Filters) => void}} given */
export function createFilters(menu, { onChange }) {
  /** @param {State} state @param {Filters} filters */
  function show(state, filters) {
    const offered = choices(state);
    const toggle = (/** @type {Many} */ name, /** @type {string} */ value, /** @type {boolean} */ on) => onChange({ ...filters, [name]: on ? [...filters[name], value] : filters[name].filter((one) => one !== value) });
    const box = (/** @type {Many} */ name, /** @type {string} */ value) => html`<label><input type="checkbox" .checked=${filters[name].includes(value)} @change=${(/** @type {any} */ event) => toggle(name, value, event.target.checked)} /> ${name === "state" ? stateWord(value) : literal(value)}</label>`;
    render(html`
      ${/** @type {Many[]} */ (["project", "driver", "state"]).map((name) => {
        // What is chosen and gone meanwhile can still be taken away.
        const values = [...new Set([...offered[name], ...filters[name]])];
        return values.length ? html`<fieldset><legend>${GROUPS[name]()}</legend>${values.map((value) => box(name, value))}</fieldset>` : nothing;
      })}
      <fieldset><legend>${gettext("Label")}</legend><input type="text" aria-label=${gettext("Label")} placeholder="name=value" spellcheck="false" autocomplete="off" .value=${filters.label} @input=${(/** @type {any} */ event) => onChange({ ...filters, label: event.target.value })} /></fieldset>`, menu);
    menu.closest("details")?.toggleAttribute("data-on", filtersAny(filters));
  }
  return { show };
}

/**
 * The line above the map: each thing that narrows it can be pressed away.
 * @param {HTMLElement} line
 * @param {{query: string, filters: Filters, focusName: string | null, lit: number | null}} now `lit`: how many objects are looked at
 * @param {{query: () => void, filters: (filters: Filters) => void, focus: () => void}} clear
 */
export function showNarrowed(line, now, clear) {
  const { filters } = now;
  const chip = (/** @type {string} */ words, /** @type {() => void} */ away) => html`<button class="chip" @click=${away} aria-label=${fill(gettext("No longer: %(what)s"), { what: words })}>${words} <span class="quiet">${gettext("Clear")}</span></button>`;
  const many = /** @type {Many[]} */ (["project", "driver", "state"]).flatMap((name) => filters[name].map((value) => chip(`${GROUPS[name]()}: ${name === "state" ? stateWord(value) : literal(value)}`, () => clear.filters({ ...filters, [name]: filters[name].filter((one) => one !== value) }))));
  const chips = [
    ...(now.focusName === null ? [] : [chip(fill(gettext("Only %(name)s and its neighbours"), { name: now.focusName }), clear.focus)]),
    ...(now.query.trim() ? [chip(`“${literal(now.query.trim())}”`, clear.query)] : []),
    ...many,
    ...(filters.label.trim() ? [chip(`${gettext("Label")}: ${literal(filters.label.trim())}`, () => clear.filters({ ...filters, label: "" }))] : []),
  ];
  const count = now.lit === null ? nothing : html`<span class="quiet">${fill(ngettext("%(count)s found", "%(count)s found", now.lit), { count: now.lit })}</span>`;
  const all = () => {
    clear.focus();
    clear.query();
    clear.filters(NO_FILTERS);
  };
  render(chips.length ? html`${chips}${count}${chips.length > 1 ? html`<button class="link" @click=${all}>${gettext("Show all")}</button>` : nothing}` : nothing, line);
}
