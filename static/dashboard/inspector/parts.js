// Pieces that several of the inspector's views use.

import { html, nothing } from "../../vendor/lit.js";
import { copyFrom } from "../copy.js";
import { ago, clock, fill, gettext } from "../i18n.js";
import { addressesOf } from "../layout/labels.js";
import { literal } from "../layout/text.js";
import { containerState, healthWord } from "../words.js";

/** @param {string} words @param {boolean} [named] it is a name, to be shown as it is written */
export const section = (words, named = false) => html`<h3 class="section ${named ? "named" : ""}">${words}</h3>`;

/** @param {{state: string, health?: string | null}} container */
export function stateDot(container) {
  const tone = container.health === "unhealthy" || container.state === "dead" ? "bad" : container.state === "running" ? "" : ["paused", "restarting"].includes(container.state) ? "warn" : "off";
  return html`<i class="dot ${tone}" title=${[containerState(container.state), healthWord(container.health)].filter(Boolean).join(", ")}></i>`;
}

/** @param {import("../types.js").Container} container */
export function howLong(container) {
  if (container.state === "running" && container.started_at) return fill(gettext("up %(time)s"), { time: ago(container.started_at) });
  return containerState(container.state);
}

/** @param {import("../types.js").Endpoint} endpoint */
export function addressesView(endpoint) {
  const { addresses, remembered } = addressesOf(endpoint);
  if (!addresses.length) return html`<span class="quiet">–</span>`;
  const why = remembered ? gettext("remembered: the container is not running") : "";
  return html`<span class="addresses ${remembered ? "remembered" : ""}" title=${why}>${addresses.map((address) => html`<span>${address}</span>`)}</span>`;
}

/** @param {[unknown, unknown][]} pairs those without a value are left out @param {string} [look] a class more */
export function facts(pairs, look = "") {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== nothing && value !== "" && !(Array.isArray(value) && !value.length));
  return html`<dl class="kv ${look}">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${Array.isArray(value) ? value.map((one) => html`<div>${one}</div>`) : value}</dd>`)}</dl>`;
}

/** @param {unknown} text */
export const mono = (text) => (text ? html`<span class="mono">${literal(String(text))}</span>` : nothing);

/** @param {string[]} lines each with a button that copies it */
export const commands = (lines) => html`${section(gettext("The same from a shell"))}${lines.map((line) => html`<div class="with-copy"><pre class="command">${literal(line)}</pre><button class="link copy" aria-label=${fill(gettext("Copy: %(command)s"), { command: literal(line) })} @click=${(/** @type {Event} */ event) => copyFrom(event, line)}>${gettext("Copy")}</button></div>`)}`;

/** Leaves the rest of the map out. @param {"container" | "network"} kind @param {{engine: string, id: string}} object @param {import("../inspector.js").Tools} tools */
export const focusButton = (kind, object, tools) => html`<p><button class="link" @click=${() => tools.focusOn({ kind, engine: object.engine, id: object.id })}>${gettext("Only this and its neighbours")}</button> <kbd>F</kbd></p>`;

/** @param {string} href @param {string} words */
export const pageLink = (href, words) => html`<p><a class="link" href=${href}>${words}</a></p>`;

export { clock };
