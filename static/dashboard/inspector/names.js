// A container's names: what others find it by on each of its networks, and where it asks for names itself.

import { html, nothing } from "../../vendor/lit.js";
import { endpointsOf, find, ownerOf } from "../facts.js";
import { gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { facts, mono, section } from "./parts.js";

/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("../inspector.js").Tools} Tools */

/** @param {Container} container @param {Tools} tools */
export function namesView(container, tools) {
  const owner = ownerOf(tools.state, container);
  const endpoints = endpointsOf(tools.state, owner);
  return html`
    ${endpoints.map((endpoint) => onNetwork(endpoint, owner, tools))} ${endpoints.length ? nothing : html`<p class="quiet">${gettext("In no network: nobody finds it by a name.")}</p>`}
    ${section(gettext("It asks"))}${facts([
      [gettext("resolver"), mono(resolverOf(owner, endpoints, tools))],
      [gettext("DNS servers"), (owner.dns ?? []).map(mono)],
      [gettext("search"), (owner.dns_search ?? []).map(mono)],
      [gettext("extra hosts"), (owner.extra_hosts ?? []).map(mono)],
    ])}
    ${section(gettext("It calls itself"))}${facts([[gettext("host name"), mono([owner.hostname, owner.domainname].filter(Boolean).join("."))]])}
  `;
}

/** @param {Endpoint} endpoint @param {Container} owner @param {Tools} tools */
function onNetwork(endpoint, owner, tools) {
  const named = hasNames(endpoint, tools);
  // Engines before Docker 26 tell no DNS names: there the container's own name and its aliases are it.
  const names = [...new Set(endpoint.dns_names?.length ? endpoint.dns_names : [owner.name, ...(endpoint.aliases ?? [])])];
  return html`${section(literal(endpoint.network_name), true)}
    ${named ? facts([[gettext("DNS names"), names.map(mono)], [gettext("aliases"), (endpoint.aliases ?? []).map(mono)]]) : html`<p class="quiet">${gettext("No DNS names on this network: others reach it by address only.")}</p>`}`;
}

/** Whether the engine's own resolver answers there: on networks that people made, of Docker. @param {Endpoint} endpoint @param {Tools} tools */
export function hasNames(endpoint, tools) {
  const network = find(tools.state, "network", endpoint.engine, endpoint.network_id);
  const engine = find(tools.state, "engine", endpoint.engine, endpoint.engine);
  return Boolean(network && !network.default_bridge && !["host", "null"].includes(network.driver) && engine?.product !== "podman");
}

/** @param {Container} owner @param {Endpoint[]} endpoints @param {Tools} tools */
export const resolverOf = (owner, endpoints, tools) => (endpoints.some((endpoint) => hasNames(endpoint, tools)) ? "127.0.0.11" : (owner.dns ?? []).join(" "));
