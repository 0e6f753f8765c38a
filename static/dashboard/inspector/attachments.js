// One line per endpoint, with its disconnect button: a container's networks, or a network's containers.

import { html, nothing } from "../../vendor/lit.js";
import { find } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { answers, refusalWords } from "../refusals.js";
import { addressesView } from "./parts.js";

/** @typedef {import("../inspector.js").Tools} Tools */
/** @typedef {import("../types.js").Endpoint} Endpoint */

/** @param {Endpoint} endpoint @param {{name: string, mark: unknown, go: () => void, fixed: boolean}} line `fixed`: can't be disconnected @param {Tools} tools */
export function attachment(endpoint, line, tools) {
  const failure = tools.orders.failureAt(endpoint.engine, endpoint.container_id, endpoint.network_id);
  return html`<li>
      ${line.mark}<span class="name"><button class="link" title=${literal(line.name)} @click=${line.go}>${literal(line.name)}</button>
        ${endpoint.default_route ? html`<span class="quiet" title=${gettext("default route")}>▸</span>` : nothing}</span>
      ${addressesView(endpoint)} ${line.fixed || !tools.mayOrder ? html`<span></span>` : disconnectButton(endpoint, tools)}
    </li>
    ${failure ? html`<li class="failure"><span></span><span class="failed" role="alert">${failure}</span></li>` : nothing}`;
}

/** Connections asked for that are not there yet, and those that failed. @param {"container" | "network"} kind of the object shown @param {{engine: string, id: string}} object @param {Tools} tools */
export function onTheWay(kind, object, tools) {
  const other = kind === "container" ? "network" : "container";
  return tools.orders.about(object.engine, object.id).flatMap((/** @type {any} */ row) => {
    if (find(tools.state, "endpoint", object.engine, `${row.container}:${row.network}`)) return [];
    const name = literal(find(tools.state, other, object.engine, row[other])?.name ?? row[other].slice(0, 12));
    if (row.action === "connect") return html`<p class="waiting" role="status">${fill(gettext("Connecting: %(name)s…"), { name })}</p>`;
    return row.failure ? html`<p class="failed" role="alert"><b>${name}</b>: ${row.failure}</p>` : [];
  });
}

/** @param {Endpoint} endpoint @param {Tools} tools */
function disconnectButton(endpoint, tools) {
  const pending = tools.orders.pendingAt(endpoint.engine, endpoint.container_id, endpoint.network_id);
  const away = !answers(tools.state, endpoint.engine);
  return html`<button class="link" ?disabled=${Boolean(pending) || away} title=${away ? refusalWords("unreachable") : ""} aria-busy=${pending ? "true" : "false"} @click=${(/** @type {Event} */ event) => tools.disconnect(endpoint, /** @type {Element} */ (event.currentTarget))}>
    ${pending ? gettext("Disconnecting…") : gettext("Disconnect")}
  </button>`;
}
