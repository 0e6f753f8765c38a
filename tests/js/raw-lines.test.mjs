// An object as lines, and what differs from an earlier self.

import assert from "node:assert/strict";
import { test } from "node:test";

import { rawLines } from "../../static/dashboard/inspector/raw-lines.js";

const texts = (lines, mark) => lines.filter((line) => line.mark === mark).map((line) => line.text.trim());

test("without an earlier self: the object as indented JSON", () => {
  const now = { name: "web", ports: [{ port: 80 }] };
  assert.equal(rawLines(now).map((line) => line.text).join("\n"), JSON.stringify(now, null, 2));
  assert.deepEqual(rawLines(null), []);
});

test("only the fields that differ are marked, whole", () => {
  const lines = rawLines({ name: "web", state: "running", labels: { a: "2" } }, { name: "web", state: "exited", labels: { a: "1" } });
  assert.deepEqual(texts(lines, "-"), ['"state": "exited",', '"labels": {', '"a": "1"', "},"]);
  assert.deepEqual(texts(lines, "+"), ['"state": "running",', '"labels": {', '"a": "2"', "},"]);
  assert.deepEqual(texts(lines, " "), ["{", '"name": "web",', "}"]);
});

test("a field that came, one that went, an object that is gone", () => {
  const lines = rawLines({ a: 1, c: 3 }, { a: 1, b: 2 });
  assert.deepEqual([texts(lines, "-"), texts(lines, "+")], [['"b": 2,'], ['"c": 3,']]);
  assert.deepEqual(texts(rawLines(null, { a: 1 }), "-"), ['"a": 1,']);
});
