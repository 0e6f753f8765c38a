// The inspector's tabs: one in view, arrows go between them, the chosen one stays when another thing of the kind is selected.

import { html } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";

/** @typedef {{id: string, label: string, view: () => unknown}} Tab */

/** @param {Tab[]} tabs @param {string} chosen @param {(id: string) => void} choose */
export function tabsView(tabs, chosen, choose) {
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    const next = nextOf(tabs, current, event.key);
    if (!next) return;
    event.preventDefault();
    choose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return html`<div class="tabs inspector-tabs" role="tablist" aria-label=${gettext("Groups")} @keydown=${pressed}>
      ${tabs.map((tab) => html`<button role="tab" id="tab-${tab.id}" aria-selected=${tab === current ? "true" : "false"} aria-controls="tab-panel" tabindex=${tab === current ? "0" : "-1"} @click=${() => choose(tab.id)}>${tab.label}</button>`)}
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${current.id}">${current.view()}</div>`;
}

/** @param {Tab[]} tabs @param {Tab} current @param {string} key */
function nextOf(tabs, current, key) {
  const at = tabs.indexOf(current);
  if (key === "ArrowRight") return tabs[(at + 1) % tabs.length];
  if (key === "ArrowLeft") return tabs[(at - 1 + tabs.length) % tabs.length];
  if (key === "Home") return tabs[0];
  return key === "End" ? tabs[tabs.length - 1] : null;
}
