// Finds objects by what people know of them: name, address, MAC, label, image, port.

/** @typedef {import("./store.js").State} State */
/** @typedef {{kind: "container" | "network" | "interface", engine: string, id: string, name: string, why: string}} Found */

const MOST = 20;

/** @param {State} state @param {string} query @returns {Found[]} names that begin with it first */
export function search(state, query) {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  /** @type {(Found & {rank: number})[]} */
  const found = [];
  for (const kind of /** @type {const} */ (["container", "network", "interface"])) {
    for (const object of state.tables[kind].values()) {
      const hit = wordsOf(state, kind, object).find((word) => word.toLowerCase().includes(wanted));
      if (hit !== undefined) found.push({ kind, engine: object.engine, id: object.id, name: object.name, why: hit === object.name ? "" : hit, rank: rank(object.name, hit, wanted) });
    }
  }
  return found.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name)).slice(0, MOST);
}

/** @param {string} name @param {string} hit @param {string} wanted */
const rank = (name, hit, wanted) => (hit !== name ? 2 : name.toLowerCase().startsWith(wanted) ? 0 : 1);

/** @param {State} state @param {string} kind @param {any} object @returns {string[]} the name first */
function wordsOf(state, kind, object) {
  const common = [object.name, object.id, ...Object.entries(object.labels ?? {}).map(([key, value]) => `${key}=${value}`)];
  if (kind === "network") return [...common, object.driver, object.bridge, object.parent, ...(object.subnets ?? []).flatMap((/** @type {any} */ subnet) => [subnet.subnet, subnet.gateway])].filter(Boolean);
  if (kind === "interface") return [object.name, object.mac, ...(object.addresses ?? []).map((/** @type {any} */ one) => one.address)].filter(Boolean);
  const endpoints = [...state.tables.endpoint.values()].filter((endpoint) => endpoint.engine === object.engine && endpoint.container_id === object.id);
  const addresses = endpoints.flatMap((endpoint) => [endpoint.ipv4, endpoint.ipv6, endpoint.configured_ipv4, endpoint.last_ipv4, endpoint.mac, ...(endpoint.aliases ?? [])]);
  const ports = (object.ports ?? []).flatMap((/** @type {any} */ port) => [port.host_port && `:${port.host_port}`, `${port.port}/${port.protocol}`]);
  return [...common, object.service, object.project, object.image, ...addresses, ...ports].filter(Boolean);
}
