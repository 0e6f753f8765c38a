// Applying staged changes: one after another, what stops them, and what is left then.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createApply } from "../../static/dashboard/panel/apply.js";

/** Orders that end a moment later as `failures` says of each container: words, or [words, code]; nothing: done. */
function stage(failures = {}, away = () => null) {
  const listeners = new Set();
  const log = [];
  const end = (action) => (at, wished) => {
    log.push(`${action} ${at.container} ${JSON.stringify(wished ?? null)}`);
    const [failure, code] = [failures[at.container] ?? ""].flat();
    setTimeout(() => listeners.forEach((listener) => listener({ ...at, action, state: failure ? "failed" : "done", failure, code: code ?? "", order: null })), 1);
  };
  const orders = { connect: end("connect"), disconnect: end("disconnect"), pendingAt: (_engine, container) => (container === "theirs" ? "connect" : null), subscribe: (listener) => listeners.add(listener) };
  return { apply: createApply(orders, away), log };
}

const change = (action, container, more = {}) => ({ engine: "e", network: "n", action, container, ...more });
const states = (steps) => steps.map((step) => step.state);

test("staged changes are applied one after another; a failure stops nothing", async () => {
  const { apply, log } = stage({ b: "no room" });
  const seen = [];
  const steps = await apply([change("connect", "a", { ipv4: "10.0.0.9" }), change("connect", "b"), change("disconnect", "c")], (moving) => seen.push(states(moving).join()));
  assert.deepEqual(log, ['connect a {"ipv4":"10.0.0.9"}', "connect b {}", "disconnect c null"]);
  assert.deepEqual(states(steps), ["done", "failed", "done"]);
  assert.equal(steps[1].failure, "no room");
  assert.deepEqual([...new Set(seen)], ["doing,waiting,waiting", "done,waiting,waiting", "done,doing,waiting", "done,failed,waiting", "done,failed,doing", "done,failed,done"]);
});

test("where somebody else's order is under way nothing is asked for, and what a person stops is left", async () => {
  const { apply, log } = stage();
  const steps = await apply([change("connect", "theirs"), change("connect", "a"), change("connect", "c")], () => {}, () => log.length > 0);
  assert.deepEqual(states(steps), ["failed", "done", "left"]);
  assert.equal(steps[2].failure, "");
  assert.equal(log.length, 1);
});

for (const code of ["engine_unreachable", "unreachable", "no_agent", "outcome_unknown"])
  test(`nothing more is sent to an engine that is away (${code}), and other engines get theirs`, async () => {
    const { apply, log } = stage({ b: ["It is away.", code] });
    const steps = await apply([change("connect", "a"), change("connect", "b"), change("connect", "c"), change("connect", "d", { engine: "other" })], () => {});
    assert.deepEqual(states(steps), ["done", "failed", "left", "done"]);
    assert.equal(steps[2].failure, "It is away.");
    assert.deepEqual(log, ["connect a {}", "connect b {}", "connect d {}"]);
  });

for (const code of ["server_away", "read_only", "forbidden"])
  test(`nothing more is sent at all after ${code}`, async () => {
    const { apply, log } = stage({ a: ["No.", code] });
    const steps = await apply([change("connect", "a"), change("connect", "b", { engine: "other" })], () => {});
    assert.deepEqual(states(steps), ["failed", "left"]);
    assert.equal(log.length, 1);
  });

test("an engine that is away, or a lost connection, is not asked at all", async () => {
  const { apply, log } = stage({}, (engine) => (engine === "e" ? "It can't be reached." : null));
  const last = [];
  const steps = await apply([change("connect", "a"), change("connect", "b", { engine: "other" })], (moving) => last.push(states(moving)));
  assert.deepEqual(states(steps), ["left", "done"]);
  assert.equal(steps[0].failure, "It can't be reached.");
  assert.deepEqual(last.at(-1), ["left", "done"]);
  assert.deepEqual(log, ["connect b {}"]);
});
