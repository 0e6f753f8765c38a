// A moment in the user's time zone, in the digits that the server writes.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { clock } from "../../static/dashboard/i18n.js";

/** @param {string} lang @param {string} [timeZone] */
function reader(lang, timeZone) {
  globalThis.document = /** @type {any} */ ({ documentElement: { lang, dataset: { timeZone } } });
}
afterEach(() => delete (/** @type {any} */ (globalThis).document));

test("an earlier day is said with its date, the same in every language", () => {
  for (const lang of ["en", "zh-hans"]) {
    reader(lang, "Pacific/Apia");
    assert.equal(clock("2026-03-01T20:30:00Z"), "2026-03-02 09:30:00");
  }
  reader("en", "America/New_York");
  assert.equal(clock("2026-03-01T02:30:05+01:00"), "2026-02-28 20:30:05");
});

test("midnight is 00", () => {
  reader("en", "UTC");
  assert.equal(clock("2026-03-01T00:00:00Z"), "2026-03-01 00:00:00");
});

test("today is said by the time of day alone", () => {
  reader("zh-hans", "UTC");
  const now = new Date().toISOString();
  assert.equal(clock(now), now.slice(11, 19));
});

test("nonsense is nothing", () => {
  reader("en", "UTC");
  assert.equal(clock("soon"), "");
  assert.equal(clock(null), "");
});
