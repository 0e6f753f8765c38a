// What stays where it is when a row of elements gets another order.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stayers } from "../../static/dashboard/draw/order.js";

const staying = (places) => places.filter((_, index) => stayers(places)[index]);

test("in the same order all stay, and what is new does not", () => {
  assert.deepEqual(stayers([0, 1, -1, 2, 5, -1]), [true, true, false, true, true, false]);
  assert.deepEqual(stayers([]), []);
});

test("one that was moved to the front is the only one to move", () => {
  assert.deepEqual(staying([4, 0, 1, 2, 3]), [0, 1, 2, 3]);
});

test("several that were moved to the end are the only ones to move", () => {
  assert.deepEqual(staying([0, 3, 4, 5, 6, 1, 2]), [0, 3, 4, 5, 6]);
});

test("as many stay as can, in rising order, whatever the order was", () => {
  let seed = 7;
  const next = (below) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 60; round += 1) {
    const places = Array.from({ length: 9 }, (_, index) => index).sort(() => next(3) - 1).map((place) => (next(5) ? place : -1));
    const kept = staying(places);
    assert.deepEqual(kept, [...kept].sort((a, b) => a - b));
    assert.equal(kept.length, longest(places.filter((place) => place >= 0)), places.join(" "));
  }
});

/** By trying all: how long the longest rising part is. */
function longest(places, above = -1, from = 0) {
  let best = 0;
  for (let at = from; at < places.length; at += 1) if (places[at] > above) best = Math.max(best, 1 + longest(places, places[at], at + 1));
  return best;
}
