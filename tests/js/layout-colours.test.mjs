// A network's colour is its own: whatever part of the map is shown, folded or added.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { wholeColours } from "../../static/dashboard/layout/whole.js";
import { focused } from "../../static/dashboard/map/narrow.js";
import { designWorld, farmWorld, nasWorld } from "./world.mjs";

const VIEW = { width: 1440, height: 780 };
const NONE = new Set();

/** Network -> colour, of those with a line in a picture. */
const shown = (picture) => new Map(picture.items.filter((item) => (item.type === "header" || item.type === "thin") && item.id && item.colour !== null).map((item) => [`${item.engine} ${item.id}`, item.colour]));

for (const [name, make] of Object.entries({ design: designWorld, nas: nasWorld })) {
  test(`${name}: the whole map has the colours that are worked out without laying it out`, () => {
    const { snapshot } = make();
    const whole = wholeColours(snapshot, NONE);
    for (const [key, colour] of shown(layout(snapshot, VIEW))) assert.equal(whole.get(key)?.colour, colour);
  });

  test(`${name}: looked at closely, a network has the colour that it has on the whole map`, () => {
    const { snapshot } = make();
    const colours = wholeColours(snapshot, NONE);
    for (const network of snapshot.networks) {
      const part = focused(snapshot, { kind: "network", engine: network.engine, id: network.id });
      for (const [key, colour] of shown(layout(part, { ...VIEW, colours }))) assert.equal(colour, colours.get(key)?.colour);
    }
  });
}

test("where a project is folded the others keep their colours, and none is beside its like", () => {
  const { snapshot } = farmWorld(6, 3);
  const colours = wholeColours(snapshot, NONE);
  const folded = layout(snapshot, { ...VIEW, step: "cards", colours, folds: { opened: NONE, closed: new Set(["project:app-1"]) } });
  for (const [key, colour] of shown(folded)) assert.equal(colour, colours.get(key)?.colour);
  const lanes = folded.items.filter((item) => item.type === "lane");
  const at = lanes.findIndex((item) => item.key.endsWith("project:app-1"));
  for (const beside of [lanes[at - 1], lanes[at + 1]]) if (beside) assert.notEqual(beside.colour, lanes[at].colour);
});

test("a network more leaves the colours of the others, and takes one that fewest have", () => {
  const world = designWorld();
  const before = wholeColours(world.snapshot, NONE);
  const made = world.network("one-more");
  const after = wholeColours(world.snapshot, NONE, (key) => before.get(key));
  for (const [key, style] of before) assert.deepEqual(after.get(key), style);
  assert.ok(after.has(`host1 ${made.id}`));
});
