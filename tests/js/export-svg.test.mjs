// What a name may hold and an XML file may not.
import assert from "node:assert/strict";
import test from "node:test";

import { writable } from "../../static/dashboard/export/svg.js";

test("control characters become their pictures, other forbidden ones the replacement character", () => {
  assert.equal(writable("a\u0000\u0001b\u001f"), "a\u2400\u2401b\u241f");
  assert.equal(writable("\ufffe\uffff\ud800x\udfff"), "\ufffd\ufffd\ufffdx\ufffd");
});

test("what XML takes stays, markup too: the serialiser writes that as text", () => {
  for (const text of ["<script>&#34;", "\t\n\r", "容器 🐳", "\u202eevil", "]]>", "\u007f\u0085"]) assert.equal(writable(text), text);
});
