// The dotted lines from the pins of published ports through the packet filter to their cards.

import { PORT_LINE, PORT_TICK, colourOf } from "./cards.js";
import { COLUMN, FILTER, HEADER, PIN, RAIL } from "./metrics.js";
import { regionOf } from "./order.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./columns.js").Place} Place */

/** @param {Scene} scene @param {Map<string, number>} pins the y of each container's first pin @param {Place[][]} places @returns {Item[]} */
export function portItems(scene, pins, places) {
  return places.flatMap((lane, index) =>
    lane.flatMap((place) => {
      const pin = pins.get(place.unit.container.id);
      return pin === undefined || regionOf(scene.grounds[index].lane) !== 0 ? [] : lineTo(scene, index, place, pin);
    }),
  );
}

/** @param {Scene} scene @param {number} lane @param {Place} place @param {number} pin @returns {Item[]} */
function lineTo(scene, lane, place, pin) {
  const ground = scene.grounds[lane];
  const entry = ground.rows[0].rail + PORT_LINE;
  const row = ground.rows[place.row];
  const x = scene.left + place.column * COLUMN.pitch + PORT_TICK;
  const first = place.row === 0 ? "" : `H${RAIL.x + 17}V${row.rail + PORT_LINE}`;
  const d = `M${PIN.x + PIN.w} ${pin}H${FILTER.x}M${FILTER.x + FILTER.w} ${entry}H${HEADER.x}M${RAIL.x} ${entry}${first}H${x}V${row.card}`;
  const { colour } = colourOf(scene, ground);
  const top = Math.min(pin, entry);
  return [{ key: `${scene.engine} port ${place.unit.key}`, type: "wire", layer: 1, x: PIN.x + PIN.w, y: top, w: x - PIN.x - PIN.w, h: Math.max(pin, row.card) - top, d, tone: "port", colour }];
}
