// Networks of one engine that have the same subnet are joined at their right ends: packets for one can take the other.

import { wire } from "./wires.js";

/** @typedef {import("../types.js").Item} Item */

/** @param {import("./cards.js").Scene} scene @param {number} end the rails' right end @returns {Item[]} */
export function linkItems(scene, end) {
  const done = new Set();
  return scene.grounds.flatMap((ground) => {
    const group = [ground.lane.key, ...ground.lane.shares].filter((key) => scene.indexOf.has(key)).sort();
    const name = group.join(" ");
    if (group.length < 2 || done.has(name)) return [];
    done.add(name);
    const ys = group.map((key) => scene.grounds[scene.indexOf.get(key) ?? 0].rows[0].rail).sort((a, b) => a - b);
    const x = end + 5 + ((done.size - 1) % 2) * 5;
    const path = `M${end} ${ys[0]}H${x}V${ys[ys.length - 1]}H${end}${ys.slice(1, -1).map((y) => `M${end} ${y}H${x}`).join("")}`;
    return [wire(`${scene.engine} same ${name}`, path, "same")];
  });
}
