// What the state says of one object, joined: for the inspector, the lists and the search.

import { keyOf } from "./store.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {import("./types.js").Container} Container */
/** @typedef {import("./types.js").Network} Network */
/** @typedef {import("./types.js").Endpoint} Endpoint */
/** @typedef {import("./types.js").Interface} Interface */

/** @param {State} state @param {"container" | "network" | "endpoint" | "interface" | "engine"} kind @param {string} engine @param {string} id */
export const find = (state, kind, engine, id) => state.tables[kind].get(keyOf(engine, id)) ?? null;

/** Who owns the namespace that a container is in: itself, mostly. @param {State} state @param {Container} container @returns {Container} */
export function ownerOf(state, container) {
  const seen = new Set();
  let owner = container;
  while (owner.namespace_owner && !seen.has(owner.id)) {
    seen.add(owner.id);
    const next = find(state, "container", owner.engine, owner.namespace_owner);
    if (!next) break;
    owner = next;
  }
  return owner;
}

/** A container's endpoints, the one of its default route first. @param {State} state @param {Container} container @returns {Endpoint[]} */
export function endpointsOf(state, container) {
  return [...state.tables.endpoint.values()]
    .filter((endpoint) => endpoint.engine === container.engine && endpoint.container_id === container.id)
    .sort((a, b) => Number(b.default_route ?? false) - Number(a.default_route ?? false) || a.network_name.localeCompare(b.network_name));
}

/** @param {State} state @param {Network} network @returns {{endpoint: Endpoint, container: Container | null}[]} */
export function membersOf(state, network) {
  return [...state.tables.endpoint.values()]
    .filter((endpoint) => endpoint.engine === network.engine && endpoint.network_id === network.id)
    .map((endpoint) => ({ endpoint, container: find(state, "container", endpoint.engine, endpoint.container_id) }))
    .sort((a, b) => (a.container?.name ?? "").localeCompare(b.container?.name ?? ""));
}

/** @param {State} state @param {string} engine @param {string} namespace @returns {Interface[]} */
export function linksIn(state, engine, namespace) {
  return [...state.tables.interface.values()].filter((link) => link.engine === engine && link.namespace === namespace).sort((a, b) => a.ifindex - b.ifindex);
}

/**
 * Why a container can't be connected to networks at all; null where it can.
 * @param {Container} container
 * @returns {"host" | "none" | "joined" | null}
 */
export function bound(container) {
  if (container.network_mode === "host") return "host";
  if (container.network_mode === "none") return "none";
  return container.namespace_owner || container.network_mode?.startsWith("container:") ? "joined" : null;
}

/** Whether the engine holds a live attachment: Docker 20.10 keeps naming a network after a connect that failed. @param {Endpoint} endpoint */
export const attached = (endpoint) => Boolean(endpoint.endpoint_id || endpoint.ipv4 || endpoint.ipv6 || endpoint.mac);

/** Whether a running container is on none of a network that it names. @param {Container} container @param {Endpoint} endpoint */
export const namedOnly = (container, endpoint) => ["running", "paused"].includes(container.state) && !endpoint.missing && !attached(endpoint);

/** The networks that a container can be connected to. @param {State} state @param {Container} container @returns {Network[]} */
export function connectable(state, container) {
  const has = new Set(endpointsOf(state, container).filter((endpoint) => !namedOnly(container, endpoint)).map((endpoint) => endpoint.network_id));
  return [...state.tables.network.values()]
    .filter((network) => network.engine === container.engine && !has.has(network.id) && accepts(network))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Whether containers can be connected to a network. @param {Network} network */
export const accepts = (network) => !["host", "null"].includes(network.driver) && !network.config_only && !network.ingress && !(network.driver === "overlay" && network.attachable === false);

/**
 * What a container loses with an endpoint: the containers that it shares no other network with, and the way of its default route.
 * @param {State} state @param {Endpoint} endpoint
 * @returns {{peers: string[], route: boolean, last: boolean}}
 */
export function losses(state, endpoint) {
  const all = [...state.tables.endpoint.values()].filter((other) => other.engine === endpoint.engine);
  const others = new Set(all.filter((other) => other.container_id === endpoint.container_id && other.network_id !== endpoint.network_id).map((other) => other.network_id));
  const still = new Set(all.filter((other) => others.has(other.network_id)).map((other) => other.container_id));
  const here = all.filter((other) => other.network_id === endpoint.network_id && other.container_id !== endpoint.container_id);
  const peers = here.filter((other) => !still.has(other.container_id)).map((other) => find(state, "container", other.engine, other.container_id)?.name ?? "");
  return { peers: peers.filter(Boolean).sort(), route: Boolean(endpoint.default_route), last: !others.size };
}
