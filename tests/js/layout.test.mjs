// The map's layout: what must stay true of every picture.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { CANONICAL } from "./canonical.mjs";
import { World, crowd, designWorld, oddWorld, twoHosts } from "./world.mjs";

const BOXES = new Set(["card", "member", "hostcard", "header", "thin", "interface", "pin"]);
const kind = (picture, type) => picture.items.filter((item) => item.type === type);
const overlap = (a, b) => a.x < b.x + b.w - 0.5 && b.x < a.x + a.w - 0.5 && a.y < b.y + b.h - 0.5 && b.y < a.y + a.h - 0.5;
const cardOf = (picture, name) => picture.items.find((item) => ["card", "member", "hostcard"].includes(item.type) && item.full.split("\n")[0] === name);
const headerOf = (picture, name) => picture.items.find((item) => ["header", "thin"].includes(item.type) && item.label.split(", ")[1] === name);
const jointsOf = (picture, container) => kind(picture, "joint").filter((joint) => joint.container === container.id);

/** The straight parts of a wire, as boxes. */
function segments({ d }) {
  let [x, y] = [0, 0];
  return [...d.matchAll(/([MHV])(-?[\d.]+)(?: (-?[\d.]+))?/g)].flatMap(([, op, first, second]) => {
    const [fromX, fromY] = [x, y];
    if (op !== "V") x = Number(first);
    if (op !== "H") y = Number(op === "M" ? second : first);
    return op === "M" ? [] : [{ d, x: Math.min(x, fromX) - 1, y: Math.min(y, fromY) - 1, w: Math.abs(x - fromX) + 2, h: Math.abs(y - fromY) + 2 }];
  });
}

const WORLDS = { design: designWorld, odd: oddWorld, crowd: () => crowd(6, 60), large: () => crowd(40, 92), shared: () => crowd(12, 300) };

for (const [name, make] of Object.entries(WORLDS)) {
  for (const width of [700, 1040, 1800]) {
    const picture = layout(make().snapshot, { width, layers: { ips: true, ports: true, kernel: true, rates: true } });

    test(`${name} at ${width}: no two boxes overlap`, () => {
      const boxes = picture.items.filter((item) => BOXES.has(item.type));
      assert.ok(boxes.length > 3);
      for (const [index, a] of boxes.entries()) for (const b of boxes.slice(index + 1)) assert.ok(!overlap(a, b), `${a.key} on ${b.key}`);
    });

    test(`${name} at ${width}: no line and no label crosses a card`, () => {
      const cards = picture.items.filter((item) => item.type === "card" || item.type === "nest");
      for (const line of picture.items.filter((item) => item.type === "line" || item.type === "trunk" || item.type === "label")) {
        for (const card of cards) assert.ok(!overlap(line, { ...card, y: card.y + 1, h: card.h - 2 }), `${line.key} on ${card.key}`);
      }
    });

    test(`${name} at ${width}: a line that passes a rail is open around it, one that ends there has a ring`, () => {
      const rails = kind(picture, "rail").filter((rail) => rail.w > rail.h);
      const rings = kind(picture, "joint").map((joint) => `${joint.x + 12} ${joint.y + 12}`);
      const gaps = kind(picture, "gap").map((gap) => `${gap.x + 6} ${gap.y + 4}`);
      for (const line of picture.items.filter((item) => item.type === "line" || item.type === "trunk")) {
        for (const rail of rails) {
          const y = rail.y + rail.h / 2;
          if (y < line.y - 0.1 || y > line.y + line.h + 0.1 || line.x + 2 < rail.x || line.x + 2 > rail.x + rail.w) continue;
          const at = `${line.x + 2} ${y}`;
          assert.ok(rings.includes(at) !== gaps.includes(at), `${line.key} and ${rail.key}`);
        }
      }
    });

    test(`${name} at ${width}: everything is inside the picture and has whole coordinates`, () => {
      for (const item of picture.items) {
        assert.ok(Number.isFinite(item.x + item.y + item.w + item.h), item.key);
        assert.ok(item.x >= -4 && item.y >= 0 && item.x + item.w <= picture.width + 130 && item.y + item.h <= picture.height + 1, item.key);
      }
    });

    test(`${name} at ${width}: keys are unique`, () => {
      assert.equal(new Set(picture.items.map((item) => item.key)).size, picture.items.length);
    });
  }

  test(`${name}: every container and every network is drawn exactly once`, () => {
    const { snapshot } = make();
    const picture = layout(snapshot);
    const drawn = picture.items.filter((item) => ["card", "member", "hostcard"].includes(item.type)).map((item) => item.id);
    assert.deepEqual([...drawn].sort(), snapshot.containers.map((container) => container.id).sort());
    const headers = picture.items.filter((item) => ["header", "thin", "host"].includes(item.type) && item.id).map((item) => item.id);
    assert.deepEqual([...headers].sort(), snapshot.networks.map((network) => network.id).sort());
  });

  test(`${name}: every endpoint on a rail has one joint`, () => {
    const { snapshot } = make();
    const railless = new Set(snapshot.networks.filter((network) => ["host", "null"].includes(network.driver)).map((network) => network.id));
    const wanted = snapshot.endpoints.filter((endpoint) => !railless.has(endpoint.network_id)).map((endpoint) => endpoint.id);
    assert.deepEqual(kind(layout(snapshot), "joint").map((joint) => joint.id).sort(), wanted.sort());
  });

  test(`${name}: the order of the rows does not matter`, () => {
    const { snapshot } = make();
    const turned = { ...snapshot };
    for (const key of ["networks", "containers", "endpoints", "interfaces"]) turned[key] = [...snapshot[key]].reverse();
    const sorted = (picture) => JSON.stringify([...picture.items].sort((a, b) => (a.key < b.key ? -1 : 1)));
    assert.equal(sorted(layout(turned)), sorted(layout(snapshot)));
  });

  test(`${name}: hit targets are at least 24 px`, () => {
    for (const item of layout(make().snapshot).items.filter((one) => ["card", "hostcard", "header", "thin", "joint", "interface"].includes(one.type))) {
      assert.ok(item.w >= 24 && item.h >= 24, `${item.key} ${item.w}x${item.h}`);
    }
  });

  test(`${name}: neighbouring lanes differ in colour`, () => {
    const lanes = kind(layout(make().snapshot), "header").filter((header) => header.railed).sort((a, b) => a.y - b.y);
    for (const [index, lane] of lanes.slice(1).entries()) assert.notEqual(lane.colour, lanes[index].colour, lane.key);
  });
}

test("a new container in the last place moves nothing else", () => {
  const before = designWorld();
  const after = designWorld();
  after.container("newcomer", [after.snapshot.networks.find((network) => network.name === "demo-network")]);
  const places = (picture) => new Map(picture.items.filter((item) => item.type === "card").map((item) => [item.id, `${item.x} ${item.y}`]));
  const kept = layout(before.snapshot);
  const [old, now] = [places(kept), places(layout(after.snapshot, { kept }))];
  for (const [id, place] of old) assert.equal(now.get(id), place);
});

test("a new network keeps every colour", () => {
  const before = designWorld();
  const after = designWorld();
  after.container("newcomer", [after.network("brand-new")]);
  const colours = (picture) => new Map(picture.items.filter((item) => item.type === "header" && item.railed).map((item) => [item.id, item.colour]));
  const kept = layout(before.snapshot);
  const [old, now] = [colours(kept), colours(layout(after.snapshot, { kept }))];
  for (const [id, colour] of old) assert.equal(now.get(id), colour);
});

test("a connection adds a joint and keeps the card one", () => {
  const world = designWorld();
  const alpine = world.snapshot.containers.find((container) => container.name === "alpine3");
  const demo = world.snapshot.networks.find((network) => network.name === "demo-network");
  assert.equal(jointsOf(layout(world.snapshot), alpine).length, 1);
  world.connect(alpine, demo);
  const picture = layout(world.snapshot);
  assert.equal(jointsOf(picture, alpine).length, 2);
  assert.equal(picture.items.filter((item) => item.id === alpine.id).length, 1);
});

test("networks that share containers are neighbours", () => {
  const world = new World();
  const nets = ["a", "b", "c", "d"].map((name) => world.network(name));
  world.container("one", [nets[0], nets[3]]);
  world.container("two", [nets[0], nets[3]]);
  world.container("x", [nets[1]]);
  world.container("y", [nets[2]]);
  const picture = layout(world.snapshot);
  const order = ["a", "b", "c", "d"].sort((p, q) => headerOf(picture, p).y - headerOf(picture, q).y);
  assert.equal(Math.abs(order.indexOf("a") - order.indexOf("d")), 1);
});

test("a container in four networks is a trunk with a ring on each rail", () => {
  const world = oddWorld();
  const picture = layout(world.snapshot);
  const trunk = world.snapshot.containers.find((container) => container.name === "trunk");
  assert.equal(cardOf(picture, "trunk").trunk, true);
  const rings = jointsOf(picture, trunk);
  assert.equal(rings.length, 5);
  assert.equal(new Set(rings.map((ring) => ring.x)).size, 1);
  assert.ok(picture.items.filter((item) => item.type === "header").every((header) => header.y > cardOf(picture, "trunk").y));
});

test("those that share a namespace are in their owner's frame", () => {
  const picture = layout(oddWorld().snapshot);
  const nest = kind(picture, "nest")[0];
  for (const name of ["vpn", "side", "late"]) {
    const item = cardOf(picture, name);
    assert.ok(item.x >= nest.x && item.x + item.w <= nest.x + nest.w && item.y >= nest.y && item.y + item.h <= nest.y + nest.h, name);
  }
  assert.equal(kind(picture, "nest").length, 1);
});

test("a namespace owner that is gone, or a ring of owners, loses no container", () => {
  const world = new World();
  world.container("orphan", [], { namespace_owner: "f".repeat(64) });
  const a = world.container("a", []);
  const b = world.container("b", [], { namespace_owner: a.id });
  a.namespace_owner = b.id;
  const drawn = layout(world.snapshot).items.filter((item) => ["card", "member"].includes(item.type));
  assert.equal(drawn.length, 3);
});

test("host mode stands in the host's box, none has no rail, internal has no way out", () => {
  const world = designWorld();
  const picture = layout(world.snapshot);
  const host = kind(picture, "host")[0];
  const nginx = cardOf(picture, "nginx");
  assert.equal(nginx.type, "hostcard");
  assert.ok(nginx.x >= host.x && nginx.x + nginx.w <= host.x + host.w && nginx.y + nginx.h <= host.y + host.h);
  const none = headerOf(picture, "none");
  assert.ok(!kind(picture, "rail").some((rail) => rail.y > none.y && rail.y < none.y + none.h));
  assert.deepEqual(kind(picture, "barrier").length, 1);
});

test("macvlan goes round the packet filter to its parent, bridges through it", () => {
  const picture = layout(designWorld().snapshot);
  const filter = kind(picture, "filter")[0];
  const direct = picture.items.find((item) => item.type === "wire" && item.tone === "direct" && item.d.includes("H286"));
  assert.ok(direct.y > filter.y + filter.h);
  const uplinks = picture.items.filter((item) => item.type === "wire" && item.tone === "uplink");
  assert.equal(uplinks.length, 3);
  for (const uplink of uplinks) assert.ok(uplink.y > filter.y && uplink.y < filter.y + filter.h);
  assert.ok(kind(picture, "interface").some((box) => box.name === "eth1"));
});

test("what is not filtered goes round the packet filter also where that is taller than the lanes it filters", () => {
  for (const name of ["macvlan", "ipvlan", "overlay"]) {
    const picture = layout(CANONICAL[name]());
    const filters = kind(picture, "filter");
    const wires = picture.items.filter((item) => item.type === "wire" && ["direct", "tunnel"].includes(item.tone));
    assert.ok(wires.length, name);
    for (const wire of wires.flatMap(segments)) for (const filter of filters) assert.ok(!overlap(wire, filter), `${name}: ${wire.d}`);
  }
});

test("a stopped container keeps its remembered address", () => {
  const world = designWorld();
  const picture = layout(world.snapshot);
  const worker = world.snapshot.containers.find((container) => container.name === "shop-worker-1");
  const [joint] = jointsOf(picture, worker);
  assert.equal(joint.remembered, true);
  assert.match(joint.label, /172\.21\.0\.\d/);
});

test("what does not run well says so on its card, in words", () => {
  const picture = layout(CANONICAL.states());
  const notes = Object.fromEntries(kind(picture, "card").map((card) => [card.name, card.note]));
  for (const state of ["unhealthy", "paused", "restarting", "created", "exited", "dead"]) assert.equal(notes[state], `${state} · busybox`);
  for (const state of ["running", "healthy"]) assert.equal(notes[state], "busybox");
});

test("an address of each family is written at the joint", () => {
  const picture = layout(oddWorld().snapshot);
  const label = kind(picture, "label").find((item) => item.full.includes("fd00::2"));
  assert.equal(label.lines.length, 2);
});

test("two networks of one name are two, and told apart", () => {
  const world = new World();
  world.container("a", [world.network("same")]);
  world.container("b", [world.network("same", { twin: "other " })]);
  const headers = kind(layout(world.snapshot), "header");
  assert.equal(headers.length, 2);
  for (const header of headers) assert.ok(header.badges.some((badge) => badge.text.startsWith("id ")));
});

test("an unused network is one thin line; a new one has a full lane", () => {
  const world = designWorld();
  const old = world.snapshot.networks.find((network) => network.name === "old_default");
  assert.equal(headerOf(layout(world.snapshot), "old_default").type, "thin");
  const fresh = layout(world.snapshot, { fresh: new Set([`host1 ${old.id}`]) });
  const header = headerOf(fresh, "old_default");
  assert.equal(header.type, "header");
  assert.ok(header.badges.some((badge) => badge.text === "new"));
});

test("each badge says what is special about a network, and equal subnets are joined", () => {
  const picture = layout(CANONICAL.badges());
  const badgesOf = (name) => headerOf(picture, name).badges.map((badge) => badge.text);
  assert.deepEqual(badgesOf("bridge"), ["default", "no DNS names", "IPv6"]);
  assert.deepEqual(badgesOf("shop_back"), ["shop", "internal"]);
  assert.deepEqual(badgesOf("secret"), ["attachable", "encrypted", "out: gwbridge"]);
  assert.deepEqual(badgesOf("ingress"), ["ingress", "out: gwbridge"]);
  for (const name of ["same-one", "same-two"]) assert.deepEqual(badgesOf(name), ["same subnet"]);
  assert.match(headerOf(picture, "nobody's").label, /unused/);
  const [link] = picture.items.filter((item) => item.type === "wire" && item.tone === "same");
  const rails = ["same-one", "same-two"].map((name) => kind(picture, "rail").find((rail) => rail.key.includes(headerOf(picture, name).id)));
  assert.deepEqual([link.y, link.y + link.h], rails.map((rail) => rail.y + rail.h / 2).sort((a, b) => a - b));
});

test("several engines are frames below each other, an overlay runs through both", () => {
  const both = twoHosts().snapshot;
  const picture = layout(both);
  const [first, second] = kind(picture, "frame").sort((a, b) => a.y - b.y);
  assert.ok(first.y + first.h < second.y);
  const link = picture.items.find((item) => item.key.startsWith("overlay "));
  assert.ok(link.y < first.y + first.h && link.y + link.h > second.y);
});

test("without the host's interfaces there is still a way out, and the parent is named", () => {
  const { snapshot } = designWorld();
  const picture = layout({ ...snapshot, interfaces: [] });
  assert.equal(kind(picture, "internet").length, 1);
  assert.deepEqual(kind(picture, "interface").map((box) => box.name).sort(), ["eth1", "host", "vxlan"]);
});

test("many published ports fold", () => {
  const world = new World();
  const net = world.network("n");
  world.container("busy", [net], { ports: Array.from({ length: 40 }, (_, index) => ({ port: index + 1, protocol: "tcp", host_ip: "0.0.0.0", host_port: 3000 + index })) });
  const pins = kind(layout(world.snapshot), "pin");
  assert.equal(pins.length, 8);
  assert.equal(pins.at(-1).text, "+33 ports");
});

const HOSTILE = ["</text><script>alert(1)</script>", "\u202eevil\u0000\n\t", "😀".repeat(200), "中文".repeat(100), "a".repeat(5000), "", "constructor", "__proto__", "%(name)s"];

test("hostile names are shown literally, shortened, without control characters", () => {
  const world = new World();
  for (const name of HOSTILE) {
    const network = world.network(name, { project: name, bridge: name, subnets: [{ subnet: name, gateway: name }] });
    world.container(name, [network], { image: name, service: name, project: name, ports: [{ port: 1, protocol: name, host_ip: name, host_port: 1 }] });
    world.link(name, { type: name });
  }
  const picture = layout(world.snapshot);
  for (const item of picture.items) {
    for (const text of [item.name, item.text, item.note].filter(Boolean)) {
      assert.doesNotMatch(text, /[\u0000-\u001f\u202a-\u202e]/, item.key);
      assert.ok([...text].length < 80, item.key);
    }
  }
  assert.equal(kind(picture, "card").length, HOSTILE.length);
});

test("an empty snapshot is an empty picture", () => {
  const nothing = { engines: [], networks: [], containers: [], endpoints: [], interfaces: [] };
  assert.deepEqual(layout(nothing).items, []);
});
