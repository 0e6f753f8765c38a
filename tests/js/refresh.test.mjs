import assert from "node:assert/strict";
import { test } from "node:test";

import { concerns, createRefresh, dueIn, LATEST_MS, QUIET_MS, RETRY_MS } from "../../static/dashboard/refresh.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until it holds; then for longer than anything more would take to come.
 * @param {() => boolean} holds
 */
async function settled(holds) {
  for (let waited = 0; !holds(); waited += 10) {
    assert.ok(waited < 30_000, "it did not happen in time");
    await sleep(10);
  }
  await sleep(QUIET_MS * 3);
}

test("only changes of the page's kinds concern it, and a whole new state always does", () => {
  const update = (kinds, whole = false) => ({ changes: kinds.map((kind) => ({ kind })), whole });
  assert.equal(concerns(["network"], update(["interface"])), false);
  assert.equal(concerns(["network", "endpoint"], update(["interface", "endpoint"])), true);
  assert.equal(concerns(["network"], update([], true)), true);
});

test("a burst waits for quiet, a steady stream is not put off for ever", () => {
  assert.equal(dueIn(0, 0), QUIET_MS);
  assert.equal(dueIn(0, LATEST_MS - 10), 10);
  assert.equal(dueIn(0, LATEST_MS + 500), 0);
  assert.equal(dueIn(0, LATEST_MS + 500, LATEST_MS + 900), 400);
});

test("a burst is one fetch, and news during a fetch is one more", async () => {
  let fetches = 0;
  const { refresh } = createRefresh(async () => {
    fetches += 1;
    if (fetches === 1) refresh();
    await sleep(20);
  }, () => false);
  for (let i = 0; i < 20; i += 1) refresh();
  await settled(() => fetches >= 2);
  assert.equal(fetches, 2);
});

test("held back, it waits to be woken", async () => {
  let fetches = 0;
  let held = true;
  const { refresh, wake } = createRefresh(async () => { fetches += 1; }, () => held);
  refresh();
  await sleep(QUIET_MS + 40);
  assert.equal(fetches, 0);
  held = false;
  wake();
  await settled(() => fetches >= 1);
  assert.equal(fetches, 1);
});

test("a fetch that failed is tried again", async () => {
  let fetches = 0;
  const { refresh } = createRefresh(async () => {
    fetches += 1;
    if (fetches === 1) throw new Error("offline");
  }, () => false);
  refresh();
  await settled(() => fetches >= 2);
  assert.equal(fetches, 2);
});
