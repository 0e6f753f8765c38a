// The map's layout: a snapshot in, positions out. Pure: the same snapshot gives the same picture, and nothing else is looked at.

import { gettext } from "./i18n.js";
import { laneCards } from "./layout/cards.js";
import { colourLanes } from "./layout/colours.js";
import { placeCards } from "./layout/columns.js";
import { layLanes } from "./layout/ground.js";
import { headerOf } from "./layout/header.js";
import { layHost } from "./layout/host.js";
import { endsOf, labelOf } from "./layout/labels.js";
import { CARD, COLUMN, FRAME, HOST, LANE, TRUNK, TRUNK_FROM } from "./layout/metrics.js";
import { laneIdOf, modelOf } from "./layout/model.js";
import { orderLanes, regionOf } from "./layout/order.js";
import { portItems } from "./layout/ports.js";
import { laneItems, thinItems } from "./layout/rails.js";
import { estimate, literal } from "./layout/text.js";
import { trunkItems } from "./layout/trunks.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Picture} Picture */
/** @typedef {import("./types.js").Lane} Lane */
/** @typedef {import("./types.js").Unit} Unit */
/** @typedef {import("./layout/model.js").EngineModel} EngineModel */
/** @typedef {{width: number, layers: import("./layout/labels.js").Layers, fresh: ReadonlySet<string>, measure: import("./layout/text.js").Measure}} Options */

/** @type {Options} */
const DEFAULTS = { width: 1040, layers: { ips: true, ports: true, kernel: false, rates: false }, fresh: new Set(), measure: estimate };
const LEAST_COLUMNS = 2;

/**
 * @param {import("./types.js").Snapshot} snapshot
 * @param {Partial<Options>} [options]
 * @returns {Picture}
 */
export function layout(snapshot, options = {}) {
  const full = { ...DEFAULTS, ...options };
  const models = modelOf(snapshot, full.fresh);
  const hosts = hostsOf(models);
  const plans = models.map((model) => plan(model, snapshot, full));
  const columns = Math.max(0, ...plans.map((one) => one.trunks.length + one.columns));
  const right = Math.max(full.width - FRAME.pad, COLUMN.x + columns * COLUMN.pitch + 28);
  /** @type {Item[]} */
  const items = [];
  let y = FRAME.top;
  for (const one of plans) {
    const frame = drawFrame(one, y, right, hosts, full);
    items.push(...frame.items);
    y = frame.bottom + FRAME.gap;
  }
  items.push(...overlayLinks(items, hosts, right));
  return { width: right + FRAME.pad, height: y, items: items.sort((a, b) => a.layer - b.layer) };
}

/** On how many engines each overlay is. @param {EngineModel[]} models @returns {Map<string, number>} */
function hostsOf(models) {
  const counts = new Map();
  for (const model of models) for (const lane of model.lanes) counts.set(lane.key, (counts.get(lane.key) ?? 0) + 1);
  return counts;
}

/**
 * What goes where, without positions.
 * @param {EngineModel} model @param {import("./types.js").Snapshot} snapshot @param {Options} options
 */
function plan(model, snapshot, options) {
  const byKey = new Map(model.lanes.map((lane) => [lane.key, lane]));
  const laneOf = (/** @type {import("./types.js").Endpoint} */ endpoint) => laneIdOf(endpoint, byKey);
  const { units } = model;
  const keysOf = (/** @type {Unit} */ unit) => [...new Set(unit.endpoints.map(laneOf))].filter((key) => byKey.has(key));
  const railed = (/** @type {Unit} */ unit) => keysOf(unit).filter((key) => ["rail", "gone"].includes(byKey.get(key)?.kind ?? ""));
  const trunks = units.filter((unit) => railed(unit).length >= TRUNK_FROM);
  const others = units.filter((unit) => railed(unit).length < TRUNK_FROM);
  const shared = others.map(keysOf).filter((keys) => keys.length > 1);
  const thin = model.lanes.filter((lane) => !lane.used && !lane.fresh);
  const lanes = orderLanes(model.lanes.filter((lane) => lane.used || lane.fresh), shared);
  const indexOf = new Map(lanes.map((lane, index) => [lane.key, index]));
  const homed = others.map((unit) => homeOf(unit, keysOf(unit), indexOf)).filter((card) => card.lane >= 0);
  const room = Math.floor((options.width - FRAME.pad - 28 - COLUMN.x) / COLUMN.pitch) - trunks.length;
  const { columns, places } = placeCards(lanes.length, homed, Math.max(LEAST_COLUMNS, room));
  const ends = endsOf(snapshot.interfaces.filter((link) => link.engine === model.engine.name));
  const colours = colourLanes([...lanes, ...thin]);
  return { model, lanes, thin: orderLanes(thin, []), trunks, units, laneOf, indexOf, columns, places, homed, ends, colours };
}

/** A card's own lane is the first of its lanes. @param {Unit} unit @param {string[]} keys @param {Map<string, number>} indexOf */
function homeOf(unit, keys, indexOf) {
  const wanted = unit.endpoints.length ? keys : ["adrift"];
  const lanes = wanted.map((key) => indexOf.get(key) ?? -1).filter((lane) => lane >= 0).sort((a, b) => a - b);
  return { unit, lane: lanes[0] ?? -1, targets: lanes.slice(1) };
}

/** @param {ReturnType<typeof plan>} one @param {number} top @param {number} right @param {Map<string, number>} hosts @param {Options} options */
function drawFrame(one, top, right, hosts, options) {
  const { model } = one;
  const engine = model.engine.name;
  const start = top + FRAME.title;
  const headers = one.lanes.map((lane) => headerOf(lane, { twins: hasTwin(one, lane), hosts: hosts.get(lane.key) ?? 1, measure: options.measure }));
  const lines = textLines(one, options);
  const laid = layLanes(
    one.lanes.map((lane, index) => ({ lane, places: one.places[index], header: headers[index].h, stubLines: lines.stubs[index], dropLines: lines.drops[index] })),
    start + (one.trunks.length ? TRUNK.strip : 0),
  );
  const scene = { engine, grounds: laid.grounds, indexOf: one.indexOf, colours: one.colours, replicas: model.replicas, ends: one.ends, layers: options.layers, measure: options.measure, left: COLUMN.x + one.trunks.length * COLUMN.pitch, laneOf: one.laneOf };
  const end = right - 28;
  const thinTop = one.lanes.length ? laid.bottom + 12 : start;
  const bottom = one.thin.length ? thinTop + one.thin.length * (LANE.thin + 4) : laid.bottom;
  const host = layHost(model, one.units, groundFor(scene, start, bottom), options.layers.ports, options.measure);
  const frameBottom = Math.max(bottom, host.bottom) + FRAME.pad;
  /** @type {Item[]} */
  const items = [frameItem(model, top, right, frameBottom), ...host.items];
  laid.grounds.forEach((ground, index) => items.push(...laneItems(scene, ground, headers[index], end, roomAtEnd(scene, one, index, end)), ...laneCards(scene, index, one.places[index])));
  one.trunks.forEach((unit, column) => items.push(...trunkItems(scene, unit, column, start)));
  one.thin.forEach((lane, index) => items.push(...thinItems(scene, lane, one.colours.get(lane.key) ?? { colour: 7, dash: 0 }, thinTop + index * (LANE.thin + 4), end)));
  const places = new Map(one.places.flatMap((lane, index) => lane.map((place) => [place.unit.key, { ...place, lane: index }])));
  items.push(...portItems(scene, host.pins, items, places, one.units));
  return { items, bottom: frameBottom };
}

/** @param {ReturnType<typeof plan>} one @param {Lane} lane */
const hasTwin = (one, lane) => one.model.lanes.some((other) => other !== lane && other.network.name === lane.network.name && lane.kind === "rail");

/** The most lines of text beside the stubs, and beside the rings of drops, of each lane. @param {ReturnType<typeof plan>} one @param {Options} options */
function textLines(one, options) {
  const stubs = one.lanes.map(() => 0);
  const drops = one.lanes.map(() => 0);
  const count = (/** @type {number[]} */ into, /** @type {number} */ lane, /** @type {import("./types.js").Endpoint} */ endpoint) => {
    into[lane] = Math.max(into[lane], labelOf(endpoint, one.ends.get(endpoint.id), options.layers).length);
  };
  for (const card of one.homed) {
    for (const endpoint of card.unit.endpoints) {
      const lane = one.indexOf.get(one.laneOf(endpoint)) ?? -1;
      if (lane >= 0) count(lane === card.lane ? stubs : drops, lane, endpoint);
    }
  }
  for (const unit of one.trunks) for (const endpoint of unit.endpoints) if (one.indexOf.has(one.laneOf(endpoint))) count(drops, one.indexOf.get(one.laneOf(endpoint)) ?? 0, endpoint);
  return { stubs, drops };
}

/**
 * How much of a lane's first rail is free of rings and labels before its right end.
 * @param {import("./layout/cards.js").Scene} scene @param {ReturnType<typeof plan>} one @param {number} lane @param {number} end
 */
function roomAtEnd(scene, one, lane, end) {
  const placed = new Map(one.places.flat().map((place) => [place.unit, place]));
  const last = (/** @type {number} */ column, /** @type {number} */ inside) => scene.left + column * COLUMN.pitch + inside;
  const taken = one.homed.map((card) => {
    const place = placed.get(card.unit);
    if (!place) return 0;
    if (card.targets.includes(lane)) return last(place.column, COLUMN.pitch + 10);
    return card.lane === lane && place.row === 0 ? last(place.column, CARD.w / 2 + 8) : 0;
  });
  return end - Math.max(scene.left, ...taken);
}

/** What the host's side must know of the lanes. @param {import("./layout/cards.js").Scene} scene @param {number} top @param {number} bottom @returns {import("./layout/host.js").Ground} */
function groundFor(scene, top, bottom) {
  const filtered = scene.grounds.filter((ground) => regionOf(ground.lane) === 0);
  const last = filtered[filtered.length - 1];
  const rail = (/** @type {import("./layout/ground.js").LaneGround} */ ground) => ({ key: ground.lane.key, y: ground.rows[0].rail, colour: scene.colours.get(ground.lane.key)?.colour ?? 7 });
  return {
    top, bottom,
    filter: { top: top + 4, bottom: Math.max(top + 164, last ? last.y + last.h - 4 : 0) },
    direct: scene.grounds.filter((ground) => regionOf(ground.lane) === 1 && ground.lane.network.parent).map((ground) => ({ ...rail(ground), parent: ground.lane.network.parent ?? "" })),
    tunnels: scene.grounds.filter((ground) => ground.lane.network.driver === "overlay").map((ground) => ({ ...rail(ground), vxlan: ground.lane.network.vxlan_id ? String(ground.lane.network.vxlan_id) : gettext("tunnel") })),
  };
}

/** @param {EngineModel} model @param {number} y @param {number} right @param {number} bottom @returns {Item} */
function frameItem(model, y, right, bottom) {
  const { engine } = model;
  const product = engine.product ? `${engine.product === "podman" ? "Podman" : "Docker"} ${literal(engine.version).split("+")[0]}` : "";
  const title = [literal(engine.host_name || engine.name), literal(engine.operating_system), product].filter(Boolean).join(" · ");
  return { key: `${engine.name} frame`, type: "frame", layer: 0, x: FRAME.x, y, w: right - FRAME.x, h: bottom - y, engine: engine.name, title, away: engine.state === "unreachable", inset: HOST.x - FRAME.x };
}

/** An overlay's rail runs on from one host's frame to the next. @param {Item[]} items @param {Map<string, number>} hosts @param {number} right @returns {Item[]} */
function overlayLinks(items, hosts, right) {
  const rails = items.filter((item) => item.type === "rail" && item.key.endsWith(" rail 0"));
  return [...hosts].filter(([, count]) => count > 1).flatMap(([key], index) => {
    const ours = rails.filter((rail) => rail.key.endsWith(` lane ${key} rail 0`)).sort((a, b) => a.y - b.y);
    const last = ours[ours.length - 1];
    if (ours.length < 2) return [];
    const x = right - 21 + (index % 3) * 5;
    const down = { ...ours[0], key: `overlay ${key}`, x, w: ours[0].h, h: last.y - ours[0].y + ours[0].h, dash: 0 };
    return [down, ...ours.map((rail) => ({ ...rail, key: `${rail.key} on`, x: rail.x + rail.w, w: x - rail.x - rail.w + 1, dash: 0 }))];
  });
}
