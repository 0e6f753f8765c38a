// The left of a frame: the way out, the host's interfaces with the ports published on them, the packet filter, host-mode containers.

import { fill, gettext } from "../i18n.js";
import { boxesOf, heightOf } from "./boxes.js";
import { hostCards } from "./host-cards.js";
import { literal, shorten, wrapWords } from "./text.js";
import { directWires, text, tunnelWires, wires } from "./wires.js";

/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {import("./text.js").Measure} Measure */
/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {{box: Box, y: number}} Placed */
/**
 * Where the lanes are, as far as the host's side needs it. `way`: how far down a wire that is not filtered passes the filter; `rise`: how much
 * further right than others it then goes up to its lane.
 * @typedef {{metrics: import("./metrics.js").Metrics, top: number, bottom: number, filter: {top: number, bottom: number},
 *   direct: {key: string, y: number, way: number, rise: number, parent: string, driver: string, colour: number}[], tunnels: {key: string, y: number, way: number, rise: number, colour: number, vxlan: string}[]}} Ground
 */

/**
 * @param {EngineModel} model @param {Unit[]} units all cards, for the published ports @param {Ground} ground @param {boolean} ports whether pins are shown
 * @param {Measure} measure
 * @returns {{items: Item[], bottom: number, pins: Map<string, number>}} `pins`: the middle of each container's first pin
 */
export function layHost(model, units, ground, ports, measure) {
  const { boxes, cut } = boxesOf(model, ports ? units : [], ground, measure);
  const placed = stack(boxes, ground);
  const engine = model.engine.name;
  /** @type {Item[]} */
  const items = [filterItem(model, ground)];
  /** @type {Map<string, number>} */
  const pins = new Map();
  for (const { box, y } of placed) items.push(...boxItems(engine, box, y, pins, measure, ground), ...wires(engine, box, y, ground));
  items.push(...directWires(engine, placed, ground), ...tunnelWires(engine, placed, ground));
  const cards = hostCards(model, placed, ground, measure);
  items.push(...cards.items);
  const bottom = Math.max(ground.bottom, cards.bottom, ground.filter.bottom + 6, ...placed.map(({ box, y }) => y + heightOf(box, ground) + 10));
  items.push(hostBox(model, ground, bottom), ...outside(engine, placed, cut, ground));
  return { items, bottom, pins };
}

/** From the top, each as near to where it wants to be as those above it allow. @param {Box[]} boxes @param {Ground} ground @returns {Placed[]} */
function stack(boxes, ground) {
  let free = ground.top + 28;
  return boxes
    .map((box, index) => ({ box, index }))
    .sort((a, b) => a.box.wanted - b.box.wanted || a.index - b.index)
    .map(({ box }) => {
      const y = Math.round(Math.max(free, box.wanted));
      free = y + heightOf(box, ground) + ground.metrics.interface.gap;
      return { box, y };
    });
}

/** @param {string} engine @param {Box} box @param {number} y @param {Map<string, number>} pins @param {Measure} measure @param {Ground} ground @returns {Item[]} */
function boxItems(engine, box, y, pins, measure, { metrics }) {
  const { interface: { x, w, h }, pin: one } = metrics;
  /** @type {Item[]} */
  const items = [
    {
      key: `${engine} interface ${box.key}`, type: "interface", layer: 4, x, y, w, h, engine, id: box.id,
      name: shorten(box.name, w - 10, "card", measure), note: shorten(box.note, w - 4, "pin", measure), full: `${box.name} ${box.note}`,
      down: box.state === "down", colour: box.colour ?? null,
    },
  ];
  box.pins.forEach((pin, index) => {
    const top = y + h + 4 + index * one.pitch;
    if (pin.container && !pins.has(pin.container.id)) pins.set(pin.container.id, top + one.h / 2);
    items.push({ key: `${engine} pin ${pin.key}`, type: "pin", layer: 4, x: one.x, y: top, w: one.w, h: one.h, engine, text: pin.text, full: pin.full, container: pin.container?.id ?? null });
  });
  return items;
}

/** @param {EngineModel} model @param {Ground} ground @returns {Item} */
function filterItem(model, ground) {
  const backend = model.engine.firewall_backend || "iptables";
  const { top, bottom } = ground.filter;
  const { x, w } = ground.metrics.filter;
  return {
    key: `${model.engine.name} filter`, type: "filter", layer: 2, x, y: top, w, h: bottom - top,
    text: fill(gettext("packet filter (%(backend)s)"), { backend: literal(backend) }), note: gettext("NAT, filter"),
  };
}

/** @param {EngineModel} model @param {Ground} ground @param {number} bottom @returns {Item} */
function hostBox(model, { metrics, top }, bottom) {
  const { x, w } = metrics.host;
  return { key: `${model.engine.name} host`, type: "host", layer: 0, x, y: top, w, h: bottom - top, engine: model.engine.name, id: model.hostNetwork?.id ?? null, text: gettext("Host stack") };
}

/** The world outside; cut off where the host has no default route. @param {string} engine @param {Placed[]} placed @param {boolean} cut @param {Ground} ground @returns {Item[]} */
function outside(engine, placed, cut, { metrics }) {
  const out = placed.find(({ box }) => box.way === "out") ?? placed[0];
  const { x, r } = metrics.world;
  if (!r || !out) return [];
  const y = out.y + metrics.interface.h / 2;
  const words = cut ? wrapWords(gettext("no default route")).map((line, index) => text(`${engine} cut ${index}`, Math.min(x + r + 3, metrics.frame.x - 1), y + r + 14 + index * 12, line, "bypass", null)) : [];
  return [{ key: `${engine} internet`, type: "internet", layer: 2, x: x - r, y: y - r, w: r * 2, h: r * 2, text: gettext("Internet"), cut }, ...words];
}
