// From the snapshot to what the map speaks of: per engine the lanes, the cards on them, the host's own containers. No positions yet.

import { countReplicas } from "./names.js";
import { anew, reuseWhole } from "./parts.js";

/** @typedef {import("../types.js").Snapshot} Snapshot */
/** @typedef {import("../types.js").Network} Network */
/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("../types.js").Interface} Interface */
/** @typedef {import("../types.js").Engine} Engine */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./parts.js").Reuse} Reuse */
/** @typedef {{engine: Engine, lanes: Lane[], units: Unit[], hostUnits: Unit[], hostNetwork: Network | null, interfaces: Interface[],
 *   replicas: Map<string, number>, containers: number, networks: number}} EngineModel */

/** Oldest first, so that what is new comes last and moves nothing. @param {{created?: string | null, id: string}} a @param {{created?: string | null, id: string}} b */
export const byAge = (a, b) => compare(a.created ?? "", b.created ?? "") || compare(a.id, b.id);

/** @param {string} a @param {string} b */
export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * @param {Snapshot} snapshot
 * @param {ReadonlySet<string>} fresh keys (`engine id`) of networks that came while someone looked
 * @param {Reuse} [reuse]
 * @returns {EngineModel[]}
 */
export function modelOf(snapshot, fresh, reuse = anew) {
  const names = new Set([...snapshot.engines.map((engine) => engine.name), ...snapshot.networks.map((network) => network.engine)]);
  return [...names].sort(compare).map((name) => engineModel(snapshot, name, fresh, (key, from, make) => reuse(`${name} ${key}`, from, make)));
}

/** @param {Snapshot} snapshot @param {string} name @param {ReadonlySet<string>} fresh @param {Reuse} reuse @returns {EngineModel} */
function engineModel(snapshot, name, fresh, reuse) {
  /** @param {{engine: string}} object */
  const ours = (object) => object.engine === name;
  const engine = snapshot.engines.find((candidate) => candidate.name === name) ?? { name, url: "", state: "connecting" };
  const networks = snapshot.networks.filter(ours).sort(byAge);
  const found = snapshot.containers.filter(ours);
  const { containers, groups, replicas } = reuse("containers", found, () => groupsOf([...found].sort(byAge)));
  const endpoints = snapshot.endpoints.filter(ours);
  const units = unitsOf(groups, endpoints, reuse);
  const host = networks.find((network) => network.driver === "host") ?? null;
  const known = withGateways(networks, endpoints, snapshot.interfaces.filter(ours), reuse);
  const inHost = (/** @type {Unit} */ unit) => isHostMode(unit, host);
  const onRails = units.filter((unit) => !inHost(unit));
  return {
    engine,
    lanes: lanesOf(name, known, onRails, fresh, reuse),
    units: onRails,
    hostUnits: units.filter(inHost),
    hostNetwork: host,
    interfaces: snapshot.interfaces.filter((link) => ours(link) && link.namespace === "host"),
    replicas,
    containers: containers.length,
    networks: networks.length,
  };
}

/**
 * A gateway that the engine chose by itself is not in the network's configuration: then it is where its endpoints go, or what its bridge has.
 * @param {Network[]} networks @param {Endpoint[]} endpoints @param {Interface[]} interfaces @param {Reuse} reuse @returns {Network[]}
 */
function withGateways(networks, endpoints, interfaces, reuse) {
  const lacking = networks.filter((network) => network.subnets?.length && !network.subnets.some((subnet) => subnet.gateway));
  if (!lacking.length) return networks;
  const seen = new Map(endpoints.filter((endpoint) => endpoint.ipv4_gateway).map((endpoint) => [endpoint.network_id, endpoint.ipv4_gateway]));
  const bridges = new Map(interfaces.filter((link) => link.namespace === "host").map((link) => [link.name, link.addresses?.find((address) => address.scope !== "link" && address.address.includes("."))?.address]));
  const found = (/** @type {Network} */ network) => seen.get(network.id) ?? bridges.get(network.bridge ?? "") ?? null;
  const missing = new Set(lacking);
  const completed = (/** @type {Network} */ network, /** @type {string | null} */ gateway) => ({ ...network, subnets: network.subnets?.map((subnet, index) => (index ? subnet : { ...subnet, gateway })) });
  return networks.map((network) => (missing.has(network) ? reuse(`gateway ${network.id}`, [network, found(network)], () => completed(network, found(network))) : network));
}

/** @param {Unit} unit @param {Network | null} host */
function isHostMode(unit, host) {
  return unit.container.network_mode === "host" || (host !== null && unit.endpoints.some((endpoint) => endpoint.network_id === host.id));
}

/** What follows from the containers alone. @param {Container[]} containers the oldest first */
function groupsOf(containers) {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const owned = groupBy(containers.filter((container) => ownerOf(container, byId) !== container), (container) => ownerOf(container, byId).id);
  const groups = containers
    .filter((container) => ownerOf(container, byId) === container)
    .map((container) => ({ container, members: owned.get(container.id) ?? [] }));
  return { containers, groups, replicas: countReplicas(containers) };
}

/** Containers by the namespace that they share. @param {{container: Container, members: Container[]}[]} groups each with its owner @param {Endpoint[]} endpoints @param {Reuse} reuse @returns {Unit[]} */
function unitsOf(groups, endpoints, reuse) {
  return reuseWhole(reuse, "units", [groups, ...endpoints], (own) => {
    const byContainer = groupBy(endpoints, (endpoint) => endpoint.container_id);
    return groups.map(({ container, members }) => unitOf(container, members, byContainer.get(container.id) ?? [], own));
  });
}

/** @param {Container} container @param {Container[]} members @param {Endpoint[]} endpoints @param {Reuse} reuse @returns {Unit} */
function unitOf(container, members, endpoints, reuse) {
  const inOrder = endpoints.length > 1 ? endpoints.sort((a, b) => compare(a.network_name, b.network_name) || compare(a.id, b.id)) : endpoints;
  return reuse(container.id, [container, ...members, null, ...inOrder], () => ({ key: container.id, container, members, endpoints: inOrder }));
}

/** Who made the namespace that a container is in: itself, where none is known. @param {Container} container @param {Map<string, Container>} byId */
function ownerOf(container, byId) {
  const seen = new Set([container.id]);
  let owner = container;
  while (owner.namespace_owner) {
    const next = byId.get(owner.namespace_owner);
    if (!next) break;
    if (seen.has(next.id)) return container;
    seen.add(next.id);
    owner = next;
  }
  return owner;
}

/** @param {string} engine @param {Network[]} networks @param {Unit[]} units @param {ReadonlySet<string>} fresh @param {Reuse} reuse @returns {Lane[]} */
function lanesOf(engine, networks, units, fresh, reuse) {
  /** @type {Map<string, Lane>} */
  const lanes = new Map();
  for (const network of networks) {
    if (network.driver !== "host") lanes.set(network.id, laneOf(network, fresh.has(`${engine} ${network.id}`)));
  }
  for (const unit of units) {
    for (const endpoint of unit.endpoints) {
      const id = laneIdOf(endpoint, lanes);
      if (!lanes.has(id)) lanes.set(id, laneOf(goneNetwork(engine, id, endpoint, reuse), false));
      /** @type {Lane} */ (lanes.get(id)).used = true;
    }
    if (!unit.endpoints.length && !lanes.has("adrift")) lanes.set("adrift", adriftLane(engine, reuse));
  }
  markSharedSubnets([...lanes.values()]);
  return [...lanes.values()].map((lane) => reuse(`lane ${lane.key}`, [lane.network, lane.kind, lane.used, lane.fresh, ...lane.shares], () => lane));
}

/** Which lane an endpoint hangs on: its network's, or a stand-in's for a network that is gone. @param {Endpoint} endpoint @param {Map<string, unknown>} lanes */
export function laneIdOf(endpoint, lanes) {
  return lanes.has(endpoint.network_id) ? endpoint.network_id : `gone:${endpoint.network_id || endpoint.network_name}`;
}

/** @param {Network} network @param {boolean} fresh @returns {Lane} */
function laneOf(network, fresh) {
  const kind = network.gone ? "gone" : network.driver === "null" ? "none" : "rail";
  return { key: network.id, network, kind, used: false, fresh, shares: [], fold: null };
}

/** @param {string} engine @param {string} id @param {Endpoint} endpoint @param {Reuse} reuse @returns {Network} */
function goneNetwork(engine, id, endpoint, reuse) {
  return reuse(`gone ${id}`, [endpoint.network_name], () => ({ engine, id, name: endpoint.network_name, driver: "", gone: true }));
}

/** The place of containers that are in no network at all. @param {string} engine @param {Reuse} reuse @returns {Lane} */
function adriftLane(engine, reuse) {
  const network = reuse("adrift", [], () => ({ engine, id: "adrift", name: "", driver: "" }));
  return { key: "adrift", network, kind: "adrift", used: true, fresh: false, shares: [], fold: null };
}

/** @param {Lane[]} lanes */
function markSharedSubnets(lanes) {
  const bySubnet = groupBy(
    lanes.flatMap((lane) => (lane.network.subnets ?? []).map((subnet) => ({ lane, subnet: subnet.subnet }))),
    (pair) => pair.subnet,
  );
  for (const pairs of bySubnet.values()) {
    for (const { lane } of pairs) {
      lane.shares.push(...pairs.filter((other) => other.lane !== lane).map((other) => other.lane.key));
    }
  }
}

/** @template T @param {T[]} things @param {(thing: T) => string} key @returns {Map<string, T[]>} */
export function groupBy(things, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const thing of things) {
    const name = key(thing);
    const group = groups.get(name);
    if (group) group.push(thing);
    else groups.set(name, [thing]);
  }
  return groups;
}
