// A container's ports: published on the host, and those that its image only names.

import { html, nothing } from "../../vendor/lit.js";
import { ownerOf } from "../facts.js";
import { gettext } from "../i18n.js";
import { publishedPorts } from "../layout/names.js";
import { facts, mono, section } from "./parts.js";

/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Port} Port */

/** @param {Container} container @param {import("../inspector.js").Tools} tools */
export function portsView(container, tools) {
  const owner = ownerOf(tools.state, container);
  const published = publishedPorts(owner);
  const exposed = (owner.ports ?? []).filter((port) => !port.host_port);
  return html`
    ${published.length ? html`${section(gettext("Published ports"))}${publishedFacts(published)}` : html`<p class="quiet">${gettext("No port is published: from outside nobody gets in by this host's addresses.")}</p>`}
    ${owner.network_mode === "host" ? html`<p class="quiet">${gettext("In host mode every port that it opens is open on the host itself.")}</p>` : nothing}
    ${exposed.length ? html`${section(gettext("Named by the image"))}<p>${exposed.map((port) => html`${mono(`${port.port}/${port.protocol}`)} `)}</p><p class="quiet">${gettext("Only a note: other containers on its networks reach any port that it opens.")}</p>` : nothing}
  `;
}

/** @param {Port[]} published */
export const publishedFacts = (published) => facts(published.map((port) => [mono(bound(port)), mono(`→ ${port.port}/${port.protocol}`)]));

/** @param {Port} port */
const bound = (port) => `${port.host_ip && !["0.0.0.0", "::"].includes(port.host_ip) ? `${port.host_ip}:` : ":"}${port.host_port}`;
