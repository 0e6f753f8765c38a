// What stands in place of the grid while there is nothing to show: loading, no engine, nothing known, no containers, all filtered away.

import { html, nothing, render } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";

/** @param {HTMLElement} element @param {{state: import("../store.js").State, panel: import("./model.js").Panel, mayOrder: boolean, plain: () => void}} given `plain` takes the filters away */
export function showState(element, given) {
  const body = bodyOf(given);
  element.hidden = body === null;
  render(body ?? nothing, element);
}

/** @param {{state: import("../store.js").State, panel: import("./model.js").Panel, mayOrder: boolean, plain: () => void}} given */
function bodyOf({ state, panel, mayOrder, plain }) {
  if (!state.loaded) return html`<span class="spinner"></span><p>${gettext("Waiting for the first picture…")}</p>`;
  if (!state.tables.engine.size) return html`<h2>${gettext("No engine is watched")}</h2><p>${gettext("An admin can add one in the settings, by its URL or socket.")}</p><a class="button" href="/settings/engines/">${gettext("Engines")}</a>`;
  if (!panel.containers && panel.why === "unreachable") return html`<h2>${gettext("Nothing is known yet")}</h2><p>${gettext("The picture comes when the engine answers.")}</p>`;
  if (!panel.containers) return empty(mayOrder);
  if (panel.lines.length && panel.columns.length) return null;
  return html`<h2>${gettext("Nothing matches")}</h2><p>${gettext("The filters leave no container or no network to show.")}</p><button class="button" @click=${plain}>${gettext("Show all")}</button>`;
}

/** @param {boolean} mayOrder */
const empty = (mayOrder) => html`<h2>${gettext("No containers yet")}</h2>
  <p>${gettext("Start one, and it appears here by itself:")}</p>
  <pre class="command">docker run -d --name web nginx</pre>
  ${mayOrder ? html`<a class="button" href="/containers/run/">${gettext("Run a container")}</a>` : nothing}`;
