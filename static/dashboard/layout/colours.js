// Which of the eight colours a network has, and which dash pattern: by its name, so that it keeps them when it is made again.

import { byAge } from "./model.js";

export const COLOURS = 8;
// The eighth is grey: taken when the others are.
const PREFERRED = 7;
// Hues that are hard to tell apart, the more so for the colour-blind: not for neighbours where another is to be had.
/** @type {Record<number, number[]>} */
const ALIKE = { 0: [3, 5], 1: [6], 2: [5, 6], 3: [0, 4], 4: [3], 5: [0, 2], 6: [1, 2], 7: [] };

/** @typedef {{colour: number, dash: number}} Style dash 0 is a whole line */

/**
 * @param {import("../types.js").Lane[]} lanes in the order of the picture
 * @param {(key: string) => Style | undefined} [given] what a lane has already, by its key: it keeps that
 * @returns {Map<string, Style>} by the lane's key
 */
export function colourLanes(lanes, given = () => undefined) {
  const railed = lanes.filter((lane) => lane.kind === "rail" || lane.kind === "gone");
  /** @type {Map<string, Style>} */
  const had = new Map();
  for (const { key } of railed) {
    const style = given(key);
    if (style) had.set(key, style);
  }
  /** @type {Map<string, Style>} */
  const chosen = new Map([...had].map(([key, style]) => [key, { ...style }]));
  const used = new Array(COLOURS).fill(0);
  for (const { colour } of chosen.values()) used[colour] += 1;
  for (const lane of railed.filter((one) => !had.has(one.key)).sort((a, b) => byAge(a.network, b.network))) {
    const colour = leastUsed(used, hash(lane.network.name) % PREFERRED);
    chosen.set(lane.key, { colour, dash: used[colour] });
    used[colour] += 1;
  }
  partNeighbours(lanes.filter((lane) => chosen.has(lane.key)), chosen, had);
  return chosen;
}

/** @param {number[]} used @param {number} wanted */
function leastUsed(used, wanted) {
  const least = Math.min(...used);
  const hues = Array.from({ length: PREFERRED }, (_, step) => (wanted + step) % PREFERRED);
  return hues.find((colour) => used[colour] === least) ?? PREFERRED;
}

/** Gives a lane whose colour is too near to the one above it another: one that is nobody's, or swaps with a lane farther down. @param {import("../types.js").Lane[]} lanes @param {Map<string, Style>} chosen @param {ReadonlyMap<string, unknown>} had which of them stay as they are */
function partNeighbours(lanes, chosen, had) {
  const at = (/** @type {number} */ index) => (lanes[index] ? chosen.get(lanes[index].key) : undefined);
  for (let index = 1; index < lanes.length; index += 1) {
    const [above, mine, below] = [at(index - 1), at(index), at(index + 1)];
    if (!above || !mine || had.has(lanes[index].key) || !clash(above.colour, mine.colour)) continue;
    const used = new Set([...chosen.values()].map((one) => one.colour));
    const others = Array.from({ length: COLOURS }, (_, step) => (mine.colour + step) % COLOURS);
    const fits = (/** @type {number} */ colour) => !clash(colour, above.colour) && !(below && clash(colour, below.colour));
    const free = others.find((colour) => colour < PREFERRED && !used.has(colour) && fits(colour));
    const apart = others.find((colour) => colour !== above.colour && colour !== below?.colour);
    if (free !== undefined) mine.colour = free;
    else if (above.colour === mine.colour && apart !== undefined) mine.colour = apart;
  }
}

/** @param {number} a @param {number} b */
const clash = (a, b) => a === b || ALIKE[a].includes(b);

/** FNV-1a. @param {string} text */
export function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
