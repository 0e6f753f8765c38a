// Networks of one name: told apart by the first of their ids, on the screen and in commands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN, panelOf } from "../../static/dashboard/panel/model.js";
import { commandWords, titleOf } from "../../static/dashboard/panel/sentences.js";
import { emptyState, withSnapshot } from "../../static/dashboard/store.js";
import { cliName, markOf, shownName } from "../../static/dashboard/twins.js";

const network = (id, name, engine = "e") => ({ engine, id, name, driver: "bridge", subnets: [] });
const [ONE, OTHER] = ["a1b2c3d4e5f60708".padEnd(64, "0"), "f0e1d2c3b4a59687".padEnd(64, "0")];

function state() {
  const networks = [network(ONE, "twin"), network(OTHER, "twin"), network("0".repeat(64), "alone"), network("1".repeat(64), "alone", "elsewhere")];
  return withSnapshot(emptyState(), {
    revision: 1, journal: "j", networks, endpoints: [], interfaces: [], engines: [{ name: "e", engine: "e", id: "e", state: "live", product: "docker" }],
    containers: [{ engine: "e", id: "c".repeat(64), name: "web", image: "web", state: "running", labels: {} }],
  });
}

test("only networks that share their name within one engine are marked", () => {
  const { network: table } = state().tables;
  const shown = [...table.values()].map((one) => [shownName(one, table), markOf(one, table), cliName(one, table)]);
  assert.deepEqual(shown, [["twin · a1b2c3", "a1b2c3", "a1b2c3d4e5f6"], ["twin · f0e1d2", "f0e1d2", "f0e1d2c3b4a5"], ["alone", "", "alone"], ["alone", "", "alone"]]);
});

test("the panel's columns and the staged changes say which of them is meant", () => {
  const now = state();
  const { columns } = panelOf(now.tables, "e", PLAIN, null);
  assert.deepEqual(columns.map((column) => column.name).sort(), ["alone", "twin · a1b2c3", "twin · f0e1d2"]);
  assert.deepEqual(panelOf(now.tables, "e", { ...PLAIN, networks: "f0e1" }, null).columns.map((column) => column.key), [OTHER]);
  const change = { action: "connect", engine: "e", container: "c".repeat(64), network: OTHER };
  assert.equal(commandWords(change, now), "docker network connect f0e1d2c3b4a5 web");
  assert.match(titleOf(change, now), /twin · f0e1d2/);
});
