// The patch panel's pure parts: what crosses where, in which order, what the keyboard does, which addresses can be given.

import assert from "node:assert/strict";
import { test } from "node:test";
import { toggled } from "../../static/dashboard/panel/acts.js";
import { networkColours } from "../../static/dashboard/panel/colours.js";
import { between, followed, inside, moved, whole } from "../../static/dashboard/panel/cursor.js";
import { PLAIN, crossingOf, engineOf, hostPart, panelOf } from "../../static/dashboard/panel/model.js";
import { shifts } from "../../static/dashboard/panel/shares.js";
import { sizesOf } from "../../static/dashboard/panel/sizes.js";
import { commandOf, createStaged, overtaken } from "../../static/dashboard/panel/staged.js";
import { begins, problemOf, stemOf, wished } from "../../static/dashboard/panel/typed.js";
import { layout } from "../../static/dashboard/layout.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { World, designWorld } from "./world.mjs";

const stateOf = (snapshot) => withSnapshot(emptyState(), snapshot);
const panelFor = (world, view = {}, why = null) => panelOf(stateOf(world.snapshot).tables, world.engine, { ...PLAIN, ...view }, why);
const rowOf = (panel, name) => panel.lines.find((line) => line.type === "row" && line.container.name === name);
const columnOf = (panel, name) => panel.columns.find((column) => column.network.name === name);
const at = (panel, container, network) => crossingOf(panel, rowOf(panel, container), columnOf(panel, network));

/** Every way of crossing. */
function everyKind() {
  const world = new World("host1");
  const front = world.network("front", { project: "shop", subnets: [{ subnet: "172.20.0.0/24", gateway: "172.20.0.1" }] });
  const back = world.network("back", { project: "shop" });
  const bridge = world.network("bridge", { default_bridge: true });
  const host = world.network("host", { driver: "host", subnets: [] });
  const none = world.network("none", { driver: "null", subnets: [] });
  const mesh = world.network("mesh", { driver: "overlay", attachable: false });
  const web = world.container("web", [front, back], { project: "shop", service: "web" });
  world.container("off", [front], { state: "exited" });
  world.container("on-host", [host], { network_mode: "host" });
  world.container("alone", [none], { network_mode: "none" });
  world.container("sidecar", [], { network_mode: `container:${web.id}`, namespace_owner: web.id });
  const orphan = world.container("orphan", [], { state: "exited" });
  world.connect(orphan, { id: "f".repeat(64), name: "removed", subnets: [] }, { missing: true, last_ipv4: null });
  return { world, front, back, bridge, host, none, mesh, web };
}

test("what crosses: an address, nothing, or why not", () => {
  const { world } = everyKind();
  const panel = panelFor(world);
  assert.deepEqual(at(panel, "web", "front").state, "joined");
  assert.equal(at(panel, "web", "front").addresses[0], "172.20.0.2");
  assert.deepEqual([at(panel, "web", "bridge").state, at(panel, "web", "bridge").why], ["free", null]);
  assert.deepEqual([at(panel, "off", "front").state, at(panel, "off", "front").stopped], ["joined", true]);
  for (const [container, network, why] of [["web", "host", "driver_host"], ["web", "none", "driver_null"], ["web", "mesh", "not_attachable"], ["on-host", "front", "host"], ["alone", "front", "none"], ["sidecar", "bridge", "joined"]]) {
    assert.deepEqual([at(panel, container, network).state, at(panel, container, network).why], ["refused", why], `${container} ${network}`);
  }
  assert.deepEqual([at(panel, "on-host", "host").state, at(panel, "on-host", "host").why], ["joined", "driver_host"]);
  assert.deepEqual([at(panel, "orphan", "removed").state, at(panel, "orphan", "removed").why], ["joined", "gone"]);
  assert.deepEqual([at(panel, "web", "removed").state, at(panel, "web", "removed").why], ["refused", "gone"]);
});

test("a joined namespace shows its owner's address, and takes nothing", () => {
  const panel = panelFor(everyKind().world);
  const crossing = at(panel, "sidecar", "front");
  assert.deepEqual([crossing.state, crossing.addresses[0]], ["refused", "172.20.0.2"]);
});

test("what refuses everything: the engine is away, or the person only looks", () => {
  for (const why of ["unreachable", "viewer"]) {
    const panel = panelFor(everyKind().world, {}, why);
    assert.deepEqual([at(panel, "web", "bridge").state, at(panel, "web", "bridge").why], ["refused", why]);
    assert.deepEqual([at(panel, "web", "front").state, at(panel, "web", "front").why], ["joined", why]);
  }
});

test("Docker 20.10 names a network after a connect that failed: not connected, to be tried again", () => {
  const world = new World();
  const full = world.network("full");
  const one = world.container("one", []);
  world.connect(one, full, { ipv4: null, mac: null, endpoint_id: null });
  assert.equal(at(panelFor(world), "one", "full").state, "free");
});

test("columns: projects together, then the rest, the engine's own last", () => {
  assert.deepEqual(panelFor(everyKind().world).columns.map((column) => column.network.name), ["front", "back", "bridge", "mesh", "removed", "host", "none"]);
});

test("rows: by project, those without one last; folded groups are their heading", () => {
  const { world } = everyKind();
  const words = (panel) => panel.lines.map((line) => (line.type === "group" ? `[${line.name}]` : line.name));
  assert.deepEqual(words(panelFor(world)), ["[shop]", "web", "[]", "alone", "off", "on-host", "orphan", "sidecar"]);
  assert.deepEqual(words(panelFor(world, { folded: new Set([""]) })), ["[shop]", "web", "[]"]);
  assert.deepEqual(words(panelFor(world, { group: "none", running: true })), ["alone", "on-host", "sidecar", "web"]);
  assert.deepEqual(words(panelFor(world, { group: "state" })), ["[exited]", "off", "orphan", "[running]", "alone", "on-host", "sidecar", "web"]);
});

test("filters: of containers by what is known of them, of networks by name, driver and subnet", () => {
  const { world } = everyKind();
  const names = (view) => panelFor(world, { group: "none", ...view }).lines.map((line) => line.name);
  assert.deepEqual(names({ words: "172.20.0.2" }), ["web"]);
  assert.deepEqual(names({ words: "SHOP" }), ["web"]);
  assert.deepEqual(names({ words: "nothing so" }), []);
  assert.deepEqual(panelFor(world, { networks: "172.20." }).columns.map((column) => column.key), [world.snapshot.networks[0].id]);
  assert.equal(columnOf(panelFor(world, { used: true }), "bridge"), undefined);
});

test("sorting: by name as people count, by networks, by the address in one network", () => {
  const world = new World();
  const a = world.network("a", { subnets: [{ subnet: "10.1.0.0/16" }] });
  const b = world.network("b");
  const made = (name, networks, ipv4) => world.connect(world.container(name, networks), a, { ipv4 });
  made("web-10", [], "10.1.0.9");
  made("web-9", [b], "10.1.0.10");
  world.container("free", []);
  const names = (sort) => panelFor(world, { group: "none", sort }).lines.map((line) => line.name);
  assert.deepEqual(names("name"), ["free", "web-9", "web-10"]);
  assert.deepEqual(names("networks"), ["web-9", "web-10", "free"]);
  assert.deepEqual(names(`network ${a.id}`), ["web-10", "web-9", "free"]);
  assert.deepEqual(names("newest"), ["free", "web-9", "web-10"]);
});

test("another engine's objects are not on this one's panel", () => {
  const { world } = everyKind();
  assert.equal(panelOf(stateOf(world.snapshot).tables, "other", PLAIN, null).lines.length, 0);
});

test("ten thousand containers and three hundred networks: every row and column once", () => {
  const world = new World();
  const networks = Array.from({ length: 300 }, (_, index) => world.network(`net-${index}`, { project: `p${index % 30}` }));
  for (let index = 0; index < 10_000; index += 1) {
    const container = { engine: "local", id: `c${index}`, name: `c-${index}`, image: "x", state: "running", network_mode: "default" };
    world.snapshot.containers.push(container);
    world.snapshot.endpoints.push({ engine: "local", id: `c${index}:${networks[index % 300].id}`, container_id: `c${index}`, network_id: networks[index % 300].id, network_name: "", ipv4: "10.0.0.2" });
  }
  const panel = panelFor(world);
  assert.equal(new Set(panel.lines.map((line) => line.key)).size, 10_001);
  assert.equal(new Set(panel.columns.map((column) => column.key)).size, 300);
  assert.deepEqual(sizesOf(300, 1376, 13).narrow, true);
  assert.deepEqual(sizesOf(12, 1376, 13).narrow, false);
});

test("networks have the colours that they have on the map", () => {
  const { snapshot } = designWorld();
  const colours = networkColours(snapshot, new Set());
  const drawn = layout(snapshot).items.filter((item) => ["header", "thin"].includes(item.type) && item.id && item.colour !== undefined);
  assert.ok(drawn.length > 4);
  for (const item of drawn) if (colours.has(`${item.engine} ${item.id}`)) assert.equal(colours.get(`${item.engine} ${item.id}`), item.colour, item.id);
});

test("in a narrow column an address is what tells it apart in its network", () => {
  assert.equal(hostPart("172.20.0.3", { subnets: [{ subnet: "172.20.0.0/24" }] }), ".3");
  assert.equal(hostPart("172.20.1.3", { subnets: [{ subnet: "172.20.0.0/16" }] }), ".1.3");
  assert.equal(hostPart("10.120.130.140", { subnets: [{ subnet: "10.0.0.0/8" }] }), "…0.140");
  assert.equal(hostPart("fd00::2", { subnets: [{ subnet: "fd00::/64" }] }), ":2");
});

const SIZE = { rows: 100, columns: 9, page: 20 };

test("the keyboard moves as in a spreadsheet, and stays inside", () => {
  const go = (key, far = false, from = { row: 5, column: 4 }) => moved(from, key, far, SIZE);
  assert.deepEqual(go("ArrowUp"), { row: 4, column: 4 });
  assert.deepEqual(go("ArrowRight"), { row: 5, column: 5 });
  assert.deepEqual(go("Home"), { row: 5, column: 0 });
  assert.deepEqual(go("End"), { row: 5, column: 8 });
  assert.deepEqual(go("Home", true), { row: 0, column: 0 });
  assert.deepEqual(go("End", true), { row: 99, column: 8 });
  assert.deepEqual(go("PageDown"), { row: 25, column: 4 });
  assert.deepEqual(go("PageDown", false, { row: 95, column: 0 }), { row: 99, column: 0 });
  assert.deepEqual(go("PageUp"), { row: 0, column: 4 });
  assert.deepEqual(go("ArrowLeft", false, { row: 5, column: -1 }), { row: 5, column: -1 });
  assert.deepEqual(go("ArrowUp", false, { row: -1, column: 0 }), { row: -1, column: 0 });
  assert.deepEqual(go("ArrowDown", true), { row: 99, column: 4 });
  assert.deepEqual(inside({ row: 200, column: 200 }, SIZE), { row: 99, column: 8 });
  assert.deepEqual(between({ row: 3, column: 7 }, { row: 5, column: 2 }), { top: 3, bottom: 5, left: 2, right: 7 });
});

test("whole rows and columns are selected from one end to the other", () => {
  assert.deepEqual(whole({ row: 5, column: 4 }, SIZE, "row"), [{ row: 5, column: 8 }, { row: 5, column: 0 }]);
  assert.deepEqual(whole({ row: 5, column: 4 }, SIZE, "column"), [{ row: 99, column: 4 }, { row: 0, column: 4 }]);
  assert.deepEqual(whole({ row: -1, column: -1 }, SIZE, "all"), [{ row: 99, column: 8 }, { row: 0, column: 0 }]);
});

test("the panel opens on an engine that answers, where none is asked for", () => {
  const engines = [{ name: "away", away: true }, { name: "here", away: false }];
  assert.equal(engineOf("", engines), "here");
  assert.equal(engineOf("away", engines), "away");
  assert.equal(engineOf("removed", engines), "here");
  assert.equal(engineOf("", [engines[0]]), "away");
  assert.equal(engineOf("", []), "");
});

test("the keyboard stays on its container and network when others come and go", () => {
  const keys = (...names) => names.map((key) => ({ key }));
  const before = { lines: keys("a", "b", "c"), columns: keys("x", "y") };
  assert.deepEqual(followed({ row: 1, column: 1 }, before, { lines: keys("0", "a", "b"), columns: keys("y") }), { row: 2, column: 0 });
  assert.deepEqual(followed({ row: 1, column: -1 }, before, { lines: keys("a", "c"), columns: keys("x") }), { row: 1, column: -1 });
});

test("an address that can be given, and what is wrong with others", () => {
  const network = { subnets: [{ subnet: "172.20.0.0/24", gateway: "172.20.0.1" }, { subnet: "fd00::/64", gateway: "fd00::1" }] };
  const taken = [{ ipv4: "172.20.0.9", ipv6: "fd00::9", ipv4_gateway: "172.20.0.99" }, { configured_ipv4: "172.20.0.10" }];
  const judged = (text) => problemOf(text, network, taken);
  for (const good of ["172.20.0.2", "172.20.0.254", "fd00::2", "fd00:0:0::ffff", " 172.20.0.3 "]) assert.equal(judged(good), null, good);
  for (const [bad, why] of [["172.20.0", "no_address"], ["", "no_address"], ["172.20.0.256", "no_address"], ["fd00:::1", "no_address"], ["172.21.0.2", "outside"], ["172.20.0.0", "network"], ["172.20.0.255", "broadcast"], ["172.20.0.1", "gateway"], ["fd00:0::1", "gateway"], ["172.20.0.99", "gateway"], ["172.20.0.9", "taken"], ["172.20.0.10", "taken"], ["fd00::0:9", "taken"], ["fd00::", "network"]]) assert.equal(judged(bad), why, bad);
  assert.equal(problemOf("10.0.0.1", { subnets: [] }, []), "no_subnet");
  assert.equal(problemOf("10.0.0.0", { subnets: [{ subnet: "10.0.0.0/31" }] }, []), null);
  assert.equal(stemOf(network), "172.20.0.");
  assert.equal(stemOf({ subnets: [{ subnet: "10.1.0.0/16" }] }), "10.1.");
  assert.deepEqual([wished("fd00::2"), wished(" 10.0.0.2 ")], [{ ipv6: "fd00::2" }, { ipv4: "10.0.0.2" }]);
  assert.deepEqual(["1", "f", ":", "x", "Enter"].map(begins), [true, true, true, false, false]);
});

const spot = (state, staged = null, why = null) => ({ row: { key: `c-${state}-${why}`, container: { engine: "e" } }, column: { key: "n" }, standing: { crossing: { state, why }, staged, pending: null, failure: null } });

test("staging a range connects what is free, else disconnects what is joined, else takes it back", () => {
  assert.deepEqual(toggled([spot("free"), spot("joined"), spot("refused", null, "host")]).add, [{ engine: "e", container: "c-free-null", network: "n", action: "connect" }]);
  assert.deepEqual(toggled([spot("joined"), spot("joined", null, "gone")]).add.map((one) => one.action), ["disconnect"]);
  const back = toggled([spot("free", { action: "connect" })]);
  assert.deepEqual([back.add.length, back.drop.length], [0, 1]);
  assert.deepEqual(toggled([spot("refused", null, "host")]), { add: [], drop: [] });
});

test("what was staged goes when somebody else does it, or when its objects go", () => {
  const { world, web, back, bridge } = everyKind();
  const changes = [["connect", bridge.id], ["connect", back.id], ["disconnect", back.id], ["disconnect", bridge.id], ["connect", "gone"]].map(([action, network]) => ({ engine: "host1", container: web.id, network, action }));
  const staged = createStaged();
  staged.add(changes.slice(0, 1));
  assert.deepEqual(overtaken(changes, stateOf(world.snapshot)), [changes[1], changes[3], changes[4]].map((one) => `host1 ${one.container}:${one.network}`));
  assert.equal(staged.at(changes[0]).action, "connect");
  staged.drop(["host1 x:y"]);
  assert.equal(staged.size, 1);
  staged.clear();
  assert.equal(staged.size, 0);
});

test("the command says what the change does, quoted for a shell", () => {
  const change = { engine: "e", container: "c", network: "n", action: "connect", ipv4: "10.0.0.9" };
  assert.equal(commandOf(change, { container: "one", network: "my net" }, "docker"), "docker network connect --ip 10.0.0.9 'my net' one");
  assert.equal(commandOf({ ...change, action: "disconnect" }, { container: "one", network: "net" }, "podman"), "podman network disconnect net one");
});

test("who shares a network afterwards, over all the changes together", () => {
  const endpoints = [["a", "n1"], ["b", "n1"], ["b", "n2"], ["c", "n2"], ["d", "n3"]].map(([container_id, network_id], index) => ({ container_id, network_id, ipv4: `10.0.0.${index + 2}` }));
  const change = (action, container, network) => ({ engine: "e", container, network, action });
  assert.deepEqual(shifts([change("connect", "a", "n2")], endpoints), [{ container: "a", gains: [{ id: "c", address: "10.0.0.5" }], loses: [], last: false }]);
  assert.deepEqual(shifts([change("disconnect", "a", "n1"), change("connect", "a", "n3"), change("connect", "c", "n3")], endpoints), [
    { container: "a", gains: [{ id: "d", address: "10.0.0.6" }, { id: "c", address: "" }], loses: ["b"], last: false },
    { container: "c", gains: [{ id: "d", address: "10.0.0.6" }, { id: "a", address: "" }], loses: [], last: false },
  ]);
  assert.deepEqual(shifts([change("disconnect", "d", "n3")], endpoints), [{ container: "d", gains: [], loses: [], last: true }]);
});
