// The snapshots of the canonical pictures: each driver, each thing that is drawn in a way of its own. pictures.test.mjs keeps where each
// item of them is, tests/browser/test_canonical_pictures.py how they look.

import { World, crowd, designWorld, farmWorld, nasWorld, oddWorld } from "./world.mjs";

const WAY_OUT = { addresses: [{ address: "10.0.2.15", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", gateway: "10.0.2.2", family: 4 }] };

/** One world with one network of a driver and two containers on it. */
function driver(name, facts) {
  const world = new World("host1");
  world.link("eth0", WAY_OUT);
  world.link("eth1", { state: "up" });
  const network = world.network(name, facts);
  for (const one of ["one", "two"]) world.container(one, [network], facts.driver === "host" ? { network_mode: "host" } : {});
  return world.snapshot;
}

/** Two hosts of a swarm, and the overlay that runs through both. */
function overlay() {
  const [one, two] = ["host1", "host2"].map((name) => new World(name, { host_name: name }));
  const shared = { driver: "overlay", scope: "swarm", attachable: true, vxlan_id: 4097, bridge: null, subnets: [{ subnet: "10.0.1.0/24", gateway: "10.0.1.1" }] };
  const network = one.network("multi", shared);
  two.snapshot.networks.push({ ...network, engine: "host2" });
  for (const [world, names] of [[one, ["web", "db"]], [two, ["cache"]]]) {
    world.link("eth0", WAY_OUT);
    for (const name of names) world.container(name, [network]);
  }
  // An overlay's addresses are of one range, whichever host a container is on.
  two.snapshot.endpoints[0].ipv4 = "10.0.1.4";
  for (const key of ["engines", "networks", "containers", "endpoints", "interfaces"]) one.snapshot[key].push(...two.snapshot[key]);
  return one.snapshot;
}

/** Each badge that a network can have, and two that have the same subnet. */
function badges() {
  const world = new World("host1");
  world.link("eth0", WAY_OUT);
  const same = [{ subnet: "172.30.0.0/16", gateway: "172.30.0.1" }];
  const overlay = { driver: "overlay", scope: "swarm", bridge: null };
  const networks = [
    world.network("bridge", { predefined: true, default_bridge: true, bridge: "docker0", enable_ipv6: true }),
    world.network("shop_back", { project: "shop", internal: true }),
    world.network("same-one", { subnets: same }),
    world.network("same-two", { subnets: same }),
    world.network("secret", { ...overlay, attachable: true, options: { encrypted: "" }, vxlan_id: 4098 }),
    world.network("ingress", { ...overlay, ingress: true, vxlan_id: 4096 }),
  ];
  networks.forEach((network, index) => world.container(`on-${index}`, [network]));
  world.network("nobody's");
  return world.snapshot;
}

/** One container in each state that is drawn in a way of its own. */
function states() {
  const world = new World("host1");
  world.link("eth0", WAY_OUT);
  const network = world.network("states");
  const healthy = { running: {}, healthy: { health: "healthy" }, unhealthy: { health: "unhealthy" }, starting: { health: "starting" } };
  for (const [name, facts] of Object.entries(healthy)) world.container(name, [network], facts);
  for (const state of ["paused", "restarting", "created", "exited", "dead"]) world.container(state, [network], { state, exit_code: state === "exited" ? 137 : null });
  return world.snapshot;
}

// What an engine may call a thing, or somebody have it say: a script, text that runs backwards, more than fits, letters beyond the
// basic plane, more than one line.
export const HOSTILE = ["<script>alert(1)</script>", "\u202egnp.exe", "x".repeat(255), "🐳🕸️ 容器", "two\nlines & \"quotes\""];

function hostile() {
  const world = new World("host1", { host_name: HOSTILE[0], operating_system: HOSTILE[1] });
  world.link("eth0", WAY_OUT);
  // Not those that look as this machine's fonts have them.
  const names = HOSTILE.filter((name) => !/[\p{Emoji_Presentation}\p{Script=Han}]/u.test(name));
  names.forEach((name, index) => {
    const network = world.network(name, { labels: { [name]: name } });
    world.container(name, [network], { image: names[(index + 1) % names.length], labels: { [name]: name }, project: name, service: name, number: 1 });
  });
  return world.snapshot;
}

function namespaces() {
  const world = new World("host1");
  world.link("eth0", WAY_OUT);
  const vpn = world.container("vpn", [world.network("tunnelled")], { ports: [{ port: 8080, protocol: "tcp", host_ip: "127.0.0.1", host_port: 8080 }] });
  for (const name of ["downloads", "indexer"]) world.container(name, [], { namespace_owner: vpn.id, network_mode: `container:${vpn.id}` });
  return world.snapshot;
}

function lost() {
  const { snapshot } = designWorld();
  return { ...snapshot, engines: snapshot.engines.map((engine) => ({ ...engine, state: "unreachable", reason: "connection refused" })) };
}

/** By the picture's name, what the page would get. @type {Record<string, () => any>} */
export const CANONICAL = {
  bridge: () => driver("front", {}),
  "default-bridge": () => driver("bridge", { predefined: true, default_bridge: true, bridge: "docker0" }),
  host: () => driver("host", { driver: "host", predefined: true, subnets: [] }),
  none: () => driver("none", { driver: "null", predefined: true, subnets: [] }),
  macvlan: () => driver("office-lan", { driver: "macvlan", parent: "eth1" }),
  ipvlan: () => driver("office-l3", { driver: "ipvlan", parent: "eth1" }),
  overlay,
  internal: () => driver("back", { internal: true }),
  "multi-homed": () => designWorld().snapshot,
  trunk: () => oddWorld().snapshot,
  "shared-namespace": namespaces,
  states,
  badges,
  hostile,
  folded: () => farmWorld(12, 12).snapshot,
  empty: () => ({ ...driver("front", {}), containers: [], endpoints: [] }),
  "engine-lost": lost,
  projector: () => designWorld().snapshot,
  "forty-projects": () => nasWorld().snapshot,
  dots: () => crowd(10, 60).snapshot,
};
