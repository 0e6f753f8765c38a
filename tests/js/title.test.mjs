// The line above the map: what it counts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { countNetworks } from "../../static/dashboard/map/title.js";

const network = (engine, id, scope) => [`${engine}:${id}`, { engine, id, name: id, driver: "x", scope }];

test("a Swarm's network is counted once on however many hosts", () => {
  const both = [network("one", "multi", "swarm"), network("two", "multi", "swarm"), network("two", "other", "swarm")];
  assert.equal(countNetworks(new Map(both)), 2);
});

test("networks of two hosts are two, whatever they are called", () => {
  assert.equal(countNetworks(new Map([network("one", "bridge", "local"), network("two", "bridge", "local")])), 2);
  assert.equal(countNetworks(new Map()), 0);
});
