// Where a dragged card can be dropped: each network's place on the map, and why it would not take the card.

import { find } from "../facts.js";
import { dropWords, refusal } from "../refusals.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {{id: string, engine: string, why: string | null, words: string, keys: string[], box: {left: number, top: number, bottom: number}}} Target `keys`: of the items that show it */

/** Every network of the card's engine that is drawn. @param {Item[]} items @param {Item} card @param {import("../store.js").State} state @returns {Target[]} */
export function targetsOf(items, card, state) {
  const container = find(state, "container", card.engine, card.id);
  if (!container) return [];
  const lanes = new Map(items.filter((item) => item.type === "lane").map((lane) => [lane.key.replace(" lane ", " network "), lane]));
  return items.flatMap((item) => {
    const network = ["header", "thin"].includes(item.type) && item.engine === card.engine && item.id ? find(state, "network", item.engine, item.id) : null;
    if (!network) return [];
    const lane = lanes.get(item.key);
    const why = refusal(state, container, network);
    const { y, h } = lane ?? item;
    return { id: network.id, engine: network.engine, why, words: dropWords(network, why), keys: lane ? [item.key, lane.key] : [item.key], box: { left: item.x, top: y, bottom: y + h } };
  });
}

/** The target under a point of the map. @param {Target[]} targets @param {number} x @param {number} y */
export const targetAt = (targets, x, y) => targets.find(({ box }) => x >= box.left && y >= box.top && y <= box.bottom) ?? null;
