// A connection with wishes: which fields an engine takes, what is surely wrong, what is sent, the equal command.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldsOf, mistakes, wishes } from "../../static/dashboard/map/wishes.js";
import { connectCommand } from "../../static/dashboard/shell-words.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

const BLANK = { ipv4: "", ipv6: "", aliases: "", mac: "", driver_opts: "", gw_priority: "" };

function scene(facts = {}, engine = {}) {
  const world = designWorld();
  Object.assign(world.snapshot.engines[0], { product: "docker", version: "20.10.24", ...engine });
  const state = withSnapshot(emptyState(), world.snapshot);
  const network = Object.assign(world.snapshot.networks.find((one) => one.name === "demo-network"), facts);
  return { state, network, world };
}

const names = ({ state, network }) => fieldsOf(state, network).map((field) => field.name);

test("only what the engine and the network take is offered", () => {
  assert.deepEqual(names(scene()), ["ipv4", "aliases", "driver_opts"]);
  assert.deepEqual(names(scene({ enable_ipv6: true }, { version: "28.5.2" })), ["ipv4", "ipv6", "aliases", "gw_priority", "driver_opts"]);
  assert.deepEqual(names(scene({ default_bridge: true }, { version: "26.1.5" })), ["driver_opts"]);
  assert.deepEqual(names(scene({}, { product: "podman", version: "5.4.2" })), ["ipv4", "aliases", "mac"]);
});

test("what is surely wrong is said at its field", () => {
  const { state, network } = scene();
  const fields = fieldsOf(state, network);
  const wrong = (typed) => mistakes(state, network, { ...BLANK, ...typed }, fields);
  assert.deepEqual(wrong({}), {});
  assert.deepEqual(wrong({ ipv4: "172.18.0.77", aliases: "db store_1" }), {});
  assert.match(wrong({ ipv4: "10.9.9.9" }).ipv4, /172\.18\.0\.0\/16/);
  assert.match(wrong({ ipv4: "fd00::1" }).ipv4, /no IPv4/);
  assert.match(wrong({ ipv4: "172.18.0.1" }).ipv4, /gateway/);
  const taken = [...state.tables.endpoint.values()].find((endpoint) => endpoint.network_id === network.id && endpoint.ipv4);
  assert.match(wrong({ ipv4: taken.ipv4 }).ipv4, /has it/);
  assert.ok(wrong({ aliases: "a b/c" }).aliases);
  assert.ok(wrong({ driver_opts: "nonsense" }).driver_opts);
});

test("only what was wished for is sent", () => {
  assert.deepEqual(wishes(BLANK), {});
  assert.deepEqual(wishes({ ...BLANK, ipv4: " 172.18.0.9 ", aliases: "a, b", driver_opts: "x=1\ny=a=b\n", gw_priority: "0" }), {
    ipv4: "172.18.0.9", aliases: ["a", "b"], driver_opts: { x: "1", y: "a=b" }, gw_priority: 0,
  });
});

test("the equal command quotes what a shell would read otherwise", () => {
  assert.equal(connectCommand("web", "net", {}), "docker network connect net web");
  assert.equal(connectCommand("web", "my net", { ipv4: "172.18.0.9", aliases: ["a"], driver_opts: { k: "v w" } }), "docker network connect --ip 172.18.0.9 --alias a --driver-opt 'k=v w' 'my net' web");
  assert.equal(connectCommand("web", "net", { mac: "02:11:22:33:44:55" }, "podman"), "podman network connect --mac-address 02:11:22:33:44:55 net web");
});
