// What the command palette offers: pages, objects, and orders where the user may give them. Pure.

import { connectable, bound, endpointsOf } from "../facts.js";
import { fill, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { actsOf, actWord, containerState } from "../words.js";

/** @typedef {import("../store.js").State} State */
/** @typedef {{kind: "container" | "network", engine: string, id: string}} Which */
/**
 * `does`: go to `href`; look at `which`; `order` an act of `which`; ask what to `connect` it to; `disconnect` it from `network`.
 * @typedef {{key: string, label: string, note: string, group: "pages" | "objects" | "orders", does: "go" | "look" | "order" | "connect" | "disconnect",
 *   href?: string, which?: Which, act?: string, network?: string, sure?: boolean}} Entry `sure`: to be confirmed first
 */

const MOST = 40;
/** What interrupts something: asked twice. */
const INTERRUPTING = new Set(["stop", "restart", "pause"]);

/** @param {State} state @param {boolean} mayOrder @returns {Entry[]} */
export function entriesOf(state, mayOrder) {
  const engines = new Set([...state.tables.engine.values()].filter((one) => one.state === "live").map((one) => one.name));
  const several = state.tables.engine.size > 1;
  const where = (/** @type {{engine: string}} */ one) => (several ? ` · ${literal(one.engine)}` : "");
  const networks = [...state.tables.network.values()].map((one) => look("network", one, `${literal(one.driver)}${where(one)}`));
  const containers = [...state.tables.container.values()];
  const orders = mayOrder ? containers.filter((one) => engines.has(one.engine)).flatMap((one) => ordersOf(state, one)) : [];
  return [...containers.map((one) => look("container", one, `${containerState(one.state)}${where(one)}`)), ...networks, ...orders];
}

/** @param {"container" | "network"} kind @param {{engine: string, id: string, name: string}} object @param {string} note @returns {Entry} */
const look = (kind, object, note) => ({
  key: `look ${kind} ${object.engine} ${object.id}`, label: literal(object.name), note: `${kind === "container" ? gettext("container") : gettext("network")} · ${note}`, group: "objects", does: "look",
  which: { kind, engine: object.engine, id: object.id }, href: `/${kind}s/${encodeURIComponent(object.id)}/?engine=${encodeURIComponent(object.engine)}`,
});

/** @param {State} state @param {import("../types.js").Container} container @returns {Entry[]} */
function ordersOf(state, container) {
  const name = literal(container.name);
  /** @type {Which} */
  const which = { kind: "container", engine: container.engine, id: container.id };
  const key = `${container.engine} ${container.id}`;
  /** @type {Entry[]} */
  const acts = actsOf(container.state).map((act) => ({ key: `${act} ${key}`, label: `${actWord(act)} ${name}`, note: gettext("order"), group: "orders", does: "order", which, act, sure: INTERRUPTING.has(act) }));
  if (bound(container)) return acts;
  if (connectable(state, container).length) acts.push({ key: `connect ${key}`, label: fill(gettext("Connect %(name)s to…"), { name }), note: gettext("order"), group: "orders", does: "connect", which });
  for (const endpoint of endpointsOf(state, container).filter((one) => !one.missing)) {
    const label = fill(gettext("Disconnect %(container)s from %(network)s"), { container: name, network: literal(endpoint.network_name) });
    acts.push({ key: `disconnect ${key} ${endpoint.network_id}`, label, note: gettext("order"), group: "orders", does: "disconnect", which, network: endpoint.network_id, sure: true });
  }
  return acts;
}

/**
 * Those that hold each word of the query, the best first: what begins with it, then pages before objects before orders. Without a
 * query the pages.
 * @param {Entry[]} entries @param {string} query @returns {Entry[]}
 */
export function matching(entries, query) {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return entries.filter((entry) => entry.group === "pages");
  const hits = entries.filter((entry) => words.every((word) => entry.label.toLowerCase().includes(word) || (entry.group === "pages" && entry.note.toLowerCase().includes(word))));
  const rank = (/** @type {Entry} */ entry) => (entry.label.toLowerCase().startsWith(words[0]) ? 0 : 3) + ["pages", "objects", "orders"].indexOf(entry.group);
  return hits.sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label)).slice(0, MOST);
}
