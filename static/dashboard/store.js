// What the page knows: the snapshot, brought up to date by changes. Pure: messages in, a new state out.

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {{op: "add" | "update" | "remove", kind: string, engine: string, id: string, revision: number, time: string, cause?: any, data: any}} Change */
/** @typedef {Record<"engine" | "network" | "container" | "endpoint" | "interface", Map<string, any>>} Tables */
/** @typedef {{revision: number, journal: string, loaded: boolean, tables: Tables, fresh: Map<string, number>}} State `fresh`: networks that came live, and when (ms) */

const KINDS = /** @type {const} */ (["engine", "network", "container", "endpoint", "interface"]);
export const NEW_FOR_MS = 10 * 60 * 1000;

/** @param {string} engine @param {string} id */
export const keyOf = (engine, id) => `${engine} ${id}`;

/** @returns {State} */
export function emptyState(revision = 0, journal = "") {
  return { revision, journal, loaded: false, tables: emptyTables(), fresh: new Map() };
}

/** @returns {Tables} */
const emptyTables = () => /** @type {Tables} */ (Object.fromEntries(KINDS.map((kind) => [kind, new Map()])));

/** @param {State} state @param {Snapshot} snapshot @returns {State} */
export function withSnapshot(state, snapshot) {
  const tables = emptyTables();
  for (const kind of KINDS) {
    const rows = /** @type {any[]} */ (snapshot[/** @type {"engines"} */ (`${kind}s`)] ?? []);
    for (const row of rows) tables[kind].set(keyOf(row.engine ?? row.name, row.id ?? row.name), row);
  }
  return { revision: snapshot.revision ?? 0, journal: snapshot.journal ?? "", loaded: true, tables, fresh: state.fresh };
}

/**
 * The state after those of the changes that are newer; the tables that change are copied. `gap`: a change between is missing.
 * @param {State} state @param {{revision: number, changes: Change[]}} message @param {number} now milliseconds
 * @returns {{state: State, changed: Change[], gap: boolean}}
 */
export function withChanges(state, message, now) {
  const changed = message.changes.filter((change) => change.revision > state.revision).sort((a, b) => a.revision - b.revision);
  if (changed.length && changed[0].revision > state.revision + 1) return { state, changed: [], gap: true };
  const next = { ...state, tables: { ...state.tables }, fresh: new Map(state.fresh), revision: Math.max(state.revision, message.revision) };
  const copied = new Set();
  for (const change of changed) {
    if (!KINDS.includes(/** @type {keyof Tables} */ (change.kind))) continue;
    const kind = /** @type {keyof Tables} */ (change.kind);
    if (!copied.has(kind)) next.tables[kind] = new Map(next.tables[kind]);
    copied.add(kind);
    apply(next, kind, change, now);
  }
  return { state: next, changed, gap: false };
}

/** @param {State} state @param {keyof Tables} kind @param {Change} change @param {number} now */
function apply(state, kind, change, now) {
  const key = keyOf(change.engine, change.id);
  if (change.op === "remove") {
    state.tables[kind].delete(key);
    state.fresh.delete(key);
    return;
  }
  if (kind === "network" && change.op === "add" && change.cause?.type !== "first" && !state.tables.network.has(key)) state.fresh.set(key, now);
  state.tables[kind].set(key, change.data);
}

/** The networks that are still new. @param {State} state @param {number} now @returns {Set<string>} */
export const freshNetworks = (state, now) => new Set([...state.fresh].filter(([, since]) => now - since < NEW_FOR_MS).map(([key]) => key));

/** @param {State} state @returns {Snapshot} */
export function snapshotOf(state) {
  const rows = (/** @type {keyof Tables} */ kind) => [...state.tables[kind].values()];
  return { revision: state.revision, journal: state.journal, engines: rows("engine"), networks: rows("network"), containers: rows("container"), endpoints: rows("endpoint"), interfaces: rows("interface") };
}
