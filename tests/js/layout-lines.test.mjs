// Lines of names and of dots: what must stay true of them, and which step is chosen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { crowd, designWorld, farmWorld, nasWorld, oddWorld, twoHosts } from "./world.mjs";

const WORLDS = { design: designWorld, odd: oddWorld, nas: nasWorld, crowd: () => crowd(12, 120), two: twoHosts };
const VIEW = { width: 1040, height: 780 };
const BODIES = new Set(["card", "member", "hostcard"]);
const kind = (picture, type) => picture.items.filter((item) => item.type === type);
const overlap = (a, b) => a.x < b.x + b.w - 0.5 && b.x < a.x + a.w - 0.5 && a.y < b.y + b.h - 0.5 && b.y < a.y + a.h - 0.5;

for (const [name, make] of Object.entries(WORLDS)) {
  for (const step of ["names", "dots"]) {
    const { snapshot } = make();
    const picture = layout(snapshot, { ...VIEW, step });

    test(`${name} as ${step}: every container and every network is drawn exactly once`, () => {
      const drawn = picture.items.filter((item) => BODIES.has(item.type)).map((item) => `${item.engine} ${item.id}`);
      assert.deepEqual(drawn.sort(), snapshot.containers.map((container) => `${container.engine} ${container.id}`).sort());
      const networks = picture.items.filter((item) => ["header", "thin", "host"].includes(item.type) && item.id).map((item) => `${item.engine} ${item.id}`);
      assert.deepEqual(networks.sort(), snapshot.networks.map((network) => `${network.engine} ${network.id}`).sort());
    });

    test(`${name} as ${step}: no two pills, dots or headers overlap`, () => {
      const boxes = picture.items.filter((item) => ["header", "thin", "hostcard"].includes(item.type) || item.type === "card");
      for (const [index, a] of boxes.entries()) for (const b of boxes.slice(index + 1)) assert.ok(!overlap(a, b), `${a.key} on ${b.key}`);
    });

    test(`${name} as ${step}: a line down crosses no pill but its own`, () => {
      const cards = kind(picture, "card");
      for (const line of picture.items.filter((item) => item.type === "line" || item.type === "trunk")) {
        const own = line.key.split(" ").pop();
        for (const card of cards.filter((one) => one.id !== own)) assert.ok(!overlap(line, card), `${line.key} on ${card.key}`);
      }
    });

    test(`${name} as ${step}: keys are unique, everything is in the picture`, () => {
      assert.equal(new Set(picture.items.map((item) => item.key)).size, picture.items.length);
      for (const item of picture.items) assert.ok(item.y >= 0 && item.x + item.w <= picture.width + 130 && item.y + item.h <= picture.height + 1, item.key);
    });
  }

  test(`${name} as names: a ring for every endpoint on a line`, () => {
    const { snapshot } = make();
    const railless = new Set(snapshot.networks.filter((network) => ["host", "null"].includes(network.driver)).map((network) => network.id));
    const wanted = snapshot.endpoints.filter((endpoint) => !railless.has(endpoint.network_id)).map((endpoint) => endpoint.id);
    assert.deepEqual(kind(layout(snapshot, { ...VIEW, step: "names" }), "joint").map((joint) => joint.id).sort(), wanted.sort());
  });
}

test("40 projects behind one proxy are lines of names on one screen of 1440x900", () => {
  const picture = layout(nasWorld().snapshot, { ...VIEW, step: "fitting" });
  assert.equal(picture.step, "names");
  assert.ok(picture.height <= VIEW.height, `${picture.height}`);
  assert.ok(picture.width <= VIEW.width + 1, `${picture.width}`);
});

test("a name is whole where the columns beside it are free", () => {
  const pill = kind(layout(nasWorld().snapshot, { ...VIEW, step: "names" }), "card").find((item) => item.full.startsWith("uptime-kuma"));
  assert.equal(pill.name, "uptime-kuma");
});

test("the proxy's head says in how many networks it is, and has a ring in each", () => {
  const world = nasWorld();
  const picture = layout(world.snapshot, { ...VIEW, step: "names" });
  const head = kind(picture, "card").find((item) => item.trunk);
  assert.equal(head.note, "35");
  const rings = kind(picture, "joint").filter((joint) => joint.container === head.id);
  assert.equal(rings.length, 35);
  assert.equal(new Set(rings.map((ring) => ring.x)).size, 1);
});

test("many heads stand beside and below each other, none on another's line", () => {
  const world = crowd(12, 12);
  const nets = world.snapshot.networks;
  for (let index = 0; index < 7; index += 1) world.container(`a-proxy-with-a-long-name-${index}`, nets.slice(index % 5, (index % 5) + 6));
  const picture = layout(world.snapshot, { ...VIEW, step: "names" });
  const heads = kind(picture, "card").filter((item) => item.trunk);
  assert.equal(heads.length, 7);
  for (const [index, a] of heads.entries()) for (const b of heads.slice(index + 1)) assert.ok(!overlap(a, b), `${a.key} on ${b.key}`);
  for (const line of kind(picture, "trunk")) for (const head of heads) assert.ok(!overlap(line, head), `${line.key} on ${head.key}`);
});

test("few containers are cards at first", () => {
  assert.equal(layout(designWorld().snapshot, { ...VIEW, step: "fitting" }).step, "cards");
});

test("all of 60 containers are readable at the first view or one scroll away", () => {
  const world = crowd(6, 60);
  const picture = layout(world.snapshot, { ...VIEW, step: "fitting" });
  const cards = kind(picture, "card");
  assert.equal(cards.length, 60);
  for (const card of cards) assert.equal(card.name, card.full.split("\n")[0]);
  assert.ok(picture.height <= 2 * VIEW.height && picture.width <= 2 * VIEW.width, `${picture.width} x ${picture.height}`);
});

test("a step once chosen for a person stays while they look", () => {
  const world = designWorld();
  const kept = layout(world.snapshot, { ...VIEW, step: "fitting" });
  for (let index = 0; index < 200; index += 1) world.container(`more-${index}`, [world.snapshot.networks[3]]);
  assert.equal(layout(world.snapshot, { ...VIEW, step: "fitting", kept }).step, "cards");
  assert.equal(layout(world.snapshot, { ...VIEW, step: "fitting" }).step, "names");
});

test("far away no text of a header or card is lost below five lanes", () => {
  const picture = layout(designWorld().snapshot, { width: 800, height: 390, step: "cards", projector: true });
  const headers = kind(picture, "header").filter((header) => header.railed).sort((a, b) => a.y - b.y);
  assert.ok(headers[4].y + headers[4].h <= 390 + 70, `${headers[4].y + headers[4].h}`);
  for (const header of headers) for (const badge of header.badges) assert.ok(badge.y + 16 <= header.h, header.key);
});

test("thousands of containers are one card per project at first", () => {
  const picture = layout(farmWorld(40, 12).snapshot, { ...VIEW, step: "fitting" });
  assert.equal(picture.folded, true);
  assert.equal(kind(picture, "fold").length, 40);
  assert.ok(picture.items.length < 400);
});
