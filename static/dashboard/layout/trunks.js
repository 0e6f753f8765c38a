// Containers in four or more networks: the name on top, one line down in a column of its own, a ring on each of its rails.

import { linesFrom } from "./cards.js";
import { colourOf, gapItems, jointFacts, jointItem, labelItem } from "./joints.js";
import { fill, gettext } from "../i18n.js";
import { stateNote } from "./host-cards.js";
import { labelOf } from "./labels.js";
import { headPill } from "./lines.js";
import { LINE } from "./metrics.js";
import { nameOf, stateWord } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("./plan.js").Trunk} Trunk */

const MEMBER_NOTE_LIMIT = 2;
const HEAD_PITCH = 20;
// From a head's left edge to its line.
const LINE_AT = { cards: 20, names: 10, dots: 10 };

/** @param {Scene} scene @param {Trunk} trunk @param {number} top of all heads @returns {Item[]} */
export function trunkItems(scene, trunk, top) {
  const { unit, x, row, w } = trunk;
  const names = [unit.container, ...unit.members].map((container) => nameOf(container, scene.replicas));
  return scene.reuse(`items ${unit.key}`, [unit, x, row, w, top, ...names, ...linesFrom(scene, unit, 0)], () => makeItems(scene, trunk, top));
}

/** @param {Scene} scene @param {Trunk} trunk @param {number} top @returns {Item[]} */
function makeItems(scene, trunk, top) {
  const { unit } = trunk;
  const { step } = scene.metrics;
  const left = scene.metrics.column.x + trunk.x;
  const x = left + LINE_AT[step];
  const y = top + trunk.row * HEAD_PITCH;
  const stops = stopsOf(scene, unit);
  const last = stops[stops.length - 1];
  const bottom = scene.grounds[last.lane].rows[0].rail;
  const key = `${scene.engine} trunk ${unit.key}`;
  const head = headOf(scene, trunk, left, y, stops.length);
  const rings = new Set(stops.map((stop) => scene.grounds[stop.lane].rows[0].rail));
  return [
    { ...head, reach: Math.max(0, bottom - y - head.h - 20), stick: trunk.row * HEAD_PITCH },
    ...gapItems(scene, `${key} gap`, 0, last.lane, x, -1).filter((gap) => !rings.has(gap.y + 4)),
    { key, type: "trunk", layer: 3, x: x - 2, y: y + head.h, w: step === "cards" ? 4 : 3, h: bottom - y - head.h, networks: stops.length },
    ...stops.flatMap((stop) => stopItems(scene, unit, stop, x)),
  ];
}

/** Where it ends on rails, from the top; in a folded project once. @param {Scene} scene @param {Unit} unit */
function stopsOf(scene, unit) {
  const seen = new Set();
  return unit.endpoints
    .map((endpoint) => ({ endpoint, lane: scene.indexOf.get(scene.laneOf(endpoint)) ?? -1 }))
    .filter((stop) => ["rail", "gone"].includes(scene.grounds[stop.lane]?.lane.kind) && !seen.has(stop.lane) && seen.add(stop.lane))
    .sort((a, b) => a.lane - b.lane);
}

/** @param {Scene} scene @param {Unit} unit @param {{endpoint: import("../types.js").Endpoint, lane: number}} stop @param {number} x @returns {Item[]} */
function stopItems(scene, unit, stop, x) {
  const ground = scene.grounds[stop.lane];
  const { colour } = colourOf(scene, ground);
  const joined = jointFacts(scene, unit, stop.endpoint);
  const y = ground.rows[0].rail;
  const cards = scene.metrics.step === "cards";
  const ring = jointItem(joined, ground, stop.endpoint, x, y, colour, cards ? 0 : scene.metrics.lane.pitch / 2);
  if (!cards) return [ring];
  const lines = labelOf(stop.endpoint, scene.ends.get(stop.endpoint.id), scene.layers).length;
  return [ring, ...labelItem(scene, stop.endpoint, `${joined.key} label`, x + 8, y - 7 - LINE * (lines - 1), scene.metrics.column.pitch - 32, colour, joined)];
}

/** @param {Scene} scene @param {Trunk} trunk @param {number} x @param {number} y @param {number} networks @returns {Item} */
function headOf(scene, { unit, w }, x, y, networks) {
  const { container } = unit;
  const { h } = scene.metrics.card;
  const label = fill(gettext("Container %(name)s, %(state)s, in %(count)s networks"), { name: literal(container.name), state: stateWord(container.state), count: networks });
  if (scene.metrics.step !== "cards") return headPill(scene, unit, x, y, w, networks, label);
  const joined = unit.members.slice(0, MEMBER_NOTE_LIMIT).map((member) => `+ ${nameOf(member, scene.replicas)}`);
  const note = joined.length ? shorten(joined.join(" "), w - 30, "small", scene.measure) : stateNote(container, w - 30, scene.measure);
  return {
    key: `${scene.engine} card ${container.id}`, type: "card", layer: 4, x, y, w, h, engine: scene.engine, id: container.id, trunk: true,
    name: shorten(nameOf(container, scene.replicas), w - 32, "card", scene.measure), note: h < 36 ? "" : note,
    full: `${literal(container.name)}\n${literal(container.image)}`, state: container.state, health: container.health ?? null, label,
  };
}
