// What of the map is looked at: by search and filters, which dim the rest, and by focus, which leaves the rest out. Pure.

import { keyOf } from "../store.js";
import { search } from "../search.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {{project: string[], driver: string[], state: string[], label: string}} Filters each empty: it narrows nothing */
/** @typedef {{kind: "container" | "network", engine: string, id: string}} Focus */

/** @type {Filters} */
export const NO_FILTERS = { project: [], driver: [], state: [], label: "" };

/** @param {Filters} filters */
export const filtersAny = (filters) => Boolean(filters.project.length || filters.driver.length || filters.state.length || filters.label.trim());

/** The keys of what is looked at; null: everything is. @param {State} state @param {string} query @param {Filters} filters @returns {Set<string> | null} */
export function litKeys(state, query, filters) {
  const found = query.trim() ? new Set(search(state, query).map((one) => keyOf(one.engine, one.id))) : null;
  const kept = filtersAny(filters) ? filtered(state, filters) : null;
  if (!found || !kept) return found ?? kept;
  return new Set([...found].filter((key) => kept.has(key)));
}

/** @param {State} state @param {Filters} filters @returns {Set<string>} */
function filtered(state, filters) {
  const { container, network, endpoint } = state.tables;
  const [drivers, states] = [new Map(), new Map()];
  for (const one of endpoint.values()) {
    push(drivers, keyOf(one.engine, one.container_id), network.get(keyOf(one.engine, one.network_id))?.driver);
    push(states, keyOf(one.engine, one.network_id), container.get(keyOf(one.engine, one.container_id))?.state);
  }
  const kept = new Set();
  const among = (/** @type {string[]} */ wanted, /** @type {(string | null | undefined)[]} */ has) => !wanted.length || has.some((one) => one && wanted.includes(one));
  for (const [key, one] of container) {
    const own = [...(drivers.get(key) ?? []), one.network_mode === "host" ? "host" : null];
    if (among(filters.project, [one.project]) && among(filters.driver, own) && among(filters.state, [one.state, one.health]) && labelled(one, filters.label)) kept.add(key);
  }
  for (const [key, one] of network) {
    if (among(filters.project, [one.project]) && among(filters.driver, [one.driver]) && among(filters.state, states.get(key) ?? []) && labelled(one, filters.label)) kept.add(key);
  }
  return kept;
}

/** @param {Map<string, string[]>} into @param {string} key @param {string | undefined} value */
function push(into, key, value) {
  if (value) into.set(key, [...(into.get(key) ?? []), value]);
}

/** @param {{labels?: Record<string, string>}} object @param {string} wanted part of `name=value` */
function labelled(object, wanted) {
  const part = wanted.trim().toLowerCase();
  return !part || Object.entries(object.labels ?? {}).some(([name, value]) => `${name}=${value}`.toLowerCase().includes(part));
}

/** What there is to choose from. @param {State} state @returns {{project: string[], driver: string[], state: string[]}} */
export function choices(state) {
  const { container, network } = state.tables;
  const of = (/** @type {(string | null | undefined)[]} */ values) => [...new Set(values)].filter(Boolean).sort();
  const [containers, networks] = [[...container.values()], [...network.values()]];
  return {
    project: /** @type {string[]} */ (of([...containers, ...networks].map((one) => one.project))),
    driver: /** @type {string[]} */ (of(networks.map((one) => one.driver))),
    state: /** @type {string[]} */ (of(containers.flatMap((one) => [one.state, one.health]))),
  };
}

/**
 * One container or network and its neighbours: a container with its networks and who is on them, a network with its containers and
 * their other networks. What shares a namespace stays together. Without a focus, or when it is gone: all of it.
 * @param {Snapshot} snapshot @param {Focus | null} focus @returns {Snapshot}
 */
export function focused(snapshot, focus) {
  const here = focus && snapshot[focus.kind === "container" ? "containers" : "networks"].some((one) => one.engine === focus.engine && one.id === focus.id);
  if (!focus || !here) return snapshot;
  const near = snapshot.endpoints.filter((one) => one.engine === focus.engine);
  const own = focus.kind === "container" ? ownerId(snapshot, focus) : focus.id;
  const networks = new Set(focus.kind === "network" ? [own] : near.filter((one) => one.container_id === own).map((one) => one.network_id));
  const containers = new Set(near.filter((one) => networks.has(one.network_id)).map((one) => one.container_id).concat(focus.kind === "container" ? [own, focus.id] : []));
  if (focus.kind === "network") for (const one of near) if (containers.has(one.container_id)) networks.add(one.network_id);
  const kept = (/** @type {import("../types.js").Container} */ one) => one.engine === focus.engine && (containers.has(one.id) || containers.has(one.namespace_owner ?? ""));
  return {
    ...snapshot,
    engines: snapshot.engines.filter((one) => one.name === focus.engine),
    networks: snapshot.networks.filter((one) => one.engine === focus.engine && networks.has(one.id)),
    containers: snapshot.containers.filter(kept),
    endpoints: near.filter((one) => containers.has(one.container_id) && networks.has(one.network_id)),
    interfaces: snapshot.interfaces.filter((one) => one.engine === focus.engine),
  };
}

/** Who owns the namespace that a container is in. @param {Snapshot} snapshot @param {Focus} focus */
function ownerId(snapshot, focus) {
  const byId = new Map(snapshot.containers.filter((one) => one.engine === focus.engine).map((one) => [one.id, one]));
  const seen = new Set();
  let { id } = focus;
  for (let owner = byId.get(id)?.namespace_owner; owner && byId.has(owner) && !seen.has(owner); owner = byId.get(owner)?.namespace_owner) {
    seen.add(owner);
    id = owner;
  }
  return id;
}

// What belongs to one object by its key, after the engine and this word: the containers' cards and lines, the networks' lines and ways out.
const OF_ONE = new Set(["card", "network", "lane", "pin", "port", "interface", "trunk", "down", "nest", "direct", "bypass", "tunnel", "carried", "lan", "lan-name"]);

/**
 * Whether an item of the picture is among what is looked at; what belongs to no object always is.
 * @param {{key: string, ids?: string[], fold?: {ids?: string[]}}} item @param {Set<string>} lit
 */
export function isLit(item, lit) {
  const [engine, kind, id = ""] = item.key.split(" ");
  const has = (/** @type {string} */ one) => lit.has(keyOf(engine, one));
  const many = item.fold?.ids ?? item.ids;
  if (many?.length) return many.some(has) || has(id);
  if (kind === "joint") return id.split(":").some(has);
  return !OF_ONE.has(kind) || has(id);
}

/** How many of what a folded card stands for are among what is looked at. @param {{engine?: string, ids: string[]}} fold @param {Set<string>} lit */
export const hitsIn = ({ engine = "", ids }, lit) => ids.filter((id) => lit.has(keyOf(engine, id))).length;
