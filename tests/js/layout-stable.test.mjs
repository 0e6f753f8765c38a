// One change moves only what it must: the changed lanes; those above them not at all, those below them down or up together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { crowd, designWorld, nasWorld } from "./world.mjs";

const VIEW = { width: 1440, height: 780 };
const WORLDS = { design: designWorld, nas: nasWorld, crowd: () => crowd(10, 60) };

/** Small whole numbers that look random and are the same each time (a linear congruential generator). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

const railed = (world) => world.snapshot.networks.filter((network) => network.driver === "bridge");

/** Each does one thing to a world and gives the networks whose lanes it touches. */
const CHANGES = {
  "a container more": (world, pick) => {
    const network = railed(world)[pick(railed(world).length)];
    world.container("new", [network]);
    return [network.id];
  },
  "a container less": (world, pick) => {
    const [gone] = world.snapshot.containers.splice(pick(world.snapshot.containers.length), 1);
    const touched = world.snapshot.endpoints.filter((endpoint) => endpoint.container_id === gone.id).map((endpoint) => endpoint.network_id);
    world.snapshot.endpoints = world.snapshot.endpoints.filter((endpoint) => endpoint.container_id !== gone.id);
    return touched;
  },
  "a state": (world, pick) => {
    const at = pick(world.snapshot.containers.length);
    const container = (world.snapshot.containers[at] = { ...world.snapshot.containers[at], state: "exited" });
    return world.snapshot.endpoints.filter((endpoint) => endpoint.container_id === container.id).map((endpoint) => endpoint.network_id);
  },
  "a connection": (world, pick) => {
    const single = world.snapshot.containers.filter((container) => world.snapshot.endpoints.filter((endpoint) => endpoint.container_id === container.id && railed(world).some((network) => network.id === endpoint.network_id)).length === 1);
    const container = single[pick(single.length)];
    const [own] = world.snapshot.endpoints.filter((endpoint) => endpoint.container_id === container.id);
    const others = railed(world).filter((network) => network.id !== own.network_id);
    const network = others[pick(others.length)];
    world.connect(container, network);
    return [own.network_id, network.id];
  },
};

const lanesOf = (picture) => new Map(picture.items.filter((item) => item.type === "header" && item.id).map((item) => [item.id, item]));

/** Which lane each card stands in: the one at whose height it is. */
function cardsByLane(picture) {
  const lanes = picture.items.filter((item) => item.type === "lane");
  return picture.items
    .filter((item) => item.type === "card" && !item.trunk)
    .map((card) => ({ card, lane: lanes.find((lane) => card.y >= lane.y - 1 && card.y + card.h <= lane.y + lane.h + 1)?.key }));
}

for (const [name, make] of Object.entries(WORLDS)) {
  for (const step of ["cards", "names"]) {
    for (const [what, change] of Object.entries(CHANGES)) {
      test(`${name} as ${step}: ${what} moves only what it must`, () => {
        for (let seed = 1; seed <= 12; seed += 1) {
          const world = make();
          const kept = layout(world.snapshot, { ...VIEW, step });
          const touched = new Set(change(world, numbers(seed)));
          const after = layout(world.snapshot, { ...VIEW, step, kept });
          assertLittleMoved(kept, after, reach(touched, after, world.snapshot.endpoints), `seed ${seed}`);
        }
      });
    }
  }
}

/** The lanes touched, and those that the containers on them reach from there: a card that gives way takes its lines along. */
function reach(touched, picture, endpoints) {
  const ys = lanesOf(picture);
  const all = new Set(touched);
  for (let size = 0; size !== all.size; ) {
    size = all.size;
    const heights = [...all].filter((id) => ys.has(id)).map((id) => ys.get(id).y);
    const between = [...ys].filter(([, lane]) => lane.y >= Math.min(...heights) && lane.y <= Math.max(...heights)).map(([id]) => id);
    for (const id of between) all.add(id);
    const counts = new Map();
    for (const endpoint of endpoints) counts.set(endpoint.container_id, (counts.get(endpoint.container_id) ?? 0) + 1);
    // A container in many networks has a column of its own and pushes nobody.
    const containers = new Set(endpoints.filter((endpoint) => all.has(endpoint.network_id) && counts.get(endpoint.container_id) < 4).map((endpoint) => endpoint.container_id));
    const below = endpoints.filter((endpoint) => containers.has(endpoint.container_id) && ys.get(endpoint.network_id)?.y > Math.min(...heights));
    for (const endpoint of below) all.add(endpoint.network_id);
  }
  return all;
}

function assertLittleMoved(before, after, touched, hint) {
  const [old, now] = [lanesOf(before), lanesOf(after)];
  const ys = [...touched].flatMap((id) => [old.get(id)?.y, now.get(id)?.y]).filter((y) => y !== undefined);
  if (!ys.length) return;
  const order = [...old.keys()].filter((id) => now.has(id)).sort((a, b) => old.get(a).y - old.get(b).y);
  assert.deepEqual([...order].sort((a, b) => now.get(a).y - now.get(b).y), order, `${hint}: lanes keep their order`);
  for (const id of order) if (old.get(id).y < Math.min(...ys)) assert.equal(now.get(id).y, old.get(id).y, `${hint}: a lane above stays`);
  for (const id of order) assert.equal(now.get(id).colour, old.get(id).colour, `${hint}: colours stay`);
  const places = new Map(cardsByLane(before).map(({ card, lane }) => [card.key, { x: card.x, lane }]));
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  for (const { card, lane } of cardsByLane(after)) {
    const place = places.get(card.key);
    const header = [...now.values()].find((one) => lane?.endsWith(` lane ${one.id}`));
    if (place && place.lane === lane && header && (header.y < top || header.y > bottom)) assert.equal(card.x, place.x, `${hint}: ${card.key} keeps its column`);
  }
}

test("a new network keeps every other lane where it was", () => {
  const world = designWorld();
  const kept = layout(world.snapshot, VIEW);
  const made = world.network("brand-new");
  const after = layout(world.snapshot, { ...VIEW, kept, fresh: new Set([`host1 ${made.id}`]) });
  const [old, now] = [lanesOf(kept), lanesOf(after)];
  const order = [...old.keys()].sort((a, b) => old.get(a).y - old.get(b).y);
  assert.deepEqual([...order].sort((a, b) => now.get(a).y - now.get(b).y), order);
  assert.ok(now.get(made.id).badges.some((badge) => badge.text === "new"));
});

test("the widths of the picture before are kept, whatever is written", () => {
  const world = designWorld();
  const kept = layout(world.snapshot, VIEW);
  world.container("a-name-that-is-much-longer-than-any-other", [railed(world)[0]]);
  assert.deepEqual(layout(world.snapshot, { ...VIEW, kept }).sizes, kept.sizes);
});
