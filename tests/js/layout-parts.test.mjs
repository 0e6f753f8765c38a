// A picture that takes over parts of the one before is the picture that is made anew: after any changes, of any world, in any step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { createParts } from "../../static/dashboard/layout/parts.js";
import { crowd, designWorld, farmWorld, nasWorld, oddWorld, twoHosts } from "./world.mjs";

const VIEW = { width: 1440, height: 780 };
const WORLDS = { design: designWorld, odd: oddWorld, nas: nasWorld, crowd: () => crowd(10, 60), hosts: twoHosts, folded: () => farmWorld(9, 16) };
const ROUNDS = 40;

/** Small whole numbers that look random and are the same each time (a linear congruential generator). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** One of them, another object in its place, as the page's store puts it. */
function replace(rows, pick, facts) {
  if (!rows.length) return;
  const at = pick(rows.length);
  rows[at] = { ...rows[at], ...facts(rows[at]) };
}

/** Each does one thing to a world, or to how it is looked at. */
const CHANGES = [
  (world, pick, look) => world.container(`new-${look.count}`, [one(world.snapshot.networks, pick)].filter(Boolean)),
  (world, pick) => dropContainer(world.snapshot, one(world.snapshot.containers, pick)),
  (world, pick) => replace(world.snapshot.containers, pick, ({ state }) => ({ state: state === "running" ? "exited" : "running" })),
  (world, pick) => replace(world.snapshot.containers, pick, () => ({ health: ["healthy", "unhealthy", null][pick(3)] })),
  (world, pick, look) => replace(world.snapshot.containers, pick, () => ({ name: `called-${look.count}`, service: null })),
  (world, pick, look) => replace(world.snapshot.networks, pick, () => ({ name: `net-called-${look.count}` })),
  (world, pick) => replace(world.snapshot.networks, pick, ({ internal }) => ({ internal: !internal })),
  (world, pick) => replace(world.snapshot.endpoints, pick, ({ ipv4 }) => ({ ipv4: ipv4 ? null : "10.9.9.9", ipv6: "fd00::9" })),
  (world, pick) => replace(world.snapshot.endpoints, pick, ({ default_route }) => ({ default_route: !default_route })),
  (world, pick) => connectAny(world, pick),
  (world, pick) => connectAny(world, pick),
  ({ snapshot }, pick) => snapshot.endpoints.splice(pick(Math.max(1, snapshot.endpoints.length)), 1),
  (world, pick, look) => world.network(`made-${look.count}`, pick(2) ? { subnets: [{ subnet: "172.20.0.0/24" }] } : {}),
  ({ snapshot }, pick) => snapshot.networks.splice(pick(snapshot.networks.length), 1),
  (world, pick) => joinNamespace(world.snapshot, pick),
  (world, pick) => nameEnds(world, pick),
  (world, pick, look) => Object.assign(look, { layers: { ips: pick(2) > 0, ports: pick(2) > 0, kernel: pick(2) > 0, rates: pick(2) > 0 } }),
  (world, pick, look) => Object.assign(look, { folds: { opened: new Set(), closed: new Set(pick(2) ? [one(world.snapshot.networks, pick)?.id, `project:${one(world.snapshot.networks, pick)?.project}`] : []) } }),
  (world, pick, look) => Object.assign(look, { projects: pick(3) ? null : new Set([one(world.snapshot.networks, pick)?.project ?? ""]) }),
  (world, pick, look) => Object.assign(look, { fresh: new Set(pick(2) ? [`${world.engine} ${one(world.snapshot.networks, pick)?.id}`] : []) }),
];

const one = (rows, pick) => rows[pick(Math.max(1, rows.length))];

function dropContainer(snapshot, gone) {
  snapshot.containers = snapshot.containers.filter((container) => container !== gone);
  snapshot.endpoints = snapshot.endpoints.filter((endpoint) => endpoint.container_id !== gone?.id);
}

function connectAny(world, pick) {
  const [container, network] = [one(world.snapshot.containers, pick), one(world.snapshot.networks, pick)];
  if (!container || container.engine !== network?.engine || world.snapshot.endpoints.some((endpoint) => endpoint.id === `${container.id}:${network.id}`)) return;
  world.connect(container, network);
  world.snapshot.endpoints.at(-1).engine = container.engine;
}

function joinNamespace(snapshot, pick) {
  const owner = one(snapshot.containers, pick);
  replace(snapshot.containers, pick, (container) => (owner && container.id !== owner.id && container.engine === owner.engine ? { namespace_owner: container.namespace_owner ? null : owner.id } : {}));
}

/** The kernel's interface at one end of a connection. */
function nameEnds(world, pick) {
  const endpoint = one(world.snapshot.endpoints, pick);
  if (!endpoint) return;
  replace(world.snapshot.endpoints, () => world.snapshot.endpoints.indexOf(endpoint), () => ({ endpoint_id: `e-${endpoint.id}` }));
  world.link(`veth${pick(99)}`, { engine: endpoint.engine, type: "veth", endpoint_id: endpoint.id, network_id: endpoint.network_id });
}

for (const [name, make] of Object.entries(WORLDS)) {
  for (const step of ["cards", "names", "dots"]) {
    test(`${name} as ${step}: with parts of the picture before it is the same picture`, () => {
      for (const seed of [1, 2]) {
        const [world, pick, look] = [make(), numbers(seed), { count: 0, step }];
        let kept = layout(world.snapshot, { ...VIEW, ...look });
        for (look.count = 1; look.count <= ROUNDS; look.count += 1) {
          one(CHANGES, pick)(world, pick, look);
          const whole = layout(world.snapshot, { ...VIEW, ...look, kept: { ...kept, parts: undefined } });
          kept = layout(world.snapshot, { ...VIEW, ...look, kept });
          const [now, anew] = [{ ...kept, parts: null }, { ...whole, parts: null }];
          assert.deepEqual(now, anew, `seed ${seed}, change ${look.count}`);
        }
      }
    });
  }
}

/** How many of a picture's items are not the same objects as before. */
const remade = (before, after) => {
  const known = new Set(before.items);
  return after.items.filter((item) => !known.has(item)).map((item) => item.key);
};

for (const step of ["cards", "names"]) {
  test(`as ${step}: what no change touched is the same object, what it touched is not`, () => {
    const world = crowd(20, 120);
    const before = layout(world.snapshot, { ...VIEW, step });
    const at = world.snapshot.containers.findIndex((container) => world.snapshot.endpoints.filter((endpoint) => endpoint.container_id === container.id).length === 1);
    const container = (world.snapshot.containers[at] = { ...world.snapshot.containers[at], state: "paused" });
    const keys = remade(before, layout(world.snapshot, { ...VIEW, step, kept: before }));
    assert.ok(keys.includes(`crowd card ${container.id}`));
    // The host's side has no parts: a score of items.
    assert.ok(keys.length < 20, `${keys.length} of ${before.items.length} were made anew`);
  });
}

test("a part is made once for the same things, and again for others", () => {
  const thing = {};
  const first = createParts(null);
  const made = first.reuse("a", [thing, 1], () => ({}));
  const second = createParts(first.parts);
  assert.equal(second.reuse("a", [thing, 1], () => ({})), made);
  assert.notEqual(second.reuse("a", [{}, 1], () => ({})), made);
  assert.notEqual(second.reuse("b", [thing, 1], () => ({})), made);
  assert.notEqual(createParts(second.parts).reuse("a", [thing, 1], () => ({})), made, "only the last is kept");
});
