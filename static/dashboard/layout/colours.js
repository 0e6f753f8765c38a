// Which of the eight colours a network has, and which dash pattern: by its name, so that it keeps them when it is made again.

import { byAge } from "./model.js";

export const COLOURS = 8;

/**
 * @param {import("../types.js").Lane[]} lanes in the order of the picture
 * @returns {Map<string, {colour: number, dash: number}>} by the lane's key; dash 0 is a whole line
 */
export function colourLanes(lanes) {
  /** @type {Map<string, {colour: number, dash: number}>} */
  const chosen = new Map();
  const used = new Array(COLOURS).fill(0);
  for (const lane of [...lanes].sort((a, b) => byAge(a.network, b.network))) {
    const colour = leastUsed(used, hash(lane.network.name) % COLOURS);
    chosen.set(lane.key, { colour, dash: used[colour] });
    used[colour] += 1;
  }
  partNeighbours(lanes, chosen);
  return chosen;
}

/** @param {number[]} used @param {number} wanted */
function leastUsed(used, wanted) {
  const least = Math.min(...used);
  for (let step = 0; ; step += 1) {
    const colour = (wanted + step) % COLOURS;
    if (used[colour] === least) return colour;
  }
}

/** @param {import("../types.js").Lane[]} lanes @param {Map<string, {colour: number, dash: number}>} chosen */
function partNeighbours(lanes, chosen) {
  for (let index = 1; index < lanes.length; index += 1) {
    const mine = /** @type {{colour: number, dash: number}} */ (chosen.get(lanes[index].key));
    const taken = new Set([chosen.get(lanes[index - 1].key)?.colour, index + 1 < lanes.length ? chosen.get(lanes[index + 1].key)?.colour : -1]);
    if (mine.colour !== chosen.get(lanes[index - 1].key)?.colour) continue;
    while (taken.has(mine.colour)) mine.colour = (mine.colour + 1) % COLOURS;
  }
}

/** FNV-1a. @param {string} text */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
