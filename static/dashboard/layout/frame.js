// One engine's frame: its lanes from top to bottom, what hangs on them, what crosses them, and the host's side beside them.

import { gettext } from "../i18n.js";
import { laneCards } from "./cards.js";
import { layLanes } from "./ground.js";
import { headerOf } from "./header.js";
import { layHost } from "./host.js";
import { labelOf } from "./labels.js";
import { regionOf } from "./order.js";
import { portItems } from "./ports.js";
import { laneItems, thinItems } from "./rails.js";
import { linkItems } from "./links.js";
import { literal } from "./text.js";
import { trunkItems } from "./trunks.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./cards.js").Scene} Scene */
/** @typedef {import("../layout.js").Options} Options */

const CARD_STRIP = 16;
const HEAD_PITCH = 20;
/** @type {ReturnType<typeof headerOf>} */
const NO_HEADER = { lines: [], badges: [], h: 0 };

/** @param {Plan} plan @param {number} top @param {number} right @param {Map<string, number>} hosts @param {Options} options @param {import("./parts.js").Reuse} given @returns {{items: Item[], bottom: number}} */
export function drawFrame(plan, top, right, hosts, options, given) {
  const { model, metrics } = plan;
  const start = top + metrics.frame.title;
  /** @type {import("./parts.js").Reuse} */
  const reuse = (key, from, make) => given(`${model.engine.name} ${key}`, from, make);
  // Lines have short headers of their own, and no name at their end.
  const cards = metrics.step === "cards";
  const headers = plan.lanes.map((lane) => (cards ? headerFor(lane, hasTwin(plan, lane), hosts.get(lane.key) ?? 1, metrics, options.measure, reuse) : NO_HEADER));
  const lines = textLines(plan, options);
  const laid = layLanes(
    plan.lanes.map((lane, index) => ({ lane, places: plan.places[index], header: headers[index].h, stubLines: lines.stubs[index], dropLines: lines.drops[index] })),
    start + strip(plan), metrics,
  );
  const scene = sceneOf(plan, laid.grounds.map((ground) => knownGround(plan, ground, reuse)), options, reuse);
  const end = right - metrics.end;
  const gap = cards ? 4 : 0;
  const thinTop = plan.lanes.length ? laid.bottom + (cards ? 12 : 4) : start;
  const bottom = plan.thin.length ? thinTop + plan.thin.length * (metrics.lane.thin + gap) : laid.bottom;
  const host = layHost(model, plan.units, groundFor(scene, start, bottom), options.layers.ports, options.measure);
  const frameBottom = Math.max(bottom, host.bottom) + metrics.frame.pad;
  const room = cards ? roomAtEnd(scene, plan, end) : plan.lanes.map(() => 0);
  /** @type {Item[]} */
  const items = [frameItem(plan, top, right, frameBottom), ...host.items];
  scene.grounds.forEach((ground, index) => items.push(...laneItems(scene, ground, headers[index], end, room[index]), ...laneCards(scene, index, plan.places[index])));
  plan.trunks.forEach((trunk) => items.push(...trunkItems(scene, trunk, start)));
  plan.thin.forEach((lane, index) => items.push(...thinItems(scene, lane, plan.colours.get(lane.key) ?? { colour: 7, dash: 0 }, thinTop + index * (metrics.lane.thin + gap), end)));
  items.push(...linkItems(scene, end));
  if (cards) items.push(...portItems(scene, host.pins, items, placesOf(plan), plan.units));
  return { items, bottom: frameBottom };
}

/** @param {Lane} lane @param {boolean} twins @param {number} hosts @param {import("./metrics.js").Metrics} metrics @param {import("./text.js").Measure} measure @param {import("./parts.js").Reuse} reuse */
const headerFor = (lane, twins, hosts, metrics, measure, reuse) => reuse(`header ${lane.key}`, [lane, twins, hosts, metrics, measure], () => headerOf(lane, { twins, hosts, measure, metrics }));

/** Of one lane in one place and colour: what is drawn on it asks for no more. @param {Plan} plan @param {import("./ground.js").LaneGround} ground @param {import("./parts.js").Reuse} reuse */
function knownGround(plan, ground, reuse) {
  const style = plan.colours.get(ground.lane.key);
  return reuse(`ground ${ground.lane.key}`, [ground.lane, ground.y, ground.h, style?.colour, style?.dash, ...ground.rows.flatMap((row) => [row.rail, row.card])], () => ground);
}

/** Room above the lanes for the heads of those that cross them. @param {Plan} plan */
function strip({ trunks, metrics }) {
  if (!trunks.length) return 0;
  return metrics.step === "cards" ? metrics.card.h + CARD_STRIP : Math.max(...trunks.map((trunk) => trunk.row + 1)) * HEAD_PITCH + 4;
}

/** @param {Plan} plan @param {import("./ground.js").LaneGround[]} grounds @param {Options} options @param {import("./parts.js").Reuse} reuse @returns {Scene} */
function sceneOf(plan, grounds, options, reuse) {
  const { model, metrics, indexOf, colours, ends, laneOf } = plan;
  return { engine: model.engine.name, metrics, grounds, indexOf, colours, replicas: model.replicas, ends, layers: options.layers, measure: options.measure, left: metrics.column.x + plan.trunkRoom, laneOf, reuse };
}

/** @param {Plan} plan */
const placesOf = (plan) => new Map(plan.places.flatMap((lane, index) => lane.map((place) => [place.unit.key, { ...place, lane: index }])));

/** @param {Plan} plan @param {Lane} lane */
const hasTwin = (plan, lane) => lane.kind === "rail" && plan.model.lanes.some((other) => other !== lane && other.network.name === lane.network.name);

/** The most lines of text beside the stubs, and beside the rings of drops, of each lane. @param {Plan} plan @param {Options} options */
function textLines(plan, options) {
  const stubs = plan.lanes.map(() => 0);
  const drops = plan.lanes.map(() => 0);
  if (plan.metrics.step !== "cards") return { stubs, drops };
  const count = (/** @type {number[]} */ into, /** @type {import("../types.js").Endpoint} */ endpoint, /** @type {number} */ lane) => {
    into[lane] = Math.max(into[lane], labelOf(endpoint, plan.ends.get(endpoint.id), options.layers).length);
  };
  for (const card of plan.homed) {
    if (card.unit.fold) continue;
    for (const endpoint of card.unit.endpoints) {
      const lane = plan.indexOf.get(plan.laneOf(endpoint)) ?? -1;
      if (lane >= 0) count(lane === card.lane ? stubs : drops, endpoint, lane);
    }
  }
  for (const { unit } of plan.trunks) for (const endpoint of unit.endpoints) if (plan.indexOf.has(plan.laneOf(endpoint))) count(drops, endpoint, plan.indexOf.get(plan.laneOf(endpoint)) ?? 0);
  return { stubs, drops };
}

/** How much of each lane's first rail is free of rings and labels before its right end. @param {Scene} scene @param {Plan} plan @param {number} end */
function roomAtEnd(scene, plan, end) {
  const { column, card } = scene.metrics;
  const taken = plan.lanes.map(() => scene.left);
  const placed = new Map(plan.places.flat().map((place) => [place.unit, place]));
  for (const { unit, lane, targets } of plan.homed) {
    const place = placed.get(unit);
    if (!place) continue;
    const left = scene.left + place.column * column.pitch;
    for (const target of targets) taken[target] = Math.max(taken[target], left + column.pitch + 10);
    if (place.row === 0) taken[lane] = Math.max(taken[lane], left + card.w / 2 + 8);
  }
  return taken.map((x) => end - x);
}

/** What the host's side must know of the lanes. @param {Scene} scene @param {number} top @param {number} bottom @returns {import("./host.js").Ground} */
function groundFor(scene, top, bottom) {
  const filtered = scene.grounds.filter((ground) => regionOf(ground.lane) === 0);
  const last = filtered[filtered.length - 1];
  const direct = scene.grounds.filter((ground) => regionOf(ground.lane) === 1 && ground.lane.network.parent);
  const tunnels = scene.grounds.filter((ground) => ground.lane.network.driver === "overlay");
  // Above the wire that goes round it stand the words that say so.
  const words = direct.length && scene.metrics.step === "cards" ? direct[0].rows[0].rail - 27 : Infinity;
  const filter = { top: top + 4, bottom: Math.max(top + 164, last ? Math.min(last.y + last.h - 4, words) : 0) };
  const rail = (/** @type {import("./ground.js").LaneGround} */ ground) => ({ key: ground.lane.key, y: ground.rows[0].rail, colour: scene.colours.get(ground.lane.key)?.colour ?? 7 });
  return {
    metrics: scene.metrics, top, bottom,
    filter,
    direct: direct.map((ground, index) => ({ ...rail(ground), ...roundThe(filter, ground.rows[0].rail, index), parent: ground.lane.network.parent ?? "", driver: ground.lane.network.driver })),
    tunnels: tunnels.map((ground, index) => ({ ...rail(ground), ...roundThe(filter, ground.rows[0].rail, direct.length + index), vxlan: ground.lane.network.vxlan_id ? String(ground.lane.network.vxlan_id) : gettext("tunnel") })),
  };
}

/**
 * Where a wire that is not filtered passes the packet filter: straight, or beneath it where that is taller than the lanes it filters.
 * @param {{bottom: number}} filter @param {number} y of its lane's rail @param {number} index
 */
const roundThe = (filter, y, index) => (y > filter.bottom ? { way: y, rise: 0 } : { way: filter.bottom + 12 + index * 6, rise: index * 6 });

/** What a frame is called: its host and engine. @param {import("../types.js").Engine} engine */
export function frameTitle(engine) {
  const product = engine.product ? `${engine.product === "podman" ? "Podman" : "Docker"} ${literal(engine.version).split("+")[0]}` : "";
  return [literal(engine.host_name || engine.name), literal(engine.operating_system), product].filter(Boolean).join(" · ");
}

/** @param {Plan} plan @param {number} y @param {number} right @param {number} bottom @returns {Item} */
function frameItem({ model, metrics }, y, right, bottom) {
  const { engine } = model;
  const { frame, host } = metrics;
  return { key: `${engine.name} frame`, type: "frame", layer: 0, x: frame.x, y, w: right - frame.x, h: bottom - y, engine: engine.name, title: frame.title > 20 ? frameTitle(engine) : "", away: engine.state === "unreachable", inset: host.x - frame.x };
}

/** An overlay's rail runs on from one host's frame to the next. @param {Item[]} items @param {Map<string, number>} hosts @param {number} right @returns {Item[]} */
export function overlayLinks(items, hosts, right) {
  const shared = [...hosts].filter(([, count]) => count > 1);
  if (!shared.length) return [];
  const rails = items.filter((item) => item.type === "rail" && item.key.endsWith(" rail 0"));
  return shared.flatMap(([key], index) => {
    const ours = rails.filter((rail) => rail.key.endsWith(` lane ${key} rail 0`)).sort((a, b) => a.y - b.y);
    const last = ours[ours.length - 1];
    if (ours.length < 2) return [];
    const x = right - 16 + (index % 3) * 5;
    const down = { ...ours[0], key: `overlay ${key}`, x, w: ours[0].h, h: last.y - ours[0].y + ours[0].h, dash: 0 };
    return [down, ...ours.map((rail) => ({ ...rail, key: `${rail.key} on`, x: rail.x + rail.w, w: x - rail.x - rail.w + 1, dash: 0 }))];
  });
}
