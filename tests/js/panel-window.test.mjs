// Which of the panel's rows and columns are in the page, and in which elements.

import assert from "node:assert/strict";
import { test } from "node:test";
import { slots, strides } from "../../static/dashboard/panel/windowing.js";

const COUNT = 300;
const shownAt = (startIndex) => strides({ startIndex, endIndex: startIndex + 24, overscan: 2, count: COUNT });

test("what is in the page covers what is in view with its surplus, and ends where the panel does", () => {
  for (let start = 0; start + 24 < COUNT; start += 1) {
    const shown = shownAt(start);
    assert.ok(shown[0] <= Math.max(0, start - 2) && shown.at(-1) >= Math.min(COUNT - 1, start + 26), `at ${start}`);
    assert.ok(shown[0] >= 0 && shown.at(-1) < COUNT && shown.length <= 25 + 4 + 6, `at ${start}`);
  }
  assert.deepEqual(strides({ startIndex: 0, endIndex: 0, overscan: 2, count: 0 }), []);
});

test("of the steps of a scroll, few change what is in the page", () => {
  const windows = Array.from({ length: 100 }, (_, start) => shownAt(start).join());
  const changed = windows.filter((shown, at) => at > 0 && shown !== windows[at - 1]).length;
  // Each end goes on once in four columns.
  assert.ok(changed <= 50, `${changed} of 99`);
});

test("what stays in the page keeps its element; those of what left are used again", () => {
  const before = slots(new Map(), shownAt(20));
  const after = slots(before, shownAt(24));
  for (const index of shownAt(24)) if (before.has(index)) assert.equal(after.get(index), before.get(index));
  assert.equal(new Set(after.values()).size, after.size);
  assert.equal(Math.max(...after.values()), Math.max(...before.values()));
});
