// Lines of names: what is pressed is large enough where there is room, shared namespaces are said, the way out is where people look for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { World, designWorld, nasWorld, oddWorld } from "./world.mjs";

const VIEW = { width: 1440, height: 780, step: "names" };
const CONTROLS = ["card", "header", "joint", "member"];
const controls = (picture) => picture.items.filter((item) => CONTROLS.includes(item.type) && item.id && !item.trunk);
const height = (item) => item.h + 2 * (item.reach ?? 0);

for (const [name, make] of Object.entries({ design: designWorld, odd: oddWorld })) {
  test(`${name}: where there is room, what is pressed is 24 high and wide`, () => {
    for (const item of controls(layout(make().snapshot, VIEW))) assert.ok(height(item) >= 24 && item.w >= 24, `${item.key}: ${item.w} x ${height(item)}`);
  });
}

test("forty networks still fit on one screen, and nothing pressed reaches into the line beside it", () => {
  const picture = layout(nasWorld().snapshot, VIEW);
  for (const item of controls(picture)) assert.ok(height(item) <= picture.sizes.pitch, item.key);
});

test("a pill names who shares the container's namespace", () => {
  const pill = layout(oddWorld().snapshot, { ...VIEW, width: 3000 }).items.find((item) => item.form === "pill" && item.full.startsWith("vpn"));
  // Shortened in the middle where the line is full.
  assert.match(pill.name, /^vpn \+ s.*late$/);
  assert.ok(pill.full.includes("in its network namespace: side, late"));
});

test("the host's address is at the top, also where it is a network's parent and leads nowhere", () => {
  const world = new World("host1");
  world.link("eth0", { addresses: [{ address: "10.0.2.15", prefix_len: 24, scope: "global" }] });
  for (let index = 0; index < 12; index += 1) world.container(`c${index}`, [world.network(`n${index}`)]);
  world.container("camera", [world.network("lan", { driver: "macvlan", parent: "eth0" })]);
  const picture = layout(world.snapshot, VIEW);
  const [eth0, filter] = ["interface", "filter"].map((type) => picture.items.find((item) => item.type === type));
  assert.ok(eth0.y < filter.y + filter.h / 2);
});
