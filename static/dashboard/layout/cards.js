// The cards of a lane, what joins them to its rail, and the drops to the rails below.

import { fill, gettext } from "../i18n.js";
import { foldItem } from "./fold-item.js";
import { cardHeight } from "./ground.js";
import { stateNote } from "./host-cards.js";
import { colourOf, gapItems, jointFacts, jointItem, labelItem } from "./joints.js";
import { addressesOf, countedAt, labelOf } from "./labels.js";
import { DROPS, LINE } from "./metrics.js";
import { nameOf, stateWord } from "./names.js";
import { pillItems } from "./lines.js";
import { reuseWhole } from "./parts.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("./ground.js").LaneGround} LaneGround */
/** @typedef {import("./columns.js").Place} Place */
/**
 * What all of these need to know of their engine's part of the picture.
 * @typedef {{engine: string, metrics: import("./metrics.js").Metrics, grounds: LaneGround[], indexOf: Map<string, number>, colours: Map<string, {colour: number, dash: number}>,
 *   replicas: Map<string, number>, ends: ReturnType<typeof import("./labels.js").endsOf>, layers: import("./labels.js").Layers,
 *   measure: import("./text.js").Measure, left: number, laneOf: (endpoint: Endpoint) => string, reuse: import("./parts.js").Reuse}} Scene `left`: the first column's x
 */

/** @param {Scene} scene @param {number} lane @param {Place[]} places @returns {Item[]} in reading order: each card, then its joints */
export function laneCards(scene, lane, places) {
  return reuseWhole(scene.reuse, `cards ${scene.grounds[lane].lane.key}`, cardsFrom(scene, lane, places), (reuse) => {
    const names = twinsIn(scene, places);
    const known = { ...scene, reuse };
    return [...places].sort((a, b) => a.row - b.row || a.column - b.column).flatMap((place) => knownItems(known, lane, place, names));
  });
}

/** What the cards of a lane follow from: asked for every lane at every change. @param {Scene} scene @param {number} lane @param {Place[]} places @returns {unknown[]} */
function cardsFrom(scene, lane, places) {
  /** @type {unknown[]} */
  const from = [scene.metrics, scene.layers, scene.measure, scene.replicas, scene.left];
  let last = lane;
  for (const { unit, row, column, span } of places) {
    from.push(unit, row, column, span);
    for (const endpoint of unit.endpoints) {
      const at = scene.indexOf.get(scene.laneOf(endpoint)) ?? -1;
      const ends = scene.ends.get(endpoint.id);
      from.push(at, ends?.inside, ends?.outside);
      if (at > last) last = at;
    }
  }
  for (let index = lane; index <= last; index += 1) from.push(scene.grounds[index]);
  return from;
}

/** A card's items, as they were where they follow from the same. @param {Scene} scene @param {number} lane @param {Place} place @param {(container: import("../types.js").Container) => string} name @returns {Item[]} */
function knownItems(scene, lane, place, name) {
  const { unit, row, column, span } = place;
  return scene.reuse(`items ${unit.key}`, [unit, row, column, span, scene.left, name(unit.container), ...unit.members.map(name), ...linesFrom(scene, unit, lane)], () => placeItems(scene, lane, place, name));
}

/** What a container's lines to its networks follow from: the lanes from its own to the last that it reaches, its ends there, what is written. @param {Scene} scene @param {Unit} unit @param {number} first lane @returns {unknown[]} */
export function linesFrom(scene, unit, first) {
  const lanes = unit.endpoints.map((endpoint) => scene.indexOf.get(scene.laneOf(endpoint)) ?? -1);
  const ends = unit.endpoints.flatMap((endpoint) => [scene.ends.get(endpoint.id)?.inside, scene.ends.get(endpoint.id)?.outside]);
  return [scene.metrics, scene.layers, scene.measure, ...lanes, null, ...ends, null, ...scene.grounds.slice(first, Math.max(first, ...lanes) + 1)];
}

/** Names that two cards of the lane would share are told apart by the containers' own. @param {Scene} scene @param {Place[]} places */
function twinsIn(scene, places) {
  const seen = new Map();
  for (const { unit } of places) {
    const name = nameOf(unit.container, scene.replicas);
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return (/** @type {import("../types.js").Container} */ container) => {
    const name = nameOf(container, scene.replicas);
    return (seen.get(name) ?? 0) > 1 ? literal(container.name) : name;
  };
}

/** @param {Scene} scene @param {number} lane @param {Place} place @param {(container: import("../types.js").Container) => string} name @returns {Item[]} */
function placeItems(scene, lane, place, name) {
  const { unit } = place;
  const { card, column } = scene.metrics;
  const ground = scene.grounds[lane];
  const x = scene.left + place.column * column.pitch;
  const row = ground.rows[place.row];
  if (unit.fold) return [foldItem(scene, unit.fold, x, row.card, place.span ?? 1), ...foldJoint(scene, unit, ground, x, row)];
  const ends = sortEndpoints(scene, unit, lane);
  if (scene.metrics.step !== "cards") return pillItems(scene, unit, lane, place, x, name, cardLabel(scene, unit), ends);
  const items = [...nestItems(scene, unit, x, row.card), cardItem(scene, unit, x, row.card, name), ...memberItems(scene, unit, x, row.card, name)];
  const bottom = row.card + cardHeight(unit, scene.metrics);
  const { own, others } = ends;
  for (const endpoint of own) items.push(...stubItems(scene, unit, endpoint, ground, x + card.w / 2, row));
  others.forEach(({ endpoint, lane: target }, index) => items.push(...dropItems(scene, unit, endpoint, { from: lane, to: target, row: place.row, room: column.pitch - 4 - dropX(others.length, index) }, x + dropX(others.length, index), bottom)));
  return items;
}

/** What joins the card of a fold to its rail: nothing to press. @param {Scene} scene @param {Unit} unit @param {LaneGround} ground @param {number} x @param {{rail: number, card: number}} row @returns {Item[]} */
function foldJoint(scene, unit, ground, x, row) {
  if (scene.metrics.step !== "cards" || !["rail", "gone"].includes(ground.lane.kind)) return [];
  const { colour } = colourOf(scene, ground);
  return [{ key: `${scene.engine} stub ${unit.key}`, type: "line", layer: 3, x: x + scene.metrics.card.w / 2 - 2, y: row.rail, w: 4, h: row.card - row.rail, colour, remembered: false, route: null }];
}

/** Where a drop leaves its card: the nearest network's is the rightmost, so that none crosses another's label. @param {number} drops @param {number} index */
const dropX = (drops, index) => DROPS[(drops === 1 ? 1 : index) % DROPS.length];

/** A unit's endpoints: in its own lane, and in those below, the nearest first. @param {Scene} scene @param {Unit} unit @param {number} lane */
function sortEndpoints(scene, unit, lane) {
  const each = unit.endpoints.map((endpoint) => ({ endpoint, lane: scene.indexOf.get(scene.laneOf(endpoint)) ?? -1 }));
  // In a folded project once.
  const all = each.filter((one, index) => each.findIndex((other) => other.lane === one.lane) === index);
  const railed = (/** @type {{lane: number}} */ one) => ["rail", "gone"].includes(scene.grounds[one.lane]?.lane.kind);
  return {
    own: all.filter((one) => one.lane === lane && railed(one)).map((one) => one.endpoint),
    others: all.filter((one) => one.lane > lane && railed(one)).sort((a, b) => a.lane - b.lane),
  };
}

/** @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {(container: import("../types.js").Container) => string} name @returns {Item} */
function cardItem(scene, unit, x, y, name) {
  const { container } = unit;
  const { w, h } = scene.metrics.card;
  return {
    key: `${scene.engine} card ${container.id}`, type: "card", layer: 4, x, y, w, h, engine: scene.engine, id: container.id,
    name: shorten(name(container), w - 32, "card", scene.measure), note: h < 36 ? "" : stateNote(container, w - 30, scene.measure),
    full: `${literal(container.name)}\n${literal(container.image)}`, state: container.state, health: container.health ?? null, label: cardLabel(scene, unit),
  };
}

/** The frame around those that share a network namespace. @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @returns {Item[]} */
function nestItems(scene, unit, x, y) {
  if (!unit.members.length) return [];
  return [{ key: `${scene.engine} nest ${unit.key}`, type: "nest", layer: 3, x, y, w: scene.metrics.card.w, h: cardHeight(unit, scene.metrics), id: null }];
}

/** @param {Scene} scene @param {Unit} unit */
function cardLabel(scene, unit) {
  const networks = unit.endpoints.map((endpoint) => {
    const { addresses } = addressesOf(endpoint);
    return [literal(endpoint.network_name), ...addresses].join(" ");
  });
  const { container } = unit;
  const where = networks.length ? networks.join(", ") : gettext("in no network");
  return fill(gettext("Container %(name)s, %(state)s: %(networks)s"), { name: literal(container.name), state: stateWord(container.health === "unhealthy" ? "unhealthy" : container.state), networks: where });
}

/** @param {Scene} scene @param {Unit} unit @param {number} x @param {number} y @param {(container: import("../types.js").Container) => string} name @returns {Item[]} */
function memberItems(scene, unit, x, y, name) {
  const { card } = scene.metrics;
  return unit.members.map((member, index) => ({
    key: `${scene.engine} card ${member.id}`, type: "member", layer: 4, x: x + 4, y: y + card.h + 1 + index * card.member, w: card.w - 8, h: card.member, engine: scene.engine, id: member.id,
    name: shorten(name(member), card.w - 30, "small", scene.measure), full: `${literal(member.name)}\n${literal(member.image)}`, state: member.state, health: member.health ?? null,
    label: fill(gettext("Container %(name)s, %(state)s, in the network namespace of %(owner)s"), { name: literal(member.name), state: stateWord(member.state), owner: literal(unit.container.name) }),
  }));
}

/** @param {Scene} scene @param {Unit} unit @param {Endpoint} endpoint @param {LaneGround} ground @param {number} x @param {{rail: number, card: number}} row @returns {Item[]} */
function stubItems(scene, unit, endpoint, ground, x, row) {
  const { colour } = colourOf(scene, ground);
  const joined = jointFacts(scene, unit, endpoint);
  return [
    { key: `${joined.key} stub`, type: "line", layer: 3, x: x - 2, y: row.rail, w: 4, h: row.card - row.rail, colour, remembered: joined.remembered, route: joined.route ? "up" : null, rate: countedAt(scene.ends.get(endpoint.id), scene.layers)?.rate ?? null },
    jointItem(joined, ground, endpoint, x, row.rail, colour),
    ...labelItem(scene, endpoint, `${joined.key} label`, x + 8, row.rail + 17, scene.metrics.column.pitch - 22, colour, joined),
  ];
}

/** @param {Scene} scene @param {Unit} unit @param {Endpoint} endpoint @param {{from: number, to: number, row: number, room: number}} way @param {number} x @param {number} bottom @returns {Item[]} */
function dropItems(scene, unit, endpoint, way, x, bottom) {
  const ground = scene.grounds[way.to];
  const rail = ground.rows[0].rail;
  const { colour } = colourOf(scene, ground);
  const joined = jointFacts(scene, unit, endpoint);
  const lines = labelOf(endpoint, scene.ends.get(endpoint.id), scene.layers).length;
  return [
    ...gapItems(scene, `${joined.key} gap`, way.from, way.to, x, way.row),
    { key: `${joined.key} drop`, type: "line", layer: 3, x: x - 2, y: bottom, w: 4, h: rail - bottom, colour, remembered: joined.remembered, route: joined.route ? "down" : null, rate: countedAt(scene.ends.get(endpoint.id), scene.layers)?.rate ?? null },
    jointItem(joined, ground, endpoint, x, rail, colour),
    ...labelItem(scene, endpoint, `${joined.key} label`, x + 7, rail - 7 - LINE * (lines - 1), way.room, colour, joined),
  ];
}

// Where the published ports' line meets a card (beside its stub), and how far below a rail it runs.
/** @param {Scene} scene */
export const portTick = (scene) => scene.metrics.card.w / 2 - 10;
/** @param {Scene} scene */
export const portLine = (scene) => scene.metrics.rail.thick / 2 + 4;
