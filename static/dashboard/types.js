// The snapshot's objects as the scripts use them (netviz/topology/schema.py has every field), and the picture. Types only.

/** @typedef {{name: string, url: string, state: "connecting" | "live" | "unreachable" | "disabled", reason?: string | null,
 *   reason_code?: string | null, since?: string | null, product?: string | null, version?: string | null, host_name?: string | null,
 *   operating_system?: string | null, firewall_backend?: string | null,
 *   host_interfaces?: {available: boolean, code?: string | null, detail?: string | null}}} Engine */
/** @typedef {{subnet: string, gateway?: string | null}} Subnet */
/** @typedef {{engine: string, id: string, name: string, driver: string, created?: string | null, internal?: boolean,
 *   attachable?: boolean, ingress?: boolean, config_only?: boolean, subnets?: Subnet[], project?: string | null, predefined?: boolean,
 *   default_bridge?: boolean, bridge?: string | null, parent?: string | null, vxlan_id?: number | null, peers?: string[],
 *   scope?: string, enable_ipv6?: boolean, gone?: boolean}} Network */
/** @typedef {{port: number, protocol: string, host_ip?: string | null, host_port?: number | null}} Port */
/** @typedef {{engine: string, id: string, name: string, image: string, created?: string | null, started_at?: string | null,
 *   state: string, health?: string | null, network_mode?: string, namespace_owner?: string | null, hostname?: string | null,
 *   dns?: string[], ports?: Port[], project?: string | null, service?: string | null, number?: number | null}} Container */
/** @typedef {{engine: string, id: string, container_id: string, network_id: string, network_name: string, endpoint_id?: string | null, ipv4?: string | null,
 *   ipv6?: string | null, configured_ipv4?: string | null, configured_ipv6?: string | null, last_ipv4?: string | null,
 *   last_ipv6?: string | null, ipv4_gateway?: string | null, mac?: string | null, aliases?: string[], default_route?: boolean, missing?: boolean}} Endpoint */
/** @typedef {{engine: string, id: string, namespace: string, ifindex: number, name: string, type: string, mac?: string | null,
 *   mtu?: number | null, state?: string, addresses?: {address: string, prefix_len: number, scope?: string}[],
 *   routes?: {destination: string, gateway?: string | null, family?: number}[], master?: string | null, parent?: string | null, peer?: string | null,
 *   container_id?: string | null, network_id?: string | null, endpoint_id?: string | null}} Interface */
/** @typedef {{engines: Engine[], networks: Network[], containers: Container[], endpoints: Endpoint[], interfaces: Interface[],
 *   revision?: number, journal?: string, time?: string}} Snapshot */

/**
 * A container and those that share its network namespace: what is drawn as one card.
 * @typedef {{key: string, container: Container, members: Container[], endpoints: Endpoint[], fold?: Fold}} Unit `fold`: stands for many
 */
/**
 * A network's place on the map. `kind`: rail, none (no rail), adrift (containers without any network), gone. `shares`: the lanes
 * that have the same subnet.
 * @typedef {{key: string, network: Network, kind: "rail" | "none" | "adrift" | "gone", used: boolean, fresh: boolean,
 *   shares: string[], fold: Fold | null}} Lane
 */
/**
 * What a folded lane or project stands for. `states`: how many containers are in each; `ids`: of all of them; `lanes`: the keys of its networks' lanes.
 * @typedef {{key: string, project: string | null, lanes: string[], states: Map<string, number>, ids: string[]}} Fold
 */

/**
 * One thing to draw. `key` is its identity from picture to picture; `x`, `y`, `w`, `h` its box in the map's coordinates;
 * `layer` 0 to 3 from the back to the front; the rest depends on `type`.
 * @typedef {{key: string, type: string, layer: number, x: number, y: number, w: number, h: number, [more: string]: any}} Item
 */
/**
 * `step`, `sizes`, `order` (of the lanes, by key) and `places` (by engine and card) are what was chosen: given back as options they keep
 * the picture from jumping.
 * `folded`: something is. `parts`: what the next picture need not make again.
 * @typedef {{width: number, height: number, items: Item[], step: import("./layout/metrics.js").Step, sizes: import("./layout/metrics.js").Sizes, order: string[],
 *   places: Map<string, {lane: string, row: number, column: number}>, folded: boolean, parts?: import("./layout/parts.js").Parts}} Picture
 */

export {};
