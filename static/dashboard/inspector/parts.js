// Pieces that several of the inspector's views use.

import { html, nothing } from "../../vendor/lit.js";
import { ago, clock, fill, gettext } from "../i18n.js";
import { addressesOf } from "../layout/labels.js";
import { literal } from "../layout/text.js";
import { quoted } from "../shell-words.js";

/** @param {string} words */
export const section = (words) => html`<h3 class="section">${words}</h3>`;

/** @param {{state: string, health?: string | null}} container */
export function stateDot(container) {
  const tone = container.health === "unhealthy" || container.state === "dead" ? "bad" : container.state === "running" ? "" : ["paused", "restarting"].includes(container.state) ? "warn" : "off";
  return html`<i class="dot ${tone}" title=${[container.state, container.health].filter(Boolean).join(", ")}></i>`;
}

/** @param {import("../types.js").Container} container */
export function howLong(container) {
  if (container.state === "running" && container.started_at) return fill(gettext("up %(time)s"), { time: ago(container.started_at) });
  return container.state;
}

/** @param {import("../types.js").Endpoint} endpoint */
export function addressesView(endpoint) {
  const { addresses, remembered } = addressesOf(endpoint);
  if (!addresses.length) return html`<span class="quiet">–</span>`;
  const why = remembered ? gettext("remembered: the container is not running") : "";
  return html`<span class="addresses ${remembered ? "remembered" : ""}" title=${why}>${addresses.map((address) => html`<span>${address}</span>`)}</span>`;
}

/** @param {[string, unknown][]} pairs those without a value are left out */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== nothing && value !== "" && !(Array.isArray(value) && !value.length));
  return html`<dl class="kv">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${Array.isArray(value) ? value.map((one) => html`<div>${one}</div>`) : value}</dd>`)}</dl>`;
}

/** @param {unknown} text */
export const mono = (text) => (text ? html`<span class="mono">${literal(String(text))}</span>` : nothing);

/** @param {string[]} lines */
export const commands = (lines) => html`${section(gettext("The same from a shell"))}<pre class="command">${lines.join("\n")}</pre>`;

/** @param {string} href @param {string} words */
export const pageLink = (href, words) => html`<p><a class="link" href=${href}>${words}</a></p>`;

export { clock, quoted };
