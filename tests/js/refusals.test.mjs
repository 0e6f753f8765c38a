// Why a container can't be connected to a network: every code, from the state alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dropWords, refusal, refusalWords } from "../../static/dashboard/refusals.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

function why(container, network, change = () => {}) {
  const { snapshot } = designWorld();
  const of = (rows, name) => rows.find((row) => row.name === name);
  change(snapshot, of);
  return refusal(withSnapshot(emptyState(), snapshot), of(snapshot.containers, container), of(snapshot.networks, network));
}

test("what can be asked for is not refused", () => assert.equal(why("alpine3", "demo-network"), null));

test("each refusal has its code, and words", () => {
  const found = {
    connected: why("alpine1", "demo-network"),
    host: why("nginx", "demo-network"),
    none: why("sandbox", "demo-network"),
    driver_host: why("alpine1", "host"),
    driver_null: why("alpine1", "none"),
    joined: why("alpine3", "demo-network", (snapshot, of) => (of(snapshot.containers, "alpine3").namespace_owner = of(snapshot.containers, "alpine1").id)),
    unreachable: why("alpine3", "demo-network", (snapshot) => (snapshot.engines[0].state = "unreachable")),
    other_engine: why("alpine3", "demo-network", (snapshot, of) => (of(snapshot.networks, "demo-network").engine = "host2")),
    config_only: why("alpine3", "demo-network", (snapshot, of) => (of(snapshot.networks, "demo-network").config_only = true)),
    ingress: why("alpine3", "multi", (snapshot, of) => (of(snapshot.networks, "multi").ingress = true)),
    not_attachable: why("alpine3", "multi", (snapshot, of) => (of(snapshot.networks, "multi").attachable = false)),
  };
  for (const [code, answer] of Object.entries(found)) {
    assert.equal(answer, code);
    assert.notEqual(refusalWords(code), code);
  }
});

test("a connection that failed can be tried again: the engine names the network, and is on none of it", () => {
  const failed = (snapshot, of) => Object.assign(snapshot.endpoints.find((one) => one.container_id === of(snapshot.containers, "alpine1").id), { ipv4: null, mac: null, endpoint_id: null });
  assert.equal(why("alpine1", "demo-network", failed), null);
});

test("a drop says what it would do", () => {
  const network = { name: "demo-network" };
  assert.equal(dropWords(network, null), "Connect to demo-network");
  assert.match(dropWords(network, "connected"), /^demo-network: It is connected already/);
});
