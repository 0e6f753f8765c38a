// The drawer at the right: what is known of the selected thing, in groups, and what can be done with it.

import { html, keyed, render } from "../vendor/lit.js";
import { find } from "./facts.js";
import { gettext } from "./i18n.js";
import { containerActs, networkActs } from "./inspector/acts.js";
import { createAsked } from "./inspector/asked.js";
import { containerHead, containerOverview } from "./inspector/container.js";
import { createHistory } from "./inspector/history.js";
import { hostHead, hostOverview } from "./inspector/host.js";
import { interfaceHead, interfaceOverview } from "./inspector/interface.js";
import { namesView } from "./inspector/names.js";
import { networkHead, networkOverview } from "./inspector/network.js";
import { overview } from "./inspector/overview.js";
import { portsView } from "./inspector/ports.js";
import { createRaw } from "./inspector/raw.js";
import { settingsView } from "./inspector/settings.js";
import { tabsView } from "./inspector/tabs.js";

/** @typedef {{kind: string, engine: string, id: string}} Selection */
/**
 * What the views may use.
 * @typedef {{state: import("./store.js").State, orders: any, lifecycle: any, mayOrder: boolean, colourOf: (engine: string, network: string) => number | null,
 *   select: (selection: Selection | null) => void, connect: (selection: Selection, near: Element) => void,
 *   disconnect: (endpoint: import("./types.js").Endpoint, near: Element) => void, focusOn: (selection: Selection) => void, history: any, raw: any, asked: any}} Tools
 */
/** @typedef {(object: any, tools: Tools) => unknown} View */

/** @type {Record<string, {head: View, tabs: [id: string, label: () => string, view: View][]}>} */
const KINDS = {
  container: {
    head: containerHead,
    tabs: [["overview", () => gettext("Overview"), containerOverview], ["names", () => gettext("Names"), namesView], ["ports", () => gettext("Ports"), portsView], ["orders", () => gettext("Orders"), containerActs]],
  },
  network: { head: networkHead, tabs: [["overview", () => gettext("Overview"), networkOverview], ["settings", () => gettext("Settings"), settingsView], ["orders", () => gettext("Orders"), networkActs]] },
  host: { head: hostHead, tabs: [["overview", () => gettext("Overview"), hostOverview]] },
  interface: { head: interfaceHead, tabs: [["overview", () => gettext("Overview"), interfaceOverview]] },
};

/** @param {HTMLElement} element @param {Omit<Tools, "state" | "history" | "raw" | "asked"> & {tab: string, onTab: (tab: string) => void}} given `tab`: the one to begin with */
export function createInspector(element, given) {
  const again = () => show(last.state, last.selection);
  const [history, raw, asked] = [createHistory(), createRaw(again), createAsked(again)];
  /** @type {{state: import("./store.js").State, selection: Selection | null}} */
  let last = { state: /** @type {any} */ (null), selection: null };
  let chosen = given.tab;

  /** @param {import("./store.js").State} state @param {Selection | null} selection */
  function show(state, selection) {
    if (!selection && last.state && !last.selection && sameFigures(last.state, state)) return;
    last = { state, selection };
    const tools = { ...given, state, history, raw, asked };
    element.classList.toggle("open", selection !== null);
    element.dataset.kind = selection?.kind ?? "";
    render(html`<div class="inspector-body">${selection ? selected(selection, tools) : overview(tools)}</div>`, element);
  }

  /** @param {Selection} selection @param {Tools} tools */
  function selected(selection, tools) {
    const object = find(tools.state, /** @type {any} */ (selection.kind), selection.engine, selection.id);
    const kind = KINDS[object?.driver === "host" ? "host" : selection.kind];
    const body = object && kind ? known(kind, selection.kind, object, tools) : html`<h2>${gettext("It is gone")}</h2><p class="sub">${gettext("What was selected here has been removed.")}</p>${tools.history.view(selection.kind, selection, tools.state.revision)}`;
    return keyed(`${selection.kind} ${selection.engine} ${selection.id}`, html`${closeButton(tools)}${body}`);
  }

  /** @param {typeof KINDS[string]} kind @param {string} code @param {any} object @param {Tools} tools */
  function known(kind, code, object, tools) {
    const tabs = kind.tabs.map(([id, label, view]) => ({ id, label: label(), view: () => view(object, tools) }));
    tabs.push({ id: "history", label: gettext("History"), view: () => tools.history.view(code, object, tools.state.revision, true) });
    tabs.push({ id: "raw", label: gettext("Raw"), view: () => tools.raw.view(code, object) });
    const choose = (/** @type {string} */ id) => {
      chosen = id;
      given.onTab(id);
      again();
    };
    return html`${kind.head(object, tools)}${tabsView(tabs, chosen, choose)}`;
  }

  return { show, hear: asked.hear };
}

/** Whether what is told of no selection is as it was. @param {import("./store.js").State} some @param {import("./store.js").State} others */
const sameFigures = ({ tables: some }, { tables: others }) => some.engine === others.engine && some.container === others.container && some.network === others.network;

/** @param {Tools} tools */
const closeButton = (tools) => html`<button class="close" aria-label=${gettext("Close")} @click=${() => tools.select(null)}>×</button>`;
