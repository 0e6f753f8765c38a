// What stands over the map while there is little to draw: loading, no engine, no containers; and the notices of lost engines.

import { html, nothing, render } from "../../vendor/lit.js";
import { ago, clock, fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";

/** @param {HTMLElement} element @param {import("../store.js").State} state @param {boolean} mayOrder */
export function showState(element, state, mayOrder) {
  const { engine, container, network } = state.tables;
  const empty = state.loaded && engine.size > 0 && !container.size;
  element.hidden = state.loaded && !empty && engine.size > 0;
  element.classList.toggle("low", empty && network.size > 0);
  if (!state.loaded) render(html`<span class="spinner"></span><p>${gettext("Waiting for the first picture…")}</p>`, element);
  else if (!engine.size) render(noEngine(), element);
  else if (empty) render(noContainers([...engine.values()], mayOrder), element);
}

const noEngine = () => html`<h2>${gettext("No engine is watched")}</h2><p>${gettext("An admin can add one in the settings, by its URL or socket.")}</p><a class="button" href="/settings/engines/">${gettext("Engines")}</a>`;

/** @param {import("../types.js").Engine[]} engines @param {boolean} mayOrder */
function noContainers(engines, mayOrder) {
  if (engines.every((engine) => engine.state !== "live")) return html`<h2>${gettext("Nothing is known yet")}</h2><p>${gettext("The picture comes when the engine answers.")}</p>`;
  return html`<h2>${gettext("No containers yet")}</h2>
    <p>${gettext("Start one, and it appears here by itself:")}</p>
    <pre class="command">docker run -d --name web nginx</pre>
    ${mayOrder ? html`<a class="button" href="/containers/run/">${gettext("Run a container")}</a>` : nothing}`;
}

/** One notice per engine that can't be reached: since when, why, and that what is shown is of then. @param {HTMLElement} element @param {import("../store.js").State} state */
export function showNotices(element, state) {
  const away = [...state.tables.engine.values()].filter((engine) => engine.state === "unreachable");
  render(away.map((engine) => html`<div class="notice bad" role="alert"><div>
      <b>${fill(gettext("%(engine)s is unreachable since %(time)s (%(ago)s)."), { engine: literal(engine.name), time: clock(engine.since), ago: ago(engine.since) })}</b>
      ${literal(engine.reason)} <span class="quiet">${gettext("The map shows what was known then; netviz keeps trying.")}</span></div></div>`), element);
}
