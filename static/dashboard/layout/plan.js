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
  const keys = new Map(units.map((unit) => [unit, [...new Set(unit.endpoints.map(laneOf))].filter((key) => byKey.has(key))]));
  const keysOf = (/** @type {Unit} */ unit) => keys.get(unit) ?? [];
  const isTrunk = (/** @type {Unit} */ unit) => keysOf(unit).filter((key) => ["rail", "gone"].includes(byKey.get(key)?.kind ?? "")).length >= TRUNK_FROM;
  const [crossing, others] = [units.filter(isTrunk), units.filter((unit) => !isTrunk(unit))];
  const shared = others.map(keysOf).filter((some) => some.length > 1);
  const thin = model.lanes.filter((lane) => !lane.used && !lane.fresh);
  const lanes = orderLanes(model.lanes.filter((lane) => lane.used || lane.fresh), shared, options.kept?.order);
  const indexOf = new Map(lanes.map((lane, index) => [lane.key, index]));
  const before = options.kept?.step === metrics.step ? options.kept.places : null;
  const homed = others.map((unit) => homeOf(unit, keysOf(unit), indexOf)).map((card) => ({ ...card, was: before ? wasAt(before, model.engine.name, card.unit, lanes[card.lane]) : null })).filter((card) => card.lane >= 0);
  const trunks = placeTrunks(crossing, model, metrics, options);
  const trunkRoom = trunks.length ? trunks[trunks.length - 1].x + (metrics.step === "cards" ? metrics.column.pitch : LINE_PITCH) : 0;
  const room = Math.floor((options.width - metrics.frame.pad - metrics.end - metrics.column.x - trunkRoom) / metrics.column.pitch);
  const { columns, places, rows } = placeCards(lanes.length, homed, Math.max(LEAST_COLUMNS, room), metrics.step !== "cards");
  const ends = endsOf(snapshot.interfaces.filter((link) => link.engine === model.engine.name));
  return { model, metrics, lanes, thin: orderLanes(thin, []), trunks, trunkRoom, units, laneOf, indexOf, columns, places, rows, homed, ends, colours: colourLanes([...lanes, ...thin], (key) => options.colours?.get(`${model.engine.name} ${key}`)) };
}

/** A card's own lane is the first of its lanes. @param {Unit} unit @param {string[]} keys @param {Map<string, number>} indexOf */
function homeOf(unit, keys, indexOf) {
  const wanted = unit.endpoints.length ? keys : ["adrift"];
  const lanes = wanted.map((key) => indexOf.get(key) ?? -1).filter((lane) => lane >= 0).sort((a, b) => a - b);
  return { unit, lane: lanes[0] ?? -1, targets: lanes.slice(1) };
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
