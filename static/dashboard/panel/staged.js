// Changes that wait to be applied together: one a crossing. Pure but for telling its listeners.

import { attached, find } from "../facts.js";
import { command, connectCommand } from "../shell-words.js";

/** @typedef {{engine: string, container: string, network: string}} At */
/** @typedef {At & {action: "connect" | "disconnect", ipv4?: string, ipv6?: string}} Change */

/** @param {At} at */
export const keyOf = (at) => `${at.engine} ${at.container}:${at.network}`;

export function createStaged() {
  /** @type {Map<string, Change>} in the order in which they were staged */
  const changes = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => listeners.forEach((listener) => listener());

  return {
    /** Takes the changes in; one that is staged already is replaced. @param {Change[]} wanted */
    add(wanted) {
      for (const change of wanted) changes.set(keyOf(change), change);
      if (wanted.length) tell();
    },
    /** @param {Iterable<string>} keys */
    drop(keys) {
      const gone = [...keys].filter((key) => changes.delete(key));
      if (gone.length) tell();
    },
    clear() {
      if (!changes.size) return;
      changes.clear();
      tell();
    },
    /** @param {At} at */
    at: (at) => changes.get(keyOf(at)) ?? null,
    list: () => [...changes.values()],
    get size() {
      return changes.size;
    },
    /** @param {() => void} listener */
    subscribe: (listener) => listeners.add(listener),
  };
}

/**
 * The staged changes that make no sense any more: done by somebody else, or of what is gone.
 * @param {Change[]} changes @param {import("../store.js").State} state @returns {string[]} their keys
 */
export const overtaken = (changes, state) => changes.filter((change) => !possible(change, state)).map(keyOf);

/** @param {Change} change @param {import("../store.js").State} state */
function possible(change, state) {
  const container = find(state, "container", change.engine, change.container);
  const endpoint = find(state, "endpoint", change.engine, `${change.container}:${change.network}`);
  if (!container || !find(state, "network", change.engine, change.network)) return false;
  if (change.action === "disconnect") return endpoint !== null;
  return !endpoint || (["running", "paused"].includes(container.state) && !attached(endpoint));
}

/** The command that does the same. @param {Change} change @param {{container: string, network: string}} names @param {string} program the engine's own CLI */
export const commandOf = (change, names, program) =>
  change.action === "connect" ? connectCommand(names.container, names.network, change, program) : command(program, "network", "disconnect", names.network, names.container);
