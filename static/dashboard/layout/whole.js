// The colours of all networks, as the whole map has them: worked out without laying it out. So a network has one colour, whatever part of
// the map is shown and on which page.

import { colourLanes } from "./colours.js";
import { TRUNK_FROM } from "./metrics.js";
import { laneIdOf, modelOf } from "./model.js";
import { orderLanes } from "./order.js";

/** @typedef {import("./model.js").EngineModel} EngineModel */

/**
 * @param {import("../types.js").Snapshot} snapshot @param {ReadonlySet<string>} fresh
 * @param {(key: string) => import("./colours.js").Style | undefined} [given] what a network has already: it keeps that
 * @returns {Map<string, import("./colours.js").Style>} `engine network` -> its style
 */
export function wholeColours(snapshot, fresh, given = () => undefined) {
  return new Map(modelOf(snapshot, fresh).flatMap((model) => [...colourLanes(ordered(model), (key) => given(`${model.engine.name} ${key}`))].map(([key, style]) => /** @type {const} */ ([`${model.engine.name} ${key}`, style]))));
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
