// One line per endpoint, with its disconnect button: a container's networks, or a network's containers.

import { html, nothing } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
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

/** @param {Endpoint} endpoint @param {Tools} tools */
function disconnectButton(endpoint, tools) {
  const pending = tools.orders.pendingAt(endpoint.engine, endpoint.container_id, endpoint.network_id);
  return html`<button class="link" ?disabled=${Boolean(pending)} aria-busy=${pending ? "true" : "false"} @click=${(/** @type {Event} */ event) => tools.disconnect(endpoint, /** @type {Element} */ (event.currentTarget))}>
    ${pending ? gettext("Disconnecting…") : gettext("Disconnect")}
  </button>`;
}
