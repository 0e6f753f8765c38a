// Search, losses of a disconnect, what can be connected, and the way by arrow keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bound, connectable, endpointsOf, losses } from "../../static/dashboard/facts.js";
import { layout } from "../../static/dashboard/layout.js";
import { nearest } from "../../static/dashboard/map/keys.js";
import { perSecond } from "../../static/dashboard/map/rates.js";
import { search } from "../../static/dashboard/search.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

const state = withSnapshot(emptyState(), designWorld().snapshot);
const named = (name) => [...state.tables.container.values()].find((container) => container.name === name);
const endpoint = (container, network) => endpointsOf(state, named(container)).find((one) => one.network_name === network);

test("search finds by name, address, MAC, image and port; the best names first", () => {
  assert.equal(search(state, "alpine1")[0].name, "alpine1");
  assert.equal(search(state, "ALPINE")[0].name.startsWith("alpine"), true);
  assert.deepEqual(search(state, endpoint("camera", "office-lan").ipv4).map((found) => found.name), ["camera"]);
  assert.ok(search(state, "02:42:ac").length > 0);
  assert.deepEqual(search(state, "mysql").map((found) => found.name), ["shop-db-1"]);
  assert.deepEqual(search(state, ":443").map((found) => found.name), ["proxy"]);
  assert.deepEqual(search(state, "  "), []);
  assert.deepEqual(search(state, "<script>"), []);
});

test("a disconnect tells what is lost", () => {
  assert.deepEqual(losses(state, endpoint("shop-web-1", "shop_back")), { peers: ["shop-cache-1", "shop-db-1", "shop-worker-1"], route: false, last: false });
  const last = losses(state, endpoint("alpine3", "bridge"));
  assert.equal(last.last, true);
  assert.deepEqual(last.peers, ["legacy", "proxy"]);
});

test("what is in the host's network, in none or in another's namespace can't be connected", () => {
  assert.equal(bound(named("nginx")), "host");
  assert.equal(bound(named("sandbox")), "none");
  assert.equal(bound({ ...named("proxy"), network_mode: "container:abc", namespace_owner: "abc" }), "joined");
  assert.equal(bound(named("proxy")), null);
});

test("a container can be connected to the networks that it is not in, and that take containers", () => {
  assert.deepEqual(connectable(state, named("proxy")).map((network) => network.name), ["multi", "office-lan", "old_default", "shop_back"]);
});

test("arrows go to the neighbour in their direction, and stop at the edge", () => {
  const cards = layout(designWorld().snapshot).items.filter((item) => item.type === "card");
  const byName = (name) => cards.find((item) => item.full.startsWith(`${name}\n`));
  assert.equal(nearest(byName("alpine1"), cards, "ArrowRight"), byName("alpine2"));
  assert.equal(nearest(byName("alpine2"), cards, "ArrowLeft"), byName("alpine1"));
  const top = cards.reduce((best, card) => (card.y < best.y ? card : best));
  assert.equal(nearest(top, cards, "ArrowUp"), null);
});

test("rates are short", () => {
  assert.equal(perSecond(0), "0 B/s");
  assert.equal(perSecond(1536), "1.5 kB/s");
  assert.equal(perSecond(123_456_789), "123 MB/s");
});
