// An earlier state of the map, stepped through the journal's "is" and "was". Pure.

import { keyOf, withSnapshot, emptyState } from "../store.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {import("../store.js").Change} Change */
/** @typedef {import("../store.js").Tables} Tables */
/** @typedef {{change: Change, was: any}} Step as GET changes/steps gives it */
/** @typedef {{state: State, time: string}} Moment what was at `time` (RFC 3339); the state's revision is the last change's by then */
/** @typedef {"add" | "remove" | "update"} Op */

/** @param {import("../types.js").Snapshot} snapshot @param {string} [time] that was asked for; without: when its last change was @returns {Moment} */
export function momentOf(snapshot, time) {
  return { state: withSnapshot(emptyState(), snapshot), time: time ?? snapshot.time ?? "" };
}

/** The moment after a step's change. @param {Moment} moment @param {Step} step @returns {Moment} */
export const done = (moment, step) => ({ state: put(moment.state, step.change, step.change.data, step.change.revision), time: step.change.time });

/** The moment before a step's change. @param {Moment} moment @param {Step} step @param {string} time of the change before it @returns {Moment} */
export const undone = (moment, step, time) => ({ state: put(moment.state, step.change, step.was, step.change.revision - 1), time });

/** @param {State} state @param {Change} change @param {any} data null: the object is not there @param {number} revision @returns {State} */
function put(state, change, data, revision) {
  const kind = /** @type {keyof Tables} */ (change.kind);
  if (!Object.hasOwn(state.tables, kind)) return { ...state, revision };
  const table = new Map(state.tables[kind]);
  const key = keyOf(change.engine, change.id);
  if (data === null) table.delete(key);
  else table.set(key, data);
  return { ...state, revision, tables: { ...state.tables, [kind]: table } };
}

/** Whether a change is one that people step by: the kernel's interfaces come and go with it. @param {Step} step */
export const counts = (step) => step.change.kind !== "interface";

/** What is there at one of two moments at least, the first's objects where both have them. @param {State} state @param {State} other @returns {State} */
export function union(state, other) {
  const tables = /** @type {Tables} */ ({});
  for (const kind of /** @type {(keyof Tables)[]} */ (Object.keys(state.tables))) {
    tables[kind] = kind === "interface" ? state.tables[kind] : new Map([...other.tables[kind], ...state.tables[kind]]);
  }
  return { ...state, tables };
}

/** Types of items on the map, and which kind of object each is. @type {Record<string, string>} */
const DRAWN = { card: "container", member: "container", hostcard: "container", header: "network", thin: "network", joint: "endpoint", interface: "interface" };

/**
 * The items of a picture that differ, each with its op.
 * @param {import("../types.js").Item[]} items @param {ReadonlyMap<string, Op>} ops by `opKey`
 */
export function marked(items, ops) {
  return items.flatMap((item) => {
    const op = DRAWN[item.type] && ops.get(opKey(DRAWN[item.type], item.engine, item.id));
    return op ? [{ item, op }] : [];
  });
}

/** @param {string} kind @param {string} engine @param {string} id */
export const opKey = (kind, engine, id) => `${kind} ${engine} ${id}`;
