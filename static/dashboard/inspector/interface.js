// An interface of the host: addresses, routes, and what hangs on it.

import { html } from "../../vendor/lit.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { command } from "../shell-words.js";
import { commands, facts, mono, section } from "./parts.js";

/** @param {import("../types.js").Interface} link */
export const interfaceHead = (link) => html`<h2>${literal(link.name)}</h2><p class="sub">${[link.type, link.state, link.mtu ? `MTU ${link.mtu}` : ""].filter(Boolean).join(" · ")}</p>`;

/** @param {import("../types.js").Interface} link @param {import("../inspector.js").Tools} tools */
export function interfaceOverview(link, tools) {
  const name = (/** @type {string | null | undefined} */ id) => (id ? tools.state.tables.interface.get(`${link.engine} ${id}`)?.name : null);
  const on = [...tools.state.tables.network.values()].filter((network) => network.engine === link.engine && network.parent === link.name);
  return html`
    ${section(gettext("Addresses"))}${facts([
      ...(link.addresses ?? []).map((one) => /** @type {[string, unknown]} */ ([one.address.includes(":") ? "IPv6" : "IPv4", mono(`${one.address}/${one.prefix_len}`)])),
      [gettext("MAC"), mono(link.mac)],
      [gettext("master"), mono(name(link.master))],
      [gettext("parent"), mono(name(link.parent))],
    ])}
    ${(link.routes ?? []).length ? html`${section(gettext("Routes"))}${facts((link.routes ?? []).map((route) => [route.destination, mono(route.gateway ? `${gettext("via")} ${route.gateway}` : gettext("on the link"))]))}` : ""}
    ${on.length ? html`${section(gettext("Networks on it"))}<ul class="attachments">${on.map((network) => html`<li><i class="swatch c${tools.colourOf(network.engine, network.id) ?? 7}"></i><button class="link" @click=${() => tools.select({ kind: "network", engine: network.engine, id: network.id })}>${literal(network.name)}</button></li>`)}</ul>` : ""}
    ${commands([command("ip", "address", "show", "dev", link.name), command("ip", "route", "show", "dev", link.name)])}
    ${tools.history.view("interface", link, tools.state.revision)}
  `;
}
