// In which order the lanes follow each other: networks that share containers are neighbours, projects stay together, and what goes
// round the packet filter is below what goes through it.

import { byAge, compare, groupBy } from "./model.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {string[][]} Shared the lanes of each container that is in several, drawn as drops */

const HILL_CLIMB_LIMIT = 60;

/** Which part of the picture a lane belongs to, from the top. @param {Lane} lane */
export function regionOf(lane) {
  if (lane.kind === "gone") return 4;
  if (lane.kind !== "rail") return 2;
  if (["macvlan", "ipvlan"].includes(lane.network.driver)) return 1;
  return lane.network.driver === "overlay" ? 3 : 0;
}

/**
 * @param {Lane[]} lanes @param {Shared} shared @param {readonly string[]} [kept] the lanes' keys in the order of the picture before: those keep it, what is new follows
 * @returns {Lane[]}
 */
export function orderLanes(lanes, shared, kept = []) {
  const before = new Map(kept.map((key, index) => [key, index]));
  const regions = groupBy(lanes, (lane) => String(regionOf(lane)));
  return [...regions.keys()].sort(compare).flatMap((region) => (before.size ? keepOrder(regions.get(region) ?? [], before) : orderRegion(regions.get(region) ?? [], shared)));
}

/** @param {Lane[]} lanes @param {Map<string, number>} before */
function keepOrder(lanes, before) {
  // What was unfolded is where its fold was, and a fold where the first of its lanes was.
  const rank = (/** @type {Lane} */ lane) => before.get(lane.key) ?? before.get(`project:${lane.network.project}`) ?? Math.min(before.size, ...(lane.fold?.lanes ?? []).map((key) => before.get(key) ?? before.size));
  return [...lanes].sort((a, b) => rank(a) - rank(b) || byProject(a, b));
}

/** @param {Lane[]} lanes @param {Shared} shared */
function orderRegion(lanes, shared) {
  const base = [...lanes].sort(byProject);
  const weights = weigh(new Set(base.map((lane) => lane.key)), shared);
  const ordered = chain(base, weights);
  return ordered.length <= HILL_CLIMB_LIMIT ? swapNeighbours(ordered, weights) : ordered;
}

/** Projects by their first network's age; within one by age; the default bridge after the networks that people made. @param {Lane} a @param {Lane} b */
function byProject(a, b) {
  const rank = (/** @type {Lane} */ lane) => Number(Boolean(lane.network.default_bridge)) + 2 * Number(lane.kind === "adrift");
  return rank(a) - rank(b) || compare(a.network.project ?? "", b.network.project ?? "") || byAge(a.network, b.network);
}

/** How many containers each two lanes share. @param {Set<string>} keys @param {Shared} shared @returns {Map<string, Map<string, number>>} */
function weigh(keys, shared) {
  /** @type {Map<string, Map<string, number>>} */
  const weights = new Map();
  for (const group of shared) {
    const here = group.filter((key) => keys.has(key));
    for (const a of here) for (const b of here) if (a !== b) add(weights, a, b);
  }
  return weights;
}

/** @param {Map<string, Map<string, number>>} weights @param {string} a @param {string} b */
function add(weights, a, b) {
  const row = weights.get(a) ?? new Map();
  row.set(b, (row.get(b) ?? 0) + 1);
  weights.set(a, row);
}

/** Takes the lanes in their base order, each followed at once by all that it shares containers with, the closest first. @param {Lane[]} base @param {Map<string, Map<string, number>>} weights */
function chain(base, weights) {
  /** @type {Lane[]} */
  const placed = [];
  const left = [...base];
  while (left.length) {
    // The newest placed counts double: its neighbour is the one that drops shortest.
    const pull = (/** @type {Lane} */ lane) =>
      placed.reduce((sum, other, index) => sum + (weights.get(lane.key)?.get(other.key) ?? 0) * (index === placed.length - 1 ? 2 : 1), 0);
    let best = 0;
    let strongest = 0;
    left.forEach((lane, index) => {
      const strength = weights.has(lane.key) ? pull(lane) : 0;
      if (strength > strongest) [best, strongest] = [index, strength];
    });
    placed.push(...left.splice(best, 1));
  }
  return placed;
}

/** Swaps neighbours while that makes the drops shorter. @param {Lane[]} lanes @param {Map<string, Map<string, number>>} weights */
function swapNeighbours(lanes, weights) {
  const ordered = [...lanes];
  for (let round = 0; round < ordered.length; round += 1) {
    let changed = false;
    for (let index = 0; index + 1 < ordered.length; index += 1) {
      if (gain(ordered, index, weights) > 0) {
        [ordered[index], ordered[index + 1]] = [ordered[index + 1], ordered[index]];
        changed = true;
      }
    }
    if (!changed) break;
  }
  return ordered;
}

/** By how much all drops get shorter when the lanes at `index` and after it change places. @param {Lane[]} lanes @param {number} index @param {Map<string, Map<string, number>>} weights */
function gain(lanes, index, weights) {
  const upper = weights.get(lanes[index].key);
  const lower = weights.get(lanes[index + 1].key);
  let sum = 0;
  lanes.forEach((lane, position) => {
    if (position === index || position === index + 1) return;
    const above = position < index ? 1 : -1;
    sum += above * ((lower?.get(lane.key) ?? 0) - (upper?.get(lane.key) ?? 0));
  });
  return sum;
}
