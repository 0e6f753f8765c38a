// Builds snapshots for the tests: the schema's fields, only those that matter.

import { createHash } from "node:crypto";

const id = (text) => createHash("sha256").update(text).digest("hex");
const moment = (index) => new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();

/** A world that grows by calls; `snapshot` is what the page would get. */
export class World {
  constructor(engine = "local", facts = {}) {
    this.engine = engine;
    this.count = 0;
    this.snapshot = {
      revision: 1, journal: "00000000-0000-4000-8000-000000000001", time: moment(0),
      engines: [{ engine, id: engine, name: engine, url: "unix:///var/run/docker.sock", state: "live", since: moment(0), product: "docker", version: "28.5.2", host_name: "host1", operating_system: "Debian 13", firewall_backend: "iptables", ...facts }],
      networks: [], containers: [], endpoints: [], interfaces: [],
    };
  }

  network(name, facts = {}) {
    const index = this.count++;
    const bridge = (facts.driver ?? "bridge") === "bridge";
    const network = {
      engine: this.engine, id: id(`${this.engine} network ${facts.twin ?? ""}${name}`), name, driver: "bridge", scope: "local", created: moment(index), internal: false, attachable: false,
      subnets: [{ subnet: `172.${20 + index}.0.0/16`, gateway: `172.${20 + index}.0.1` }], bridge: bridge ? `br-${id(name).slice(0, 12)}` : null, ...facts,
    };
    this.snapshot.networks.push(network);
    return network;
  }

  container(name, networks = [], facts = {}) {
    const index = this.count++;
    const container = { engine: this.engine, id: id(`${this.engine} container ${name}`), name, image: "busybox", created: moment(index), started_at: moment(index), state: "running", network_mode: "default", ports: [], labels: {}, dns: [], ...facts };
    this.snapshot.containers.push(container);
    networks.forEach((network, position) => this.connect(container, network, { default_route: position === 0 }));
    return container;
  }

  connect(container, network, facts = {}) {
    const base = network.subnets?.[0]?.subnet?.split(".").slice(0, 3).join(".") ?? "10.0.0";
    const members = this.snapshot.endpoints.filter((other) => other.network_id === network.id).length;
    const running = ["running", "paused"].includes(container.state);
    const endpoint = {
      engine: this.engine, id: `${container.id}:${network.id}`, container_id: container.id, network_id: network.id, network_name: network.name, ipv4: running && network.subnets?.length ? `${base}.${members + 2}` : null,
      last_ipv4: running ? null : `${base}.${members + 2}`, ipv6: null, mac: "02:42:ac:11:00:02", aliases: [], default_route: false, missing: false, ...facts,
    };
    this.snapshot.endpoints.push(endpoint);
    return endpoint;
  }

  link(name, facts = {}) {
    const index = this.count++;
    const link = { engine: this.engine, id: `host:${index + 1}`, namespace: "host", ifindex: index + 1, name, type: "ethernet", state: "up", addresses: [], routes: [], ...facts };
    this.snapshot.interfaces.push(link);
    return link;
  }
}

/** The design's picture: every driver, shared networks, a stopped container, host mode, none, published ports. */
export function designWorld() {
  const world = new World("host1");
  world.link("eth0", { addresses: [{ address: "10.0.2.15", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", gateway: "10.0.2.2", family: 4 }] });
  world.link("eth1", { state: "up" });
  const host = world.network("host", { driver: "host", predefined: true, subnets: [] });
  const none = world.network("none", { driver: "null", predefined: true, subnets: [] });
  const bridge = world.network("bridge", { predefined: true, default_bridge: true, bridge: "docker0", subnets: [{ subnet: "172.17.0.0/16", gateway: "172.17.0.1" }] });
  const front = world.network("shop_front", { project: "shop", subnets: [{ subnet: "172.20.0.0/24", gateway: "172.20.0.1" }] });
  const back = world.network("shop_back", { project: "shop", internal: true, subnets: [{ subnet: "172.21.0.0/24", gateway: "172.21.0.1" }] });
  const demo = world.network("demo-network", { subnets: [{ subnet: "172.18.0.0/16", gateway: "172.18.0.1" }] });
  const lan = world.network("office-lan", { driver: "macvlan", parent: "eth1", subnets: [{ subnet: "192.168.10.0/24", gateway: "192.168.10.1" }] });
  const multi = world.network("multi", { driver: "overlay", scope: "swarm", attachable: true, vxlan_id: 4097, subnets: [{ subnet: "10.0.1.0/24", gateway: "10.0.1.1" }] });
  world.network("old_default", { subnets: [{ subnet: "172.30.0.0/16", gateway: "172.30.0.1" }] });
  const shop = { project: "shop" };
  world.container("proxy", [front, demo, bridge], { image: "caddy:2", ports: [{ port: 443, protocol: "tcp", host_ip: "0.0.0.0", host_port: 443 }, { port: 443, protocol: "tcp", host_ip: "::", host_port: 443 }] });
  world.container("shop-web-1", [front, back], { ...shop, service: "web", number: 1, image: "shop/web:1.4" });
  world.container("shop-web-2", [front, back], { ...shop, service: "web", number: 2, image: "shop/web:1.4" });
  world.container("shop-db-1", [back], { ...shop, service: "db", number: 1, image: "mysql:8" });
  world.container("shop-cache-1", [back], { ...shop, service: "cache", number: 1, image: "redis:7", health: "healthy" });
  world.container("shop-worker-1", [back], { ...shop, service: "worker", number: 1, image: "shop/job", state: "exited", exit_code: 0 });
  world.container("alpine1", [demo], { image: "alpine" });
  world.container("alpine2", [demo], { image: "alpine" });
  world.container("alpine3", [bridge], { image: "alpine" });
  world.container("legacy", [bridge], { image: "debian" });
  world.container("camera", [lan], { image: "nvr" });
  world.container("printer", [lan], { image: "cups" });
  world.container("nginx", [host], { image: "nginx", network_mode: "host", ports: [{ port: 80, protocol: "tcp" }] });
  world.container("sandbox", [none], { network_mode: "none" });
  world.container("a1", [multi]);
  world.container("a2", [multi]);
  return world;
}

/** As many containers as asked, over as many networks; some in two of them. Numbers come from the index alone. */
export function crowd(networks, containers) {
  const world = new World("crowd");
  world.link("eth0", { addresses: [{ address: "10.0.2.15", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", family: 4 }] });
  const made = Array.from({ length: networks }, (_, index) => world.network(`net-${index}`));
  for (let index = 0; index < containers; index += 1) {
    const home = made[(index * 7) % networks];
    const second = index % 9 === 0 ? made[(index * 7 + 1 + (index % 5)) % networks] : null;
    world.container(`container-${index}`, second && second !== home ? [home, second] : [home], { state: index % 11 === 3 ? "exited" : "running" });
  }
  return world;
}

const STACKS = "media:sonarr,radarr,bazarr paperless:web,gotenberg,tika,db,broker immich:server,ml,redis,db gitea:gitea,db grafana:grafana vaultwarden:vaultwarden nextcloud:app,cron,db,redis homeassistant:ha mealie:mealie freshrss:freshrss,db jellyfin:jellyfin,db audiobookshelf:audiobookshelf,db miniflux:miniflux linkding:linkding wallabag:wallabag,db bookstack:bookstack outline:outline,db,redis plausible:plausible,db,clickhouse umami:umami uptime-kuma:uptime-kuma changedetection:changedetection,db n8n:n8n nodered:nodered mosquitto:mosquitto zigbee:zigbee,db influx:influx loki:loki,db tempo:tempo,db minio:minio,db registry:registry,db authelia:authelia,redis lldap:lldap crowdsec:crowdsec unifi:unifi,db pihole-dns:pihole-dns adguard:adguard,db searx:searx,db stirling:stirling,db actual:actual,db firefly:firefly";

/** A home server as many are: 40 Compose projects of one network each, most of them behind one proxy. */
export function nasWorld() {
  const world = new World("nas", { host_name: "nas" });
  world.link("eth0", { addresses: [{ address: "192.168.1.10", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", gateway: "192.168.1.1", family: 4 }] });
  world.link("wg0", { type: "wireguard", addresses: [{ address: "10.8.0.1", prefix_len: 24, scope: "global" }] });
  const host = world.network("host", { driver: "host", predefined: true, subnets: [] });
  const nets = STACKS.split(" ").map((stack, index) => {
    const [project, services] = stack.split(":");
    const net = world.network(`${project}_default`, { project, subnets: [{ subnet: `172.${18 + index}.0.0/16`, gateway: `172.${18 + index}.0.1` }] });
    for (const service of services.split(",")) {
      const stopped = ["vaultwarden", "clickhouse", "stirling"].includes(service) || (project === "paperless" && service === "db");
      world.container(`${project}-${service}-1`, [net], { project, service, number: 1, state: stopped ? "exited" : "running" });
    }
    return net;
  });
  const ports = [443, 80].map((port) => ({ port, protocol: "tcp", host_ip: "0.0.0.0", host_port: port }));
  world.container("traefik", nets.filter((_, index) => ![5, 17, 30, 36, 37].includes(index)), { image: "traefik:3", ports });
  for (const name of ["ha-core", "avahi"]) world.container(name, [host], { network_mode: "host" });
  return world;
}

/** Far more than fits: projects of three networks, replicas, a few stopped. Numbers come from the index alone. */
export function farmWorld(projects = 100, perNetwork = 16) {
  const world = new World("farm", { host_name: "farm" });
  world.link("eth0", { addresses: [{ address: "10.0.0.2", prefix_len: 16, scope: "global" }], routes: [{ destination: "default", family: 4 }] });
  for (let number = 0; number < projects; number += 1) {
    const project = `app-${number}`;
    const nets = ["front", "back", "data"].map((name, index) => world.network(`${project}_${name}`, { project, internal: index === 2, subnets: [{ subnet: `10.${number}.${index}.0/24`, gateway: `10.${number}.${index}.1` }] }));
    nets.forEach((net, index) => {
      for (let replica = 1; replica <= perNetwork; replica += 1) {
        const service = ["web", "worker", "db"][index];
        world.container(`${project}-${service}-${replica}`, index < 2 && replica === 1 ? [net, nets[index + 1]] : [net], { project, service, number: replica, state: replica % 13 === 5 ? "exited" : "running" });
      }
    });
  }
  return world;
}

/** A world full of what is rare: trunks, namespaces shared, networks gone, two families of addresses. */
export function oddWorld() {
  const world = new World("odd");
  const nets = Array.from({ length: 6 }, (_, index) => world.network(`n${index}`, index === 2 ? { internal: true } : {}));
  world.container("trunk", nets.slice(0, 5), { ports: [{ port: 80, protocol: "tcp", host_ip: "0.0.0.0", host_port: 80 }] });
  const vpn = world.container("vpn", [nets[0], nets[3], nets[5]]);
  world.container("side", [], { namespace_owner: vpn.id, network_mode: `container:${vpn.id}` });
  world.container("late", [], { namespace_owner: vpn.id, network_mode: `container:${vpn.id}`, state: "exited" });
  const dual = world.container("dual", [nets[1]]);
  world.snapshot.endpoints.at(-1).ipv6 = "fd00::2";
  world.connect(dual, nets[4], { ipv6: "fd00:4::2" });
  world.container("alone", []);
  const old = world.container("old", [], { state: "exited" });
  world.connect(old, { id: "0".repeat(64), name: "was-here", subnets: [] }, { missing: true });
  for (let index = 0; index < 9; index += 1) world.container(`extra-${index}`, [nets[index % 6]], { ports: [{ port: 1, protocol: "udp", host_ip: "127.0.0.1", host_port: 9000 + index }] });
  return world;
}

/** Two hosts that an overlay runs through. */
export function twoHosts() {
  const one = designWorld();
  const other = new World("host2", { host_name: "host2", version: "26.1.4" });
  const overlay = one.snapshot.networks.find((network) => network.driver === "overlay");
  other.link("eth0", { addresses: [{ address: "10.0.2.16", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", gateway: "10.0.2.2", family: 4 }] });
  other.snapshot.networks.push({ ...overlay, engine: "host2" });
  other.container("far", [other.snapshot.networks[0]]);
  other.container("local", [other.network("bridge", { predefined: true, default_bridge: true, bridge: "docker0", subnets: [{ subnet: "172.17.0.0/16", gateway: "172.17.0.1" }] })]);
  for (const key of ["engines", "networks", "containers", "endpoints", "interfaces"]) one.snapshot[key].push(...other.snapshot[key]);
  return one;
}
