// An address, typed into a free crossing: the cell holds a field until Enter or Escape.

import { html } from "../../vendor/lit.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { problemOf, wished } from "./typed.js";

/** @param {{spot: import("./acts.js").Spot, text: string, bad: boolean}} edit @param {{typed: (text: string) => void, enter: () => void, leave: () => void}} given */
export function editor({ spot, text, bad }, { typed, enter, leave }) {
  const keys = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Enter") enter();
    else if (event.key === "Escape" || event.key === "Tab") leave();
    else return;
    event.preventDefault();
  };
  const label = fill(gettext("Address of %(container)s in %(network)s"), { container: literal(spot.row.container.name), network: literal(spot.column.network.name) });
  return html`<input class="p-edit" spellcheck="false" autocomplete="off" maxlength="45" .value=${text} aria-label=${label} aria-invalid=${bad ? "true" : "false"} aria-describedby="here"
      @input=${(/** @type {any} */ event) => typed(event.target.value)} @keydown=${keys} @click=${(/** @type {Event} */ event) => event.stopPropagation()} @blur=${leave} />`;
}

/** @param {import("./acts.js").Spot} spot @param {string} text @param {import("../store.js").State} state @returns {{problem: import("./typed.js").Problem | null, wished: Record<string, string>}} */
export function judged(spot, text, state) {
  const { network } = spot.column;
  const others = [...state.tables.endpoint.values()].filter((endpoint) => endpoint.engine === network.engine && endpoint.network_id === network.id && endpoint.container_id !== spot.row.key);
  return { problem: problemOf(text, network, others), wished: wished(text) };
}
