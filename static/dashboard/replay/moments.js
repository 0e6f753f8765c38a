// Earlier moments as the server gives them: whole snapshots, kept for a while, and single steps around where the page stands.

import { counts, done, momentOf, undone } from "./past.js";

/** @typedef {import("./past.js").Moment} Moment */
/** @typedef {import("./past.js").Step} Step */

const KEPT = 12;
const STEPS = 60;
// A step passes over what people don't step by; a burst of the kernel's interfaces is no reason to read on for ever.
const FARTHEST = 600;

/** The journal does not reach back that far. */
export class TooOld extends Error {}

/** @param {string} path @returns {Promise<any>} */
export async function read(path) {
  const response = await fetch(`/api/v1/${path}`);
  if (response.status === 410) throw new TooOld(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** @param {(path: string) => Promise<any>} [ask] */
export function createMoments(ask = read) {
  /** @type {Map<number, Moment>} the last asked for at the end */
  const kept = new Map();
  /** @type {Map<number, Step>} */
  const steps = new Map();

  /** @param {Moment} moment */
  function keep(moment) {
    kept.delete(moment.state.revision);
    kept.set(moment.state.revision, moment);
    if (kept.size > KEPT) kept.delete(/** @type {number} */ (kept.keys().next().value));
    return moment;
  }

  /** @param {number} revision @returns {Promise<Moment>} */
  async function at(revision) {
    return keep(kept.get(revision) ?? momentOf(await ask(`topology?view=map&revision=${revision}`)));
  }

  /** @param {string} time RFC 3339 @returns {Promise<Moment>} */
  async function atTime(time) {
    const snapshot = await ask(`topology?view=map&time=${encodeURIComponent(time)}`);
    keep(momentOf(snapshot));
    return momentOf(snapshot, time);
  }

  /** @param {"after" | "before"} way @param {number} revision @returns {Promise<Step | undefined>} */
  async function step(way, revision) {
    const wanted = way === "after" ? revision + 1 : revision;
    if (!steps.has(wanted)) {
      if (steps.size > 4 * FARTHEST) steps.clear();
      const found = await ask(`changes/steps?${way}=${revision}&view=map&limit=${STEPS}`);
      for (const one of found.steps) steps.set(one.change.revision, one);
    }
    return steps.get(wanted);
  }

  /** The moment after the next change that people step by; null at the end. @param {Moment} moment @returns {Promise<Moment | null>} */
  async function next(moment) {
    let now = moment;
    for (let taken = 0; taken < FARTHEST; taken += 1) {
      const one = await step("after", now.state.revision);
      if (!one) break;
      now = done(now, one);
      if (counts(one)) break;
    }
    return now === moment ? null : now;
  }

  /** The moment before the last change that people step by; null where the journal begins. @param {Moment} moment @returns {Promise<Moment | null>} */
  async function previous(moment) {
    let now = moment;
    for (let taken = 0; taken < FARTHEST; taken += 1) {
      const one = await step("before", now.state.revision);
      if (!one) break;
      const before = await step("before", now.state.revision - 1);
      now = undone(now, one, before?.change.time ?? one.change.time);
      if (counts(one)) break;
    }
    return now === moment ? null : now;
  }

  return { at, atTime, next, previous, peek: (/** @type {Moment} */ moment) => step("after", moment.state.revision) };
}

/**
 * Runs one at a time; of those that come meanwhile only the last. Each call gives the end of all that is under way.
 * @template T @param {(wanted: T) => Promise<void>} work @returns {(wanted: T) => Promise<void>}
 */
export function latest(work) {
  /** @type {Promise<void> | null} */
  let running = null;
  /** @type {{wanted: T} | null} */
  let waiting = null;

  async function drain() {
    while (waiting) {
      const { wanted } = /** @type {{wanted: T}} */ (waiting);
      waiting = null;
      await work(wanted);
    }
  }

  return function run(wanted) {
    waiting = { wanted };
    running ??= drain().finally(() => (running = null));
    return running;
  };
}
