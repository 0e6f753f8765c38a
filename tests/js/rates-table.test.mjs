// What the host's table says of an interface's bytes per second.

import assert from "node:assert/strict";
import test from "node:test";

test("in and out with their units, and a dash for nothing at all", async () => {
  globalThis.document = { body: { dataset: {} } };
  const { words } = await import("../../static/dashboard/rates-table.js");
  assert.equal(words({ rx_bytes_per_s: 1500, tx_bytes_per_s: 0 }), "↓ 1.5 kB/s  ↑ 0 B/s");
  assert.equal(words({ rx_bytes_per_s: 0, tx_bytes_per_s: 0 }), "–");
});
