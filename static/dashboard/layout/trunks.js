// Containers in four or more networks: the name on top, one line down in a column of its own, a ring on each of its rails.

import { colourOf, gapItems, jointFacts, jointItem, labelItem } from "./cards.js";
import { fill, gettext } from "../i18n.js";
import { stateNote } from "./host.js";
import { labelOf } from "./labels.js";
import { CARD, COLUMN, LINE } from "./metrics.js";
import { nameOf } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./cards.js").Scene} Scene */

const MEMBER_NOTE_LIMIT = 2;

/** @param {Scene} scene @param {Unit} unit @param {number} column @param {number} y the head's top @returns {Item[]} */
export function trunkItems(scene, unit, column, y) {
  const left = COLUMN.x + column * COLUMN.pitch;
  const x = left + 20;
  const stops = unit.endpoints
    .map((endpoint) => ({ endpoint, lane: scene.indexOf.get(scene.laneOf(endpoint)) ?? -1 }))
    .filter((stop) => ["rail", "gone"].includes(scene.grounds[stop.lane]?.lane.kind))
    .sort((a, b) => a.lane - b.lane);
  const last = stops[stops.length - 1];
  const bottom = scene.grounds[last.lane].rows[0].rail;
  const key = `${scene.engine} trunk ${unit.key}`;
  const own = new Set(stops.map((stop) => stop.lane));
  return [
    { ...headItem(scene, unit, left, y, stops.length), reach: Math.max(0, bottom - y - CARD.h - 20) },
    ...gapItems(scene, `${key} gap`, 0, last.lane, x, -1).filter((gap) => !stops.some((stop) => scene.grounds[stop.lane].rows[0].rail === gap.y + 4)),
    { key, type: "trunk", layer: 3, x: x - 2, y: y + CARD.h, w: 4, h: bottom - y - CARD.h, networks: own.size },
    ...stops.flatMap((stop) => stopItems(scene, unit, stop, x)),
  ];
}

/** @param {Scene} scene @param {Unit} unit @param {{endpoint: import("../types.js").Endpoint, lane: number}} stop @param {number} x @returns {Item[]} */
function stopItems(scene, unit, stop, x) {
  const ground = scene.grounds[stop.lane];
  const { colour } = colourOf(scene, ground);
  const joined = jointFacts(scene, unit, stop.endpoint);
  const y = ground.rows[0].rail;
  const lines = labelOf(stop.endpoint, scene.ends.get(stop.endpoint.id), scene.layers).length;
  return [jointItem(joined, ground, stop.endpoint, x, y, colour), ...labelItem(scene, stop.endpoint, `${joined.key} label`, x + 8, y - 7 - LINE * (lines - 1), COLUMN.pitch - 32, colour, joined)];
}

/** @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {number} networks @returns {Item} */
function headItem(scene, unit, x, y, networks) {
  const { container } = unit;
  const joined = unit.members.slice(0, MEMBER_NOTE_LIMIT).map((member) => `+ ${nameOf(member, scene.replicas)}`);
  return {
    key: `${scene.engine} card ${container.id}`, type: "card", layer: 4, x, y, w: CARD.w, h: CARD.h, engine: scene.engine, id: container.id, trunk: true,
    name: shorten(nameOf(container, scene.replicas), CARD.w - 32, "card", scene.measure),
    note: joined.length ? shorten(joined.join(" "), CARD.w - 30, "small", scene.measure) : stateNote(container, CARD.w - 30, scene.measure),
    full: `${literal(container.name)}\n${literal(container.image)}`, state: container.state, health: container.health ?? null, label: fill(gettext("Container %(name)s, %(state)s, in %(count)s networks"), { name: literal(container.name), state: container.state, count: networks }),
  };
}
