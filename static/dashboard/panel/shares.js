// What a set of changes does to who shares a network with whom. Pure. It says nothing of packet filters: two containers on one network
// may still be kept apart.

/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("./staged.js").Change} Change */
/** @typedef {{container: string, gains: {id: string, address: string}[], loses: string[], last: boolean}} Shift ids of containers; `address`: the other's on the network that they then share; `last`: it is in no network afterwards */

/**
 * Per changed container, in their order: the containers that it shares a network with only afterwards, and only before.
 * @param {Change[]} changes all of one engine @param {Endpoint[]} endpoints of that engine
 * @returns {Shift[]}
 */
export function shifts(changes, endpoints) {
  const before = membership(endpoints.filter((endpoint) => !endpoint.missing));
  const after = applied(before, changes);
  const addresses = new Map(endpoints.map((endpoint) => [`${endpoint.container_id}:${endpoint.network_id}`, endpoint.ipv4 ?? endpoint.ipv6 ?? ""]));
  return [...new Set(changes.map((change) => change.container))].map((container) => {
    const had = peersOf(container, before);
    const has = peersOf(container, after);
    const gains = [...has].filter(([id]) => !had.has(id)).map(([id, network]) => ({ id, address: addresses.get(`${id}:${network}`) ?? "" }));
    return { container, gains, loses: [...had.keys()].filter((id) => !has.has(id)), last: !(after.of.get(container)?.size) };
  });
}

/** @typedef {{of: Map<string, Set<string>>, in: Map<string, Set<string>>}} Membership networks of a container, containers in a network */

/** @param {Endpoint[]} endpoints @returns {Membership} */
function membership(endpoints) {
  const made = { of: new Map(), in: new Map() };
  for (const endpoint of endpoints) put(made, endpoint.container_id, endpoint.network_id);
  return made;
}

/** @param {Membership} made @param {string} container @param {string} network */
function put(made, container, network) {
  made.of.set(container, (made.of.get(container) ?? new Set()).add(network));
  made.in.set(network, (made.in.get(network) ?? new Set()).add(container));
}

/** A copy of what the changes touch, with them done. @param {Membership} before @param {Change[]} changes @returns {Membership} */
function applied(before, changes) {
  const after = { of: new Map(before.of), in: new Map(before.in) };
  for (const change of changes) {
    after.of.set(change.container, new Set(before.of.get(change.container)));
    after.in.set(change.network, new Set(before.in.get(change.network)));
  }
  for (const change of changes) {
    if (change.action === "connect") put(after, change.container, change.network);
    else {
      after.of.get(change.container)?.delete(change.network);
      after.in.get(change.network)?.delete(change.container);
    }
  }
  return after;
}

/** @param {string} container @param {Membership} made @returns {Map<string, string>} each other container, and the first network that both are in */
function peersOf(container, made) {
  /** @type {Map<string, string>} */
  const peers = new Map();
  for (const network of made.of.get(container) ?? []) {
    for (const other of made.in.get(network) ?? []) if (other !== container && !peers.has(other)) peers.set(other, network);
  }
  return peers;
}
