// The canonical pictures: what is drawn where for fixed snapshots, item by item, as kept in pictures/. After a change that means to move
// something, look at the map, then write them anew: UPDATE_PICTURES=1 node --test tests/js/pictures.test.mjs

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { layout } from "../../static/dashboard/layout.js";
import { World, crowd, designWorld, farmWorld, nasWorld, oddWorld, twoHosts } from "./world.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "pictures");
const VIEW = { width: 1040, height: 780, step: "fitting" };

/** One world with one network of a driver and two containers on it. */
function driver(name, facts) {
  const world = new World("host1");
  world.link("eth0", { addresses: [{ address: "10.0.2.15", prefix_len: 24, scope: "global" }], routes: [{ destination: "default", gateway: "10.0.2.2", family: 4 }] });
  world.link("eth1", { state: "up" });
  const network = world.network(name, facts);
  for (const one of ["one", "two"]) world.container(one, [network], facts.driver === "host" ? { network_mode: "host" } : {});
  return world.snapshot;
}

function namespaces() {
  const world = new World("host1");
  const vpn = world.container("vpn", [world.network("tunnelled")], { ports: [{ port: 8080, protocol: "tcp", host_ip: "127.0.0.1", host_port: 8080 }] });
  for (const name of ["downloads", "indexer"]) world.container(name, [], { namespace_owner: vpn.id, network_mode: `container:${vpn.id}` });
  return world.snapshot;
}

function lost() {
  const { snapshot } = designWorld();
  return { ...snapshot, engines: snapshot.engines.map((engine) => ({ ...engine, state: "unreachable", reason: "connection refused" })) };
}

const PICTURES = {
  bridge: () => layout(driver("front", {}), VIEW),
  "default-bridge": () => layout(driver("bridge", { predefined: true, default_bridge: true, bridge: "docker0" }), VIEW),
  host: () => layout(driver("host", { driver: "host", predefined: true, subnets: [] }), VIEW),
  none: () => layout(driver("none", { driver: "null", predefined: true, subnets: [] }), VIEW),
  macvlan: () => layout(driver("office-lan", { driver: "macvlan", parent: "eth1" }), VIEW),
  ipvlan: () => layout(driver("office-l3", { driver: "ipvlan", parent: "eth1" }), VIEW),
  overlay: () => layout(twoHosts().snapshot, VIEW),
  internal: () => layout(driver("back", { internal: true }), VIEW),
  "multi-homed": () => layout(designWorld().snapshot, VIEW),
  trunk: () => layout(oddWorld().snapshot, VIEW),
  "shared-namespace": () => layout(namespaces(), VIEW),
  folded: () => layout(farmWorld(12, 12).snapshot, VIEW),
  empty: () => layout({ ...driver("front", {}), containers: [], endpoints: [] }, VIEW),
  "engine-lost": () => layout(lost(), VIEW),
  projector: () => layout(designWorld().snapshot, { width: 800, height: 350, step: "cards", projector: true }),
  "forty-projects": () => layout(nasWorld().snapshot, VIEW),
  dots: () => layout(crowd(10, 60).snapshot, { ...VIEW, step: "dots" }),
};

/** A line per item: what it is, its box, what is written in it. */
function written(picture) {
  const lines = picture.items.map((item) => {
    const box = [item.x, item.y, item.w, item.h].map((one) => Math.round(one * 10) / 10).join(" ");
    const texts = [item.name, item.note, item.text, ...(item.lines ?? []).map((line) => line.text), ...(item.badges ?? []).map((badge) => badge.text)].filter(Boolean);
    const marks = [item.form, item.state, item.tone, typeof item.colour === "number" ? `c${item.colour}` : "", item.remembered ? "remembered" : "", item.route ? `route ${item.route}` : "", item.away ? "away" : ""].filter(Boolean);
    return [`${item.layer} ${item.type}`, box, marks.join(" "), texts.join(" | ")].join(" ; ");
  });
  return `${picture.step} ${Math.round(picture.width)} x ${Math.round(picture.height)}\n${lines.sort().join("\n")}\n`;
}

for (const [name, make] of Object.entries(PICTURES)) {
  test(`the picture ${name} is as it was`, () => {
    const file = join(FOLDER, `${name}.txt`);
    const now = written(make());
    if (process.env.UPDATE_PICTURES) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, now);
    }
    assert.deepEqual(now.split("\n"), readFileSync(file, "utf8").split("\n"));
  });
}
