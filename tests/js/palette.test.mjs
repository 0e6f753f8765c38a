// The command palette: what it offers to whom, and what a few letters find.

import assert from "node:assert/strict";
import { test } from "node:test";

import { entriesOf, matching } from "../../static/dashboard/palette/entries.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

const { snapshot } = designWorld();
const state = withSnapshot(emptyState(), snapshot);
const page = { key: "go /networks/", label: "Networks", note: "page", group: "pages", does: "go", href: "/networks/" };
const labels = (entries, query) => matching(entries, query).map((entry) => entry.label);

test("a viewer finds objects and gives no orders", () => {
  const entries = entriesOf(state, false);
  assert.ok(entries.every((entry) => entry.group === "objects"));
  assert.deepEqual(labels(entries, "alpine1"), ["alpine1"]);
});

test("orders fit the state of what they are about", () => {
  const entries = entriesOf(state, true);
  assert.deepEqual(labels(entries, "worker"), ["shop-worker-1", "Connect shop-worker-1 to…", "Disconnect shop-worker-1 from shop_back", "Start shop-worker-1"]);
  assert.deepEqual(labels(entries, "camera").filter((label) => label.startsWith("S")), ["Stop camera"]);
  assert.deepEqual(labels(entries, "connect nginx"), [], "a container in host mode is connected to nothing");
  assert.ok(entries.filter((entry) => ["stop", "restart", "pause"].includes(entry.act) || entry.does === "disconnect").every((entry) => entry.sure));
});

test("an engine that does not answer takes no orders", () => {
  const away = { ...snapshot, engines: [{ ...snapshot.engines[0], state: "unreachable" }] };
  assert.ok(entriesOf(withSnapshot(emptyState(), away), true).every((entry) => entry.group === "objects"));
});

test("without a query the pages; with one what begins with it first", () => {
  const entries = [page, ...entriesOf(state, true)];
  assert.deepEqual(labels(entries, " "), ["Networks"]);
  assert.equal(labels(entries, "demo")[0], "demo-network");
  assert.equal(labels(entries, "net")[0], "Networks");
  assert.deepEqual(labels(entries, "no such thing"), []);
});
