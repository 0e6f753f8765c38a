// The panel at the right: what is known of the selected thing, and what can be done with it.

import { html, keyed, render } from "../vendor/lit.js";
import { find } from "./facts.js";
import { gettext } from "./i18n.js";
import { containerView } from "./inspector/container.js";
import { hostView } from "./inspector/host.js";
import { createHistory } from "./inspector/history.js";
import { interfaceView } from "./inspector/interface.js";
import { networkView } from "./inspector/network.js";
import { overview } from "./inspector/overview.js";

/** @typedef {{kind: string, engine: string, id: string}} Selection */
/**
 * What the views may use.
 * @typedef {{state: import("./store.js").State, orders: any, mayOrder: boolean, colourOf: (engine: string, network: string) => number | null,
 *   select: (selection: Selection | null) => void, connect: (selection: Selection, near: Element) => void,
 *   disconnect: (endpoint: import("./types.js").Endpoint, near: Element) => void, history: any}} Tools
 */

/** @type {Record<string, (object: any, tools: Tools) => any>} */
const VIEWS = { container: containerView, network: networkView, interface: interfaceView };

/** @param {HTMLElement} element @param {Omit<Tools, "state" | "history">} given */
export function createInspector(element, given) {
  const history = createHistory();

  /** @param {import("./store.js").State} state @param {Selection | null} selection */
  function show(state, selection) {
    const tools = { ...given, state, history };
    element.classList.toggle("open", selection !== null);
    element.dataset.kind = selection?.kind ?? "";
    render(html`<div class="inspector-body">${selection ? chosen(selection, tools) : overview(tools)}</div>`, element);
  }

  /** @param {Selection} selection @param {Tools} tools */
  function chosen(selection, tools) {
    const object = find(tools.state, /** @type {any} */ (selection.kind), selection.engine, selection.id);
    const view = object?.driver === "host" ? hostView : VIEWS[selection.kind];
    const body = object && view ? view(object, tools) : html`<h2>${gettext("It is gone")}</h2><p class="sub">${gettext("What was selected here has been removed.")}</p>`;
    return keyed(`${selection.kind} ${selection.engine} ${selection.id}`, html`${closeButton(tools)}${body}`);
  }

  return { show };
}

/** @param {Tools} tools */
const closeButton = (tools) => html`<button class="close" aria-label=${gettext("Close")} @click=${() => tools.select(null)}>×</button>`;
