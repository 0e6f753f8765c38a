// What can be asked of a container or a network, and what was asked: its orders.

import { html, nothing } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { answers, refusalWords } from "../refusals.js";
import { actsOf, actWord } from "../words.js";
import { pageLink, section } from "./parts.js";

/** @typedef {import("../inspector.js").Tools} Tools */

/** @param {import("../types.js").Container} container @param {Tools} tools */
export function containerActs(container, tools) {
  const page = `/containers/${encodeURIComponent(container.id)}/?engine=${encodeURIComponent(container.engine)}`;
  return html`${tools.mayOrder ? html`${lifecycle(container, tools)}${pageLink(page, gettext("Rename or remove it, on its page"))}` : nothing} ${tools.asked.view("container", container, tools)}`;
}

/** @param {import("../types.js").Network} network @param {Tools} tools */
export function networkActs(network, tools) {
  const page = `/networks/${encodeURIComponent(network.id)}/?engine=${encodeURIComponent(network.engine)}`;
  return html`${tools.mayOrder ? pageLink(page, gettext("Duplicate or remove it, on its page")) : nothing} ${tools.asked.view("network", network, tools)}`;
}

/** @param {import("../types.js").Container} container @param {Tools} tools */
function lifecycle(container, tools) {
  const away = !answers(tools.state, container.engine);
  const standing = tools.lifecycle.standingOf(container);
  const waits = standing?.failure === null;
  const ask = (/** @type {string} */ action) => tools.lifecycle.ask({ engine: container.engine, id: container.id, name: literal(container.name) }, action);
  return html`${section(gettext("The container"))}
    <div class="acts">${actsOf(container.state).map((action) => html`<button class="button" ?disabled=${away || waits} aria-busy=${waits && standing.action === action ? "true" : "false"} @click=${() => ask(action)}>${actWord(action)}</button>`)}</div>
    ${away ? html`<p class="quiet">${refusalWords("unreachable")}</p>` : waits ? html`<p class="waiting">${actWord(standing.action)}…</p>` : nothing}
    ${standing?.failure ? html`<p class="failed" role="alert"><b>${actWord(standing.action)}</b>: ${standing.failure}</p>` : nothing}`;
}
