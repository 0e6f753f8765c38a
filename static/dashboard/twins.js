// Several networks of one engine may have one name. Where a name alone says too little, the first of the id stands beside it, as on the map.

import { literal } from "./layout/text.js";

/** @typedef {import("./types.js").Network} Network */
/** @typedef {ReadonlyMap<string, Network>} Networks a table of the store: another one after each change */

const SHORT = 6;
/** The least of an id that Docker itself prints. */
const CLI_SHORT = 12;

/** @type {WeakMap<Networks, ReadonlySet<string>>} the ids of networks that share their name with another one of their engine */
const known = new WeakMap();

/** @param {Networks} networks */
function twinsIn(networks) {
  const before = known.get(networks);
  if (before) return before;
  /** @type {Map<string, Network[]>} */
  const named = new Map();
  for (const network of networks.values()) {
    const name = `${network.engine} ${network.name}`;
    named.set(name, [...(named.get(name) ?? []), network]);
  }
  const found = new Set([...named.values()].filter((alike) => alike.length > 1).flatMap((alike) => alike.map((one) => `${one.engine} ${one.id}`)));
  known.set(networks, found);
  return found;
}

/** @param {Network} network @param {Networks} networks */
const isTwin = (network, networks) => twinsIn(networks).has(`${network.engine} ${network.id}`);

/** The first of the id of a network whose name is not its own alone; else nothing. @param {Network} network @param {Networks} networks */
export const markOf = (network, networks) => (isTwin(network, networks) ? literal(network.id).slice(0, SHORT) : "");

/** A network's name as it is shown: where others have it too, with the first of its id. @param {Network} network @param {Networks} networks */
export const shownName = (network, networks) => (isTwin(network, networks) ? `${literal(network.name)} · ${literal(network.id).slice(0, SHORT)}` : literal(network.name));

/** What names it, and nothing else, to the engine's CLI. @param {Network} network @param {Networks} networks */
export const cliName = (network, networks) => (isTwin(network, networks) ? network.id.slice(0, CLI_SHORT) : network.name);
