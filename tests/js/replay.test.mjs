// Replay: steps done and undone, what is drawn while two moments are compared, the bar's geometry, the clock of playing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createMoments, latest } from "../../static/dashboard/replay/moments.js";
import { counts, done, marked, momentOf, opKey, undone, union } from "../../static/dashboard/replay/past.js";
import { due, LONGEST_MS } from "../../static/dashboard/replay/play.js";
import { lengthFor, markAt, marksOf, placeOf, spanOf, tickOf, timeAt } from "../../static/dashboard/replay/span.js";
import { keyOf, snapshotOf } from "../../static/dashboard/store.js";
import { designWorld } from "./world.mjs";

const MINUTE = 60_000;
const at = (second) => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const change = (revision, op, kind, id, data) => ({ revision, op, kind, engine: "host1", id, time: at(revision), cause: { type: "event" }, data });
const network = (name, facts = {}) => ({ engine: "host1", id: name, name, driver: "bridge", ...facts });
/** A journal of five steps over the design's world, whose revision is 1. */
const journal = [
  { change: change(2, "add", "network", "blue", network("blue")), was: null },
  { change: change(3, "add", "interface", "host:9", { engine: "host1", id: "host:9", name: "veth9" }), was: null },
  { change: change(4, "update", "network", "blue", network("blue", { internal: true })), was: network("blue") },
  { change: change(5, "remove", "network", "blue", null), was: network("blue", { internal: true }) },
  { change: change(6, "remove", "interface", "host:9", null), was: { engine: "host1", id: "host:9", name: "veth9" } },
];
const first = () => momentOf(designWorld().snapshot, at(1));

/** A server that holds that journal; `asked` says which paths were read. */
function server() {
  const asked = [];
  const ask = async (path) => {
    asked.push(path);
    const query = new URLSearchParams(path.split("?")[1]);
    if (path.startsWith("topology")) return { ...designWorld().snapshot, revision: Number(query.get("revision") ?? 1), time: at(1) };
    const after = query.has("after");
    const from = Number(query.get(after ? "after" : "before"));
    const found = journal.filter((step) => (after ? step.change.revision > from : step.change.revision <= from));
    return { steps: (after ? found : found.reverse()).slice(0, Number(query.get("limit"))) };
  };
  return { asked, moments: createMoments(ask) };
}

test("every step done and undone again gives the same objects", () => {
  const moments = [first()];
  for (const step of journal) moments.push(done(moments.at(-1), step));
  assert.equal(moments.at(-1).state.revision, 6);
  let now = moments.at(-1);
  for (const step of [...journal].reverse()) {
    now = undone(now, step, "");
    const before = moments[step.change.revision - 2];
    assert.equal(now.state.revision, before.state.revision);
    assert.deepEqual(sorted(snapshotOf(now.state)), sorted(snapshotOf(before.state)));
  }
});

const sorted = (snapshot) => Object.fromEntries(Object.entries(snapshot).map(([key, rows]) => [key, Array.isArray(rows) ? rows.map((row) => JSON.stringify(row)).sort() : rows]));

test("a step leaves the moment before as it is, and an unknown kind changes nothing", () => {
  const before = first();
  const size = before.state.tables.network.size;
  done(before, journal[0]);
  assert.equal(before.state.tables.network.size, size);
  const strange = done(before, { change: change(2, "add", "__proto__", "x", {}), was: null });
  assert.equal(strange.state.revision, 2);
  assert.deepEqual(Object.keys(strange.state.tables).sort(), Object.keys(before.state.tables).sort());
});

test("stepping passes over the kernel's interfaces", async () => {
  assert.deepEqual(journal.map(counts), [true, false, true, true, false]);
  const { moments } = server();
  const one = await moments.next(first());
  assert.equal(one.state.revision, 2);
  const two = await moments.next(one);
  assert.deepEqual([two.state.revision, two.time], [4, at(4)]);
  const back = await moments.previous(two);
  assert.deepEqual([back.state.revision, back.time], [3, at(3)]);
  assert.equal(back.state.tables.network.get(keyOf("host1", "blue")).internal, undefined);
});

test("at the ends of the journal there is no step", async () => {
  const { moments } = server();
  const last = journal.reduce(done, first());
  assert.equal(await moments.next(last), null);
  const start = { ...first(), state: { ...first().state, revision: 0 } };
  assert.equal(await moments.previous(start), null);
});

test("neighbouring steps are read once", async () => {
  const { asked, moments } = server();
  let now = first();
  while (now) now = await moments.next(now);
  // At the end it is asked each time whether there is more by now.
  assert.deepEqual(asked.map((path) => path.split("&")[0]), ["changes/steps?after=1", "changes/steps?after=6", "changes/steps?after=6"]);
});

test("a moment that was read is not read again", async () => {
  const { asked, moments } = server();
  await moments.at(1);
  await moments.at(1);
  assert.equal(asked.length, 1);
});

test("of what is wanted while one is under way, only the last is done", async () => {
  const did = [];
  let release = () => {};
  const run = latest(async (wanted) => {
    did.push(wanted);
    await new Promise((resolve) => (release = resolve));
  });
  const whole = run(1);
  run(2);
  run(3);
  release();
  await new Promise((resolve) => setImmediate(resolve));
  release();
  await whole;
  assert.deepEqual(did, [1, 3]);
});

test("while comparing, what is gone is drawn too, and both moments' objects are the shown one's", () => {
  const before = done(first(), journal[0]);
  const after = first();
  const both = union(after.state, before.state);
  assert.equal(both.tables.network.size, before.state.tables.network.size);
  const changed = { ...after.state, tables: { ...after.state.tables, network: new Map([[keyOf("host1", "blue"), network("blue", { internal: true })]]) } };
  assert.equal(union(changed, before.state).tables.network.get(keyOf("host1", "blue")).internal, true);
});

test("only what is drawn and differs is marked", () => {
  const items = [{ type: "card", engine: "host1", id: "a" }, { type: "joint", engine: "host1", id: "a:n" }, { type: "rail", engine: "host1", id: "n" }, { type: "header", engine: "host2", id: "n" }];
  const ops = new Map([[opKey("container", "host1", "a"), "add"], [opKey("network", "host1", "n"), "remove"], [opKey("endpoint", "host1", "a:n"), "update"]]);
  assert.deepEqual(marked(items, ops).map(({ item, op }) => [item.type, op]), [["card", "add"], ["joint", "update"]]);
});

test("the bar shows the chosen length, but not what lies before the journal", () => {
  const now = Date.parse(at(0));
  assert.deepEqual(spanOf("1h", now - 600 * MINUTE, now), { start: now - 60 * MINUTE, end: now });
  assert.deepEqual(spanOf("1h", now - 5 * MINUTE, now), { start: now - 5 * MINUTE, end: now });
  assert.deepEqual(spanOf("all", now - 600 * MINUTE, now), { start: now - 600 * MINUTE, end: now });
  assert.equal(spanOf("all", null, now).end - spanOf("all", null, now).start, MINUTE);
  assert.deepEqual([0, 30, 59, 600, 100_000].map((minutes) => lengthFor(now - minutes * MINUTE, now)), ["15m", "1h", "1h", "1d", "all"]);
});

test("places and times lead to each other, and stay within the bar", () => {
  const span = { start: 1000, end: 3000 };
  for (const time of [1000, 1500, 3000]) assert.equal(timeAt(span, placeOf(span, time)), time);
  assert.deepEqual([placeOf(span, 0), placeOf(span, 9000), timeAt(span, -1), timeAt(span, 2)], [0, 1, 1000, 3000]);
});

test("a tick is as high as there are changes, and one of interfaces alone is not drawn", () => {
  const tick = (second, kinds) => ({ time: at(second), first: second, last: second, kinds, engine: null, network: null });
  const span = { start: Date.parse(at(0)), end: Date.parse(at(60)) };
  const marks = marksOf([tick(1, { network: 1 }), tick(20, { interface: 50 }), tick(30, { container: 40, interface: 3 }), tick(90, { network: 1 })], span);
  assert.deepEqual(marks.map((mark) => mark.tick.last), [1, 30]);
  assert.ok(marks[0].height > 0 && marks[0].height < marks[1].height && marks[1].height <= 1);
  assert.equal(markAt(marks, 0.49, 0.02).tick.last, 30);
  assert.equal(markAt(marks, 0.3, 0.02), null);
});

test("a live change is a tick of its network's colour", () => {
  assert.deepEqual(tickOf(change(7, "add", "endpoint", "c:n", {})), { time: at(7), first: 7, last: 7, kinds: { endpoint: 1 }, engine: "host1", network: "n" });
  assert.deepEqual(tickOf(change(7, "update", "container", "c", {})).network, null);
});

test("playing runs at its speed and waits in quiet stretches no longer than a person would", () => {
  assert.equal(due(0, 100, 10, 5000), 1000);
  assert.equal(due(0, 100, 1, 1_000_000), 1_000_000 - LONGEST_MS);
  assert.equal(due(0, 100, 10, 0), 1000);
});
