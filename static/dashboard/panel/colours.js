// The colours that the networks have on the map: worked out as the map does, without laying it out.

import { colourLanes } from "../layout/colours.js";
import { TRUNK_FROM } from "../layout/metrics.js";
import { laneIdOf, modelOf } from "../layout/model.js";
import { orderLanes } from "../layout/order.js";

/** @typedef {import("../layout/model.js").EngineModel} EngineModel */

/** @param {import("../types.js").Snapshot} snapshot @param {ReadonlySet<string>} fresh @returns {Map<string, number>} `engine network` -> 0 to 7 */
export function networkColours(snapshot, fresh) {
  /** @type {Map<string, number>} */
  const colours = new Map();
  for (const model of modelOf(snapshot, fresh)) {
    for (const [key, { colour }] of colourLanes(ordered(model))) colours.set(`${model.engine.name} ${key}`, colour);
  }
  return colours;
}

/** The lanes from the top of the map down, the unused ones last. @param {EngineModel} model */
function ordered({ lanes, units }) {
  const byKey = new Map(lanes.map((lane) => [lane.key, lane]));
  const railed = (/** @type {string} */ key) => ["rail", "gone"].includes(byKey.get(key)?.kind ?? "");
  const shared = units
    .map((unit) => [...new Set(unit.endpoints.map((endpoint) => laneIdOf(endpoint, byKey)))].filter((key) => byKey.has(key)))
    .filter((keys) => keys.length > 1 && keys.filter(railed).length < TRUNK_FROM);
  return [...orderLanes(lanes.filter((lane) => lane.used || lane.fresh), shared), ...lanes.filter((lane) => !lane.used && !lane.fresh)];
}
