// Finds objects by what people know of them: name, address, MAC, label, image, port. Pure.

import { keyOf } from "./store.js";

/** @typedef {import("./store.js").State} State */
/** @typedef {{kind: "container" | "network" | "interface", engine: string, id: string, name: string, why: string}} Found */

/**
 * Each word of the query must be in something that the object shows.
 * @param {State} state @param {string} query @returns {Found[]} names that begin with it first
 */
export function search(state, query) {
  const wanted = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const endpoints = endpointsByContainer(state);
  const links = linksByOwner(state);
  /** @type {(Found & {rank: number})[]} */
  const found = [];
  for (const kind of /** @type {const} */ (["container", "network", "interface"])) {
    for (const object of state.tables[kind].values()) {
      // A link that belongs to a container or a network is found as that: by itself it is not on the map.
      if (kind === "interface" && ownerOf(object)) continue;
      const words = [...wordsOf(kind, object, endpoints), ...(links.get(keyOf(object.engine, object.id)) ?? [])];
      const hits = wanted.map((part) => words.find((word) => word.toLowerCase().includes(part)));
      if (hits.some((hit) => hit === undefined)) continue;
      const why = hits.find((hit) => hit !== object.name) ?? "";
      found.push({ kind, engine: object.engine, id: object.id, name: object.name, why, rank: rank(object.name, why, wanted[0]) });
    }
  }
  return found.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
}

/** @param {string} name @param {string} why @param {string} wanted */
const rank = (name, why, wanted) => (why ? 2 : name.toLowerCase().startsWith(wanted) ? 0 : 1);

/** @param {import("./types.js").Interface} link @returns {string | null} the id of what it belongs to */
const ownerOf = (link) => link.container_id ?? link.network_id ?? (link.namespace === "host" ? null : link.namespace);

/** The kernel's names and MAC addresses of containers and networks. @param {State} state @returns {Map<string, string[]>} by engine and owner */
function linksByOwner(state) {
  const found = new Map();
  for (const link of state.tables.interface.values()) {
    const owner = ownerOf(link);
    if (!owner) continue;
    const key = keyOf(link.engine, owner);
    const words = [link.name, link.mac].filter(Boolean);
    const known = found.get(key);
    if (known) known.push(...words);
    else found.set(key, words);
  }
  return found;
}

/** @param {State} state @returns {Map<string, import("./types.js").Endpoint[]>} by engine and container */
function endpointsByContainer(state) {
  const found = new Map();
  for (const endpoint of state.tables.endpoint.values()) {
    const key = keyOf(endpoint.engine, endpoint.container_id);
    const rows = found.get(key);
    if (rows) rows.push(endpoint);
    else found.set(key, [endpoint]);
  }
  return found;
}

/** @param {string} kind @param {any} object @param {ReturnType<typeof endpointsByContainer>} endpoints @returns {string[]} the name first */
function wordsOf(kind, object, endpoints) {
  const common = [object.name, object.id, ...Object.entries(object.labels ?? {}).map(([key, value]) => `${key}=${value}`)];
  if (kind === "network") return [...common, object.driver, object.bridge, object.parent, object.project, ...(object.subnets ?? []).flatMap((/** @type {any} */ subnet) => [subnet.subnet, subnet.gateway])].filter(Boolean);
  if (kind === "interface") return [object.name, object.mac, ...(object.addresses ?? []).map((/** @type {any} */ one) => one.address)].filter(Boolean);
  const addresses = (endpoints.get(keyOf(object.engine, object.id)) ?? []).flatMap((endpoint) => [endpoint.ipv4, endpoint.ipv6, endpoint.configured_ipv4, endpoint.last_ipv4, endpoint.mac, ...(endpoint.aliases ?? [])]);
  const ports = (object.ports ?? []).flatMap((/** @type {any} */ port) => [port.host_port && `:${port.host_port}`, `${port.port}/${port.protocol}`]);
  return [...common, object.service, object.project, object.image, ...addresses, ...ports].filter(Boolean);
}
