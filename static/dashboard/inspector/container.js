// A container at a glance: its networks, what the kernel calls them, its published ports, its commands, what happened to it.

import { html, nothing } from "../../vendor/lit.js";
import { bound, connectable, endpointsOf, find, linksIn, ownerOf } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { publishedPorts } from "../layout/names.js";
import { literal } from "../layout/text.js";
import { answers, refusalWords } from "../refusals.js";
import { command } from "../shell-words.js";
import { healthWord } from "../words.js";
import { attachment, onTheWay } from "./attachments.js";
import { resolverOf } from "./names.js";
import { commands, facts, focusButton, howLong, mono, pageLink, section, stateDot } from "./parts.js";
import { publishedFacts } from "./ports.js";

/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../inspector.js").Tools} Tools */

/** @param {Container} container @param {Tools} tools */
export function containerHead(container, tools) {
  const words = [literal(container.image), howLong(container), healthWord(container.health), container.service ? fill(gettext("service %(name)s"), { name: literal(container.service) }) : ""];
  return html`<h2>${stateDot(container)}<span>${literal(container.name)}</span>${container.project ? html`<span class="badge">${literal(container.project)}</span>` : nothing}</h2>
    <p class="sub">${words.filter(Boolean).join(" · ")}</p>${focusButton("container", container, tools)}`;
}

/** @param {Container} container @param {Tools} tools */
export function containerOverview(container, tools) {
  const owner = ownerOf(tools.state, container);
  const published = publishedPorts(owner);
  return html`${networks(container, owner, tools)} ${kernel(owner, tools)}
    ${published.length ? html`${section(gettext("Published ports"))}${publishedFacts(published)}` : nothing} ${shell(container, tools)}
    ${tools.history.view("container", container, tools.state.revision)}
    ${pageLink(`/containers/${encodeURIComponent(container.id)}/?engine=${encodeURIComponent(container.engine)}`, gettext("All of it"))}`;
}

/** @param {Container} container @param {Container} owner @param {Tools} tools */
function networks(container, owner, tools) {
  const why = bound(container);
  const endpoints = endpointsOf(tools.state, owner);
  const lines = endpoints.map((endpoint) => {
    const network = find(tools.state, "network", endpoint.engine, endpoint.network_id);
    const colour = tools.colourOf(endpoint.engine, endpoint.network_id);
    const mark = html`<i class="swatch c${colour ?? 7}"></i>`;
    const go = () => network && tools.select({ kind: "network", engine: endpoint.engine, id: endpoint.network_id });
    return attachment(endpoint, { name: endpoint.network_name, mark, go, fixed: why !== null || network === null }, tools);
  });
  return html`${section(gettext("Networks"))}
    ${why && why !== "joined" ? nothing : lines.length ? html`<ul class="attachments">${lines}</ul>` : html`<p class="quiet">${gettext("In no network: it reaches nothing but itself.")}</p>`}
    ${why ? html`<p class="quiet">${refusalWords(why)} ${why === "joined" && owner !== container ? ownerLink(owner, tools) : nothing}</p>` : nothing}
    ${onTheWay("container", container, tools)} ${why || !tools.mayOrder ? nothing : connectButton(container, tools)}`;
}

/** @param {Container} owner @param {Tools} tools */
const ownerLink = (owner, tools) => html`<button class="link" @click=${() => tools.select({ kind: "container", engine: owner.engine, id: owner.id })}>${literal(owner.name)}</button>`;

/** @param {Container} container @param {Tools} tools */
function connectButton(container, tools) {
  const any = connectable(tools.state, container).length > 0;
  const why = !answers(tools.state, container.engine) ? refusalWords("unreachable") : any ? "" : gettext("It is in every network that takes containers.");
  return html`<p><button class="button connect" ?disabled=${Boolean(why)} title=${why} @click=${(/** @type {Event} */ event) => tools.connect({ kind: "container", engine: container.engine, id: container.id }, /** @type {Element} */ (event.currentTarget))}>
      + ${gettext("Connect to a network")} <kbd>C</kbd>
    </button></p>${why ? html`<p class="quiet">${why}</p>` : nothing}`;
}

/** @param {Container} owner @param {Tools} tools */
function kernel(owner, tools) {
  const links = linksIn(tools.state, owner.engine, owner.id).filter((link) => link.type !== "loopback");
  const route = links.flatMap((link) => (link.routes ?? []).filter((one) => one.destination === "default").map((one) => `${one.gateway ?? gettext("on the link")} ${gettext("via")} ${link.name}`));
  const rows = links.map((link) => /** @type {[string, unknown]} */ ([literal(link.name), mono(pathOut(link, tools))]));
  const resolver = resolverOf(owner, endpointsOf(tools.state, owner), tools);
  if (!rows.length && !resolver) return nothing;
  return html`${section(gettext("Kernel"))}${facts([...rows, [gettext("default route"), mono(route[0])], [gettext("resolver"), mono(resolver)]])}`;
}

/** An interface's other end and what that hangs on. @param {import("../types.js").Interface} link @param {Tools} tools */
function pathOut(link, tools) {
  const all = tools.state.tables.interface;
  const outside = all.get(`${link.engine} ${link.peer ?? link.parent}`);
  const master = outside?.master ? all.get(`${link.engine} ${outside.master}`) : null;
  const far = [outside?.name, master?.name].filter(Boolean).join(" · ");
  return far ? `⇄ ${far}` : `${link.type} · ${(link.addresses ?? [])[0]?.address ?? link.state ?? ""}`;
}

/** What was last done to it, then how to look at it and change it. @param {Container} container @param {Tools} tools */
function shell(container, tools) {
  const newest = tools.orders.newestOf(container.engine, container.id);
  const lines = [...(newest?.command ? [newest.command] : []), ...commandsOf(container, tools)];
  return html`${commands([...new Set(lines)].slice(0, 4))}${newest ? undoButton(newest, tools) : nothing}`;
}

/** @param {Container} container @param {Tools} tools @returns {string[]} */
function commandsOf(container, tools) {
  const { name } = container;
  if (bound(container)) return [command("docker", "inspect", name)];
  // Which network somebody would choose, nobody knows: a word stands for it, unless there is one only.
  const [others, here] = [connectable(tools.state, container), endpointsOf(tools.state, container)[0]];
  return [
    ...(others.length ? [command("docker", "network", "connect", others.length > 1 ? gettext("NETWORK") : others[0].name, name)] : []),
    ...(here ? [command("docker", "network", "disconnect", here.network_name, name)] : []),
    command("docker", "inspect", name),
    ...(container.state === "running" ? [command("docker", "exec", name, "ip", "address")] : []),
  ];
}

/** Offered only where it restores everything. @param {import("../orders.js").Order} order @param {Tools} tools */
function undoButton(order, tools) {
  if (!tools.mayOrder || order.state !== "done" || !order.undo) return nothing;
  return html`<p><button class="link" @click=${() => tools.orders.undo(order)}>${gettext("Undo")}</button></p>`;
}
