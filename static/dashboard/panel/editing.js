// An address, typed into a free crossing: the cell holds a field until Enter or Escape.

import { html } from "../../vendor/lit.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { offered } from "./acts.js";
import { problemOf, stemOf, wished } from "./typed.js";
import { problem } from "./words.js";

/** @typedef {import("./acts.js").Spot} Spot */

/**
 * @param {HTMLElement} scroll
 * @param {{spot: () => Spot | null, state: () => import("../store.js").State, give: (spot: Spot, wished: Record<string, string>) => void, changed: () => void, left: () => void}} given
 *   `spot`: what is under the keyboard; `give`: an address was entered that can be; `left`: the focus needs a place again
 */
export function createEditing(scroll, { spot, state, give, changed, left }) {
  /** @type {{spot: Spot, text: string, problem: import("./typed.js").Problem | null} | null} */
  let edit = null;

  /** @param {string | null} first what was typed; null: the network's part is written already */
  function start(first) {
    const here = spot();
    if (!here || offered(here) !== "connect") return;
    edit = { spot: here, text: first ?? here.standing.staged?.ipv4 ?? stemOf(here.column.network), problem: null };
    changed();
    const field = /** @type {HTMLInputElement | null} */ (scroll.querySelector(".p-edit"));
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }

  /** @param {string} text */
  function type(text) {
    if (!edit) return;
    edit = { ...edit, text, problem: null };
    changed();
  }

  function enter() {
    if (!edit) return;
    const { spot: at, text } = edit;
    const found = problemOf(text, at.column.network, others(at));
    if (found) {
      edit = { ...edit, problem: found };
      return changed();
    }
    leave();
    give(at, wished(text));
  }

  function leave() {
    if (!edit) return;
    const had = scroll.contains(document.activeElement);
    edit = null;
    changed();
    if (had) left();
  }

  /** The endpoints of the other containers in that network. @param {Spot} at */
  const others = ({ row, column: { network } }) => [...state().tables.endpoint.values()].filter((endpoint) => endpoint.engine === network.engine && endpoint.network_id === network.id && endpoint.container_id !== row.key);

  /** @param {KeyboardEvent} event */
  function key(event) {
    event.stopPropagation();
    if (event.key === "Enter") enter();
    else if (event.key === "Escape" || event.key === "Tab") leave();
    else return;
    event.preventDefault();
  }

  /** What stands in the cell. */
  function view() {
    if (!edit) return null;
    const { row, column } = edit.spot;
    const label = fill(gettext("Address of %(container)s in %(network)s"), { container: literal(row.container.name), network: column.name });
    return html`<input class="p-edit" spellcheck="false" autocomplete="off" maxlength="45" .value=${edit.text} aria-label=${label} aria-invalid=${edit.problem ? "true" : "false"} aria-describedby="here"
        @input=${(/** @type {any} */ event) => type(event.target.value)} @keydown=${key} @click=${(/** @type {Event} */ event) => event.stopPropagation()} @blur=${leave} />`;
  }

  return { start, view, is: () => edit !== null, problem: () => (edit?.problem ? problem(edit.problem) : null) };
}
