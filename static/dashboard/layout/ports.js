// The dotted lines from the pins of published ports through the packet filter to their cards.

import { portLine, portTick } from "./cards.js";
import { colourOf } from "./joints.js";
import { regionOf } from "./order.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./columns.js").Place} Place */

/**
 * @param {Scene} scene @param {Map<string, number>} pins the y of each container's first pin
 * @param {Item[]} drawn what is drawn already: cards and joints are looked up in it
 * @param {Map<string, Place & {lane: number}>} places by the unit's key; a trunk has none @param {Unit[]} units @returns {Item[]}
 */
export function portItems(scene, pins, drawn, places, units) {
  const joints = new Map(drawn.filter((item) => item.type === "joint").map((item) => [item.id, item]));
  const cards = new Map(drawn.filter((item) => item.type === "card").map((item) => [item.id, item]));
  return units.flatMap((unit) => {
    const pin = pins.get(unit.container.id);
    const card = cards.get(unit.container.id);
    if (pin === undefined || !card) return [];
    const place = places.get(unit.key);
    const middle = card.y + card.h / 2;
    if (!place) return [dotted(scene, unit, pin, `M${scene.metrics.filter.x + scene.metrics.filter.w} ${middle}H${card.x}`, middle, null)];
    return throughLane(scene, unit, pin, place, joints);
  });
}

/** @param {Scene} scene @param {Unit} unit @param {number} pin @param {Place & {lane: number}} place @param {Map<string, Item>} joints @returns {Item[]} */
function throughLane(scene, unit, pin, place, joints) {
  const endpoint = publisher(scene, unit);
  const lane = endpoint && scene.indexOf.get(scene.laneOf(endpoint));
  const joint = endpoint && joints.get(endpoint.id);
  if (lane === undefined || lane === null || !joint) return [];
  const { filter, header, rail, column } = scene.metrics;
  const ground = scene.grounds[lane];
  const entry = ground.rows[0].rail + portLine(scene);
  const into = `M${filter.x + filter.w} ${entry}H${header.x}M${rail.x} ${entry}`;
  const { colour } = colourOf(scene, ground);
  // In another lane than the card's own the line ends where the drop does.
  if (lane !== place.lane) return [dotted(scene, unit, pin, `${into}H${joint.x + joint.w / 2}`, entry, colour)];
  const row = ground.rows[place.row];
  const down = place.row === 0 ? "" : `H${rail.x + 17}V${row.rail + portLine(scene)}`;
  return [dotted(scene, unit, pin, `${into}${down}H${scene.left + place.column * column.pitch + portTick(scene)}V${row.card}`, row.card, colour)];
}

/** The endpoint that published ports lead to: the default route's, else the first that a packet can come in by. @param {Scene} scene @param {Unit} unit */
function publisher(scene, unit) {
  const open = unit.endpoints.filter((endpoint) => {
    const lane = scene.grounds[scene.indexOf.get(scene.laneOf(endpoint)) ?? -1]?.lane;
    return lane && lane.kind === "rail" && regionOf(lane) === 0 && !lane.network.internal;
  });
  return open.find((endpoint) => endpoint.default_route) ?? open[0] ?? null;
}

/** @param {Scene} scene @param {Unit} unit @param {number} pin @param {string} way @param {number} bottom @param {number | null} colour @returns {Item} */
function dotted(scene, unit, pin, way, bottom, colour) {
  const top = Math.min(pin, bottom);
  const x = scene.metrics.pin.x + scene.metrics.pin.w;
  const right = Math.max(...[...way.matchAll(/H([\d.]+)/g)].map((match) => Number(match[1])));
  return { key: `${scene.engine} port ${unit.key}`, type: "wire", layer: 1, x, y: top, w: right - x, h: Math.abs(bottom - pin) + 20, d: `M${x} ${pin}H${scene.metrics.filter.x}${way}`, tone: "port", colour };
}
