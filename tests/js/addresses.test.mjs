// Addresses and subnets as numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contains, parseAddress, sameAddress } from "../../static/dashboard/addresses.js";

test("what is an address, and of which family", () => {
  assert.equal(parseAddress("172.18.0.5")?.version, 4);
  assert.equal(parseAddress(" 0.0.0.0 ")?.value, 0n);
  assert.equal(parseAddress("fd00::1")?.version, 6);
  assert.equal(parseAddress("::")?.value, 0n);
  assert.equal(parseAddress("::ffff:1.2.3.4")?.value, 0xffff01020304n);
  for (const wrong of ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.x", "fd00::1::2", "fd00:1", "1:2:3:4:5:6:7:8:9", "g::1", "12345::", ":::", "1:2:3:4:5:6:7::8:9"]) assert.equal(parseAddress(wrong), null, wrong);
});

test("an address lies in a subnet of its family, to the bit", () => {
  const inside = (subnet, text) => contains(subnet, parseAddress(text));
  assert.ok(inside("172.18.0.0/16", "172.18.255.255"));
  assert.ok(!inside("172.18.0.0/16", "172.19.0.0"));
  assert.ok(inside("10.0.0.4/30", "10.0.0.7"));
  assert.ok(!inside("10.0.0.4/30", "10.0.0.8"));
  assert.ok(inside("0.0.0.0/0", "8.8.8.8"));
  assert.ok(inside("fd00:1::/64", "fd00:1::ffff"));
  assert.ok(!inside("fd00:1::/64", "fd00:1:0:1::1"));
  assert.ok(!inside("fd00:1::/64", "10.0.0.1"));
  assert.ok(!inside("nonsense", "10.0.0.1"));
});

test("the same address written in two ways", () => {
  assert.ok(sameAddress("fd00::1", "FD00:0:0::0001"));
  assert.ok(!sameAddress("10.0.0.1", "10.0.0.2"));
  assert.ok(!sameAddress(null, null));
});
