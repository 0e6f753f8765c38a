// The page's state: changes applied by revision, once, without gaps.

import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyState, freshNetworks, keyOf, snapshotOf, withChanges, withSnapshot } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

const change = (revision, op, kind, id, data = null, cause = { type: "event" }) => ({ revision, op, kind, engine: "host1", id, time: "2026-01-01T00:00:00Z", cause, data });
const loaded = () => withSnapshot(emptyState(), designWorld().snapshot);

test("a snapshot gives back the same objects", () => {
  const { snapshot } = designWorld();
  const again = snapshotOf(withSnapshot(emptyState(), snapshot));
  for (const key of ["engines", "networks", "containers", "endpoints", "interfaces"]) assert.deepEqual(again[key], snapshot[key]);
});

test("changes are applied in their order, and the revision moves", () => {
  const first = loaded();
  const message = { revision: 4, changes: [change(3, "update", "network", "x", { id: "x", name: "b" }), change(2, "add", "network", "x", { id: "x", name: "a" }), change(4, "remove", "network", "y")] };
  const { state, changed } = withChanges(first, message, 0);
  assert.equal(state.revision, 4);
  assert.deepEqual(changed.map((one) => one.revision), [2, 3, 4]);
  assert.equal(state.tables.network.get(keyOf("host1", "x")).name, "b");
});

test("applying twice is harmless, and old changes are left out", () => {
  const message = { revision: 2, changes: [change(2, "add", "container", "c", { id: "c" })] };
  const once = withChanges(loaded(), message, 0).state;
  const twice = withChanges(once, message, 0);
  assert.deepEqual(twice.changed, []);
  assert.deepEqual(snapshotOf(twice.state), snapshotOf(once));
});

test("a missing revision is a gap, and nothing is applied", () => {
  const before = loaded();
  const result = withChanges(before, { revision: 9, changes: [change(5, "add", "container", "c", { id: "c" })] }, 0);
  assert.equal(result.gap, true);
  assert.equal(result.state, before);
});

test("the state before is not touched", () => {
  const before = loaded();
  const size = before.tables.container.size;
  withChanges(before, { revision: 2, changes: [change(2, "add", "container", "c", { id: "c" })] }, 0);
  assert.equal(before.tables.container.size, size);
});

test("a network that comes live is new for ten minutes; one of the first observation is not", () => {
  const added = withChanges(loaded(), { revision: 3, changes: [change(2, "add", "network", "n", { id: "n" }), change(3, "add", "network", "o", { id: "o" }, { type: "first" })] }, 1000).state;
  assert.deepEqual([...freshNetworks(added, 2000)], ["host1 n"]);
  assert.equal(freshNetworks(added, 1000 + 11 * 60 * 1000).size, 0);
});

test("an unknown kind of change is passed over", () => {
  const { state } = withChanges(loaded(), { revision: 2, changes: [change(2, "add", "__proto__", "n", {})] }, 0);
  assert.equal(state.revision, 2);
});
