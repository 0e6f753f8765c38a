// What goes where in one engine's frame, before any position: the lanes in their order, who crosses them, who stands in which column.

import { colourLanes } from "./colours.js";
import { placeCards } from "./columns.js";
import { endsOf } from "./labels.js";
import { TRUNK_FROM } from "./metrics.js";
import { laneIdOf } from "./model.js";
import { nameOf } from "./names.js";
import { orderLanes } from "./order.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Endpoint} Endpoint */
/** @typedef {import("../layout.js").Options} Options */
/** @typedef {ReturnType<typeof planOf>} Plan */
/** @typedef {{unit: Unit, x: number, row: number, w: number}} Trunk where its line is, from the first column; in which row of heads, and how wide that is */

const LEAST_COLUMNS = 2;
// Heads of lines of names stand in so many rows, each to the right of the line above it.
const HEAD_ROWS = 3;
const LINE_PITCH = 30;

/** @param {import("../layout.js").FoldedModel} model @param {import("../types.js").Snapshot} snapshot @param {import("./metrics.js").Metrics} metrics @param {Options} options */
export function planOf(model, snapshot, metrics, options) {
  const byKey = new Map(model.lanes.map((lane) => [lane.key, lane]));
  const laneOf = (/** @type {Endpoint} */ endpoint) => {
    const key = laneIdOf(endpoint, byKey);
    return byKey.has(key) ? key : (model.folds.get(endpoint.network_id) ?? key);
  };
  const { units } = model;
  /** @type {Unit[]} */
  const crossing = [];
  /** @type {{unit: Unit, keys: string[]}[]} */
  const others = [];
  for (const unit of units) {
    const keys = keysOf(unit, laneOf, byKey);
    if (isTrunk(keys, byKey)) crossing.push(unit);
    else others.push({ unit, keys });
  }
  const shared = others.map(({ keys }) => keys).filter((some) => some.length > 1);
  const thin = model.lanes.filter((lane) => !lane.used && !lane.fresh);
  const lanes = orderLanes(model.lanes.filter((lane) => lane.used || lane.fresh), shared, options.kept?.order);
  const indexOf = new Map(lanes.map((lane, index) => [lane.key, index]));
  const before = options.kept?.step === metrics.step ? options.kept.places : null;
  const wasIn = (/** @type {Unit} */ unit, /** @type {number} */ lane) => (before ? wasAt(before, model.engine.name, unit, lanes[lane]) : null);
  const homed = others.map(({ unit, keys }) => homeOf(unit, keys, indexOf, wasIn)).filter((card) => card.lane >= 0);
  const trunks = placeTrunks(crossing, model, metrics, options);
  const trunkRoom = trunks.length ? trunks[trunks.length - 1].x + (metrics.step === "cards" ? metrics.column.pitch : LINE_PITCH) : 0;
  const room = Math.floor((options.width - metrics.frame.pad - metrics.end - metrics.column.x - trunkRoom) / metrics.column.pitch);
  const { columns, places, rows } = placeCards(lanes.length, homed, Math.max(LEAST_COLUMNS, room), metrics.step !== "cards");
  const ends = endsOf(snapshot.interfaces.filter((link) => link.engine === model.engine.name));
  return { model, metrics, lanes, thin: orderLanes(thin, []), trunks, trunkRoom, units, laneOf, indexOf, columns, places, rows, homed, ends, colours: colourLanes([...lanes, ...thin], (key) => options.colours?.get(`${model.engine.name} ${key}`)) };
}

/** The lanes that a unit is in, each once. @param {Unit} unit @param {(endpoint: Endpoint) => string} laneOf @param {ReadonlyMap<string, Lane>} byKey @returns {string[]} */
function keysOf({ endpoints }, laneOf, byKey) {
  /** @type {string[]} */
  const keys = [];
  for (const endpoint of endpoints) {
    const key = laneOf(endpoint);
    if (byKey.has(key) && !keys.includes(key)) keys.push(key);
  }
  return keys;
}

/** @param {string[]} keys @param {ReadonlyMap<string, Lane>} byKey */
const isTrunk = (keys, byKey) => keys.length >= TRUNK_FROM && keys.filter((key) => ["rail", "gone"].includes(byKey.get(key)?.kind ?? "")).length >= TRUNK_FROM;

/**
 * A card's own lane is the first of its lanes.
 * @param {Unit} unit @param {string[]} keys @param {Map<string, number>} indexOf @param {(unit: Unit, lane: number) => import("./columns.js").Slot | null} wasIn @returns {import("./columns.js").Homed}
 */
function homeOf(unit, keys, indexOf, wasIn) {
  const wanted = unit.endpoints.length ? keys : ["adrift"];
  const lanes = wanted.map((key) => indexOf.get(key) ?? -1).filter((lane) => lane >= 0);
  if (lanes.length > 1) lanes.sort((a, b) => a - b);
  const lane = lanes[0] ?? -1;
  return { unit, lane, targets: lanes.slice(1), was: wasIn(unit, lane) };
}

/** Where a card stood in the picture before, if in the same lane. @param {import("../types.js").Picture["places"]} before @param {string} engine @param {Unit} unit @param {Lane | undefined} lane */
function wasAt(before, engine, unit, lane) {
  const place = before.get(`${engine} ${unit.key}`);
  return place && place.lane === lane?.key ? place : null;
}

/** Where each card stands, for the picture after this one. @param {Plan} plan @returns {[string, {lane: string, row: number, column: number}][]} */
export function placesOf(plan) {
  return plan.places.flatMap((cards, lane) => cards.map(({ unit, row, column }) => /** @type {[string, {lane: string, row: number, column: number}]} */ ([`${plan.model.engine.name} ${unit.key}`, { lane: plan.lanes[lane].key, row, column }])));
}

/** @param {Unit[]} crossing @param {import("./model.js").EngineModel} model @param {import("./metrics.js").Metrics} metrics @param {Options} options @returns {Trunk[]} */
function placeTrunks(crossing, model, metrics, options) {
  if (metrics.step === "cards") return crossing.map((unit, index) => ({ unit, x: index * metrics.column.pitch, row: 0, w: metrics.card.w }));
  const widths = crossing.map((unit) => Math.min(150, Math.ceil(options.measure(nameOf(unit.container, model.replicas), "pill")) + 54));
  /** @type {Trunk[]} */
  const placed = [];
  for (const [index, unit] of crossing.entries()) {
    const row = index % HEAD_ROWS;
    // Going down, its line must pass no head: each is right of the line above it, and the next flight of stairs right of all heads.
    const x = !index ? 0 : row ? placed[index - 1].x + LINE_PITCH : Math.max(...placed.map((one) => one.x + one.w)) + 8;
    placed.push({ unit, x, row, w: widths[index] });
  }
  return placed;
}
