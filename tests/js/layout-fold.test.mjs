// What is folded, unfolded, and narrowed to some projects.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layout } from "../../static/dashboard/layout.js";
import { World, crowd, farmWorld, nasWorld } from "./world.mjs";

const kind = (picture, type) => picture.items.filter((item) => item.type === type);
const BODIES = ["card", "member", "hostcard"];
const drawn = (picture) => picture.items.filter((item) => BODIES.includes(item.type)).map((item) => item.id);
const folds = (closed = [], opened = []) => ({ opened: new Set(opened), closed: new Set(closed) });

/** Every container is drawn, or inside of exactly one fold. */
function assertNoneLost(picture, snapshot) {
  const all = [...drawn(picture), ...kind(picture, "fold").flatMap((fold) => fold.ids)];
  assert.deepEqual(all.sort(), snapshot.containers.map((container) => container.id).sort());
}

for (const step of ["cards", "names"]) {
  test(`as ${step}: thousands fold, and none is lost`, () => {
    const { snapshot } = farmWorld(20, 16);
    const picture = layout(snapshot, { step });
    assert.equal(kind(picture, "fold").length, 20);
    assertNoneLost(picture, snapshot);
  });

  test(`as ${step}: a project that a person opened is drawn, the others stay folded`, () => {
    const { snapshot } = farmWorld(20, 4 + 16);
    const lane = snapshot.networks.find((network) => network.name === "app-3_front").id;
    const picture = layout(snapshot, { step, folds: folds([], ["project:app-3", lane]) });
    assert.equal(kind(picture, "fold").filter((fold) => fold.unfold.startsWith("project:")).length, 19);
    assert.equal(kind(picture, "header").filter((header) => header.id).length, 3);
    assertNoneLost(picture, snapshot);
  });

  test(`as ${step}: a project folded by hand keeps those that reach out of it`, () => {
    const { snapshot } = nasWorld();
    const picture = layout(snapshot, { step, folds: folds(["project:paperless", "project:media"]) });
    assert.equal(kind(picture, "fold").length, 2);
    const [media] = kind(picture, "fold").filter((fold) => fold.unfold === "project:media");
    assert.equal(media.ids.length, 3);
    assertNoneLost(picture, snapshot);
    const proxy = snapshot.containers.find((container) => container.name === "traefik");
    assert.equal(kind(picture, "joint").filter((joint) => joint.container === proxy.id).length, 35);
  });
}

test("a fold says how many are in which state", () => {
  const { snapshot } = nasWorld();
  const [fold] = kind(layout(snapshot, { folds: folds(["project:paperless"]) }), "fold");
  assert.match(fold.full, /5 containers/);
  assert.match(fold.full, /4 running, 1 exited/);
});

test("two lines of one container into one folded project are one ring", () => {
  const world = new World();
  const nets = ["a", "b"].map((name) => world.network(name, { project: "p" }));
  const out = world.network("out");
  const both = world.container("both", [...nets, out]);
  world.container("in", [nets[0]], { project: "p" });
  const picture = layout(world.snapshot, { folds: folds(["project:p"]) });
  assert.equal(kind(picture, "joint").filter((joint) => joint.container === both.id).length, 2);
});

test("dots are never folded by themselves", () => {
  const { snapshot } = farmWorld(10, 16);
  const picture = layout(snapshot, { step: "dots" });
  assert.equal(kind(picture, "fold").length, 0);
  assert.equal(drawn(picture).length, 480);
});

test("narrowed to some projects the rest is not there", () => {
  const { snapshot } = nasWorld();
  const picture = layout(snapshot, { projects: new Set(["media", "immich"]) });
  assert.deepEqual(kind(picture, "header").map((header) => header.label.split(", ")[1]).sort(), ["immich_default", "media_default"]);
  const names = picture.items.filter((item) => BODIES.includes(item.type)).map((item) => item.full.split("\n")[0]).sort();
  assert.deepEqual(names, ["immich-db-1", "immich-ml-1", "immich-redis-1", "immich-server-1", "media-bazarr-1", "media-radarr-1", "media-sonarr-1", "traefik"]);
});

test("what is unfolded stands where its fold was", () => {
  const { snapshot } = farmWorld(20, 8);
  const view = { step: "names", width: 1040, height: 780 };
  const kept = layout(snapshot, view);
  const place = (picture, title) => kind(picture, "header").sort((a, b) => a.y - b.y).findIndex((header) => header.label.split(", ")[1] === title);
  const at = place(kept, "app-3");
  const opened = layout(snapshot, { ...view, kept, folds: folds([], ["project:app-3"]) });
  assert.deepEqual(["app-3_front", "app-3_back", "app-3_data"].map((name) => place(opened, name)).sort((a, b) => a - b), [at, at + 1, at + 2]);
  const again = layout(snapshot, { ...view, kept: opened, folds: folds(["project:app-3"]) });
  assert.equal(place(again, "app-3"), at);
});

test("all hosts fold alike, where they have too many containers together", () => {
  const [one, other] = [farmWorld(10, 16).snapshot, crowd(4, 60).snapshot];
  const both = Object.fromEntries(["engines", "networks", "containers", "endpoints", "interfaces"].map((kind) => [kind, [...one[kind], ...other[kind]]]));
  const picture = layout(both, { width: 1040, height: 780, step: "names" });
  assert.ok(picture.items.some((item) => item.type === "fold" && item.engine === "crowd"));
});
