// A network at a glance: who is in it, its addresses, what the kernel calls it, its commands, what happened to it.

import { html, nothing } from "../../vendor/lit.js";
import { accepts, membersOf } from "../facts.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { badgesOf } from "../layout/header.js";
import { literal } from "../layout/text.js";
import { answers, refusalWords } from "../refusals.js";
import { command } from "../shell-words.js";
import { attachment, onTheWay } from "./attachments.js";
import { commands, facts, focusButton, mono, pageLink, section, stateDot } from "./parts.js";

/** @typedef {import("../types.js").Network} Network */
/** @typedef {import("../inspector.js").Tools} Tools */

/** @param {Network} network @param {Tools} tools */
export function networkHead(network, tools) {
  const members = membersOf(tools.state, network);
  const lane = /** @type {any} */ ({ key: network.id, network, kind: "rail", used: members.length > 0, fresh: false, shares: [] });
  return html`<h2><i class="swatch c${tools.colourOf(network.engine, network.id) ?? 7}"></i><span>${literal(network.name)}</span></h2>
    <p class="sub">${literal(network.driver)} · ${fill(ngettext("%(count)s container", "%(count)s containers", members.length), { count: members.length })}</p>
    <p class="badges">${badgesOf(lane, { twins: false, hosts: 1 }).map((badge) => html`<span class="badge">${badge.text}</span> `)}</p>${focusButton("network", network, tools)}`;
}

/** @param {Network} network @param {Tools} tools */
export function networkOverview(network, tools) {
  return html`${section(gettext("Containers"))}${containers(membersOf(tools.state, network), tools)} ${onTheWay("network", network, tools)} ${accepts(network) && tools.mayOrder ? connectButton(network, tools) : nothing}
    ${section(gettext("Addresses"))}${facts((network.subnets ?? []).flatMap((subnet) => subnetFacts(subnet)))}
    ${kernel(network)} ${commands(commandsOf(network))}
    ${tools.history.view("network", network, tools.state.revision)}
    ${pageLink(`/networks/${encodeURIComponent(network.id)}/?engine=${encodeURIComponent(network.engine)}`, gettext("All of it"))}`;
}

/** @param {Network} network @returns {string[]} */
const commandsOf = (network) => [
  command("docker", "network", "inspect", network.name),
  ...(accepts(network) ? [command("docker", "network", "connect", network.name, gettext("CONTAINER"))] : []),
  ...(network.bridge ? [command("ip", "link", "show", "master", network.bridge)] : []),
];

/** @param {import("../types.js").Subnet} subnet @returns {[string, unknown][]} */
const subnetFacts = (subnet) => [
  [gettext("subnet"), mono(subnet.subnet)],
  [gettext("gateway"), mono(subnet.gateway)],
];

/** @param {ReturnType<typeof membersOf>} members @param {Tools} tools */
function containers(members, tools) {
  if (!members.length) return html`<p class="quiet">${gettext("Nobody is in it.")}</p>`;
  return html`<ul class="attachments">${members.map(({ endpoint, container }) => {
    const go = () => tools.select({ kind: "container", engine: endpoint.engine, id: endpoint.container_id });
    return attachment(endpoint, { name: container?.name ?? endpoint.container_id.slice(0, 12), mark: container ? stateDot(container) : html`<i></i>`, go, fixed: container?.network_mode === "none" || container?.network_mode === "host" }, tools);
  })}</ul>`;
}

/** @param {Network} network @param {Tools} tools */
function connectButton(network, tools) {
  const away = !answers(tools.state, network.engine);
  const press = (/** @type {Event} */ event) => tools.connect({ kind: "network", engine: network.engine, id: network.id }, /** @type {Element} */ (event.currentTarget));
  return html`<p><button class="button connect" ?disabled=${away} @click=${press}>+ ${gettext("Connect a container")} <kbd>C</kbd></button></p>${away ? html`<p class="quiet">${refusalWords("unreachable")}</p>` : nothing}`;
}

/** @param {Network} network */
function kernel(network) {
  const rows = /** @type {[string, unknown][]} */ ([
    [gettext("bridge"), mono(network.bridge)],
    [gettext("parent"), mono(network.parent)],
    [gettext("VXLAN"), mono(network.vxlan_id)],
  ]);
  return rows.some(([, value]) => value !== nothing) ? html`${section(gettext("Kernel"))}${facts(rows.filter(([, value]) => value !== nothing))}` : nothing;
}
