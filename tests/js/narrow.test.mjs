// What of the map is looked at: search and filters dim the rest, focus leaves it out; all of it is in the page's address.

import assert from "node:assert/strict";
import { test } from "node:test";

import { choices, focused, isLit, litKeys, NO_FILTERS, hitsIn } from "../../static/dashboard/map/narrow.js";
import { addressOf, placeOf } from "../../static/dashboard/map/place.js";
import { search } from "../../static/dashboard/search.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { crowd, designWorld } from "./world.mjs";

const { snapshot } = designWorld();
snapshot.containers.find((one) => one.name === "alpine1").labels = { tier: "web", "a.b": "c=d" };
const state = withSnapshot(emptyState(), snapshot);
const idOf = (name) => [...snapshot.containers, ...snapshot.networks].find((one) => one.name === name).id;
const named = (keys) => [...keys].map((key) => [...snapshot.containers, ...snapshot.networks].find((one) => `${one.engine} ${one.id}` === key)?.name).filter(Boolean).sort();
const lit = (filters, query = "") => named(litKeys(state, query, { ...NO_FILTERS, ...filters }));

test("each word is searched, in what the object shows", () => {
  const names = (query) => search(state, query).map((one) => one.name);
  assert.deepEqual(names("alpine1"), ["alpine1"]);
  assert.ok(names("172.18.0").includes("demo-network"));
  assert.deepEqual(names("shop web-2"), ["shop-web-2"]);
  assert.deepEqual(names("tier=web"), ["alpine1"]);
  assert.deepEqual(names(":443"), ["proxy"]);
  assert.deepEqual(names("redis"), ["shop-cache-1"]);
  assert.deepEqual(names("nothing is called so"), []);
  assert.deepEqual(names("  "), []);
  assert.equal(names("alpine")[0], "alpine1", "names that begin with it come first");
});

test("a link is found as the container or the network that it belongs to", () => {
  const world = designWorld();
  const container = world.snapshot.containers.find((one) => one.name === "alpine1");
  const network = world.snapshot.networks.find((one) => one.name === "demo-network");
  world.link("veth3f9a", { container_id: container.id, network_id: network.id, mac: "02:42:00:00:00:99" });
  world.link("br-77aa", { type: "bridge", network_id: network.id });
  const found = (query) => search(withSnapshot(emptyState(), world.snapshot), query).map((one) => `${one.kind} ${one.name}`);
  assert.deepEqual(found("veth3f9a"), ["container alpine1"]);
  assert.deepEqual(found("00:00:00:99"), ["container alpine1"]);
  assert.deepEqual(found("br-77aa"), ["network demo-network"]);
  assert.deepEqual(found("eth1"), ["interface eth1", "network office-lan"]);
});

test("nothing is dimmed where nothing narrows", () => assert.equal(litKeys(state, " ", NO_FILTERS), null));

test("filters of one kind add up, of several kinds meet", () => {
  assert.deepEqual(lit({ driver: ["macvlan"] }), ["camera", "office-lan", "printer"]);
  assert.deepEqual(lit({ driver: ["macvlan", "overlay"] }), ["a1", "a2", "camera", "multi", "office-lan", "printer"]);
  assert.deepEqual(lit({ project: ["shop"], state: ["exited"] }), ["shop-worker-1", "shop_back"]);
  assert.deepEqual(lit({ state: ["healthy"] }), ["shop-cache-1"]);
  assert.deepEqual(lit({ label: "A.B=c" }), ["alpine1"]);
  assert.deepEqual(lit({ driver: ["host"] }), ["host", "nginx"]);
  assert.deepEqual(lit({ project: ["shop"] }, "web-2"), ["shop-web-2"]);
});

test("what can be chosen is what there is", () => {
  assert.deepEqual(choices(state), { project: ["shop"], driver: ["bridge", "host", "macvlan", "null", "overlay"], state: ["exited", "healthy", "running"] });
});

test("an item is lit with its object; what belongs to none always is", () => {
  const one = new Set([`host1 ${idOf("alpine1")}`]);
  assert.ok(isLit({ key: `host1 card ${idOf("alpine1")}` }, one));
  assert.ok(!isLit({ key: `host1 card ${idOf("alpine2")}` }, one));
  assert.ok(isLit({ key: `host1 joint ${idOf("alpine1")}:${idOf("demo-network")} stub` }, one));
  assert.ok(!isLit({ key: `host1 lane ${idOf("demo-network")} rail 0` }, one));
  assert.ok(isLit({ key: "host1 frame" }, one));
  assert.ok(isLit({ key: "host1 fold shop", fold: { ids: [idOf("alpine1")] } }, one));
  assert.ok(!isLit({ key: "host1 fold shop", fold: { ids: [idOf("alpine2")] } }, one));
});

test("focus on a container: its networks and who is on them", () => {
  const drawn = focused(snapshot, { kind: "container", engine: "host1", id: idOf("alpine3") });
  assert.deepEqual(drawn.networks.map((one) => one.name), ["bridge"]);
  assert.deepEqual(drawn.containers.map((one) => one.name).sort(), ["alpine3", "legacy", "proxy"]);
});

test("focus on a network: its containers, with their other networks", () => {
  const drawn = focused(snapshot, { kind: "network", engine: "host1", id: idOf("shop_back") });
  assert.deepEqual(drawn.networks.map((one) => one.name).sort(), ["shop_back", "shop_front"]);
  assert.ok(drawn.containers.every((one) => one.project === "shop"));
  assert.ok(drawn.endpoints.every((one) => drawn.networks.some((network) => network.id === one.network_id)));
});

test("a focus on what is gone leaves nothing out", () => {
  assert.equal(focused(snapshot, { kind: "network", engine: "host1", id: "gone" }), snapshot);
  assert.equal(focused(snapshot, null), snapshot);
});

test("a place is in the address and comes back from it, beside what others keep there", () => {
  const place = {
    selection: { kind: "network", engine: "host1", id: "abc" }, tab: "raw", query: "a b", focus: { kind: "container", engine: "host1", id: "def" },
    filters: { project: ["shop", "a&b"], driver: ["bridge"], state: [], label: "x=y" },
  };
  const url = addressOf(place, new URL("http://x/map/?time=7&q=old"));
  assert.equal(url.searchParams.get("time"), "7");
  assert.deepEqual(placeOf(url.searchParams), place);
  assert.equal(addressOf(placeOf(new URLSearchParams()), url).search, "?time=7");
  assert.equal(placeOf(new URLSearchParams("focus=nonsense")).focus, null);
});

test("a search of thousands reads each endpoint once", () => {
  const world = crowd(30, 2000);
  let reads = 0;
  const endpoints = new Proxy(withSnapshot(emptyState(), world.snapshot).tables.endpoint, {
    get: (map, name) => (name === "values" ? () => ((reads += 1), map.values()) : Reflect.get(map, name)),
  });
  const many = withSnapshot(emptyState(), world.snapshot);
  assert.ok(search({ ...many, tables: { ...many.tables, endpoint: endpoints } }, "container-1").length > 100);
  assert.equal(reads, 1);
});

test("what belongs to a container or a network that is not looked at steps back with it", () => {
  const lit = new Set(["host1 c1", "host1 n1"]);
  const of = (key) => isLit({ key: `host1 ${key}` }, lit);
  for (const key of ["trunk c1", "down c1", "nest c1", "port c1", "direct n1", "tunnel n1", "lane n1 uplink", "filter", "frame"]) assert.ok(of(key), key);
  for (const key of ["trunk c2", "down c2", "nest c2", "port c2", "direct n2", "bypass n2 0", "tunnel n2", "lane n2 rail 0"]) assert.ok(!of(key), key);
});

test("a fold counts those of its containers that are looked at", () => {
  assert.equal(hitsIn({ engine: "host1", ids: ["c1", "c2", "c3"] }, new Set(["host1 c1", "host1 c3", "other c2"])), 2);
});
